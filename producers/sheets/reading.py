"""A table in; counts, blanks, repetitions and refused cells out. Reads no file and no clock."""

import re
from collections.abc import Hashable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from producers.errors import SheetUnreadableError
from producers.sheets.counts import SheetReading, Spot
from producers.sheets.found_counts import FoundCounts, known
from producers.sheets.headings import (
    cell_text,
    grouped_headings,
    half_read_dates,
    is_blank,
    place_of,
    refuse_other_numbers,
    refuse_second_headings,
)
from producers.sheets.likely_totals import Entry, likely_totals
from producers.sheets.mapping import SheetMapping
from producers.sheets.periods import Period, names_no_year, read_period
from producers.sheets.refusal import UnusableCellError
from producers.sheets.row_kinds import PlaceRows, SeenRow
from producers.sheets.table import Merged, Row, Table
from producers.sheets.venues import VenueIds, folded_name, plain_name
from producers.sheets.year_order import OVER_A_YEAR, goes_over_a_year

__all__ = ["read_counts"]

_TWICE = "a column's period twice"
_NO_YEAR = "periods without a year"


def read_counts(table: Table, mapping: SheetMapping, now: datetime) -> SheetReading:
    """Read the counts of a sheet. Good cells are kept whatever is wrong with their neighbours.

    Refused are, beside what cannot be read: counts of a period that is not over at `now`; rows and columns that are
    likely totals, averages or targets; columns of one period; periods without a year that go over the end of one; rows
    of one place and period, unless they are equal in every column or the mapping's `rows` says that they are to be
    added; rows with fewer cells than there are headings, which may be cut off.

    Raises:
        SheetUnreadableError: a column that the mapping names is missing or there twice, there is a second line of
            headings, or there is no row to read.
    """
    found = FoundCounts(mapping, now)
    read = _Long if mapping.layout == "long" else _Wide
    read(table, mapping, found).read()
    reading = found.settled(table.left_out)
    if not (reading.counts or reading.blank or reading.refused):
        without = f", without {', '.join(reading.left_out[:3])}" if reading.left_out else ""
        raise SheetUnreadableError(
            f"there is no row to count below the headings in line {table.headings.line}{without}; is it the right "
            "file, and file.heading_line the right line?"
        )
    return reading


