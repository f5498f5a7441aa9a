"""Whether periods that name no year go over the end of one: September to May, all written without it."""

from collections.abc import Sequence
from itertools import pairwise

from producers.sheets.periods import Period

__all__ = ["OVER_A_YEAR", "goes_over_a_year"]

_HALF_A_YEAR = 183

OVER_A_YEAR = (
    "the periods go backwards, from {earlier} to {later}, and none names its year: write the years, or set "
    "period.season_starts in the mapping to the first month of the season, or to 1 if all are in period.year"
)


def goes_over_a_year(periods: Sequence[Period]) -> tuple[Period, Period] | None:
    """Return the two neighbours at which periods that were all read in one year go backwards, or None.

    Months go one way through a sheet, up or down; of days and weeks, rows that were added later do no harm, a step of
    more than half a year does.
    """
    steps = [(one, other, (other.first_day - one.first_day).days) for one, other in pairwise(periods)]
    both_ways = any(days > 0 for *_, days in steps) and any(days < 0 for *_, days in steps)
    for one, other, days in steps:
        far = abs(days) > _HALF_A_YEAR
        if days < -_HALF_A_YEAR or (both_ways and (far or (days < 0 and one.unit == "month"))):
            return one, other
    return None
