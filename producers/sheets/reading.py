"""A table in; counts, blanks, repetitions and refused cells out. Reads no file and no clock."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from producers.errors import SheetUnreadableError
from producers.sheets.counts import SheetReading, Spot
from producers.sheets.found_counts import FoundCounts, known
from producers.sheets.likely_totals import LikelyTotals
from producers.sheets.mapping import SheetMapping
from producers.sheets.periods import Period, read_period
from producers.sheets.refusal import UnusableCellError
from producers.sheets.table import Row, Table
from producers.sheets.venues import VenueIds, folded_name, plain_name

__all__ = ["read_counts"]


def read_counts(table: Table, mapping: SheetMapping, now: datetime) -> SheetReading:
    """Read the counts of a sheet. Good cells are kept whatever is wrong with their neighbours.

    Refused are, beside what cannot be read: counts of a period that is not over at `now`; rows that are likely totals;
    rows of one place and period, unless they are equal in every column or the mapping's `rows` says that they are to be
    added; rows with fewer cells than there are headings, which may be cut off.

    Raises:
        SheetUnreadableError: a column that the mapping names is missing or there twice.
    """
    found = FoundCounts(mapping, now)
    read = _Long if mapping.layout == "long" else _Wide
    read(table, mapping, found).read()
    return found.settled(table.left_out)


class _Layout:
    """What both layouts share: the rows to be read, and whose place each is."""

    def __init__(self, table: Table, mapping: SheetMapping, found: FoundCounts) -> None:
        self.table = table
        self.mapping = mapping
        self.found = found
        self.ids = VenueIds(mapping.venues.ids, mapping.venues.prefix)
        self.totals = LikelyTotals()
        self.left_out = {folded_name(name) for name in mapping.venues.ignore}
        self.venue = None if mapping.columns.venue is None else _place_of(mapping.columns.venue, table)

    def period_of(self, value: Any) -> Period:
        """Read a period as the mapping says.

        Raises:
            UnusableCellError: it is none.
        """
        period = self.mapping.period
        return read_period(known(value), period.unit, period.formats, period.year, period.languages)

    def rows(self, name_place: int) -> Iterator[Row]:
        """Return the rows to be read; one that is cut off, or has cells beyond the headings, is refused as a whole."""
        width = len(self.table.headings.cells)
        headings = [plain_name(_text(cell)) for cell in self.table.headings.cells]
        for row in self.table.rows:
            beyond = [cell for cell in row.cells[width:] if not _is_blank(cell)]
            if len(row.cells) < width or beyond:
                remedy = (
                    f"the row has {len(row.cells)} cells, the headings {width}; complete it, or put quotes around texts"
                )
                value = row.cells[0] if row.cells else ""
                column = headings[name_place]
                self.found.refuse(UnusableCellError(value, remedy, "a row of another length"), row.line, column)
            elif [plain_name(_text(cell)) for cell in row.cells[:width]] == headings:
                self.found.left_out.append(f"row {row.line}, which repeats the headings")
            elif folded_name(_text(row.cells[name_place])) in self.left_out:
                self.totals.end_block()
            else:
                yield row

    def venue_of(self, row: Row, numbers: Mapping[int, int], name: Any, column: str) -> str | None:
        """Return the id of the row's place; None where it has none or is likely a total, and is refused for it."""
        text = _text(name)
        why = None if self.ids.is_given(text) else self.totals.why_total(text, numbers)
        if why is not None:
            self.totals.end_block()
            remedy = (
                f"likely a total: {why}. If it is one, name it in venues.ignore of the mapping; if not, give it an "
                "id in [venues.ids]"
            )
            self.found.refuse(UnusableCellError(text, remedy, "a likely total"), row.line, column)
            return None
        self.totals.add(text, numbers)
        try:
            return self.mapping.venues.fixed or self.ids.id_of(known(name))
        except UnusableCellError as error:
            self.found.refuse(error, row.line, column)
            return None


class _Long(_Layout):
    """A row a place and period."""

    def read(self) -> None:
        columns = self.mapping.columns
        period_name, visits_name = columns.period or "", columns.visits or ""
        period, visits = _place_of(period_name, self.table), _place_of(visits_name, self.table)
        distinct = [_place_of(name, self.table) for name in self.mapping.rows.distinct]
        name_place = period if self.venue is None else self.venue
        for row in self.rows(name_place):
            number = self.found.number_of(row.cells[visits])
            numbers = {} if number is None else {visits: number}
            place = self.venue_of(row, numbers, row.cells[name_place], columns.venue or period_name)
            if place is None:
                continue
            try:
                when = self.period_of(row.cells[period])
            except UnusableCellError as error:
                self.found.refuse(error, row.line, period_name)
                continue
            key = tuple(plain_name(_text(row.cells[column])) for column in distinct)
            self.found.add(Spot(place, when), row.cells[visits], row, visits_name, key)


class _Wide(_Layout):
    """A row a place, a column a period."""

    def read(self) -> None:
        periods = dict(self._periods())
        name_place = self.venue or 0
        for row in self.rows(name_place):
            numbers = {
                column: number for column in periods if (number := self.found.number_of(row.cells[column])) is not None
            }
            name = "" if self.venue is None else row.cells[name_place]
            place = self.venue_of(row, numbers, name, self.mapping.columns.venue or "")
            for column, (when, heading) in periods.items() if place is not None else ():
                self.found.add(Spot(place or "", when), row.cells[column], row, heading)

    def _periods(self) -> Iterator[tuple[int, tuple[Period, str]]]:
        """Return the columns of periods; a heading that is none is refused, and with it the cells below."""
        headings, rows = self.table.headings, self.table.rows
        left_out = {folded_name(name) for name in self.mapping.columns.ignore}
        for place, heading in enumerate(headings.cells):
            name = plain_name(_text(heading))
            if place == self.venue or folded_name(name) in left_out:
                continue
            if not name and all(_is_blank(row.cells[place]) for row in rows if place < len(row.cells)):
                continue
            try:
                yield place, (self.period_of(heading), name)
            except UnusableCellError as error:
                remedy = f"{error.remedy}; a column that is no period is named in columns.ignore"
                wrong = UnusableCellError(name, remedy, error.kind)
                self.found.refuse(wrong, headings.line, name or f"column {place + 1}")


def _place_of(name: str, table: Table) -> int:
    headings = [plain_name(_text(heading)) for heading in table.headings.cells]
    places = [place for place, heading in enumerate(headings) if heading == plain_name(name)]
    if len(places) == 1:
        return places[0]
    problem = f"no column {name!r}" if not places else f"{len(places)} columns {name!r}"
    shown = ", ".join(repr(heading) for heading in headings[:8] if heading)
    ending = f" {plain_name(name)}"
    hidden = [one for one in table.left_out if one.startswith("hidden column") and one.endswith(ending)]
    if not places and hidden:
        raise SheetUnreadableError(
            f"{hidden[0].removeprefix('hidden ')} is hidden; unhide it in the spreadsheet, or set "
            "file.read_hidden = true in the mapping"
        )
    raise SheetUnreadableError(
        f"line {table.headings.line} has {problem}; it has {shown}. Correct columns in the mapping"
    )


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell)


def _is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
