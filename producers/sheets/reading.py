"""A table in; counts, blanks, repetitions and refused cells out. Reads no file and no clock."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from producers.errors import SheetUnreadableError
from producers.sheets.counts import SheetCount, SheetReading, Spot
from producers.sheets.mapping import SheetMapping
from producers.sheets.periods import Period, read_period
from producers.sheets.refusal import RefusedCell, UnusableCellError
from producers.sheets.table import NoResult, Row, Table
from producers.sheets.venues import VenueIds, plain_name
from producers.sheets.visits import read_visits

__all__ = ["read_counts"]


def read_counts(table: Table, mapping: SheetMapping, now: datetime) -> SheetReading:
    """Read the counts of a sheet. Good cells are kept whatever is wrong with their neighbours.

    Refused are, beside what cannot be read: counts of a period that is not over at `now`; all of those that differ
    about one place and period; rows with fewer cells than there are headings, which may be cut off.

    Raises:
        SheetUnreadableError: a column that the mapping names is missing or there twice.
    """
    found = _Found(mapping, VenueIds(mapping.venues.ids, mapping.venues.prefix), now)
    read = _long if mapping.layout == "long" else _wide
    read(table, mapping, found)
    return found.settled()


@dataclass(slots=True)
class _Found:
    """What was found so far."""

    mapping: SheetMapping
    venue_ids: VenueIds
    now: datetime
    counts: dict[Spot, list[SheetCount]] = field(default_factory=dict)
    blank: dict[Spot, None] = field(default_factory=dict)
    refused: list[RefusedCell] = field(default_factory=list)
    unread: set[Spot] = field(default_factory=set)

    def refuse(self, error: UnusableCellError, line: int, column: str) -> None:
        self.refused.append(error.at(line, column))

    def venue(self, row: Row, place: int, column: str) -> str | None:
        try:
            return self.venue_ids.id_of(_known(row.cells[place]))
        except UnusableCellError as error:
            self.refuse(error, row.line, column)
            return None

    def add(self, spot: Spot, cell: Any, line: int, column: str) -> None:
        numbers = self.mapping.numbers
        try:
            visits = read_visits(_known(cell), numbers.decimal, numbers.not_recorded)
        except UnusableCellError as error:
            self.refuse(error, line, column)
            self.unread.add(spot)
            return
        over = spot.period.end <= self.now
        if visits is None:
            self.blank |= {spot: None} if over else {}
        elif over:
            self.counts.setdefault(spot, []).append(SheetCount(spot, visits, line, column))
        else:
            remedy = f"{spot.period.text} is not over before {spot.period.end:%Y-%m-%dT%H:%MZ}; import it then"
            self.refuse(UnusableCellError(cell, remedy), line, column)

    def settled(self) -> SheetReading:
        kept: list[SheetCount] = []
        repeated: list[SheetCount] = []
        for spot, counts in self.counts.items():
            first = counts[0]
            other = next((count for count in counts if count.visits != first.visits), None)
            if other is None:
                kept.append(first)
                repeated += counts[1:]
                continue
            both = f"line {first.line} says {first.visits} and line {other.line} says {other.visits}"
            for count in counts:
                error = UnusableCellError(count.visits, f"{both} for {spot.gathering}; keep the one that is right")
                self.refuse(error, count.line, count.column)
        blank = tuple(spot for spot in self.blank if spot not in self.counts and spot not in self.unread)
        self.refused.sort(key=lambda cell: cell.line)
        return SheetReading(tuple(kept), blank, tuple(repeated), tuple(self.refused))


def _long(table: Table, mapping: SheetMapping, found: _Found) -> None:
    names = [mapping.columns.venue, mapping.columns.period or "", mapping.columns.visits or ""]
    venue, period, visits = (_place_of(name, table) for name in names)
    for row in _rows(table, mapping, found, venue):
        place = found.venue(row, venue, names[0])
        try:
            when = read_period(_known(row.cells[period]), mapping.period.unit, mapping.period.formats)
        except UnusableCellError as error:
            found.refuse(error, row.line, names[1])
            continue
        if place is not None:
            found.add(Spot(place, when), row.cells[visits], row.line, names[2])


def _wide(table: Table, mapping: SheetMapping, found: _Found) -> None:
    venue = _place_of(mapping.columns.venue, table)
    periods = dict(_periods(table, mapping, venue, found))
    for row in _rows(table, mapping, found, venue):
        place = found.venue(row, venue, mapping.columns.venue)
        for column, (when, heading) in periods.items() if place is not None else ():
            found.add(Spot(place or "", when), row.cells[column], row.line, heading)


def _periods(
    table: Table, mapping: SheetMapping, venue: int, found: _Found
) -> Iterator[tuple[int, tuple[Period, str]]]:
    """Give the columns of periods; a heading that is none is refused, and with it the cells below."""
    left_out = {plain_name(name) for name in mapping.columns.ignore}
    for place, heading in enumerate(table.headings.cells):
        name = plain_name("" if heading is None else heading)
        if place == venue or name in left_out:
            continue
        if not name and all(_is_blank(row.cells[place]) for row in table.rows if place < len(row.cells)):
            continue
        try:
            yield place, (read_period(_known(heading), mapping.period.unit, mapping.period.formats), name)
        except UnusableCellError as error:
            remedy = f"{error.remedy}; a column that is no period is named in columns.ignore"
            found.refuse(UnusableCellError(name, remedy), table.headings.line, name or f"column {place + 1}")


def _rows(table: Table, mapping: SheetMapping, found: _Found, venue: int) -> Iterator[Row]:
    """Give the rows to be read; one that is cut off, or has cells beyond the headings, is refused as a whole."""
    width = len(table.headings.cells)
    left_out = {plain_name(name) for name in mapping.venues.ignore}
    for row in table.rows:
        beyond = [cell for cell in row.cells[width:] if not _is_blank(cell)]
        if len(row.cells) < width or beyond:
            remedy = (
                f"the row has {len(row.cells)} cells, the headings {width}; complete it, or put quotes around texts"
            )
            value = row.cells[0] if row.cells else ""
            found.refuse(UnusableCellError(value, remedy), row.line, mapping.columns.venue)
        elif plain_name("" if row.cells[venue] is None else row.cells[venue]) not in left_out:
            yield row


def _place_of(name: str, table: Table) -> int:
    headings = [plain_name("" if heading is None else heading) for heading in table.headings.cells]
    places = [place for place, heading in enumerate(headings) if heading == plain_name(name)]
    if len(places) == 1:
        return places[0]
    problem = f"no column {name!r}" if not places else f"{len(places)} columns {name!r}"
    shown = ", ".join(repr(heading) for heading in headings[:8] if heading)
    raise SheetUnreadableError(
        f"line {table.headings.line} has {problem}; it has {shown}. Correct columns in the mapping"
    )


def _known(cell: Any) -> Any:
    if isinstance(cell, NoResult):
        raise UnusableCellError(cell, "the formula has no stored result; open the file in a spreadsheet and save it")
    return cell


def _is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
