"""The page of reports: each table with its columns; and the schema of a report as JSON."""

import json

from dashboards.reports.as_json import json_schema
from dashboards.reports.build import build_report
from dashboards.reports.model import MISSING, Column, Report
from dashboards.reports.period import Period
from dashboards.reports.published import empty
from docs.generate.markdown import page, table

__all__ = ["report_schema", "reports"]


def reports() -> str:
    """Return the page."""
    report = build_report(empty(), empty(), Period.parse("2026"), "en")
    return page(
        "Reports",
        "What [`engage report`](commands.md#engage-report) writes, out of the [published tables](published.md) and "
        "nothing else. [How to make one](../how-to/reports.md). Tables and columns have the same ids in CSV and JSON "
        "whatever the language; a report as JSON is of [this schema](report.schema.json).",
        "Where there is no number stands a word, in CSV and JSON the same in each language: "
        + ", ".join(f"`{one}`" for one in MISSING)
        + ". In CSV a column of values is followed by one of their names, e.g. `programme_name`.",
        *(_table_part(report, place) for place in range(len(report.tables))),
    )


def report_schema() -> str:
    """Return the JSON Schema of a report."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


def _table_part(report: Report, place: int) -> str:
    one = report.tables[place]
    where = "" if one.printed else " Not on pages: in XLSX, CSV and JSON alone."
    rows = [(f"`{column.id}`", column.title, _kind(column), column.description) for column in one.columns]
    return "\n\n".join(
        [f"## {one.title}", f"`{one.id}`: {one.description}{where}", table(("id", "column", "kind", "meaning"), rows)]
    )


def _kind(column: Column) -> str:
    return column.unit or column.kind
