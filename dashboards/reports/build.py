"""A period's report, out of what is published."""

from dataclasses import replace
from datetime import date

from dashboards.errors import ReportError
from dashboards.reader import Reader
from dashboards.reports.catalogue import Catalogue, catalogue
from dashboards.reports.cooperation import cooperation
from dashboards.reports.feelings import concerns, feelings
from dashboards.reports.first_page import answers, key_figures
from dashboards.reports.method import method
from dashboards.reports.model import Report
from dashboards.reports.participation import participation, places
from dashboards.reports.people import people
from dashboards.reports.period import Period
from dashboards.reports.published import Published, read_published, read_year_before, released_months
from dashboards.reports.youth_work import youth_work
from dashboards.text import Language

__all__ = ["build_report", "read_report"]


def read_report(reader: Reader, period: Period, language: Language) -> Report:
    """Return the report of a period.

    Raises:
        ReportError: Nothing is published of it; the message says of which months something is.
        ReaderUnavailableError: ClickHouse did not answer.
        QueryRefusedError: It refuses a statement.
    """
    found = read_published(reader, period)
    if not (found["months"] or found["gatherings"]):
        months = [f"{one.month:%Y-%m}" for one in released_months(reader)]
        there = f"published are {months[0]} to {months[-1]}" if months else "nothing is: run `engage release`"
        raise ReportError(f"nothing of {period.id} is published; {there}")
    return build_report(found, read_year_before(reader, period), period, language)


def build_report(found: Published, before: Published, period: Period, language: Language) -> Report:
    """Return the report of what was read of a period and of the same days a year before."""
    words = catalogue(language)
    sections = (
        participation(words, found, before),
        places(words, found),
        people(words, found),
        feelings(words, found),
        concerns(words, found),
        cooperation(words, found),
        youth_work(words, found),
    )
    figures = key_figures(words, found, before)
    name = period.named(words)
    report = Report(
        id=period.id,
        language=language,
        title=words.text("report.title", period=name),
        period=name,
        start=period.start,
        end=period.end,
        status=_status(words, found, period),
        edition=found.edition,
        made=_made(found),
        source=words.text("report.source"),
        licence=words.text("report.licence"),
        key_figures=figures,
        answers=(),
        sections=sections,
    )
    report = replace(report, answers=answers(words, report, found.quarters))
    return replace(report, sections=(*sections, method(words, found, report.tables)))


def _status(words: Catalogue, found: Published, period: Period) -> str:
    missing = [month for month in period.months if not any(row["month"] == month for row in found["months"])]
    if not list(period.months):
        return words.text("status.no_month")
    said = [words.text("status.missing", months=", ".join(map(words.month, missing)))] if missing else []
    if any(row["running"] for row in found["months"]):
        said.append(words.text("status.running"))
    if said:
        return " ".join(said)
    return words.text("status.final" if all(row["final"] for row in found["months"]) else "status.closed")


def _made(found: Published) -> date | None:
    made: date | None = max((row["made"] for row in found["releases"]), default=None)
    return made
