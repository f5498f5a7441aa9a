"""`engage report`."""

import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboards.commands.options import Languages, chosen, read_settings

if TYPE_CHECKING:
    from dashboards.reader import Reader
    from dashboards.reports.make import Format
    from dashboards.reports.period import Period
    from dashboards.text import Language

__all__ = ["report"]

EXIT_UNAVAILABLE = 3

_DAY = ["%Y-%m-%d"]


class _Format(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"
    PDF = "pdf"
    HTML = "html"
    JSON = "json"


def report(  # noqa: PLR0913  an option each
    *,
    month: Annotated[str, typer.Option(metavar="YYYY-MM", help="A month, e.g. 2026-10.")] = "",
    quarter: Annotated[str, typer.Option(metavar="YYYY-QN", help="A quarter, e.g. 2026-Q3.")] = "",
    year: Annotated[str, typer.Option(metavar="YYYY", help="A year.")] = "",
    first: Annotated[
        datetime | None, typer.Option("--from", metavar="DAY", formats=_DAY, help="The first day.")
    ] = None,
    last: Annotated[datetime | None, typer.Option("--to", metavar="DAY", formats=_DAY, help="The last day.")] = None,
    format_: Annotated[
        list[_Format] | None,
        typer.Option("--format", help="xlsx by default; may be given several times with --every-month."),
    ] = None,
    language: Languages = None,
    out: Annotated[
        Path | None,
        typer.Option(help="The file; - for stdout. CSV files go into a folder unless the name ends with .zip."),
    ] = None,
    every_month: Annotated[
        bool, typer.Option("--every-month", help="Every published month; files that are up to date stay untouched.")
    ] = False,
    folder: Annotated[Path, typer.Option(help="Where --every-month leaves a folder a month.")] = Path("reports"),
) -> None:
    """Write a period's numbers as a report, out of what is published and nothing else.

    A period is a month, a quarter, a year, or --from and --to. Of those last two, tables by month show the months that
    lie wholly between them. In English unless --language says otherwise.

    Exit codes: 0 written; 1 nothing of the period is published, or it cannot be written; 2 wrong usage; 3 ClickHouse
    does not answer.
    """
    import logging

    from dashboards.errors import DashboardError, RecoverableError
    from dashboards.reader import Reader

    # It says on stderr, without being asked, what the error says as well.
    logging.getLogger("clickhouse_connect").addHandler(logging.NullHandler())
    formats: list[Format] = [one.value for one in format_ or ()]
    try:
        if every_month:
            _refuse(month, quarter, year, first, last, out)
            with Reader(read_settings()) as reader:
                _every_month(reader, folder, chosen(language), formats)
            return
        period = _period(month, quarter, year, first, last)
        wanted = chosen(language) if language else ("en",)
        if len(wanted) > 1 or len(formats) > 1:
            raise typer.BadParameter("a report has one language and one format; --every-month takes several")
        with Reader(read_settings()) as reader:
            _one(reader, period, wanted[0], formats[0] if formats else "xlsx", out)
    except DashboardError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(EXIT_UNAVAILABLE if isinstance(error, RecoverableError) else 1)


def _one(reader: "Reader", period: "Period", language: "Language", format_: "Format", out: Path | None) -> None:
    from dashboards.reports.as_csv import csv_files
    from dashboards.reports.build import read_report
    from dashboards.reports.make import file_name, made
    from dashboards.reports.monthly import write_file

    found = read_report(reader, period, language)
    path = out or Path(file_name(period.id, language, format_))
    if str(path) == "-":
        sys.stdout.buffer.write(made(found, format_))
        return
    if format_ == "csv" and path.suffix != ".zip":
        for name, content in csv_files(found).items():
            write_file(path / name, content)
    else:
        write_file(path, made(found, format_))
    typer.echo(path)


def _every_month(reader: "Reader", folder: Path, languages: "tuple[Language, ...]", formats: "list[Format]") -> None:
    from dashboards.reports.make import available_formats
    from dashboards.reports.monthly import write_months

    files, written = 0, 0
    for done in write_months(reader, folder, languages, formats or available_formats()):
        files += 1
        if done.what == "written":
            written += 1
            typer.echo(done.path)
    typer.echo(f"{files} files, {written} written, {files - written} unchanged", err=True)


def _period(month: str, quarter: str, year: str, first: datetime | None, last: datetime | None) -> "Period":
    from dashboards.errors import ReportError
    from dashboards.reports.period import Period

    days = f"{first.date()}..{last.date()}" if first and last else ""
    if (first is None) != (last is None):
        raise typer.BadParameter("--from and --to belong together; give both")
    given = {"month": month, "quarter": quarter, "year": year, "days": days}
    named = [(kind, text) for kind, text in given.items() if text]
    if len(named) != 1:
        raise typer.BadParameter("name one period: --month, --quarter, --year, or --from and --to")
    kind, text = named[0]
    try:
        period = Period.parse(text)
    except ReportError as error:
        raise typer.BadParameter(str(error)) from error
    if period.kind != kind:
        raise typer.BadParameter(f"{text!r} is no {kind}; write e.g. --month 2026-10, --quarter 2026-Q3 or --year 2026")
    return period


def _refuse(*given: object) -> None:
    if any(given):
        raise typer.BadParameter("--every-month takes every published month into --folder: leave out period and --out")
