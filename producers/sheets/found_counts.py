"""The counts of a sheet as they are found, and what comes of those of one place and period."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from producers.sheets.counts import SheetCount, SheetReading, Spot
from producers.sheets.likely_totals import summing_labels
from producers.sheets.mapping import SheetMapping
from producers.sheets.refusal import RefusedCell, UnusableCellError
from producers.sheets.table import Computed, Footnoted, Merged, NoResult, Row, Share, Struck
from producers.sheets.total_words import names_a_total
from producers.sheets.venues import plain_name
from producers.sheets.visits import read_visits

__all__ = ["FoundCounts", "known"]

_MAX_VISITS = 1_000_000
_TWICE = "a place and period twice"
_MIN_COLUMNS_OF_A_SUM = 2
_MIN_ADDENDS = 2
_SURE_SUM = 20
_WORDS = 3
"""A text of more words is a note, in which a word for a total may stand."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A count, what makes its row distinct by the mapping, the texts that name it, and the row as it is compared."""

    count: SheetCount
    key: tuple[str, ...]
    label: tuple[str, ...]
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

    def add(
        self,
        spot: Spot,
        cell: Any,
        row: Row,
        column: str,
        key: tuple[str, ...] = (),
        label: tuple[str, ...] = (),
    ) -> None:
        """Add the cell of a place and period; `label` are the texts that tell its row apart."""
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
            found = _Found(SheetCount(spot, visits, row.line, column), key, label, tuple(map(_compared, row.cells)))
            self._counts.setdefault(spot, []).append(found)
        else:
            remedy = f"{spot.period.text} is not over before {spot.period.end:%Y-%m-%dT%H:%MZ}; import it then"
            self.refuse(UnusableCellError(cell, remedy, "a period that is not over"), row.line, column)

    def settled(self, left_out: tuple[str, ...]) -> SheetReading:
        """Return what the cells come to, one count a place and period."""
        kept: list[SheetCount] = []
        repeated: list[SheetCount] = []
        added = 0
        self._leave_out_totals()
        for spot, all_found in self._counts.items():
            seen: dict[tuple[Any, ...], _Found] = {}
            again = [one for one in all_found if seen.setdefault(one.row, one) is not one]
            found = list(seen.values())
            try:
                if again and self._mapping.rows.sum:
                    found = self._with_repeats(spot, all_found, found, again)
                repeated += [one.count for one in again if one not in found]
                count, same = self._one_count(spot, found)
            except UnusableCellError as error:
                for one in all_found if again and self._mapping.rows.sum else found:
                    self.refuse(
                        UnusableCellError(one.count.visits, error.remedy, error.kind), one.count.line, one.count.column
                    )
                continue
            kept.append(count)
            repeated += same
            added += len(found) - len(same) - 1
        blank = tuple(spot for spot in self._blank if spot not in self._counts and spot not in self._unread)
        self._refused.sort(key=lambda cell: cell.line)
        return SheetReading(
            tuple(kept), blank, tuple(repeated), tuple(self._refused), added, (*left_out, *self.left_out)
        )

    def _with_repeats(self, spot: Spot, every: list[_Found], once: list[_Found], again: list[_Found]) -> list[_Found]:
        """Return the rows to be added where some are equal in every column, as the mapping says.

        Raises:
            UnusableCellError: it does not say, so two evenings and a row written twice look the same.
        """
        match self._mapping.rows.repeats:
            case "add":
                return every
            case "once":
                return once
        first = next(one.count for one in once if one.row == again[0].row)
        raise _refusal(
            f"lines {first.line} and {again[0].count.line} are equal in every column for {spot.gathering}: set "
            'rows.repeats = "add" in the mapping if each is an occasion of its own, "once" if one is a copy'
        )

    def _leave_out_totals(self) -> None:
        """Take out of rows that are added those that are the sum of the others of their place and period."""
        rows = self._mapping.rows
        if rows.totals == "keep":
            return
        if not (rows.sum or rows.distinct):
            self._leave_out_named()
            return
        groups = [
            (self._without_equals(found), self._counts[spot]) for spot, found in self._counts.items() if len(found) > 1
        ]
        summing = summing_labels(
            ([(one.label, one.count.visits) for one in found] for found, _ in groups), sure=bool(rows.distinct)
        )
        for found, kept in groups:
            named = [one for one in found if any(map(names_a_total, one.label))]
            named = [] if len(named) == len(found) else named
            last = _unlabelled_total(found)
            for one in kept[:]:
                if one in named or one.label in summing or one is last:
                    kept.remove(one)
                    self._leave_out_total(
                        one, "its text says so" if one in named else "it equals the sum of the others"
                    )

    def _leave_out_named(self) -> None:
        """Take out the rows, one of whose short texts names a total, where others name none."""
        every = [one for found in self._counts.values() for one in found]
        named = [one for one in every if any(names_a_total(text) and len(text.split()) <= _WORDS for text in one.label)]
        for one in named if len(named) < len(every) else ():
            self._counts[one.count.spot].remove(one)
            self._leave_out_total(one, "its text says so")
        self._counts = {spot: found for spot, found in self._counts.items() if found}

    @staticmethod
    def _without_equals(found: list[_Found]) -> list[_Found]:
        return list({one.row: one for one in found}.values())

    def _leave_out_total(self, one: _Found, why: str) -> None:
        text = ", ".join(one.label)[:60] or str(one.count.visits)
        if self._mapping.rows.totals == "drop":
            self.left_out.append(f"row {one.count.line} {text!r}, since {why} of {one.count.spot.gathering}")
            return
        remedy = (
            f"likely a total of the rows of {one.count.spot.gathering}: {why}. If it is one, remove the row, or set "
            'rows.totals = "drop" in the mapping; if it is an occasion of its own, "keep"'
        )
        self.refuse(UnusableCellError(text, remedy, "a likely total"), one.count.line, one.count.column)

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
            if cell.value is None:
                return None
            remedy = f"the cell is merged with line {cell.line}; unmerge them, and write a count in each"
            raise UnusableCellError(cell, remedy, "a merged cell")
        if isinstance(cell, Share):
            remedy = "it is a share, not a count; write how many came, or format the cell as a number"
            raise UnusableCellError(cell, remedy, "not a count")
        if isinstance(cell, Struck):
            remedy = "it is crossed out; remove it if it does not hold, or take the line through it away if it does"
            raise UnusableCellError(cell, remedy, "crossed out")
        if isinstance(cell, Footnoted):
            remedy = (
                f"{cell.mark!r} is raised, and so likely a note's mark; write {cell.text.strip()!r} alone, as a number"
            )
            raise UnusableCellError(f"{cell.text}{cell.mark}", remedy, "not a count")
        if isinstance(cell, Computed) and self._mapping.rows.totals != "keep":
            self._refuse_computed(cell)
        numbers = self._mapping.numbers
        return read_visits(known(cell), numbers.decimal_sign, numbers.not_recorded, numbers.thousands)

    def _refuse_computed(self, cell: Computed) -> None:
        across = self._mapping.layout == "wide" and cell.of_columns >= _MIN_COLUMNS_OF_A_SUM
        if not (cell.of_other_rows or across):
            return
        remedy = (
            f"its formula {cell.formula:.60} reads other {'columns' if across else 'rows'}, so it is likely a total or "
            'an estimate; write the count, or set rows.totals = "keep" in the mapping if it is one'
        )
        raise UnusableCellError(cell, remedy, "computed from other counts")


