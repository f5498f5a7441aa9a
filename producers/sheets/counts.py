"""What a sheet says, once it is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from producers.sheets.periods import Period
from producers.sheets.refusal import RefusedCell

__all__ = ["SheetCount", "SheetReading", "Spot"]


class Spot(NamedTuple):
    """A place and a period: what a count is of."""

    venue: str
    period: Period

    @property
    def gathering(self) -> str:
        """The id of the gathering that stands for the place in that period, e.g. `library:city:2022-12`."""
        return f"{self.venue}:{self.period.text}"


@dataclass(frozen=True, slots=True)
class SheetCount:
    """How many visits a place had in a period, and where in the sheet that stands."""

    spot: Spot
    visits: int
    line: int
    column: str


@dataclass(frozen=True, slots=True)
class SheetReading:
    """What a sheet says. Each cell of a count is a count, added to one, blank, repeated, refused or left out."""

    counts: tuple[SheetCount, ...]
    """One a place and period, in the sheet's order."""
    blank: tuple[Spot, ...]
    """Not recorded: that is not 0."""
    repeated: tuple[SheetCount, ...]
    """Rows that are equal to an earlier one in every column."""
    refused: tuple[RefusedCell, ...]
    added: int = 0
    """Cells that were added to the count of an earlier row, as the mapping's `rows` says."""
    left_out: tuple[str, ...] = ()
    """What was not read because it is hidden in the file or repeats the headings, each in words."""

    @property
    def visits(self) -> int:
        """The sum of the counts."""
        return sum(count.visits for count in self.counts)

    def totals(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """Return the sums by venue and by period."""
        venues: dict[str, int] = {}
        periods: dict[str, int] = {}
        for count in self.counts:
            venue, period = count.spot.venue, count.spot.period.text
            venues[venue] = venues.get(venue, 0) + count.visits
            periods[period] = periods.get(period, 0) + count.visits
        return venues, dict(sorted(periods.items()))
