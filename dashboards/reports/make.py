"""A report in a format, as the bytes of a file."""

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import Literal, get_args

from dashboards.reports.model import Report

__all__ = ["FORMATS", "Format", "available_formats", "file_name", "made", "media_type"]

Format = Literal["xlsx", "csv", "pdf", "html", "json"]

FORMATS: tuple[Format, ...] = get_args(Format)

_SUFFIXES: Mapping[Format, str] = {"csv": "zip"}
_TYPES: Mapping[Format, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "application/zip",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}
_LIBRARIES: Mapping[Format, str] = {"xlsx": "openpyxl", "pdf": "weasyprint"}


def made(report: Report, format_: Format) -> bytes:
    """Return a report in a format; CSV files come together in a ZIP archive.

    Raises:
        ReportError: This machine lacks what the format needs.
        ModuleNotFoundError: The library that makes the format is not installed.
    """
    return _maker(format_)(report)


def available_formats() -> tuple[Format, ...]:
    """Return the formats whose libraries are installed."""
    return tuple(one for one in FORMATS if one not in _LIBRARIES or find_spec(_LIBRARIES[one]) is not None)


def file_name(period: str, language: str, format_: Format) -> str:
    """Return what a report's file is called: `engagement-2026-10-fi.xlsx`."""
    return f"engagement-{period.replace('..', '-to-')}-{language}.{_SUFFIXES.get(format_, format_)}"


def media_type(format_: Format) -> str:
    """Return a format's media type."""
    return _TYPES[format_]


def _maker(format_: Format) -> Callable[[Report], bytes]:
    match format_:
        case "xlsx":
            from dashboards.reports.as_xlsx import as_xlsx

            return as_xlsx
        case "csv":
            from dashboards.reports.as_csv import as_csv

            return as_csv
        case "pdf":
            from dashboards.reports.as_pdf import as_pdf

            return as_pdf
        case "html":
            from dashboards.reports.as_html import as_html

            return as_html
    from dashboards.reports.as_json import as_json

    return as_json