class _Layout:
    """What both layouts share: the rows to be read, and whose place each is."""

    def __init__(self, table: Table, mapping: SheetMapping, found: FoundCounts) -> None:
        self.table = table
        self.mapping = mapping
        self.found = found
        self.ids = VenueIds(mapping.venues.ids, mapping.venues.prefix)
        self.ignored = {folded_name(name) for name in mapping.venues.ignore}
        self.venue = None if mapping.columns.venue is None else place_of(mapping.columns.venue, table)
        self._periods: dict[Any, Period | UnusableCellError] = {}
        first = mapping.file.first_line or 0
        self.below = tuple(row for row in table.rows if row.line >= first)
        self.skipped = tuple(row for row in table.rows if row.line < first)
        self.found.left_out += [f"row {row.line}, above file.first_line" for row in self.skipped]

    def period_of(self, value: Any) -> Period:
        """Read a period as the mapping says.

        Raises:
            UnusableCellError: it is none.
        """
        cell = known(value)
        key = (type(cell), cell)
        if key not in self._periods:
            period = self.mapping.period
            try:
                self._periods[key] = read_period(
                    cell, period.unit, period.formats, period.year, period.languages, period.season_starts or 1
                )
            except UnusableCellError as error:
                self._periods[key] = error
        read = self._periods[key]
        if isinstance(read, UnusableCellError):
            raise read
        return read

    def names_no_year(self, value: Any) -> bool:
        """Whether a period's year is the mapping's, which may not be that of all periods."""
        period = self.mapping.period
        if period.year is None or period.season_starts is not None:
            return False
        return names_no_year(known(value), period.unit, period.formats, period.languages)

    def notes(self) -> list[str]:
        """Return the texts that may say what the numbers are: above the headings, and between them and the rows."""
        return [cell for row in (*self.table.above, *self.skipped) for cell in row.cells if isinstance(cell, str)]

    def rows(self, name_place: int) -> Iterator[Row]:
        """Return the rows to be read; one that is cut off, or has cells beyond the headings, is refused as a whole."""
        width = len(self.table.headings.cells)
        headings = [plain_name(cell_text(cell)) for cell in self.table.headings.cells]
        for row in self.below:
            beyond = [cell for cell in row.cells[width:] if not is_blank(cell)]
            if len(row.cells) < width or beyond:
                remedy = (
                    f"the row has {len(row.cells)} cells, the headings {width}; complete it, or put quotes around texts"
                )
                value = row.cells[0] if row.cells else ""
                column = headings[name_place]
                self.found.refuse(UnusableCellError(value, remedy, "a row of another length"), row.line, column)
            elif [plain_name(cell_text(cell)) for cell in row.cells[:width]] == headings:
                self._refuse_a_next_year(
                    row, any(self.names_no_year_safely(cell) for cell in self.table.headings.cells)
                )
                self.found.left_out.append(f"row {row.line}, which repeats the headings")
            elif self._is_a_title(row):
                self.found.left_out.append(f"row {row.line}, which names the year")
            else:
                self._refuse_other_headings(row)
                yield row

    def _is_a_title(self, row: Row) -> bool:
        """Whether a row names the year alone; it is refused where that is another than the mapping's."""
        texts = [plain_name(cell_text(cell)) for cell in row.cells if not is_blank(cell)]
        title = re.fullmatch(r"(?:vuosi |år |year )?(20\d\d)", texts[0], re.IGNORECASE) if len(texts) == 1 else None
        if title is None or self.mapping.period.year is None:
            return False
        self._refuse_a_next_year(row, int(title[1]) != self.mapping.period.year)
        return True

    def _refuse_a_next_year(self, row: Row, likely: bool) -> None:  # noqa: FBT001
        if likely:
            shown = " ".join(cell_text(cell) for cell in row.cells if not is_blank(cell))
            raise SheetUnreadableError(
                f"line {row.line} ({shown:.40}) begins a block, likely of another year than period.year = "
                f"{self.mapping.period.year}; save each block as a sheet of its own, with a mapping that says its year"
            )

    def _refuse_other_headings(self, row: Row) -> None:
        heading = self.table.headings.cells[self.venue] if self.venue is not None else ""
        if self.venue is not None and folded_name(cell_text(row.cells[self.venue])) == folded_name(cell_text(heading)):
            shown = ", ".join(cell_text(cell) for cell in row.cells if not is_blank(cell))
            raise SheetUnreadableError(
                f"line {row.line} has headings again, others than line {self.table.headings.line}: {shown:.60}. Save "
                "each block as a sheet of its own"
            )

    def names_no_year_safely(self, value: Any) -> bool:
        """Whether a heading is a period of the mapping's year; what is no period is none."""
        try:
            self.period_of(value)
        except UnusableCellError:
            return False
        return self.names_no_year(value)

    def place_rows(self, seen: Sequence[SeenRow], column: str, *, grouped: bool) -> list[Row]:
        """Return the rows of places: without what is ignored, and without likely totals, which are refused."""
        rows = PlaceRows(seen, self.ids, self.ignored, self.mapping.rows.totals, grouped=grouped)
        for line, name, why in rows.no_places:
            if self.mapping.rows.totals == "drop":
                self.found.left_out.append(f"row {line} {name!r}, since {why}")
                continue
            way = "give it an id in [venues.ids]" if self.venue is not None else 'set rows.totals = "keep"'
            remedy = (
                f"likely no place: {why}. If it is none, name it in venues.ignore of the mapping, or set rows.totals = "
                f'"drop"; if it is one, {way}'
            )
            kind = "a row of no place" if why.startswith("its name") and "total" not in why else "a likely total"
            self.found.refuse(UnusableCellError(name, remedy, kind), line, column)
        return rows.places

    def venue_of(self, row: Row, name: Any, column: str) -> str | None:
        """Return the id of the row's place; None where it has none, and is refused for it."""
        if isinstance(name, Merged) and is_blank(name):
            remedy = f"the cell is merged with line {name.line}, which names no place; write the place there"
            self.found.refuse(UnusableCellError("", remedy, "no place"), row.line, column)
            return None
        try:
            return self.mapping.venues.fixed or self.ids.id_of(known(name))
        except UnusableCellError as error:
            self.found.refuse(error, row.line, column)
            return None

    def hidden_rows(self) -> list[Row]:
        """Return the hidden rows, as wide as the headings: a total may hold them."""
        width = len(self.table.headings.cells)
        return [row for row in self.table.hidden if len(row.cells) >= width]


