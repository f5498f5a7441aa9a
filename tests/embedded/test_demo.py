"""The demo as a person starts it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dashboards.boards.city_overview import CITY_OVERVIEW
from dashboards.reader import Reader
from dashboards.settings import DashboardSettings
from embedded.clickhouse import ClickHouse
from streams.settings import StreamSettings
from streams.store import Store
from tests.dashboards.asking import rows_of

pytestmark = pytest.mark.engines

SMALL = ("--days", "3", "--people", "200")
WHOLE = ("--days", "8", "--people", "600")
"""Large enough that every family happens in it, whatever the weekday."""


def demo(*options: str, size: tuple[str, ...] = SMALL) -> tuple[int, dict[str, Any]]:
    ended = subprocess.run(
        [sys.executable, "-m", "engage", "demo", *size, "--json", *options],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert ended.stdout, ended.stderr
    return ended.returncode, json.loads(ended.stdout)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, dict[str, Any], Path]:
    """A demo with chaos, and the folder that its engines' data stay in."""
    folder = tmp_path_factory.mktemp("kept")
    return *demo("--chaos", "--seed", "3", "--keep", str(folder), size=WHOLE), folder


def test_with_chaos_every_number_equals_the_truth(kept: tuple[int, dict[str, Any], Path]) -> None:
    """Exit 0, a verdict for each family, exact dead letters by reason, balanced books."""
    code, found, _ = kept
    assert (code, found["verdict"], found["mismatches"]) == (0, "pass", [])
    assert found["messages_consumed"] == found["events_emitted"]
    assert found["books"]["balanced"]
    assert found["duplicates"] > 0
    assert found["facts"] > 0
    assert found["events_per_second"] > 0
    assert len(found["dead_letters"]) == 8
    assert set(found["rollups_checked"]) == {
        "participation",
        "participation_curve",
        "participation_by_day",
        "participation_by_week",
        "participation_by_month",
        "participation_by_district",
        "participation_by_programme",
        "participation_of_city",
        "group_participation",
        "period_participation",
        "outreach",
        "dialogue",
        "cooperation",
        "referral_flows",
        "sentiment",
        "concern_handling",
        "estimates",
        "venue_months",
    }
    assert all(found["rollups_checked"].values())


def test_the_overview_tells_the_truth_of_the_simulated_city(kept: tuple[int, dict[str, Any], Path]) -> None:
    """Each number of its panels that is shown is the sum of the estimates just judged; all others are NULL."""
    folder = kept[2]
    with (
        ClickHouse(folder / "clickhouse") as engine,
        Store(StreamSettings(clickhouse_url=engine.url)) as store,
        Reader(DashboardSettings(clickhouse_url=engine.url)) as reader,
    ):
        judged = store.query(
            "SELECT parts.month, programme, sumOrNull(parts.visits) FROM engagement.visit_parts AS parts"
            " WHERE NOT finer_known AND parts.day < toDate(now(), 'Europe/Helsinki') GROUP BY ALL"
        )
        truth = {(month, programme): visits for month, programme, visits in judged}
        months = {
            (row["month"], row["programme"]): row for row in rows_of(reader, CITY_OVERVIEW, "Months by programme")
        }
        (visits,) = rows_of(reader, CITY_OVERVIEW, "Visits in the period")
        bars = rows_of(reader, CITY_OVERVIEW, "Which programmes do people come to?")
    shown = {about: row["visits"] for about, row in months.items() if row["state"] == "counted"}
    assert {programme for _, programme in shown} >= {"regional-event", "youth-centre"}
    for about, number in shown.items():
        exact = truth[about]
        assert number == (round(exact / 5) * 5 if about[1] == "police-dialogue" else exact)
    assert all(row["visits"] is None for row in months.values() if row["state"] != "counted")
    assert visits["visits"] == sum(shown.values())
    assert sum(row["visits"] or 0 for row in bars) == sum(shown.values())


def test_a_lost_fact_fails_the_verdict_and_is_named() -> None:
    """One check-in that was never stored: the demo says which numbers are wrong and exits 1."""
    code, found = demo("--break", "drop-fact")
    assert (code, found["verdict"]) == (1, "fail")
    wrong = {mismatch["number"]: mismatch for mismatch in found["mismatches"]}
    assert wrong["facts"]["truth"] == wrong["facts"]["stored"] + 1
    (visits,) = [
        mismatch
        for number, mismatch in wrong.items()
        if number.startswith("participation[") and number.endswith("].visits")
    ]
    assert visits["truth"] == (visits["stored"] or 0) + 1
    assert any(number.startswith("participation_of_city[") for number in wrong)
