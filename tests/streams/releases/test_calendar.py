"""Periods are published when they are closed and their grace is over, revised twice at most, and then final."""

from datetime import UTC, date, datetime

import pytest

from streams.releases.calendar import Stage, last_day, last_ended_day, stage_of
from streams.releases.nightly import next_quarter


@pytest.mark.parametrize(
    ("kind", "first", "until", "stage"),
    [
        ("month", date(2026, 8, 1), date(2026, 9, 6), Stage.RUNNING),
        ("month", date(2026, 8, 1), date(2026, 9, 7), Stage.CLOSED),
        ("month", date(2026, 8, 1), date(2026, 10, 6), Stage.CLOSED),
        ("month", date(2026, 8, 1), date(2026, 10, 7), Stage.QUARTER),
        ("month", date(2026, 9, 1), date(2026, 10, 7), Stage.CLOSED),
        ("month", date(2026, 8, 1), date(2027, 1, 27), Stage.QUARTER),
        ("month", date(2026, 8, 1), date(2027, 1, 28), Stage.FINAL),
        ("month", date(2026, 7, 1), date(2026, 8, 28), Stage.FINAL),
        ("quarter", date(2026, 7, 1), date(2026, 10, 6), Stage.RUNNING),
        ("quarter", date(2026, 7, 1), date(2026, 10, 7), Stage.CLOSED),
        ("quarter", date(2026, 7, 1), date(2027, 1, 28), Stage.FINAL),
    ],
)
def test_a_period_reaches_its_stages(kind: str, first: date, until: date, stage: Stage) -> None:
    """By its own last day, its quarter's and its season's."""
    assert stage_of("month" if kind == "month" else "quarter", first, until) is stage


def test_a_day_is_over_at_five_in_the_morning_in_helsinki() -> None:
    """In winter and in summer."""
    assert last_ended_day(datetime(2026, 11, 28, 2, 59, tzinfo=UTC)) == date(2026, 11, 26)
    assert last_ended_day(datetime(2026, 11, 28, 3, 0, tzinfo=UTC)) == date(2026, 11, 27)
    assert last_ended_day(datetime(2026, 6, 28, 2, 0, tzinfo=UTC)) == date(2026, 6, 27)


def test_periods_end_with_their_last_day() -> None:
    """December and the last quarter with the year."""
    assert last_day("month", date(2026, 12, 1)) == last_day("quarter", date(2026, 10, 1)) == date(2026, 12, 31)
    assert last_day("month", date(2028, 2, 1)) == date(2028, 2, 29)


def test_the_present_is_published_at_full_quarters() -> None:
    """The next one, also at a full quarter itself."""
    assert next_quarter(datetime(2026, 11, 28, 2, 14, 59, tzinfo=UTC)) == datetime(2026, 11, 28, 2, 15, tzinfo=UTC)
    assert next_quarter(datetime(2026, 11, 28, 2, 15, tzinfo=UTC)) == datetime(2026, 11, 28, 2, 30, tzinfo=UTC)