def _unlabelled_total(found: list[_Found]) -> _Found | None:
    """Return the last of the rows of a place and period that nothing tells apart, if it is the sum of the others.

    Of two others it takes a sum that does not come by chance, as 1 + 1 = 2 does.
    """
    *others, last = found
    if len({one.label for one in found}) > 1 or len(others) < _MIN_ADDENDS:
        return None
    sure = len(others) > _MIN_ADDENDS or last.count.visits >= _SURE_SUM
    return last if sure and last.count.visits == sum(one.count.visits for one in others) > 0 else None


def _compared(cell: Any) -> Any:
    """Return a cell as rows are compared: spaces and formulas do not matter."""
    if isinstance(cell, Computed):
        return cell.value
    return plain_name(cell) if isinstance(cell, str) else cell


def known(cell: Any) -> Any:
    """Return the value of a cell, of a merged one that of its first.

    Raises:
        UnusableCellError: its formula has no stored result.
    """
    if isinstance(cell, Merged):
        return known(cell.value)
    if isinstance(cell, Share | Computed | Struck):
        return cell.value
    if isinstance(cell, Footnoted):
        return cell.text
    if isinstance(cell, NoResult):
        remedy = "the formula has no stored result; open the file in a spreadsheet and save it"
        raise UnusableCellError(cell, remedy, "a formula without a result")
    return cell


def _refusal(remedy: str) -> UnusableCellError:
    return UnusableCellError("", remedy, _TWICE)
