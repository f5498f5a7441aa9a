"""Each format says the same numbers, in the way that its readers expect."""

import csv
import json
import re
import zlib
from dataclasses import replace
from datetime import datetime
from html import escape
from importlib.util import find_spec
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import jsonschema
import openpyxl
import pytest

from dashboards.errors import ReportError
from dashboards.labels import AGE_BANDS, CATEGORIES, DISTRICTS, PROGRAMMES
from dashboards.reports.as_csv import as_csv, csv_files
from dashboards.reports.as_html import as_html
from dashboards.reports.as_json import as_json, json_schema
from dashboards.reports.as_pdf import as_pdf
from dashboards.reports.as_xlsx import as_xlsx
from dashboards.reports.build import build_report
from dashboards.reports.catalogue import catalogue
from dashboards.reports.make import FORMATS, available_formats, file_name, made, media_type
from dashboards.reports.model import MISSING, Cell, DateCell, MissingCell, NumberCell, Report, TextCell
from dashboards.reports.period import Period
from dashboards.reports.written import written
from dashboards.text import LANGUAGES, Language
from tests.dashboards.reports.hand_made import everything, nothing

PERIOD = Period.parse("2026-10")


@pytest.fixture(scope="module")
def report() -> Report:
    """One with every kind of cell in it, and a name that is hostile to each format."""
    found = build_report(everything(), nothing(), PERIOD, "fi")
    kinds = {cell.type for table in found.tables for row in table.rows for cell in row}
    assert kinds == {"number", "date", "text", *MISSING}
    return found


def test_a_workbook_reads_back_as_numbers_dates_and_words(report: Report) -> None:
    """One sheet a table, each cell of its type; headings stay in view; no word is a formula."""
    book = openpyxl.load_workbook(BytesIO(as_xlsx(report)))
    words = catalogue(report.language)
    first, *sheets = book.worksheets
    assert first["A1"].value == report.title
    figures = {row[0].value: row[1].value for row in first.iter_rows()}
    for row in report.key_figures.rows:
        assert figures[written(row[0], words)] == read_back(row[1], report.language)
    assert [sheet.title for sheet in sheets] == [table.title for table in report.tables[1:]]
    for sheet, table in zip(sheets, report.tables[1:], strict=True):
        assert sheet.freeze_panes == "B2"
        head, *rows = sheet.iter_rows()
        assert [cell.value for cell in head] == [column.title for column in table.columns]
        assert [[cell.value for cell in row] for row in rows] == [
            [read_back(cell, report.language) for cell in row] for row in table.rows
        ]
        assert all(cell.data_type != "f" for row in rows for cell in row)


def read_back(cell: Cell, language: Language) -> object:
    match cell:
        case DateCell():
            return datetime(cell.value.year, cell.value.month, cell.value.day)  # noqa: DTZ001  as openpyxl reads days
        case NumberCell():
            return pytest.approx(cell.value)
        case TextCell():
            return cell.value or None
    return catalogue(language).text(f"missing.{cell.type}")


def test_csv_is_a_valid_data_package(report: Report, tmp_path: Path) -> None:
    """As frictionless reads it: each cell of its field's type, or one of the words for no number."""
    import frictionless

    for name, content in csv_files(report).items():
        (tmp_path / name).write_bytes(content)
    found = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert found.valid, found.flatten(["rowNumber", "fieldName", "message"])
    described = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert [one["title"] for one in described["resources"]] == [table.title for table in report.tables]
    on_the_web = json.loads((tmp_path / "csv-metadata.json").read_text(encoding="utf-8"))
    for table, ours in zip(on_the_web["tables"], described["resources"], strict=True):
        head, *rows = csv.reader(StringIO((tmp_path / table["url"]).read_text(encoding="utf-8"), newline=""))
        columns = table["tableSchema"]["columns"]
        assert head == [column["name"] for column in columns] == [one["name"] for one in ours["schema"]["fields"]]
        assert all(len(row) == len(columns) for row in rows)
        assert all(column["null"] == ours["schema"]["missingValues"] for column in columns)
    with ZipFile(BytesIO(as_csv(report))) as archive:
        assert set(archive.namelist()) == {path.name for path in tmp_path.iterdir()}