class _Long(_Layout):
    """A row a place and period."""

    def read(self) -> None:
        columns = self.mapping.columns
        period_name, visits_name = columns.period or "", columns.visits or ""
        period, visits = place_of(period_name, self.table), place_of(visits_name, self.table)
        distinct = [place_of(name, self.table) for name in self.mapping.rows.distinct]
        refuse_other_numbers([visits_name, *self.notes()])
        name_place = period if self.venue is None else self.venue
        refuse_second_headings(self.below, self.table, [visits], name_place, self.mapping.numbers.not_recorded)
        labels = distinct or [
            place for place in range(len(self.table.headings.cells)) if place not in {self.venue, period, visits}
        ]

        def seen(row: Row, *, hidden: bool = False) -> SeenRow:
            number = self.found.number_of(row.cells[visits])
            key = (cell_text(row.cells[period]), *(cell_text(row.cells[place]) for place in distinct))
            numbers: dict[Hashable, int] = {} if number is None or self.venue is None else {key: number}
            return SeenRow(row, cell_text(row.cells[name_place]), numbers, (visits,), hidden=hidden)

        rows = [seen(row) for row in self.rows(name_place)] + [seen(row, hidden=True) for row in self.hidden_rows()]
        places = self.place_rows(rows, columns.venue or period_name, grouped=self.venue is not None)
        spots: list[tuple[Row, str, Period]] = []
        for row in places:
            place = self.venue_of(row, row.cells[name_place], columns.venue or period_name)
            if place is None:
                continue
            try:
                spots.append((row, place, self.period_of(row.cells[period])))
            except UnusableCellError as unread:
                self.found.refuse(unread, row.line, period_name)
        backwards = self._backwards(spots, period)
        half_read = half_read_dates([row.cells[period] for row in self.below if len(row.cells) > period])
        for row, place, when in spots:
            if half_read is not None and isinstance(row.cells[period], date):
                error = UnusableCellError(f"{row.cells[period]:%Y-%m-%d}", half_read, "a date that may be another")
                self.found.refuse(error, row.line, period_name)
                continue
            if place in backwards and self.names_no_year(row.cells[period]):
                yearless = UnusableCellError(cell_text(row.cells[period]), backwards[place], _NO_YEAR)
                self.found.refuse(yearless, row.line, period_name)
                continue
            key = tuple(plain_name(cell_text(row.cells[column])) for column in distinct)
            label = tuple(text for column in labels if isinstance(text := row.cells[column], str) and text.strip())
            self.found.add(Spot(place, when), row.cells[visits], row, visits_name, key, label)

    def _backwards(self, spots: Sequence[tuple[Row, str, Period]], column: int) -> dict[str, str]:
        """Return the places whose periods name no year and go over the end of one, each with what to do."""
        if self.mapping.period.year is None or self.mapping.period.season_starts is not None:
            return {}
        yearless: dict[str, list[tuple[Period, str]]] = {}
        for row, place, when in spots:
            if self.names_no_year(row.cells[column]):
                yearless.setdefault(place, []).append((when, cell_text(row.cells[column])))
        return {place: remedy for place, periods in yearless.items() if (remedy := _over_a_year(periods)) is not None}


