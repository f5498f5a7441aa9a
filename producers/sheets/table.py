"""A sheet as rows of cells, whichever file it came from."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from producers.errors import SheetUnreadableError
from producers.sheets.mapping import SheetMapping

__all__ = ["MOST_BYTES", "MOST_CELLS", "NoResult", "Row", "Table", "read_table"]

MOST_BYTES = 50 * 1024 * 1024
MOST_CELLS = 1_000_000


@dataclass(frozen=True, slots=True)
class NoResult:
    """A cell whose formula has no stored result: what it shows is not known, so it is neither blank nor a number."""

    formula: str

    def __str__(self) -> str:
        return self.formula


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
    if content.startswith(b"PK\x03\x04"):
        from producers.sheets.xlsx_file import xlsx_table

        return xlsx_table(content, path.name, mapping)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise SheetUnreadableError(
            f"{path} is an old Excel file or is protected; save it as .xlsx or .csv, unprotected"
        )
    from producers.sheets.csv_file import csv_table

    return csv_table(content, path.name, mapping)
