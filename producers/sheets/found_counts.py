"""The counts of a sheet as they are found, and what comes of those of one place and period."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from producers.sheets.counts import SheetCount, SheetReading, Spot
from producers.sheets.mapping import SheetMapping
from producers.sheets.refusal import RefusedCell, UnusableCellError
from producers.sheets.table import Merged, NoResult, Row, Share
from producers.sheets.venues import plain_name
from producers.sheets.visits import read_visits

__all__ = ["FoundCounts", "known"]

_MAX_VISITS = 1_000_000
_TWICE = "a place and period twice"


@dataclass(frozen=True, slots=True)
class _Found:
    """A count, what makes its row distinct by the mapping, and the row as it is compared with others."""

    count: SheetCount
    key: tuple[str, ...]
    row: tuple[Any, ...]


class FoundCounts:
    """Collects the cells of a sheet; `settled` says what they come to."""

    def __init__(self, mapping: SheetMapping, now: datetime) -> None:
        self._mapping = mapping
        self._now = now
        self._counts: dict[Spot, list[_Found]] = {}
        self._blank: dict[Spot, None] = {}
        self._unread: dict[Spot, int] = {}
        self._refused: list[RefusedCell] = []
        self.left_out: list[str] = []

    def refuse(self, error: UnusableCellError, line: int, column: str) -> None:
        """Note a cell that cannot be used."""
        self._refused.append(error.at(line, column))

    def number_of(self, cell: Any) -> int | None:
        """Return the count of a cell, None where there is none."""
        try:
            return self._read(cell)
        except UnusableCellError:
            return None

    def add(self, spot: Spot, cell: Any, row: Row, column: str, key: tuple[str, ...] = ()) -> None:
        """Add the cell of a place and period."""
        try:
            visits = self._read(cell)
        except UnusableCellError as error:
            self.refuse(error, row.line, column)
            self._unread.setdefault(spot, row.line)
            return
        over = spot.period.end <= self._now
        if visits is None:
            self._blank |= {spot: None} if over else {}
        elif over:
            compared = tuple(plain_name(one) if isinstance(one, str) else one for one in row.cells)
            found = _Found(SheetCount(spot, visits, row.line, column), key, compared)
            self._counts.setdefault(spot, []).append(found)
        else:
            remedy = f"{spot.period.text} is not over before {spot.period.end:%Y-%m-%dT%H:%MZ}; import it then"
            self.refuse(UnusableCellError(cell, remedy, "a period that is not over"), row.line, column)

    def settled(self, left_out: tuple[str, ...]) -> SheetReading:
        """Return what the cells come to, one count a place and period."""
        kept: list[SheetCount] = []
        repeated: list[SheetCount] = []
        added = 0
        for spot, found in self._counts.items():
            seen: dict[tuple[Any, ...], _Found] = {}
            repeated += [one.count for one in found if seen.setdefault(one.row, one) is not one]
            try:
                count, same = self._one_count(spot, list(seen.values()))
            except UnusableCellError as error:
                for one in seen.values():
                    self.refuse(
                        UnusableCellError(one.count.visits, error.remedy, error.kind), one.count.line, one.count.column
                    )
                continue
            kept.append(count)
            repeated += same
            added += len(seen) - len(same) - 1
        blank = tuple(spot for spot in self._blank if spot not in self._counts and spot not in self._unread)
        self._refused.sort(key=lambda cell: cell.line)
        return SheetReading(
            tuple(kept), blank, tuple(repeated), tuple(self._refused), added, (*left_out, *self.left_out)
        )

    def _one_count(self, spot: Spot, found: list[_Found]) -> tuple[SheetCount, list[SheetCount]]:
        """Return the count of a place and period, and the rows that say the same once more.

        Raises:
            UnusableCellError: the rows contradict each other, or their sum is not known.
        """
        rows = self._mapping.rows
        first = found[0].count
        adds = rows.sum or bool(rows.distinct)
        if adds and spot in self._unread:
            raise _refusal(f"line {self._unread[spot]} of the same place and period cannot be used; correct it first")
        if len(found) == 1:
            return first, []
        if not adds:
            lines = " and ".join(f"line {one.count.line} says {one.count.visits:,}" for one in found[:3])
            raise _refusal(
                f"{lines} for {spot.gathering}. If each is an occasion of its own, set rows.sum = true in the mapping, "
                "or rows.distinct to the columns that tell them apart; if one is wrong, remove it"
            )
        groups: dict[tuple[str, ...], SheetCount] = {}
        same: list[SheetCount] = []
        for place, one in enumerate(found):
            key = one.key if rows.distinct else (str(place),)
            earlier = groups.setdefault(key, one.count)
            if earlier is one.count:
                continue
            if earlier.visits != one.count.visits:
                named = ", ".join(rows.distinct)
                raise _refusal(
                    f"lines {earlier.line} and {one.count.line} are equal in {named} and say {earlier.visits:,} and "
                    f"{one.count.visits:,} for {spot.gathering}; correct one, or name the column that tells them apart"
                )
            same.append(one.count)
        visits = sum(count.visits for count in groups.values())
        if visits > _MAX_VISITS:
            raise _refusal(
                f"the rows of {spot.gathering} add up to {visits:,}, more than {_MAX_VISITS:,}; correct them"
            )
        return SheetCount(spot, visits, first.line, first.column), same

    def _read(self, cell: Any) -> int | None:
        if isinstance(cell, Merged):
            remedy = f"the cell is merged with line {cell.line}; unmerge them, and write a count in each"
            raise UnusableCellError(cell, remedy, "a merged cell")
        if isinstance(cell, Share):
            remedy = "it is a share, not a count; write how many came, or format the cell as a number"
            raise UnusableCellError(cell, remedy, "not a count")
        numbers = self._mapping.numbers
        return read_visits(known(cell), numbers.decimal_sign, numbers.not_recorded, numbers.thousands)


def known(cell: Any) -> Any:
    """Return the value of a cell, of a merged one that of its first.

    Raises:
        UnusableCellError: its formula has no stored result.
    """
    if isinstance(cell, Merged):
        return known(cell.value)
    if isinstance(cell, Share):
        return cell.value
    if isinstance(cell, NoResult):
        remedy = "the formula has no stored result; open the file in a spreadsheet and save it"
        raise UnusableCellError(cell, remedy, "a formula without a result")
    return cell


def _refusal(remedy: str) -> UnusableCellError:
    return UnusableCellError("", remedy, _TWICE)
