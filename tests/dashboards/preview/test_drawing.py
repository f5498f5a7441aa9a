"""What a page draws of an answer."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dashboards.boards.city_overview import CITY_OVERVIEW
from dashboards.boards.safety_and_trust import SAFETY_AND_TRUST
from dashboards.build import as_json
from dashboards.preview.numbers import stat
from dashboards.preview.panel import panel_html
from dashboards.preview.reading import Read
from dashboards.preview.series import series_chart
from dashboards.preview.tables import table
from dashboards.queries import panels_of
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


def test_bars_say_whether_nothing_happened_or_nothing_is_shown() -> None:
    """An answer without rows is one thing, rows without numbers another."""
    (panel,) = (one for one in panels_of(as_json(SAFETY_AND_TRUST, "en")) if one["title"] == "What worries people?")
    said = []
    for rows in ([], [("drugs", None)]):
        answer = Answer(("category", "concerns"), ("String", "Nullable(Float64)"), rows, 1.0)
        found = Read(START, START + timedelta(days=90), answers={panel["id"]: answer})
        said.append(panel_html({}, panel, found, "en", (), above=0))
    assert "No concern was raised</p>" in said[0]
    assert "Suppressed to protect small groups</p>" in said[1]


def test_a_lone_number_says_why_it_is_missing() -> None:
    """Nobody was asked, or too few answered: no row, or a row without a number."""
    (panel,) = (one for one in panels_of(as_json(SAFETY_AND_TRUST, "en")) if one["title"] == "How many trust us?")
    said = [
        stat(panel, Answer(("share",), ("Nullable(Float64)",), rows, 1.0), "en") for rows in ([], [(None,)], [(0.5,)])
    ]
    assert "Nobody was asked" in said[0]
    assert "Suppressed to protect small groups" in said[1]
    assert "50" in said[2]


def test_lines_that_are_off_at_first_are_drawn_in_a_month() -> None:
    """Two lines a week over a year would hide the series."""
    built = as_json(CITY_OVERVIEW, "en")
    panel = next(one for one in panels_of(built) if one["type"] == "timeseries")
    night = Answer(("time", "text"), ("DateTime", "String"), [(START + timedelta(days=3), "Chess")], 1.0)
    answer = Answer(("time", "visits"), ("DateTime", "UInt64"), [(START + timedelta(days=2), 20)], 1.0)
    drawn = []
    for days in (30, 365):
        found = Read(START, START + timedelta(days=days), answers={panel["id"]: answer})
        found.marks["Days with a theme night"] = night
        drawn.append("Chess" in panel_html(built, panel, found, "en", (), above=0))
    assert drawn == [True, False]


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
