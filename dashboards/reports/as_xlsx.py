"""A report as a workbook of Excel and LibreOffice: the first page, then a sheet a table."""

import re
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from dashboards.reports.catalogue import Catalogue, catalogue
from dashboards.reports.model import Cell, Column, DateCell, NumberCell, Report, Table, TextCell, Unit
from dashboards.reports.written import written

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["as_xlsx"]

_FORMATS: dict[Unit, str] = {
    "count": "#,##0",
    "decimal": "#,##0.0",
    "share": "0 %",
    "hours": "#,##0.0",
    "score": "0.00",
}
_WIDEST = 60
_LONGEST_NAME = 31
"""Letters of a sheet's name, as Excel has it."""

_STILL = datetime(2000, 1, 1)  # noqa: DTZ001  as openpyxl takes it, in UTC
"""In place of the moment at which the file is made: the same report always gives the same bytes."""


def as_xlsx(report: Report) -> bytes:
    """Return the report as a workbook: real numbers and dates, headings that stay in view, a filter on each sheet.

    Where there is no number stands a word: suppressed, not recorded, not published.
    """
    from openpyxl import Workbook

    words = catalogue(report.language)
    book = Workbook()
    first = book.worksheets[0]
    _first_page(first, report, words)
    for table in report.tables[1:]:
        _sheet(book.create_sheet(_name(table, book.sheetnames)), table, words)
    book.properties.title = report.title
    book.properties.creator = report.source
    book.properties.description = report.licence
    book.properties.language = report.language
    book.properties.created = _STILL
    made = BytesIO()
    book.save(made)
    return _still(made.getvalue())


def _name(table: Table, taken: list[str]) -> str:
    name = re.sub(r"[\[\]:*?/\\]", " ", table.title)[:_LONGEST_NAME]
    return name if name not in taken else f"{name[: _LONGEST_NAME - 2]} 2"


def _first_page(sheet: "Worksheet", report: Report, words: Catalogue) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.title = words.text("report.first_page")[:_LONGEST_NAME]
    facts = [words.day(report.start), words.day(report.end)]
    made = (
        words.text("report.made", edition=report.edition, day=words.day(report.made))
        if report.made
        else words.text("report.made_open", edition=report.edition)
    )
    for line in (report.title, " \u2013 ".join(facts), made, report.status):
        sheet.append([line])
    sheet["A1"].font = Font(bold=True, size=16)
    sheet.append([])
    _rows(sheet, report.key_figures, words)
    for answer in report.answers:
        sheet.append([])
        sheet.append([answer.question])
        sheet.cell(sheet.max_row, 1).font = Font(bold=True)
        for its in answer.lines:
            sheet.append([its.text])
            if its.cell is not None:
                _put(sheet, sheet.max_row, 2, its.cell, words)
            else:
                sheet.cell(sheet.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.append([])
    for line in (report.source, report.licence):
        sheet.append([line])
    sheet.column_dimensions["A"].width = 52
    for letter in "BCD":
        sheet.column_dimensions[letter].width = 18
    _printed(sheet)


def _sheet(sheet: "Worksheet", table: Table, words: Catalogue) -> None:
    from openpyxl.utils import get_column_letter

    _rows(sheet, table, words)
    sheet.freeze_panes = "B2"
    if table.rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
    for place, column in enumerate(table.columns, 1):
        longest = max((len(written(row[place - 1], words)) for row in table.rows), default=0)
        sheet.column_dimensions[get_column_letter(place)].width = min(max(longest, len(column.title)) + 3, _WIDEST)
    sheet.print_title_rows = "1:1"
    _printed(sheet)


def _printed(sheet: "Worksheet") -> None:
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _rows(sheet: "Worksheet", table: Table, words: Catalogue) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font

    head = sheet.max_row + 1 if sheet.max_row > 1 or sheet["A1"].value else 1
    for place, column in enumerate(table.columns, 1):
        title = sheet.cell(head, place, column.title)
        title.font = Font(bold=True)
        title.alignment = Alignment(horizontal=_side(column), vertical="bottom", wrap_text=True)
        title.comment = Comment(column.description, "engage report", height=80, width=260)
    for number, row in enumerate(table.rows, head + 1):
        for place, cell in enumerate(row, 1):
            _put(sheet, number, place, cell, words)


def _side(column: Column) -> str:
    return "right" if column.kind == "number" else "left"


def _put(sheet: "Worksheet", row: int, place: int, cell: Cell, words: Catalogue) -> None:
    from openpyxl.styles import Alignment, Font

    there = sheet.cell(row, place)
    match cell:
        case NumberCell():
            there.value = cell.value
            there.number_format = _FORMATS[cell.unit]
        case DateCell():
            there.value = cell.value
            there.number_format = _date_format(cell, words)
            there.alignment = Alignment(horizontal="left")
        case TextCell():
            there.value = cell.value
            there.data_type = "s"  # a name that begins with = is no formula
        case _:
            there.value = written(cell, words)
            there.alignment = Alignment(horizontal="right")
            there.font = Font(italic=True, color="4B535C")


def _date_format(cell: DateCell, words: Catalogue) -> str:
    is_month = cell.shown == words.month(cell.value)
    return "yyyy-mm" if is_month else {"fi": "d.m.yyyy", "sv": "d.m.yyyy"}.get(words.language, "yyyy-mm-dd")


def _still(made: bytes) -> bytes:
    """Return the archive with one moment for all its files, and for when it says that it was changed."""
    copied = BytesIO()
    with ZipFile(BytesIO(made)) as archive, ZipFile(copied, "w", ZIP_DEFLATED) as still:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", content)
            still.writestr(ZipInfo(name, (2000, 1, 1, 0, 0, 0)), content, ZIP_DEFLATED)
    return copied.getvalue()
