"""Groups that come together: school classes, day-cares, families, clubs."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from producers.simulator.fact import Fact, data_text
from producers.simulator.happenings.scene import Scene
from producers.simulator.instants import MINUTE, helsinki_date
from producers.simulator.school_year import school_is_on
from schemas.places import DISTRICTS, OUTSIDE_HELSINKI, AgeBand
from schemas.programmes import Programme

__all__ = ["GroupTruth", "GroupVisit", "group_facts", "group_truth", "group_visits_of"]


class GroupVisit(NamedTuple):
    """A group that came at `time` and stayed until `left`; what was not noted is None. `accompanied_by` are adults."""

    time: int
    left: int
    people: int
    kind: str
    age_band: AgeBand | None
    home: str | None
    accompanied_by: int | None


@dataclass(frozen=True, slots=True)
class GroupTruth:
    """`group_participation` of a gathering. None is "not recorded"."""

    groups: int | None = None
    people: int | None = None
    accompanying: int | None = None
    by_kind: Mapping[str, int] = field(default_factory=dict)
    by_age_band: Mapping[str, int] = field(default_factory=dict)


_MOST = {
    Programme.YOUTH_CENTRE: (0.1, 2),
    Programme.THEME_NIGHT: (0.35, 2),
    Programme.REGIONAL_EVENT: (0.7, 7),
    Programme.POLICE_DIALOGUE: (0.15, 1),
}
"""How often groups come at all, and how many at most."""

_KINDS: Mapping[str, tuple[float, tuple[int, int], Mapping[AgeBand, float], tuple[int, int]]] = {
    "school-class": (30, (14, 27), {"7-12": 55, "13-17": 45}, (1, 3)),
    "day-care": (14, (7, 18), {"0-6": 100}, (2, 4)),
    "family": (18, (2, 6), {"0-6": 30, "7-12": 45, "30-64": 25}, (0, 2)),
    "club": (26, (5, 22), {"7-12": 30, "13-17": 40, "18-29": 10, "65+": 20}, (0, 2)),
    "other": (12, (3, 30), {"13-17": 20, "18-29": 25, "30-64": 30, "65+": 25}, (0, 1)),
}
"""How common each kind is, its size, of what ages its members are, and how many adults come with it."""

_ONLY_ON_SCHOOL_DAYS = frozenset({"school-class", "day-care"})


def group_visits_of(scene: Scene) -> list[GroupVisit]:
    """Let groups come; school classes and day-cares only on days of school."""
    random, (share, most) = scene.chance("groups"), _MOST[scene.occasion.programme]
    if not scene.takes_place or random.random() >= share:
        return []
    school = school_is_on(helsinki_date(scene.occasion.opens))
    kinds = {kind: row[0] for kind, row in _KINDS.items() if school or kind not in _ONLY_ON_SCHOOL_DAYS}
    return scene.past(_group(random, scene, kinds) for _ in range(random.randint(1, most)))


def _group(random: Random, scene: Scene, kinds: Mapping[str, float]) -> GroupVisit:
    (kind,) = random.choices(list(kinds), list(kinds.values()))
    _, size, ages, adults = _KINDS[kind]
    (band,) = random.choices(list(ages), list(ages.values()))
    home = scene.occasion.venue.district.id if random.random() < 0.65 else random.choice(list(DISTRICTS))
    time = scene.moment(random)
    return GroupVisit(
        time=time,
        left=min(time + random.randint(25, 120) * MINUTE, scene.occasion.closes),
        people=random.randint(*size),
        kind=kind,
        age_band=band if random.random() < 0.85 else None,
        home=(OUTSIDE_HELSINKI if random.random() < 0.06 else home) if random.random() < 0.8 else None,
        accompanied_by=random.randint(*adults) if random.random() < 0.8 else None,
    )


def group_facts(scene: Scene, groups: Sequence[GroupVisit]) -> Iterator[Fact]:
    """Yield the groups as the first tablet at the door noted them."""
    for number, group in enumerate(groups, 1):
        data = {
            "people": group.people,
            "kind": group.kind,
            "age_band": group.age_band,
            "home_district": group.home,
            "accompanied_by": group.accompanied_by,
        }
        event_id = f"{scene.occasion.prefix}-group-{number}"
        yield Fact("group-visit", scene.occasion.keeper, event_id, group.time, data_text(data))


def group_truth(groups: Sequence[GroupVisit]) -> GroupTruth:
    """Count the groups of a gathering."""
    if not groups:
        return GroupTruth()
    kinds, bands = Counter[str](), Counter[str]()
    for group in groups:
        kinds[group.kind] += group.people
        if group.age_band:
            bands[group.age_band] += group.people
    return GroupTruth(
        groups=len(groups),
        people=sum(group.people for group in groups),
        accompanying=sum(group.accompanied_by or 0 for group in groups),
        by_kind=dict(kinds),
        by_age_band=dict(bands),
    )
