"""Which days a report is of."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.errors import ReportError
from dashboards.reports.catalogue import catalogue
from dashboards.reports.period import Period


@pytest.mark.parametrize(
    ("text", "start", "end", "named"),
    [
        ("2026-10", date(2026, 10, 1), date(2026, 10, 31), "lokakuu 2026"),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31), "joulukuu 2026"),
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30), "3. neljännes 2026"),
        ("2026-q4", date(2026, 10, 1), date(2026, 12, 31), "4. neljännes 2026"),
        ("2028", date(2028, 1, 1), date(2028, 12, 31), "2028"),
        ("2026-10-05..2026-11-04", date(2026, 10, 5), date(2026, 11, 4), "5.10.2026 \u2013 4.11.2026"),
    ],
)
def test_a_period_is_what_it_is_called(text: str, start: date, end: date, named: str) -> None:
    """From its first day to its last, and back to the same text."""
    period = Period.parse(text)
    assert (period.start, period.end) == (start, end)
    assert period.id == text.upper().replace("Q", "Q")
    assert period.named(catalogue("fi")) == named


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-Q5", "0000", "26", "", "2026-10-05", "2026-10-05..x", "2026-10-05.."]
)
def test_what_is_no_period_is_refused_with_what_to_write(text: str) -> None:
    """With the text itself."""
    with pytest.raises(ReportError, match="write"):
        Period.parse(text)


def test_a_period_does_not_end_before_it_begins() -> None:
    """The two days are likely exchanged."""
    with pytest.raises(ReportError, match="exchange"):
        Period.parse("2026-11-05..2026-11-04")


def test_the_year_before_has_the_same_days() -> None:
    """A leap day's is the day before it."""
    assert Period.parse("2026-Q3").year_before == Period.parse("2025-Q3")
    assert Period.parse("2028-02").year_before == Period.parse("2027-02")
    leap = Period("days", date(2028, 2, 29), date(2028, 3, 1)).year_before
    assert (leap.start, leap.end) == (date(2027, 2, 28), date(2027, 3, 1))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 500))
def test_the_months_of_a_period_lie_wholly_in_it(start: date, days: int) -> None:
    """Each day of them is one of its days, and no whole month is missing."""
    period = Period("days", start, start + timedelta(days=days))
    months = list(period.months)
    for month in months:
        assert period.start <= month
        assert (month + timedelta(days=31)).replace(day=1) - timedelta(days=1) <= period.end
    firsts = [period.start + timedelta(days=day) for day in range(days + 2)]
    begins = [day for day in firsts if day.day == 1]
    assert months == [month for month, _ in pairwise(begins)]
