"""How many visits each place had in each month, by the finest counts that there are."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from producers.simulator.happenings.happenings import Happenings, HappeningsTruth
from producers.simulator.happenings.paper_sheets import last_of_each
from producers.simulator.instants import helsinki_date
from producers.simulator.occasion import Occasion
from producers.simulator.roll_up import GatheringTruth
from schemas.programmes import Programme

__all__ = ["Part", "VenueMonthTruth", "parts_of", "venue_months"]

GRAINS = ("gathering", "day", "week", "month")
_PERIOD_AT_THE_END = re.compile(r":\d{4}(-\d\d(-\d\d)?|-?W\d\d)?$")
_SLACK = 5


class Part(NamedTuple):
    """Visits that were counted for a gathering, or for a day, week or month (`grain` 0 to 3), at a place."""

    programme: Programme
    place: str
    grain: int
    first_day: date
    visits: int

    @property
    def week(self) -> date:
        """The Monday of its week."""
        return self.first_day - timedelta(self.first_day.weekday())

    @property
    def month(self) -> date:
        """The first of its month; a week is of the month of its Thursday."""
        return (self.first_day + timedelta(3 * (self.grain == GRAINS.index("week")))).replace(day=1)


@dataclass(frozen=True, slots=True)
class VenueMonthTruth:
    """`venue_months` of a place and month. `coarser` is the month's total where finer counts stand in its place."""

    estimate: int | None
    coarser: int | None
    finest: str
    differs: bool


def parts_of(
    occasion: Occasion, one: GatheringTruth | None, happened: Happenings, truth: HappeningsTruth
) -> Iterator[Part]:
    """Return what a gathering adds: its best count, or the totals of its sheets where these are all that there is."""
    estimate = truth.estimates
    if estimate.estimate is None:
        return
    place = _place(occasion)
    if estimate.provenance == "sheet":
        for sheet in last_of_each(happened.sheets):
            yield Part(occasion.programme, place, GRAINS.index(sheet.period), sheet.first_day, sheet.visits)
        return
    day = one.day if one is not None else None
    if day is None:
        sheets = [sheet.first_day for sheet in happened.sheets]
        day = min([*sheets, *(helsinki_date(fact.time) for fact in happened.facts() if fact.event != "period-count")])
    yield Part(occasion.programme, place, 0, day, estimate.estimate)


def venue_months(parts: Iterable[Part]) -> Mapping[tuple[Programme, str, date], VenueMonthTruth]:
    """Add up what counts of each place and month: of a period, whatever is finest."""
    of_places: defaultdict[tuple[Programme, str], list[Part]] = defaultdict(list)
    for part in parts:
        of_places[part.programme, part.place].append(part)
    found = {}
    for place, members in of_places.items():
        for month in {part.month for part in members}:
            found[*place, month] = _together([part for part in members if part.month == month], members)
    return found


def _place(occasion: Occasion) -> str:
    plan = occasion.plans[-1] if occasion.plans else None
    if plan is not None and plan.venue is not None:
        return plan.venue.id
    return _PERIOD_AT_THE_END.sub("", occasion.gathering)


def _together(parts: Sequence[Part], of_place: Sequence[Part]) -> VenueMonthTruth:
    counted = [part for part in parts if not _finer_known(part, of_place)]
    compared = [part.visits for part in parts if part.grain == GRAINS.index("month") and part not in counted]
    estimate = sum(part.visits for part in counted) if counted else None
    coarser = sum(compared) if compared else None
    apart = 0 if estimate is None or coarser is None else abs(estimate - coarser)
    return VenueMonthTruth(
        estimate=estimate,
        coarser=coarser,
        finest=GRAINS[min((part.grain for part in counted), default=len(GRAINS) - 1)],
        differs=apart > _SLACK and 10 * apart > max(estimate or 0, coarser or 0),
    )


def _finer_known(part: Part, of_place: Sequence[Part]) -> bool:
    match GRAINS[part.grain]:
        case "day":
            return any(one.grain == 0 and one.first_day == part.first_day for one in of_place)
        case "week":
            return any(one.grain < part.grain and one.week == part.week for one in of_place)
        case "month":
            finer = [one for one in of_place if one.grain < part.grain and one.month == part.month]
            return any(GRAINS[one.grain] != "week" or not _finer_known(one, of_place) for one in finer)
        case _:
            return False
