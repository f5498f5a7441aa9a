"""What a page draws of an answer."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dashboards.preview.reading import Read
from dashboards.preview.series import series_chart
from dashboards.preview.tables import table
from dashboards.reader import Answer

START = datetime(2026, 9, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "names"), [("-", "right missing"), ("Suppressed to protect small groups", "right missing long")]
)
def test_only_a_long_reason_takes_room_of_its_own(text: str, names: str) -> None:
    """A dash for an unknown number leaves its column as narrow as the numbers are."""
    panel: dict[str, Any] = {"title": "Visits", "fieldConfig": {"defaults": {"noValue": text}, "overrides": []}}
    drawn = table(panel, Answer(("visits",), ("Nullable(UInt64)",), [(None,)], 1.0), "en", ())
    assert f'<td class="{names}">{text}</td>' in drawn


def test_a_lone_bar_stays_within_the_period() -> None:
    """One hour of six: a bar that reached beyond would leave the chart no room."""
    bars = {"drawStyle": "bars", "stacking": {"mode": "normal"}}
    panel: dict[str, Any] = {"title": "Hours", "fieldConfig": {"defaults": {"custom": bars}, "overrides": []}}
    answer = Answer(("time", "letters"), ("DateTime", "UInt64"), [(START + timedelta(hours=2), 20)], 1.0)
    chart = series_chart(panel, answer, Read(START, START + timedelta(hours=6)), [], "en")
    assert chart is not None
    (row,) = chart.spec["data"]["values"]
    assert row["e"] - row["t"] <= 3_600_000


def test_a_week_that_began_before_the_period_is_not_drawn() -> None:
    """Its statement gives it, since weeks are asked for by day; it would stand beside the axis."""
    panel: dict[str, Any] = {"title": "Weeks", "fieldConfig": {"defaults": {}, "overrides": []}}
    rows = [(date(2026, 8, 31), 7001), (date(2026, 9, 7), 7002)]
    answer = Answer(("time", "visits"), ("Date", "Nullable(UInt64)"), rows, 1.0)
    chart = series_chart(panel, answer, Read(START, datetime(2026, 10, 1, tzinfo=UTC)), [], "en")
    assert chart is not None
    text = json.dumps(chart.spec)
    assert "7002" in text
    assert "7001" not in text
