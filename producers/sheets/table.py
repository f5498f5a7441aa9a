"""A sheet as rows of cells, whichever file it came from."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from producers.errors import SheetUnreadableError
from producers.other_files import other_kind
from producers.sheets.mapping import SheetMapping

__all__ = [
    "MOST_BYTES",
    "MOST_CELLS",
    "Computed",
    "Footnoted",
    "Merged",
    "NoResult",
    "Row",
    "Share",
    "Struck",
    "Table",
    "read_table",
]

MOST_BYTES = 50 * 1024 * 1024
MOST_CELLS = 1_000_000


@dataclass(frozen=True, slots=True)
class NoResult:
    """A cell whose formula has no stored result: what it shows is not known, so it is neither blank nor a number."""

    formula: str

    def __str__(self) -> str:
        return self.formula


@dataclass(frozen=True, slots=True)
class Computed:
    """A number that a formula made."""

    value: Any
    formula: str
    of_other_rows: bool
    """Whether it reads other rows of its own column: it is then no count, but a total or the like."""
    of_columns: int
    """How many other cells of its own row it reads."""

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Footnoted:
    """A text whose superscript is left out: a note's mark, which would else be read as a last digit."""

    text: str
    mark: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Struck:
    """A value that is crossed out: whoever reads the sheet sees that it does not hold."""

    value: Any

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Merged:
    """A cell that is merged with the one above or left of it, which holds the value: one name of several rows."""

    value: Any
    line: int

    def __str__(self) -> str:
        return "" if self.value is None else str(self.value)


@dataclass(frozen=True, slots=True)
class Share:
    """A number that is shown in percent: 1 is 100 %."""

    value: float

    def __str__(self) -> str:
        return f"{self.value:.10g} (shown as {self.value:.0%})"


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, with the line that it begins on (from 1), as an editor or a spreadsheet shows it."""

    line: int
    cells: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The headings, and the rows below them that hold anything."""

    headings: Row
    rows: tuple[Row, ...]
    left_out: tuple[str, ...] = ()
    """What is hidden in the file and was not read, each in words: `hidden row 9`, `hidden column D Huom`."""
    hidden: tuple[Row, ...] = ()
    """The hidden rows. Their counts are not read; a total of the sheet may hold them."""
    above: tuple[Row, ...] = ()
    """The lines above the headings."""


def read_table(path: Path, mapping: SheetMapping) -> Table:
    """Read a CSV or XLSX file, told apart by their first bytes.

    Raises:
        SheetUnreadableError: it cannot be read, is too large, or is of another kind.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise SheetUnreadableError(f"{path} cannot be read: {error.strerror}") from error
    if len(content) > MOST_BYTES:
        raise SheetUnreadableError(f"{path} has more than {MOST_BYTES // 1024**2} MiB; part it into smaller files")
    other = other_kind(content)
    if other is not None:
        raise SheetUnreadableError(f"{path} is {other}; save it as .xlsx or .csv")
    if content.startswith(b"PK\x03\x04"):
        from producers.sheets.xlsx_file import xlsx_table

        return xlsx_table(content, path.name, mapping)
    from producers.sheets.csv_file import csv_table

    return csv_table(content, path.name, mapping)
