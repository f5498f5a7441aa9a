"""Dialogues of the Preventive Policing Unit's three sections."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from producers.simulator.fact import Fact, data_text
from producers.simulator.happenings.bands import ADULTS, YOUNG, banded, sums
from producers.simulator.happenings.scene import Scene
from schemas.agencies import Agency
from schemas.events.dialogue_held import Section, Theme
from schemas.places import AgeBand
from schemas.programmes import Programme

__all__ = ["Dialogue", "DialogueTruth", "dialogue_facts", "dialogue_truth", "dialogues_of"]


class Dialogue(NamedTuple):
    """One dialogue as held; what was not noted is None. A theme or an agency may be ticked twice."""

    time: int
    section: Section
    participants: int
    by_age_band: Mapping[AgeBand, int] | None
    themes: Sequence[Theme] | None
    agencies: Sequence[Agency] | None
    follow_up: bool | None


@dataclass(frozen=True, slots=True)
class DialogueTruth:
    """`dialogue` of a gathering. None is "not recorded"."""

    sessions: int | None = None
    participants: int | None = None
    by_section: Mapping[str, int] = field(default_factory=dict)
    sessions_by_section: Mapping[str, int] = field(default_factory=dict)
    by_age_band: Mapping[str, int] = field(default_factory=dict)
    themes: Mapping[str, int] = field(default_factory=dict)
    agencies: Mapping[str, int] = field(default_factory=dict)
    multi_professional: int | None = None
    follow_ups: int | None = None
    follow_ups_known: int | None = None


_SECTIONS: Mapping[Section, tuple[float, Mapping[AgeBand, float], Sequence[Theme], Sequence[Agency]]] = {
    "exclusion-and-segregation": (
        45, ADULTS,
        ("safety-in-public-places", "trust-in-police", "drugs", "family-support", "traffic", "other"),
        ("social-services", "civil-society", "youth-work", "education"),
    ),
    "extremism": (
        15, ADULTS,
        ("hate-speech", "online-safety", "trust-in-police", "other"),
        ("civil-society", "education", "social-services"),
    ),
    "juvenile-delinquency": (
        40, YOUNG,
        ("gangs", "drugs", "bullying", "school-absence", "violence-at-home", "family-support", "online-safety"),
        ("child-protection", "youth-work", "education", "family-services", "mental-health"),
    ),
}  # fmt: skip
"""How common each section's dialogues are, whom they reach, what they are about and who takes part."""

_HELD = 0.75


def dialogues_of(scene: Scene) -> list[Dialogue]:
    """Hold one to three dialogues at most police-dialogue gatherings."""
    random = scene.chance("dialogues")
    if scene.occasion.programme is not Programme.POLICE_DIALOGUE or not scene.takes_place or random.random() >= _HELD:
        return []
    (many,) = random.choices((1, 2, 3), (55, 33, 12))
    return scene.past(_dialogue(random, scene) for _ in range(many))


def _dialogue(random: Random, scene: Scene) -> Dialogue:
    (section,) = random.choices(list(_SECTIONS), [row[0] for row in _SECTIONS.values()])
    _, ages, themes, agencies = _SECTIONS[section]
    participants = round(random.triangular(1, 24, 7)) if random.random() < 0.98 else 0
    return Dialogue(
        time=scene.moment(random),
        section=section,
        participants=participants,
        by_age_band=banded(random, participants, ages) if participants and random.random() < 0.7 else None,
        themes=random.choices(themes, k=random.randint(0, 4)) if random.random() < 0.92 else None,
        agencies=random.choices(agencies, k=random.choice((0, 1, 1, 2, 3))) if random.random() < 0.85 else None,
        follow_up=random.random() < 0.45 if random.random() < 0.8 else None,
    )


def dialogue_facts(scene: Scene, dialogues: Sequence[Dialogue]) -> Iterator[Fact]:
    """Yield the dialogues as the constable's tablet noted them."""
    for number, dialogue in enumerate(dialogues, 1):
        data = {
            "section": dialogue.section,
            "participants": dialogue.participants,
            "by_age_band": dialogue.by_age_band,
            "themes": dialogue.themes,
            "agencies": dialogue.agencies,
            "follow_up": dialogue.follow_up,
        }
        event_id = f"{scene.occasion.prefix}-dialogue-{number}"
        yield Fact("dialogue-held", scene.occasion.keeper, event_id, dialogue.time, data_text(data))


def dialogue_truth(dialogues: Sequence[Dialogue]) -> DialogueTruth:
    """Count the dialogues of a gathering."""
    if not dialogues:
        return DialogueTruth()
    sections = Counter[str]()
    for dialogue in dialogues:
        sections[dialogue.section] += dialogue.participants
    return DialogueTruth(
        sessions=len(dialogues),
        participants=sum(dialogue.participants for dialogue in dialogues),
        by_section={section: people for section, people in sections.items() if people},
        sessions_by_section=dict(Counter(dialogue.section for dialogue in dialogues)),
        by_age_band=sums(dialogue.by_age_band for dialogue in dialogues),
        themes=dict(Counter(theme for dialogue in dialogues for theme in set(dialogue.themes or ()))),
        agencies=dict(Counter(agency for dialogue in dialogues for agency in set(dialogue.agencies or ()))),
        multi_professional=sum(bool(dialogue.agencies) for dialogue in dialogues),
        follow_ups=sum(dialogue.follow_up is True for dialogue in dialogues),
        follow_ups_known=sum(dialogue.follow_up is not None for dialogue in dialogues),
    )