def test_csv_has_the_same_values_in_each_language() -> None:
    """Names differ, values do not: `suppressed` is `suppressed`."""
    files = {language: csv_files(build_report(everything(), nothing(), PERIOD, language)) for language in LANGUAGES}
    for name in set(files["en"]) - {"datapackage.json", "csv-metadata.json", "definitions.csv"}:
        rows = [list(csv.DictReader(StringIO(its[name].decode(), newline=""))) for its in files.values()]
        for row in rows:
            for line in row:
                for named in [key for key in line if key.endswith("_name")]:
                    del line[named]
        assert rows[0] == rows[1] == rows[2], name


def test_json_is_of_its_schema(report: Report) -> None:
    """The published one, which refuses what has no such cell."""
    schema = json_schema()
    value = json.loads(as_json(report))
    jsonschema.Draft202012Validator(schema).validate(value)
    value["sections"][0]["tables"][0]["rows"][0][1] = {"type": "guess", "value": 3}
    assert not jsonschema.Draft202012Validator(schema).is_valid(value)


def test_a_page_has_each_printed_cell_and_loads_nothing(report: Report) -> None:
    """Every table with headings of rows and columns, each chart with its words; no script, no address to load."""
    page = as_html(report).decode()
    words = catalogue(report.language)
    assert f'<html lang="{report.language}">' in page
    assert "<script" not in page
    assert not re.search(r'(src|href)="(?!data:|#)', page)
    assert len(re.findall("<img ", page)) == len(re.findall(r'<img alt="[^"]+"', page)) > 0
    for table in report.tables:
        block = re.search(rf'<section class="table" id="table-{table.id}">(.*?)</section>', page, re.DOTALL)
        assert (block is not None) == (table.printed and bool(table.rows)), table.id
        if block:
            cells = re.findall(r"<t[dh](?: [^>]*)?>(.*?)</t[dh]>", block[1])
            assert len(cells) == len(table.columns) * (len(table.rows) + 1)
            assert all(escape(written(cell, words)) in block[1] for row in table.rows for cell in row)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pdf_is_tagged_and_its_first_page_answers_all(language: Language) -> None:
    """PDF/UA-1 with a title and a tree of tags; key figures and all questions stand on the first page."""
    import pypdfium2

    found = everything()
    rows = dict(found.rows)
    for name, column, values in (
        ("months", "programme", list(PROGRAMMES)),
        ("districts", "district", list(DISTRICTS)[:9]),
        ("age_bands", "age_band", list(AGE_BANDS)),
        ("concerns_by_category", "category", list(CATEGORIES)),
    ):
        first = found[name][0]
        rows[name] = [{**first, column: value} for value in values]
    report = build_report(replace(found, rows=rows), nothing(), PERIOD, language)

    try:
        made_pdf = as_pdf(report)
    except ReportError as error:
        pytest.skip(str(error))
    document = pypdfium2.PdfDocument(made_pdf)
    assert document.get_metadata_value("Title") == report.title
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made_pdf, re.DOTALL)
    assert any(b"pdfuaid:part" in unpacked(one) for one in streams)
    assert pypdfium2.raw.FPDFCatalog_IsTagged(document)
    text = document[0].get_textpage().get_text_range()
    words = catalogue(report.language)
    shown = re.sub(r"\s+", " ", text)
    for row in report.key_figures.rows:
        assert written(row[0], words) in shown
    for answer in report.answers:
        assert answer.question in shown
    document.close()


def unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def test_the_same_report_gives_the_same_bytes(report: Report) -> None:
    """In each format, read anew: what is left in a folder changes only where a number does."""
    again = build_report(everything(), nothing(), PERIOD, "fi")
    for format_ in FORMATS:
        if format_ != "pdf":
            assert made(report, format_) == made(again, format_), format_
            assert media_type(format_)
    assert set(available_formats()) <= set(FORMATS)
    assert find_spec("openpyxl")
    assert "xlsx" in available_formats()


def test_files_are_called_after_period_and_language() -> None:
    """So that none takes another's place."""
    assert file_name("2026-10", "fi", "csv") == "engagement-2026-10-fi.zip"
    assert file_name("2026-10-05..2026-11-04", "sv", "pdf") == "engagement-2026-10-05-to-2026-11-04-sv.pdf"
    assert MissingCell("suppressed").type in MISSING
