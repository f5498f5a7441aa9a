"""The demo as a person starts it."""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboards.boards.city_overview import CITY_OVERVIEW
from dashboards.reader import Reader
from dashboards.settings import DashboardSettings
from embedded.clickhouse import ClickHouse
from embedded.demo.report import as_dict
from embedded.demo.run import DemoResult
from embedded.demo.sabotage import drop_fact
from embedded.demo.verdict import Verdict, judge
from producers.simulator import City, Truth, simulate
from streams.books import Books
from streams.settings import StreamSettings
from streams.store import Store
from tests.dashboards.asking import rows_of

pytestmark = pytest.mark.engines

WHOLE = ("--days", "8", "--people", "600")
"""Large enough that every family happens in it, whatever the weekday."""


def demo(*options: str, size: tuple[str, ...]) -> tuple[int, dict[str, Any]]:
    ended = subprocess.run(
        [sys.executable, "-m", "engage", "demo", *size, "--json", *options],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert ended.stdout, ended.stderr
    return ended.returncode, json.loads(ended.stdout)


@dataclass(frozen=True, slots=True)
class Judged:
    """A city's truth, the verdict on what is stored of it, and on what is after it was damaged."""

    truth: Truth
    untouched: Verdict
    damaged: Verdict


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, dict[str, Any], Path]:
    """A demo with chaos, and the folder that its engines' data stay in."""
    folder = tmp_path_factory.mktemp("kept")
    return *demo("--chaos", "--seed", "3", "--keep", str(folder), size=WHOLE), folder


@pytest.fixture(scope="module")
def engine(kept: tuple[int, dict[str, Any], Path]) -> Iterator[ClickHouse]:
    """The ClickHouse of the kept demo, started again."""
    with ClickHouse(kept[2] / "clickhouse") as running:
        yield running


@pytest.fixture(scope="module")
def judged(engine: ClickHouse) -> Judged:
    """The kept city before and after it lost a fact, and a small number and a gathering that never was were published.

    What is stored stays damaged: tests that read it whole come before those that want this.
    """
    with Store(StreamSettings(clickhouse_url=engine.url)) as store:
        untouched, truth = next(
            (verdict, truth)
            for truth in possible_truths()
            if not wrong_rows(verdict := judge(truth, store, Books([])), "[")
        )
        drop_fact(store)
        store.run_text("INSERT INTO published.outreach_settings (programme, people) VALUES ('theme-night', 3)")
        store.run_text(
            "INSERT INTO published.gatherings (programme, gathering, counts) SELECT 'theme-night', 'never', "
            "[('2026-01-01', 1, '', '2026-01-01', true, 12, 'counted')]"
        )
        return Judged(truth, untouched, judge(truth, store, Books([])))


def test_with_chaos_every_number_equals_the_truth(kept: tuple[int, dict[str, Any], Path]) -> None:
    """Exit 0, a verdict for each family, exact dead letters by reason, balanced books."""
    code, found, _ = kept
    assert (code, found["verdict"], found["mismatches"]) == (0, "pass", [])
    assert found["messages_consumed"] == found["events_emitted"]
    assert found["books"]["balanced"]
    assert found["duplicates"] > 0
    assert found["facts"] > 0
    assert "events_per_second" in found
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
        "published_gatherings",
        "published_months",
    }
    # Whether a month is closed depends on the day.
    assert all(rows for family, rows in found["rollups_checked"].items() if family != "published_months")


def as_shown(programme: str, people: int) -> int:
    return round(people / 5) * 5 if programme == "police-dialogue" else people


def test_the_overview_tells_the_truth_of_the_simulated_city(engine: ClickHouse) -> None:
    """Each number that is shown is the sum of the estimates just judged, of a running month of those that are shown."""
    with (
        Store(StreamSettings(clickhouse_url=engine.url)) as store,
        Reader(DashboardSettings(clickhouse_url=engine.url)) as reader,
    ):
        judged = store.query(
            "SELECT month, programme, gathering, piece, parts.visits FROM engagement.visit_parts AS parts"
            " WHERE NOT finer_known AND parts.visits IS NOT NULL AND parts.day < toDate(now(), 'Europe/Helsinki')"
        )
        counted = store.query(
            "SELECT programme, gathering, count.piece FROM published.gatherings ARRAY JOIN counts AS count"
            " WHERE count.state = 'counted'"
        )
        running = set(store.query("SELECT month, programme FROM published.months WHERE running"))
        truth: Counter[tuple[date, str]] = Counter()
        for month, programme, gathering, piece, people in judged:
            if (month, programme) not in running:
                truth[month, programme] += people
            elif (programme, gathering, piece) in counted:
                truth[month, programme] += as_shown(programme, people)
        months = {
            (row["month"], row["programme"]): row for row in rows_of(reader, CITY_OVERVIEW, "Months by programme")
        }
        (visits,) = rows_of(reader, CITY_OVERVIEW, "Visits in the period")
        bars = rows_of(reader, CITY_OVERVIEW, "Which programmes do people come to?")
    shown = {about: row["visits"] for about, row in months.items() if row["state"] == "counted"}
    assert {programme for _, programme in shown} >= {"regional-event", "youth-centre"}
    for about, number in shown.items():
        assert number == as_shown(about[1], truth[about])
    assert all(row["visits"] is None for row in months.values() if row["state"] != "counted")
    assert visits["visits"] == sum(shown.values())
    assert sum(row["visits"] or 0 for row in bars) == sum(shown.values())


def test_a_lost_fact_is_named(judged: Judged) -> None:
    """One check-in that was never stored, and the verdict says which numbers are wrong: it fails."""
    verdict = judged.damaged
    assert verdict.facts == judged.untouched.facts - 1 == judged.truth.facts - 1
    (visits,) = (
        mismatch for mismatch in verdict.mismatches if re.fullmatch(r"participation\[.+\]\.visits", mismatch.number)
    )
    assert visits.truth == (visits.stored or 0) + 1
    assert wrong_rows(verdict, "participation_of_city[")
    assert as_dict(DemoResult(1, 1.0, verdict))["verdict"] == "fail"


def test_what_is_published_is_judged(judged: Judged) -> None:
    """A number that is small, and one of a gathering that never was: both are named."""
    assert wrong_rows(judged.damaged, "published") == [
        "published_gatherings[theme-night never]",
        "published.outreach_settings[theme-night].people",
    ]


def possible_truths() -> Iterator[Truth]:
    """What the kept demo's city is: it ends with the hour in which the demo began, this one or the one before."""
    hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    for until in (hour, hour - timedelta(hours=1)):
        yield simulate(City(seed=3, days=8, people=600, until=until, chaos=True, linked_events=True)).truth()


def wrong_rows(verdict: Verdict, about: str) -> list[str]:
    """The wrong numbers of roll-ups, by what is in their name; the offsets are not looked at here."""
    return [mismatch.number for mismatch in verdict.mismatches if about in mismatch.number]


@pytest.mark.soak
def test_a_demo_that_loses_a_fact_ends_with_1() -> None:
    """From the command to its exit code."""
    code, found = demo("--break", "drop-fact", size=("--days", "3", "--people", "200"))
    assert (code, found["verdict"]) == (1, "fail")
    wrong = {mismatch["number"]: mismatch for mismatch in found["mismatches"]}
    assert wrong["facts"]["truth"] == wrong["facts"]["stored"] + 1
