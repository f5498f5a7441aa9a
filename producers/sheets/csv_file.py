"""A CSV file as a table."""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from producers.errors import SheetUnreadableError
from producers.sheets.mapping import SheetMapping
from producers.sheets.table import MOST_CELLS, Row, Table
from producers.sheets.text_encoding import decoded
from producers.sheets.venues import plain_name

__all__ = ["csv_table"]

_DELIMITERS = (";", ",", "\t", "|")
_HINT = re.compile(r"\"?sep=(.)\"?(?:\r\n|\r|\n)", re.IGNORECASE)
"""Excel's own first line, which names the delimiter and which no spreadsheet shows."""


def csv_table(content: bytes, name: str, mapping: SheetMapping) -> Table:
    """Read a CSV file; its delimiter is the one that makes the mapping's headings out of the heading line.

    A first line `sep=;` says the delimiter, and is not counted as a line: no spreadsheet shows it.

    Raises:
        SheetUnreadableError: the encoding is not clear, a quote is left open, the headings are not there, or there
            are more than a million cells.
    """
    text = decoded(content, name, mapping.file.encoding)
    if not text.strip():
        raise SheetUnreadableError(f"{name} is empty; save the sheet again as CSV or .xlsx")
    hint = _HINT.match(text)
    text = text[hint.end() :] if hint else text
    said = mapping.file.delimiter or (hint[1] if hint else None)
    choices: Sequence[str] = [said] if said else _DELIMITERS
    wanted = [heading for heading in (mapping.columns.venue, mapping.columns.period, mapping.columns.visits) if heading]
    if not wanted:  # every heading is a period: what parts them best
        lines = text.splitlines()[mapping.file.heading_line - 1 : mapping.file.heading_line]
        choices = sorted(choices, key=lambda one: -sum(line.count(one) for line in lines))[:1]
    for delimiter in choices:
        rows = _rows(text, delimiter, name)
        above: list[Row] = []
        headings = None
        for row in rows:
            if row.line >= mapping.file.heading_line:
                headings = row
                break
            above.append(row)
        if headings is None or headings.line != mapping.file.heading_line:
            raise SheetUnreadableError(f"{name} has no line {mapping.file.heading_line} to hold the headings")
        if {plain_name(cell) for cell in headings.cells} >= {plain_name(heading) for heading in wanted}:
            return Table(
                headings, tuple(row for row in rows if any(cell.strip() for cell in row.cells)), above=tuple(above)
            )
    line = mapping.file.heading_line
    raise SheetUnreadableError(
        f"line {line} of {name} has not all of the headings {', '.join(map(repr, wanted))}; it begins "
        f"{_line(text, line)!r}. Correct columns or file.heading_line in the mapping"
    )


def _rows(text: str, delimiter: str, name: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line, cells = 1, 0
    try:
        for row in reader:
            cells += len(row)
            if cells > MOST_CELLS:
                raise SheetUnreadableError(f"{name} has more than {MOST_CELLS:,} cells; part it into smaller files")
            yield Row(line, tuple(row))
            line = reader.line_num + 1
    except csv.Error as error:
        raise SheetUnreadableError(f"{name} breaks off in line {line}: {error}. Close the quotes there") from error


def _line(text: str, number: int) -> str:
    lines = text.splitlines()
    return lines[number - 1][:60] if len(lines) >= number else ""
