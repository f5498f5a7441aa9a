"""A worksheet of an XLSX file as a table."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

from producers.errors import SheetUnreadableError
from producers.sheets.mapping import SheetMapping
from producers.sheets.table import MOST_CELLS, NoResult, Row, Table

__all__ = ["xlsx_table"]

_MOST_UNPACKED = 200 * 1024 * 1024
_MOST_PARTS = 2_000
_MOST_ROWS = 200_000
_MOST_COLUMNS = 5_000


def xlsx_table(content: bytes, name: str, mapping: SheetMapping) -> Table:
    """Read a worksheet: cells as numbers, dates and texts; of formulas their stored results.

    Guarantees: no more than 200 MiB are unpacked, and no document type declaration is read: XML that holds one is
    refused (defusedxml), so that no entity is expanded and no address is fetched.

    Raises:
        SheetUnreadableError: it is no whole XLSX file, too large, or has not the worksheet or the headings' line.
    """
    _refuse_bombs(content, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions, which hold no counts
            return _table(content, name, mapping)
    except SheetUnreadableError:
        raise
    except Exception as error:  # whatever a broken file makes openpyxl, zipfile or expat raise
        raise SheetUnreadableError(
            f"{name} is no whole XLSX file ({type(error).__name__}); open it in a spreadsheet program, and save it"
        ) from error


def _table(content: bytes, name: str, mapping: SheetMapping) -> Table:
    import openpyxl
    from openpyxl import DEFUSEDXML

    if not DEFUSEDXML:
        raise SheetUnreadableError("XLSX files are read with defusedxml only; install it, or save the sheet as CSV")
    results = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    formulas = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        worksheet = _chosen(results.sheetnames, name, mapping.file.worksheet)
        rows = _rows(results[worksheet], name)
        written = _rows(formulas[worksheet], name)
        headings: Row | None = None
        found: list[Row] = []
        for row, source in zip(rows, written, strict=True):
            if row.line == mapping.file.heading_line:
                headings = row
            elif headings is not None and any(cell is not None for cell in source.cells):
                found.append(_joined(row, source, len(headings.cells)))
    finally:
        results.close()
        formulas.close()
    if headings is None:
        raise SheetUnreadableError(
            f"the sheet {worksheet!r} of {name} has no line {mapping.file.heading_line} to hold the headings"
        )
    return Table(headings, tuple(found))


def _chosen(sheets: list[str], name: str, wanted: str | None) -> str:
    shown = ", ".join(map(repr, sheets[:20]))
    if wanted is not None and wanted not in sheets:
        raise SheetUnreadableError(f"{name} has no sheet {wanted!r}; set file.worksheet to one of {shown}")
    if wanted is None and len(sheets) != 1:
        raise SheetUnreadableError(f"{name} has several sheets; set file.worksheet to one of {shown}")
    return wanted or sheets[0]


def _rows(worksheet: Any, name: str) -> Iterator[Row]:
    worksheet.reset_dimensions()  # what the file says of its own size may be wrong
    cells = 0
    for line, row in enumerate(worksheet.iter_rows(values_only=True), start=1):
        cells += len(row)
        if line > _MOST_ROWS or len(row) > _MOST_COLUMNS or cells > MOST_CELLS:
            raise SheetUnreadableError(f"{name} has too many cells; part it into smaller files")
        yield Row(line, row)


def _joined(results: Row, written: Row, width: int) -> Row:
    """Give a row as wide as the headings, formulas without a result told apart from blank cells."""
    cells = tuple(
        NoResult(str(formula)) if value is None and formula is not None else value
        for value, formula in zip(results.cells, written.cells, strict=True)
    )
    return Row(results.line, cells + (None,) * (width - len(cells)))


def _refuse_bombs(content: bytes, name: str) -> None:
    """Refuse what unpacks to too much; zipfile itself unpacks no more of a part than its directory says."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise SheetUnreadableError(f"{name} is no whole XLSX file; save it again") from error
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or unpacked > _MOST_UNPACKED:
        raise SheetUnreadableError(
            f"{name} unpacks to {unpacked // 1024**2} MiB in {len(parts)} parts; save the one sheet as CSV"
        )
