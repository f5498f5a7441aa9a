"""Grafana's words for instants."""

from datetime import UTC, datetime

import pytest

from dashboards.periods import instant

NOW = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)  # Thursday the 26th in Helsinki


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("now", "2026-11-26T00:30:00+02:00"),
        ("now-30d", "2026-10-27T00:30:00+02:00"),
        ("now-1y/M", "2025-11-01T00:00:00+02:00"),
        ("now/w", "2026-11-23T00:00:00+02:00"),
        ("now/d", "2026-11-26T00:00:00+02:00"),
        ("now-1M/M", "2026-10-01T00:00:00+03:00"),
        ("now/Q", "2026-10-01T00:00:00+03:00"),
        ("now-2Q/Q", "2026-04-01T00:00:00+03:00"),
        ("now/y", "2026-01-01T00:00:00+02:00"),
        ("now-6h", "2026-11-25T18:30:00+02:00"),
        ("now-9M", "2026-02-26T00:30:00+02:00"),
    ],
)
def test_an_instant_is_that_of_helsinki(text: str, wanted: str) -> None:
    """Days, weeks from Monday, months, quarters and years begin at midnight there."""
    assert instant(text, NOW).isoformat() == wanted


def test_a_month_back_from_its_last_day_is_the_last_day() -> None:
    """February has no 31st."""
    assert instant("now-1M", datetime(2026, 3, 31, 10, tzinfo=UTC)).date().isoformat() == "2026-02-28"


@pytest.mark.parametrize("text", ["", "yesterday", "now-", "now-1x", "now+1d", "2026-01-01"])
def test_other_words_are_refused(text: str) -> None:
    """With what to write."""
    with pytest.raises(ValueError, match=r"write e\.g\. now-30d"):
        instant(text, NOW)
