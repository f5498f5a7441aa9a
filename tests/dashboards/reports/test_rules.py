"""What a report makes of what is published: sums, comparisons, and what it says where there is no number."""

from datetime import date

import pytest

from dashboards.reports.build import build_report
from dashboards.reports.catalogue import catalogue
from dashboards.reports.model import Cell, MissingCell, NumberCell, Report, TextCell
from dashboards.reports.period import Period
from dashboards.reports.published import Published
from dashboards.reports.written import written
from tests.dashboards.reports.hand_made import concerns, month, nothing, published

OCTOBER, LAST_OCTOBER = date(2026, 10, 1), date(2025, 10, 1)


def report_of(found: Published, before: Published | None = None, period: str = "2026-10") -> Report:
    return build_report(found, before or nothing(), Period.parse(period), "en")


def figure(report: Report, id_: str) -> tuple[Cell, ...]:
    (row,) = (row for row in report.key_figures.rows if isinstance(row[0], TextCell) and row[0].code == id_)
    return row[1:]


def test_a_sum_is_of_what_is_shown_and_says_what_is_left_out() -> None:
    """A suppressed part is not in it, and counted beside it."""
    rows = [month(date(2026, 7, 1), "theme-night", 20), month(date(2026, 8, 1), "theme-night", None, "suppressed")]
    report = report_of(published(months=rows), period="2026-Q3")
    (row,) = report.tables[1].rows
    shown = dict(zip((column.id for column in report.tables[1].columns), row, strict=True))
    assert (shown["visits"], shown["left_out"]) == (NumberCell(20), NumberCell(1))


@pytest.mark.parametrize("state", ["suppressed", "not recorded"])
def test_no_number_is_never_zero(state: str) -> None:
    """It says which of the two it is; where nothing is published, a third word."""
    report = report_of(published(months=[month(OCTOBER, "theme-night", None, state)]))
    assert [cell.type for cell in figure(report, "visits")[:2]] == [state, "not published"]
    assert figure(report, "trust")[0] == MissingCell("not published")


def test_a_period_is_compared_with_the_same_days_a_year_before() -> None:
    """Counts by their growth, shares by none; not while a month is running, nor with fewer months."""
    before = published(months=[month(LAST_OCTOBER, "theme-night", 20)])
    grown = report_of(published(months=[month(OCTOBER, "theme-night", 25)]), before)
    assert figure(grown, "visits") == (NumberCell(25), NumberCell(20), NumberCell(0.25, "share"))
    assert figure(grown, "completeness")[2] == MissingCell("not applicable")
    running = report_of(published(months=[month(OCTOBER, "theme-night", 25, running=1)]), before)
    assert figure(running, "visits") == (NumberCell(25), NumberCell(20), MissingCell("not applicable"))
    assert "not closed" in running.status
    alone = report_of(published(months=[month(OCTOBER, "theme-night", 25)]))
    assert any(line.cell is None and "year before" in line.text for line in alone.answers[-1].lines)


def test_what_is_missing_of_a_period_is_named() -> None:
    """Months of which nothing is published; a period without a whole month; one that is final."""
    one = published(months=[month(date(2026, 7, 1), "theme-night", 20, final=1)])
    assert "August 2026, September 2026" in report_of(one, period="2026-Q3").status
    both = [month(date(2026, 7, 1), "theme-night", 20), month(date(2026, 8, 1), "theme-night", 20, running=1)]
    assert report_of(published(months=both), period="2026-Q3").status.count(".") == 2
    assert "No whole month" in report_of(nothing(), period="2026-07-03..2026-07-20").status
    assert report_of(one, period="2026-07").status.startswith("Final")


def test_the_slowest_programme_says_how_fast_concerns_are_answered() -> None:
    """Of the newest quarter; suppressed where the answers are."""
    third, fourth = date(2026, 7, 1), date(2026, 10, 1)
    rows = [
        concerns(third, "theme-night", 9, 90),
        concerns(fourth, "theme-night", 9, 20),
        concerns(fourth, "youth-centre", 9, 30),
    ]
    assert figure(report_of(published(concerns=rows)), "hours_to_answer")[0] == NumberCell(30, "hours")
    hidden = published(concerns=[concerns(third, "theme-night", None, None, "suppressed")])
    assert figure(report_of(hidden), "hours_to_answer")[0] == MissingCell("suppressed")


@pytest.mark.parametrize(
    ("cell", "en", "fi"),
    [
        (NumberCell(12345), "12,345", "12\u00a0345"),
        (NumberCell(-0.25, "share"), "\u221225\u00a0%", "\u221225\u00a0%"),
        (NumberCell(0.998, "share"), "99\u00a0%", "99\u00a0%"),
        (NumberCell(1.0, "share"), "100\u00a0%", "100\u00a0%"),
        (NumberCell(7.25, "hours"), "7.2\u00a0h", "7,2\u00a0h"),
        (NumberCell(48.0, "hours"), "48\u00a0h", "48\u00a0h"),
        (NumberCell(3.456, "score"), "3.46", "3,46"),
        (NumberCell(1234.5, "decimal"), "1,234.5", "1\u00a0234,5"),
        (MissingCell("suppressed"), "suppressed", "peitetty"),
    ],
)
def test_a_cell_is_written_as_its_language_does(cell: Cell, en: str, fi: str) -> None:
    """And what is not all is not 100 %."""
    assert (written(cell, catalogue("en")), written(cell, catalogue("fi"))) == (en, fi)
