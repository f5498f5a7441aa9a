"""What worries people, and what becomes of it."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

from producers.simulator.fact import Fact, data_text
from producers.simulator.happenings.scene import Scene
from producers.simulator.instants import DAY, HOUR, MINUTE
from schemas.agencies import AGENCIES, Agency
from schemas.events.concern_raised import CATEGORIES, Category
from schemas.places import DISTRICTS
from schemas.programmes import Programme

__all__ = ["Concern", "Step", "concern_facts", "concerns_of"]


class Step(NamedTuple):
    """A concern was `passed-on`, `answered` or `solved`, as `device` noted; None: the tablet that it was told to."""

    time: int
    status: str
    passed_to: Agency | None
    device: str | None
    names_source: bool


class Concern(NamedTuple):
    """A worry told at `time`, and the steps that it went by the present; what was not noted is None.

    One that was not `raised` was never told of: somebody handled it under a number that is nobody's.
    """

    time: int
    raised: bool
    category: Category
    district: str | None
    place_kind: str | None
    tablet: int
    steps: Sequence[Step]


_MOST = {
    Programme.YOUTH_CENTRE: (0.25, 2),
    Programme.THEME_NIGHT: (0.5, 5),
    Programme.REGIONAL_EVENT: (0.85, 14),
    Programme.POLICE_DIALOGUE: (0.6, 6),
}
"""How often anybody tells of worries, and how many at most."""

_CATEGORY_WEIGHTS = (16, 14, 15, 11, 10, 9, 2, 17, 6)
_PLACES = ("street", "park", "school", "station", "shopping-centre", "home-yard", "online", "other")
_PARTNERS: tuple[Agency, ...] = ("police", "social-services", "education", "youth-work", "security")
_NEVER_HANDLED, _UNKNOWN = 0.25, 0.04
_OFFICE = "office:concerns"


def concerns_of(scene: Scene) -> list[Concern]:
    """Let people tell of worries, and let staff handle most of them in the days that follow."""
    random, occasion = scene.chance("concerns"), scene.occasion
    share, most = _MOST[occasion.programme]
    if not scene.meets_people or random.random() >= share:
        return []
    return scene.past(_concern(random, scene) for _ in range(random.randint(1, most)))


def _concern(random: Random, scene: Scene) -> Concern:
    time = scene.moment(random)
    home = scene.occasion.venue.district.id if random.random() < 0.75 else random.choice(list(DISTRICTS))
    (category,) = random.choices(CATEGORIES, _CATEGORY_WEIGHTS)
    return Concern(
        time=time,
        raised=random.random() >= _UNKNOWN,
        category=category,
        district=home if random.random() < 0.8 else None,
        place_kind=random.choice(_PLACES) if random.random() < 0.6 else None,
        tablet=1 + int(random.random() * scene.occasion.venue.tablets),
        steps=scene.past(_steps(random, time)),
    )


def _steps(random: Random, time: int) -> Iterator[Step]:
    """Pass it on to one agency or two, answer, solve: mostly in that order, any of them left out, some told twice."""
    if random.random() < _NEVER_HANDLED:
        return
    at = time + random.randrange(10 * MINUTE, 2 * DAY)
    if random.random() < 0.1:
        # Answered on the spot; the clocks of two devices differ.
        yield _step(random, time + random.randrange(-MINUTE, 20 * MINUTE), "answered")
    if random.random() < 0.65:
        for _ in range(random.choice((1, 1, 1, 2))):
            partner = random.choice(_PARTNERS if random.random() < 0.9 else AGENCIES)
            yield _step(random, at, "passed-on", partner if random.random() < 0.9 else None)
            at += random.randrange(HOUR, 3 * DAY)
    if random.random() < 0.65:
        for _ in range(random.choice((1, 1, 1, 1, 2))):
            yield _step(random, at, "answered")
            at += random.randrange(HOUR, 4 * DAY)
    if random.random() < 0.4:
        yield _step(random, at + random.randrange(6 * DAY), "solved")


def _step(random: Random, time: int, status: str, passed_to: Agency | None = None) -> Step:
    by_office = random.random() < 0.6
    return Step(time, status, passed_to, _OFFICE if by_office else None, by_office or random.random() < 0.2)


def concern_facts(scene: Scene, concerns: Sequence[Concern]) -> Iterator[Fact]:
    """Yield the concerns as the tablets did, which number on their own, and the steps as whoever handled them did.

    A concern that another device handles is told with its source; else the source may be left out.
    """
    occasion = scene.occasion
    for number, concern in enumerate(concerns, 1):
        source = f"tablet:{occasion.venue.slug}-{concern.tablet}"
        number_of_tablet = sum(one.tablet == concern.tablet for one in concerns[:number])
        event_id = f"{occasion.prefix}-concern-{number_of_tablet}"
        if not concern.raised and number_of_tablet > 1:
            # It may have been told of by mistake and taken back: what never happened is called after what did.
            event_id = f"{occasion.prefix}-concern-{number_of_tablet - 1}-never"
        if concern.raised:
            raised = {
                "category": concern.category, "district": concern.district, "place_kind": concern.place_kind,
            }  # fmt: skip
            yield Fact("concern-raised", source, event_id, concern.time, data_text(raised))
        for place, step in enumerate(concern.steps, 1):
            handled = {
                "concern": event_id,
                "source": source if step.names_source else None,
                "status": step.status,
                "passed_to": step.passed_to,
            }
            step_id = f"{occasion.prefix}-{occasion.venue.slug}-concern-{number}-step-{place}"
            yield Fact("concern-handled", step.device or source, step_id, step.time, data_text(handled))
