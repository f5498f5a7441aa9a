"""The lines of a sheet that say what its columns are: headings, groups of them, units."""

import re
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from producers.errors import SheetUnreadableError
from producers.sheets.mapping import SheetMapping
from producers.sheets.table import Merged, Row, Table
from producers.sheets.venues import folded_name, plain_name

__all__ = [
    "cell_text",
    "grouped_headings",
    "half_read_dates",
    "is_blank",
    "place_of",
    "refuse_other_numbers",
    "refuse_second_headings",
]

_THOUSANDS = re.compile(  # in a folded name
    r"\b(?:tuhat(?:ta|ansina|tain)?|tuhansi(?:na|a)|tusen(?:tal)?|thousands?)\b|(?<!\d)['\u2019]000"
    r"|\bx\s?1 ?000\b|\(1 ?000|(?<!\d)1 ?000 ?(?:kpl|hlo|st|pers)"
)
_RUNNING = re.compile(r"kertym|kumul|cumul|running total|year to date|\bytd\b|lopande")
_LONGEST_NOTE = 40
_NAMES_OF_HEADINGS = frozenset({"vuosi", "ar", "year", "kuukausi", "manad", "month", "yksikko", "enhet", "unit", "kk"})


def place_of(name: str, table: Table) -> int:
    """Return the place, from 0, of the column with a heading.

    Raises:
        SheetUnreadableError: there is none, or more than one; or it is hidden.
    """
    headings = [plain_name(cell_text(heading)) for heading in table.headings.cells]
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


def grouped_headings(table: Table, mapping: SheetMapping) -> tuple[str, ...]:
    """Return the headings of a wide sheet's columns, with those of their groups: `tammikuu 2026`.

    Where the mapping names the column of a group that holds the counts, the group alone is the heading, and the other
    columns have none.

    Raises:
        SheetUnreadableError: there is no such line of groups.
    """
    headings = [plain_name(cell_text(heading)) for heading in table.headings.cells]
    line = mapping.file.group_line
    if line is None:
        return tuple(headings)
    groups = next((row for row in table.above if row.line == line), None)
    if groups is None:
        raise SheetUnreadableError(f"line {line} is blank; correct file.group_line in the mapping")
    named: list[str] = []
    group = ""
    counts = mapping.columns.visits
    for place, heading in enumerate(headings):
        group = (
            plain_name(cell_text(groups.cells[place]))
            if place < len(groups.cells) and not is_blank(groups.cells[place])
            else group
        )
        if counts is None:
            named.append(f"{heading} {group}".strip() if heading else "")
        else:
            named.append(group if folded_name(heading) == folded_name(counts) else "")
    return tuple(named)


def refuse_second_headings(
    rows: Sequence[Row], table: Table, counts: Collection[int], name: int | None, not_recorded: Collection[str]
) -> None:
    """Refuse a sheet whose first line below the headings is one more of them: a unit, or what is in a group's columns.

    Raises:
        SheetUnreadableError: it has texts or years where counts belong, and no name.
    """
    first = rows[0] if rows else None
    if first is None or name is None or name >= len(first.cells):
        return
    if not is_blank(first.cells[name]) and folded_name(cell_text(first.cells[name])) not in _NAMES_OF_HEADINGS:
        return
    texts = [cell_text(first.cells[place]).strip() for place in counts if place < len(first.cells)]
    texts = [text for text in texts if text]
    nothing = {folded_name(text) for text in not_recorded}
    if not texts or any(
        re.search(r"\d", text) and not re.fullmatch(r"20\d\d|\D*\(?1 ?000\)?\D*", text) for text in texts
    ):
        return
    if all(folded_name(text) in nothing or not any(map(str.isalnum, text)) for text in texts):
        return
    line, heading = first.line, table.headings.line
    raise SheetUnreadableError(
        f"line {line} looks like a second line of headings ({', '.join(map(repr, texts[:3]))}). If it says units, set "
        f"file.first_line = {line + 1} in the mapping; if line {heading} groups the columns, set file.heading_line = "
        f"{line} and file.group_line = {heading}, and columns.visits to the heading of the counts where a group has "
        "several columns"
    )


def refuse_other_numbers(texts: Sequence[str]) -> None:
    """Refuse a sheet whose headings or notes say that its numbers are thousands, or running totals.

    Raises:
        SheetUnreadableError: one of them does.
    """
    for text in texts:
        if len(text) <= _LONGEST_NOTE and _RUNNING.search(folded_name(text)):
            raise SheetUnreadableError(
                f"{text!r} says that the numbers are running totals; name the column of each period's own count, or "
                "take the note out of the sheet if they are"
            )
        if len(text) <= _LONGEST_NOTE and _THOUSANDS.search(folded_name(text)):
            raise SheetUnreadableError(
                f"{text!r} says that the numbers are thousands, and a count is a whole number of visits; write whole "
                "counts, and take the note out of the sheet"
            )


def half_read_dates(cells: Sequence[Any]) -> str | None:
    """Return why the dates among cells are not to be trusted, or None: texts like `13/09/2026` stand beside them.

    A spreadsheet that takes the first number for the month makes a date of `01/09/2026`, the ninth of January, and
    leaves `13/09/2026` as it is.
    """
    dates = any(isinstance(cell, date) for cell in cells)
    texts = [cell for cell in cells if isinstance(cell, str) and re.fullmatch(r"\s*\d{1,2}/\d{1,2}/\d{2,4}\s*", cell)]
    if not (dates and texts):
        return None
    return (
        f"dates stand beside texts such as {texts[0].strip()!r}: the spreadsheet likely took day for month where it "
        "could; import the column as text from its first source, or write each day as 2026-09-13"
    )


def cell_text(cell: Any) -> str:
    """Return what a cell shows, as text."""
    return "" if cell is None else str(cell)


def is_blank(cell: Any) -> bool:
    """Whether a cell shows nothing."""
    if isinstance(cell, Merged):
        return is_blank(cell.value)
    return cell is None or (isinstance(cell, str) and not cell.strip())
