"""Agencies that take part in a gathering."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from producers.simulator.fact import Fact, data_text
from producers.simulator.happenings.scene import Scene
from schemas.agencies import Agency
from schemas.programmes import Programme

__all__ = ["CooperationTruth", "Taking", "agency_facts", "cooperation_truth", "takings_of"]


class Taking(NamedTuple):
    """An agency's part: how many of its staff, and their minutes together; what was not noted is None."""

    time: int
    agency: Agency
    staff: int | None
    minutes: int | None


@dataclass(frozen=True, slots=True)
class CooperationTruth:
    """`cooperation` of a gathering: who took part, and the sums of what was given of each."""

    agencies: Sequence[str] = ()
    staff: Mapping[str, int] = field(default_factory=dict)
    minutes: Mapping[str, int] = field(default_factory=dict)


_TAKES_PART: Mapping[Programme, Mapping[Agency, float]] = {
    Programme.YOUTH_CENTRE: {"youth-work": 0.35, "police": 0.12, "security": 0.12, "child-protection": 0.06},
    Programme.THEME_NIGHT: {"youth-work": 0.8, "police": 0.4, "education": 0.35, "civil-society": 0.3},
    Programme.REGIONAL_EVENT: {
        "youth-work": 0.9, "police": 0.85, "security": 0.6, "social-services": 0.5, "civil-society": 0.75,
        "family-services": 0.4, "education": 0.3, "mental-health": 0.2, "child-protection": 0.2,
    },
    Programme.POLICE_DIALOGUE: {
        "police": 0.75, "social-services": 0.35, "youth-work": 0.35, "child-protection": 0.25, "security": 0.3,
        "mental-health": 0.12,
    },
}  # fmt: skip
_NOBODY_NOTES, _TWICE = 0.25, 0.06
_STAFF, _MINUTES = 0.85, 0.7


def takings_of(scene: Scene) -> list[Taking]:
    """Let agencies take part. At a quarter of the gatherings nobody notes which; some send two teams."""
    random, occasion = scene.chance("cooperation"), scene.occasion
    if not scene.meets_people or random.random() < _NOBODY_NOTES:
        return []
    hours = (occasion.closes - occasion.opens) // 3_600_000
    takings = []
    for agency, share in _TAKES_PART[occasion.programme].items():
        if random.random() >= share:
            continue
        for _ in range(2 if random.random() < _TWICE else 1):
            staff = random.randint(1, 8 if occasion.programme is Programme.REGIONAL_EVENT else 3)
            minutes = staff * random.randint(0, max(1, hours) * 4) * 15
            takings.append(
                Taking(
                    scene.moment(random),
                    agency,
                    staff if random.random() < _STAFF else None,
                    minutes if random.random() < _MINUTES else None,
                )
            )
    return scene.past(takings)


def agency_facts(scene: Scene, takings: Sequence[Taking]) -> Iterator[Fact]:
    """Yield who took part as the first tablet noted it."""
    for number, taking in enumerate(takings, 1):
        data = {"agency": taking.agency, "staff": taking.staff, "minutes": taking.minutes}
        event_id = f"{scene.occasion.prefix}-agency-{number}"
        yield Fact("agency-presence", scene.occasion.keeper, event_id, taking.time, data_text(data))


def cooperation_truth(takings: Sequence[Taking]) -> CooperationTruth:
    """Sum up who took part in a gathering."""
    return CooperationTruth(
        agencies=tuple(sorted({taking.agency for taking in takings})),
        staff=_summed([(taking.agency, taking.staff) for taking in takings]),
        minutes=_summed([(taking.agency, taking.minutes) for taking in takings]),
    )


def _summed(given: Sequence[tuple[Agency, int | None]]) -> Mapping[str, int]:
    totals: dict[str, int] = {}
    for agency, number in given:
        if number is not None:
            totals[agency] = totals.get(agency, 0) + number
    return {agency: total for agency, total in totals.items() if total}
