"""A worksheet of an XLSX file as a table."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

from producers.errors import SheetUnreadableError
from producers.sheets.formulas import columns_of_own_row, uses_own_column
from producers.sheets.mapping import SheetMapping
from producers.sheets.table import MOST_CELLS, Computed, Footnoted, Merged, NoResult, Row, Share, Struck, Table
from producers.sheets.xlsx_shape import MergedValues, Shape, shape_of

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
    results = openpyxl.load_workbook(
        io.BytesIO(content), read_only=True, data_only=True, keep_links=False, rich_text=True
    )
    formulas = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    heading_line = mapping.file.heading_line
    try:
        worksheet, hidden_sheets = _chosen(results, name, mapping.file.worksheet)
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(_part_of(results[worksheet])) as part:
            shape = shape_of(part, name)
        hidden = _Hidden(Shape() if mapping.file.read_hidden else shape)
        merged = MergedValues(shape, heading_line)
        headings: Row | None = None
        above: list[Row] = []
        found: list[Row] = []
        for row, source in zip(
            _rows(results[worksheet], name), _rows(formulas[worksheet], name, values_only=True), strict=True
        ):
            cells = _values(row, source, shape, len(headings.cells) if headings is not None else 0)
            if row.line == heading_line:
                headings = Row(row.line, cells)
            elif headings is None:
                above.append(Row(row.line, cells))
            else:
                whole = list(cells)
                for place, line, value in merged.of(row.line, cells):
                    whole[place] = Merged(value, line)
                if any(cell is not None for cell in cells):
                    found += hidden.kept(Row(row.line, tuple(whole)))
    finally:
        results.close()
        formulas.close()
    if headings is None:
        raise SheetUnreadableError(f"the sheet {worksheet!r} of {name} has no line {heading_line} to hold the headings")
    return Table(
        hidden.without_columns(headings),
        tuple(map(hidden.without_columns, found)),
        (*hidden.names(headings), *(f"hidden sheet {one!r}" for one in hidden_sheets)),
        tuple(map(hidden.without_columns, hidden.rows)),
        tuple(map(hidden.without_columns, above)),
    )


class _Hidden:
    """Leaves out what is hidden, and remembers what that was."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self.rows: list[Row] = []

    def kept(self, row: Row) -> list[Row]:
        if row.line not in self._shape.hidden_lines:
            return [row]
        self.rows.append(row)
        return []

    def without_columns(self, row: Row) -> Row:
        if not self._shape.hidden_columns:
            return row
        shown = (c for column, c in enumerate(row.cells, start=1) if not self._shape.hides_column(column))
        return Row(row.line, tuple(shown))

    def names(self, headings: Row) -> Iterator[str]:
        from openpyxl.utils import get_column_letter

        for row in self.rows:
            yield f"hidden row {row.line}"
        for column, heading in enumerate(headings.cells, start=1):
            if self._shape.hides_column(column):
                yield f"hidden column {get_column_letter(column)}" + (
                    f" {heading!s:.60}" if heading is not None else ""
                )


def _chosen(workbook: Any, name: str, wanted: str | None) -> tuple[str, list[str]]:
    """Return the sheet that is wanted, or the only one that is shown; and those that are hidden."""
    titles = workbook.sheetnames
    hidden = [title for title in titles if workbook[title].sheet_state != "visible"]
    shown = [title for title in titles if title not in hidden]
    named = ", ".join(map(repr, titles[:20]))
    if wanted is not None and wanted not in titles:
        raise SheetUnreadableError(f"{name} has no sheet {wanted!r}; set file.worksheet to one of {named}")
    if wanted is None and len(shown) != 1:
        raise SheetUnreadableError(f"{name} has several sheets; set file.worksheet to one of {named}")
    return wanted or shown[0], [title for title in hidden if title != wanted]


def _part_of(worksheet: Any) -> str:
    """Return the name of the sheet's XML in the file, which openpyxl found out and keeps to itself."""
    return str(worksheet._worksheet_path)  # noqa: SLF001  nothing public says it; openpyxl is pinned


def _rows(worksheet: Any, name: str, *, values_only: bool = False) -> Iterator[Row]:
    worksheet.reset_dimensions()  # what the file says of its own size may be wrong
    cells = 0
    for line, row in enumerate(worksheet.iter_rows(values_only=values_only), start=1):
        cells += len(row)
        if line > _MOST_ROWS or len(row) > _MOST_COLUMNS or cells > MOST_CELLS:
            raise SheetUnreadableError(f"{name} has too many cells; part it into smaller files")
        yield Row(line, row)


def _values(results: Row, written: Row, shape: Shape, width: int) -> tuple[Any, ...]:
    """Return the values of a row, at least as many as there are headings.

    Formulas without a result are told apart from blank cells, and numbers that are shown in percent from others.
    """
    cells = tuple(
        NoResult(str(formula))
        if cell.value is None and formula is not None
        else Footnoted(*shape.raised[written.line, at])
        if (written.line, at) in shape.raised
        else _value(cell, formula, written.line, at)
        for at, (cell, formula) in enumerate(zip(results.cells, written.cells, strict=True), start=1)
    )
    return cells + (None,) * (width - len(cells))


def _value(cell: Any, formula: Any, line: int, column: int) -> Any:
    value = cell.value
    if isinstance(value, int | float | str) and getattr(cell, "font", None) is not None and cell.font.strike:
        return Struck(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in (cell.number_format or ""):
        return Share(float(value))
    written = getattr(formula, "text", formula)  # an array's formula is an object
    if isinstance(value, int | float) and isinstance(written, str) and written.startswith("="):
        across = columns_of_own_row(written, line) - {column}
        return Computed(value, written, uses_own_column(written, line, column), len(across))
    return _without_footnotes(value) if isinstance(value, list) else value


def _without_footnotes(parts: list[Any]) -> Any:
    """Return the text of a cell with several fonts; what is raised in it is a note's mark."""
    raised = [getattr(getattr(part, "font", None), "vertAlign", None) == "superscript" for part in parts]
    text, mark = (
        "".join(str(part) for part, up in zip(parts, raised, strict=True) if up is which) for which in (False, True)
    )
    return Footnoted(text, mark) if mark else text


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
