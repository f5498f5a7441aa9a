"""The demo as a person starts it."""

import json
import subprocess
import sys
from typing import Any

import pytest

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


def test_with_chaos_every_number_equals_the_truth() -> None:
    """Exit 0, a verdict for each family, exact dead letters by reason, balanced books."""
    code, found = demo("--chaos", "--seed", "3", size=WHOLE)
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
    }
    assert all(found["rollups_checked"].values())


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


def test_a_doubled_roll_up_row_fails_the_verdict_and_is_named() -> None:
    """A gathering that counts twice: the demo names the row that must not be and each sum that it spoils."""
    code, found = demo("--break", "double-roll-up")
    assert (code, found["verdict"]) == (1, "fail")
    numbers = [mismatch["number"] for mismatch in found["mismatches"]]
    assert any(number.endswith("-again]") for number in numbers)
    assert any(number.startswith("participation_by_day[") and number.endswith("].visits") for number in numbers)
