"""What the dashboards must show, made from what really happened and never from the messages."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from producers.simulator.happenings.happenings import HappeningsTruth
from producers.simulator.roll_up import GatheringTruth
from producers.simulator.venue_months import Part, VenueMonthTruth, venue_months
from schemas.programmes import Programme
from schemas.rejections import Rejection

__all__ = ["AggregateTruth", "Truth"]

Group = TypeVar("Group", bound=Hashable)


@dataclass(frozen=True, slots=True)
class AggregateTruth:
    """The numbers of several gatherings together. None is "not recorded", never 0.

    `not_recorded` is how many of the `gatherings` have no check-in. `visitors` counts a pseudonym once however many
    of the gatherings it was shown at.
    """

    gatherings: int
    not_recorded: int
    visits: int | None
    visitors: int | None
    by_age_band: Mapping[str, int]
    by_home_district: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Truth:
    """The whole truth of a simulation.

    `messages` are emitted; each is either one of the `accepted` or counted in `dead_letters` by reason.
    `duplicates` are those accepted whose source, id, revision and content were accepted before. `facts` are the
    distinct facts (programme, gathering, source, event id) that the accepted ones speak of, retracted ones included.
    `gatherings` are those that participation knows: planned, opened, closed or called off, or somebody was noted there.
    `happenings` are of those and of the rest that anything was told of: a round outside, a book of sheets.
    `parts` are what visits were counted for: gatherings, and days, weeks and months of sheets.
    Months and weeks are dates: the first of the month, the Monday. A gathering without a day is in no calendar group;
    one without a district is in the group of district "".
    """

    gatherings: Mapping[tuple[Programme, str], GatheringTruth]
    happenings: Mapping[tuple[Programme, str], HappeningsTruth]
    parts: Sequence[Part]
    messages: int
    accepted: int
    duplicates: int
    facts: int
    dead_letters: Mapping[Rejection, int]

    @property
    def venue_months(self) -> Mapping[tuple[Programme, str, date], VenueMonthTruth]:
        """Each place and month that visits were counted for."""
        return venue_months(self.parts)

    @property
    def by_day(self) -> Mapping[tuple[date, Programme], AggregateTruth]:
        """Each day and programme."""
        return self._grouped(lambda one, day: (day, one.programme))

    @property
    def by_week(self) -> Mapping[tuple[date, Programme], AggregateTruth]:
        """Each week, as its Monday, and programme."""
        return self._grouped(lambda one, day: (day - timedelta(day.weekday()), one.programme))

    @property
    def by_month(self) -> Mapping[tuple[date, Programme], AggregateTruth]:
        """Each month, as its first day, and programme."""
        return self._grouped(lambda one, day: (day.replace(day=1), one.programme))

    @property
    def by_month_and_district(self) -> Mapping[tuple[date, str, Programme], AggregateTruth]:
        """Each month, as its first day, district and programme."""
        return self._grouped(lambda one, day: (day.replace(day=1), one.district, one.programme))

    @property
    def city_by_day(self) -> Mapping[date, AggregateTruth]:
        """Each day in the whole city."""
        return self._grouped(lambda _, day: day)

    @property
    def by_programme(self) -> Mapping[Programme, AggregateTruth]:
        """Each programme in all, gatherings without a day included."""
        return _aggregated((one.programme, one) for one in self.gatherings.values())

    def _grouped(self, group_of: Callable[[GatheringTruth, date], Group]) -> Mapping[Group, AggregateTruth]:
        dated = [(one, one.day) for one in self.gatherings.values() if one.day is not None]
        return _aggregated((group_of(one, day), one) for one, day in dated)


def _aggregated(grouped: Iterable[tuple[Group, GatheringTruth]]) -> Mapping[Group, AggregateTruth]:
    groups: defaultdict[Group, list[GatheringTruth]] = defaultdict(list)
    for group, one in grouped:
        groups[group].append(one)
    return {group: _together(members) for group, members in groups.items()}


def _together(members: list[GatheringTruth]) -> AggregateTruth:
    known = [one.visits for one in members if one.visits is not None]
    ages: Counter[str] = Counter()
    homes: Counter[str] = Counter()
    for one in members:
        ages.update(one.by_age_band)
        homes.update(one.by_home_district)
    return AggregateTruth(
        gatherings=len(members),
        not_recorded=len(members) - len(known),
        visits=sum(known) if known else None,
        visitors=len(frozenset().union(*(one.pseudonyms for one in members))) or None,
        by_age_band=ages,
        by_home_district=homes,
    )
