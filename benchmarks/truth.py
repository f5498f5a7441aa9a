"""What must come out, from plain counting."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from benchmarks.people import Person

__all__ = ["CheckIn", "GatheringTruth", "Truth", "count"]

_QUARTER = 900_000


class CheckIn(NamedTuple):
    """A check-in as it holds in the end: the number of its gathering, milliseconds since 1970, number of its person."""

    gathering: int
    time: int
    person: int
    leaves: bool
    retracted: bool = False


@dataclass(slots=True)
class GatheringTruth:
    """The numbers of one gathering. None is "not recorded"; instants are milliseconds since 1970 UTC."""

    programme: str
    gathering: str
    status: str
    starts: int
    district: str
    capacity: int
    head_counts: tuple[tuple[int, int], ...]
    entries: int = 0
    exits: int = 0
    anonymous_visits: int = 0
    visitors: int | None = None
    by_age_band: Counter[str] = field(default_factory=Counter)
    by_home_district: Counter[str] = field(default_factory=Counter)
    first: int | None = None
    last: int | None = None
    curve: dict[int, tuple[int, int]] = field(default_factory=dict)
    since_count: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """Programme and gathering id."""
        return self.programme, self.gathering

    @property
    def visits(self) -> int | None:
        """How often somebody came, where anything was recorded."""
        return self.entries if self.entries + self.exits else None

    @property
    def peak_head_count(self) -> int | None:
        """The highest head count."""
        return max((people for _, people in self.head_counts), default=None)

    @property
    def counted(self) -> tuple[int, int] | None:
        """The last head count: when, and how many."""
        return max(self.head_counts, default=None)

    @property
    def inside(self) -> int | None:
        """How many are inside now."""
        if not self.entries + self.exits + len(self.head_counts):
            return None
        if self.status == "closed":
            return 0
        if self.counted is not None:
            return max(0, self.counted[1] + self.since_count)
        return max(0, self.entries - self.exits)


@dataclass(frozen=True, slots=True)
class Truth:
    """All numbers of a job. `facts` is how many distinct facts each table holds, retracted ones included."""

    messages: int = 0
    facts: Mapping[str, int] = field(default_factory=dict)
    gatherings: Mapping[tuple[str, str], GatheringTruth] = field(default_factory=dict)

    def __add__(self, other: "Truth") -> "Truth":
        """Give two jobs of different gatherings as one."""
        return Truth(
            self.messages + other.messages,
            dict(Counter(self.facts) + Counter(other.facts)),
            {**self.gatherings, **other.gatherings},
        )


def count(gatherings: Sequence[GatheringTruth], check_ins: Collection[CheckIn], people: Sequence[Person]) -> None:
    """Count check-ins into their gatherings."""
    counted = [one.counted for one in gatherings]
    pseudonyms: list[set[str]] = [set() for _ in gatherings]
    for fact in _holding(check_ins):
        one = gatherings[fact.gathering]
        time = fact.time
        if one.first is None or time < one.first:
            one.first = time
        if one.last is None or time > one.last:
            one.last = time
        quarter = time - time % _QUARTER
        entries, exits = one.curve.get(quarter, (0, 0))
        one.curve[quarter] = (entries + (not fact.leaves), exits + fact.leaves)
        last_count = counted[fact.gathering]
        since = last_count is not None and time > last_count[0]
        if fact.leaves:
            one.exits += 1
            one.since_count -= since
        else:
            one.since_count += since
            _count_visit(one, people[fact.person], pseudonyms[fact.gathering])
    for one, seen in zip(gatherings, pseudonyms, strict=True):
        one.visitors = len(seen) or None


def _holding(check_ins: Iterable[CheckIn]) -> Iterable[CheckIn]:
    return (fact for fact in check_ins if not fact.retracted)


def _count_visit(one: GatheringTruth, person: Person, pseudonyms: set[str]) -> None:
    one.entries += 1
    if person.age_band:
        one.by_age_band[person.age_band] += 1
    if person.home_district:
        one.by_home_district[person.home_district] += 1
    if person.pseudonym and one.programme != "police-dialogue":
        pseudonyms.add(person.pseudonym)
    else:
        one.anonymous_visits += 1