class _Wide(_Layout):
    """A row a place, a column a period."""

    def read(self) -> None:
        headings = grouped_headings(self.table, self.mapping)
        refuse_other_numbers(self.notes())
        candidates = [place for place, heading in enumerate(headings) if heading and place != self.venue]
        refuse_second_headings(self.below, self.table, candidates, self.venue, self.mapping.numbers.not_recorded)
        name_place = self.venue or 0
        rows = list(self.rows(name_place))
        periods = self._without_totals(dict(self._periods_of(headings)), rows)

        def seen(row: Row, *, hidden: bool = False) -> SeenRow:
            numbers: dict[Hashable, int] = {
                place: number for place in periods if (number := self.found.number_of(row.cells[place])) is not None
            }
            return SeenRow(row, self._name_of(row, periods), numbers, tuple(periods), hidden=hidden)

        all_seen = [seen(row) for row in rows] + [seen(row, hidden=True) for row in self.hidden_rows()]
        for row in self.place_rows(all_seen, self.mapping.columns.venue or "", grouped=False):
            name = "" if self.venue is None else row.cells[name_place]
            place = self.venue_of(row, name, self.mapping.columns.venue or "")
            texts = (cell for at, cell in enumerate(row.cells) if at not in periods and at != self.venue)
            label = tuple(text for text in texts if isinstance(text, str) and text.strip())
            for column, (when, heading) in periods.items() if place is not None else ():
                self.found.add(Spot(place or "", when), row.cells[column], row, heading, label=label)

    def _name_of(self, row: Row, periods: dict[int, tuple[Period, str]]) -> str:
        if self.venue is not None:
            return cell_text(row.cells[self.venue])
        return " ".join(cell for at, cell in enumerate(row.cells) if at not in periods and isinstance(cell, str))

    def _periods_of(self, headings: Sequence[str]) -> Iterator[tuple[int, tuple[Period, str]]]:
        """Return the columns of periods; a heading that is none is refused, and with it the cells below.

        Two columns of one period are both refused, and so are all periods without a year that go over the end of one.
        """
        written = self.table.headings.cells
        left_out = {folded_name(name) for name in self.mapping.columns.ignore}
        grouped = self.mapping.file.group_line is not None
        read: dict[int, tuple[Period, str]] = {}
        yearless: dict[int, tuple[Period, str]] = {}
        for place, name in enumerate(headings):
            own = plain_name(cell_text(written[place]))
            if place == self.venue or left_out & {folded_name(name), folded_name(own)}:
                continue
            if not name and (grouped and self.mapping.columns.visits is not None):
                continue
            if not name and all(is_blank(row.cells[place]) for row in self.below if place < len(row.cells)):
                continue
            heading = name if grouped else written[place]
            try:
                read[place] = (self.period_of(heading), name)
                if self.names_no_year(heading):
                    yearless[place] = read[place]
            except UnusableCellError as error:
                remedy = f"{error.remedy}; a column that is no period is named in columns.ignore"
                self._refuse_heading(place, name, remedy, error.kind)
        backwards = _over_a_year(list(yearless.values()))
        for place in yearless if backwards is not None else ():
            self._refuse_heading(place, read.pop(place)[1], backwards or "", _NO_YEAR)
        columns: dict[Period, list[int]] = {}
        for place, (when, _) in read.items():
            columns.setdefault(when, []).append(place)
        for when, places in columns.items():
            if len(places) == 1:
                yield places[0], read[places[0]]
                continue
            both = " and ".join(f"column {place + 1} {read[place][1]!r}" for place in places[:3])
            for place in places:
                remedy = (
                    f"{both} are both {when.text}; write the year in each, or, where one is no count, rename it and "
                    "name it in columns.ignore"
                )
                self._refuse_heading(place, read[place][1], remedy, _TWICE)

    def _without_totals(
        self, periods: dict[int, tuple[Period, str]], rows: Sequence[Row]
    ) -> dict[int, tuple[Period, str]]:
        """Return the columns that are not likely the sum of others, which are refused or dropped."""
        totals = self.mapping.rows.totals
        if totals == "keep" or len(rows) < 2:
            return periods
        places = list(periods)
        entries = [
            Entry({row.line: n for row in rows if (n := self.found.number_of(row.cells[place])) is not None})
            for place in places
        ]
        for at, of_rows in likely_totals(entries, edges=False).items():
            when, name = periods.pop(places[at])
            why = of_rows.replace("rows above", "columns before").replace("rows below", "columns after")
            if totals == "drop":
                self.found.left_out.append(f"column {name!r}, since {why}")
                continue
            remedy = (
                f"likely a total: {why}. If it is one, name it in columns.ignore of the mapping; if it is the count of "
                f'{when.text}, set rows.totals = "keep"'
            )
            self._refuse_heading(places[at], name, remedy, "a likely total")
        return periods

    def _refuse_heading(self, place: int, name: str, remedy: str, kind: str) -> None:
        line = self.table.headings.line
        self.found.refuse(UnusableCellError(name, remedy, kind), line, name or f"column {place + 1}")


def _over_a_year(periods: Sequence[tuple[Period, str]]) -> str | None:
    """Return what to do about periods without a year that go over the end of one, or None."""
    found = goes_over_a_year([when for when, _ in periods])
    if found is None:
        return None
    names = dict(reversed(periods))
    return OVER_A_YEAR.format(earlier=names[found[0]], later=names[found[1]])
