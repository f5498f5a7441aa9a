"""How safe people feel and how much they trust, asked before and after."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from producers.simulator.fact import Fact, data_text
from producers.simulator.happenings.scene import Scene
from producers.simulator.instants import MINUTE
from producers.simulator.presence import Presence
from schemas.places import AgeBand
from schemas.programmes import Programme

__all__ = ["Pulse", "PulseTruth", "pulse_facts", "pulse_truth", "pulses_of"]


class Pulse(NamedTuple):
    """One answer, from 1 to 5; what was not told is None."""

    time: int
    question: str
    moment: str
    answer: int
    age_band: AgeBand | None
    home: str | None


@dataclass(frozen=True, slots=True)
class PulseTruth:
    """`sentiment` of a gathering: counts named `question/moment/answer`, and with the band before the answer."""

    answers: Mapping[str, int] = field(default_factory=dict)
    answers_by_age_band: Mapping[str, int] = field(default_factory=dict)


_ASKED = {
    Programme.YOUTH_CENTRE: (0.3, 0.14),
    Programme.THEME_NIGHT: (0.6, 0.2),
    Programme.REGIONAL_EVENT: (0.85, 0.06),
    Programme.POLICE_DIALOGUE: (0.55, 0.35),
}
"""At how many gatherings anybody is asked, and how many of those there answer."""

_MEANS: Mapping[str, Mapping[AgeBand, float]] = {
    "safety": {"7-12": 4.0, "13-17": 3.5, "18-29": 3.6, "30-64": 3.5, "65+": 3.1},
    "trust": {"7-12": 3.9, "13-17": 3.0, "18-29": 3.2, "30-64": 3.5, "65+": 3.7},
}
"""The usual answer before; children under 7 are not asked."""

_SHIFT = {"before": 0.0, "after": 0.35}
_MOMENTS = (("before",), ("after",), ("before", "after"))
_KIOSKS = 2


def pulses_of(scene: Scene, present: Sequence[Presence]) -> list[Pulse]:
    """Ask some of those who were there, on coming, on leaving or both; most are asked both questions."""
    random, (share, answers) = scene.chance("pulses"), _ASKED[scene.occasion.programme]
    if random.random() >= share:
        return []
    here = random.gauss(0, 0.25)
    pulses: list[Pulse] = []
    for person in present:
        if person.age_band in _MEANS["safety"] and random.random() < answers:
            pulses += _asked(random, person, here)
    return scene.past(pulses)


def _asked(random: Random, person: Presence, here: float) -> Iterator[Pulse]:
    band = person.age_band if random.random() < 0.8 else None
    home = person.home if random.random() < 0.6 else None
    questions = ("safety", "trust") if random.random() < 0.6 else (random.choice(("safety", "trust")),)
    for moment in random.choice(_MOMENTS):
        time = person.came if moment == "before" else max(person.came, person.left - MINUTE)
        for question in questions:
            mean = _MEANS[question][person.age_band] + _SHIFT[moment] + here
            answer = min(max(round(random.gauss(mean, 1.0)), 1), 5)
            yield Pulse(time + random.randrange(MINUTE), question, moment, answer, band, home)


def pulse_facts(scene: Scene, pulses: Sequence[Pulse]) -> Iterator[Fact]:
    """Yield the answers as two kiosks took them; they number on their own."""
    occasion = scene.occasion
    for number, pulse in enumerate(pulses):
        data = {
            "question": pulse.question,
            "moment": pulse.moment,
            "answer": pulse.answer,
            "age_band": pulse.age_band,
            "home_district": pulse.home,
        }
        kiosk = f"kiosk:{occasion.venue.slug}-{1 + number % _KIOSKS}"
        yield Fact("pulse", kiosk, f"{occasion.prefix}-pulse-{number // _KIOSKS}", pulse.time, data_text(data))


def pulse_truth(pulses: Sequence[Pulse]) -> PulseTruth:
    """Count the answers at a gathering."""
    answers, banded = Counter[str](), Counter[str]()
    for pulse in pulses:
        answers[f"{pulse.question}/{pulse.moment}/{pulse.answer}"] += 1
        if pulse.age_band:
            banded[f"{pulse.question}/{pulse.moment}/{pulse.age_band}/{pulse.answer}"] += 1
    return PulseTruth(dict(answers), dict(banded))
