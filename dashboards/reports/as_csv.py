"""A report as open data: a CSV file a table, described as a Frictionless data package and as CSV on the Web.

Values are the data's own, the same in each language; names and descriptions are in the report's language. A number that
is not there is a word: `suppressed`, `not recorded`, `not published`, `not applicable`, which both descriptions name.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from dashboards.reports.model import MISSING, Cell, Column, DateCell, NumberCell, Report, Table, TextCell

__all__ = ["as_csv", "csv_files"]

_LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
_STILL = (2000, 1, 1, 0, 0, 0)
"""In place of the moment at which the archive is made: the same report always gives the same bytes."""

_CODED = "_name"
"""A column of values is followed by one of their names, called after it."""


def as_csv(report: Report) -> bytes:
    """Return the package as a ZIP archive; the same report always gives the same bytes."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in csv_files(report).items():
            archive.writestr(ZipInfo(name, _STILL), content, ZIP_DEFLATED)
    return made.getvalue()


def csv_files(report: Report) -> Mapping[str, bytes]:
    """Return the files of the package by their names: two descriptions, and a CSV file a table."""
    files = {f"{_file(table)}.csv": _csv(table) for table in report.tables}
    return {
        "datapackage.json": _json(_package(report, files)),
        "csv-metadata.json": _json(_csv_on_the_web(report)),
        **files,
    }


def _file(table: Table) -> str:
    return table.id.replace("_", "-")


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def _csv(table: Table) -> bytes:
    written = StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(name for name, _ in _fields(table))
    for row in table.rows:
        rows.writerow(
            value for column, cell in zip(table.columns, row, strict=True) for value in _values(column, cell, table)
        )
    return written.getvalue().encode()


def _is_coded(table: Table, column: Column) -> bool:
    return column.kind == "text" and any(isinstance(cell, TextCell) and cell.code for cell in table.cells(column.id))


def _fields(table: Table) -> Iterator[tuple[str, Column]]:
    for column in table.columns:
        yield column.id, column
        if _is_coded(table, column):
            yield column.id + _CODED, column


def _values(column: Column, cell: Cell, table: Table) -> Iterator[str]:
    match cell:
        case NumberCell():
            yield _number(cell)
        case DateCell():
            yield cell.value.isoformat()
        case TextCell():
            if _is_coded(table, column):
                yield cell.code
            yield cell.value
        case _:
            yield cell.type


def _number(cell: NumberCell) -> str:
    """Return a number with as many digits as it means something: four of a share, two of others."""
    return str(cell.value) if isinstance(cell.value, int) else f"{cell.value:.{4 if cell.unit == 'share' else 2}f}"


def _type(table: Table, column: Column) -> str:
    if column.kind == "date":
        return "date"
    if column.kind == "text":
        return "string"
    whole = all(isinstance(cell.value, int) for cell in table.cells(column.id) if isinstance(cell, NumberCell))
    return "integer" if column.unit == "count" and whole else "number"


def _package(report: Report, files: Mapping[str, bytes]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-package",
        "name": f"engagement-{report.id.lower().replace('..', '-to-')}",
        "title": report.title,
        "description": f"{report.status} {report.source}",
        "version": f"{report.edition}",
        **({"created": f"{report.made}T00:00:00Z"} if report.made else {}),
        "licenses": [_LICENCE],
        "sources": [{"title": report.source}],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": _file(table),
                "path": f"{_file(table)}.csv",
                "title": table.title,
                "description": table.description,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(files[f"{_file(table)}.csv"]),
                "dialect": {
                    "delimiter": ",",
                    "lineTerminator": "\r\n",
                    "quoteChar": '"',
                    "doubleQuote": True,
                    "header": True,
                },
                "schema": {
                    "fields": [
                        {
                            "name": name,
                            "type": "string" if name.endswith(_CODED) else _type(table, column),
                            "title": column.title,
                            "description": column.description,
                        }
                        for name, column in _fields(table)
                    ],
                    "missingValues": ["", *MISSING],
                },
            }
            for table in report.tables
        ],
    }


def _csv_on_the_web(report: Report) -> dict[str, Any]:
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": report.language}],
        "dc:title": report.title,
        "dc:source": report.source,
        "dc:license": {"@id": _LICENCE["path"]},
        **({"dc:modified": {"@value": report.made.isoformat(), "@type": "xsd:date"}} if report.made else {}),
        "tables": [
            {
                "url": f"{_file(table)}.csv",
                "dc:title": table.title,
                "dc:description": table.description,
                "tableSchema": {
                    "columns": [
                        {
                            "name": name,
                            "titles": {report.language: [name]},
                            "dc:title": column.title,
                            "dc:description": column.description,
                            "datatype": "string" if name.endswith(_CODED) else _type(table, column),
                            "null": ["", *MISSING],
                        }
                        for name, column in _fields(table)
                    ]
                },
            }
            for table in report.tables
        ],
    }
