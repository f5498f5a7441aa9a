"""A dry run of rebuilding says which numbers change and why, of a database that an older release filled."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from streams.repair.changes import (
    BOTH_TOTALS,
    DAY,
    MOVED,
    NO_ROW,
    TAKEN_BACK,
    UNKNOWN,
    counted_once,
    moved_away,
    reasons,
)
from streams.repair.prediction import Change
from streams.repair.rebuilding import Rebuilding, rebuild
from streams.repair.reports import counted_once_lines, rebuilt_as_dict, rebuilt_lines
from streams.roll_ups import ROLL_UPS
from streams.settings import StreamSettings
from streams.store import Store
from tests.streams.record_of import FakeRecord
from tests.streams.repair.happenings import Event, check_in, event, group_visit, payload, yesterday
from tests.streams.stored import Letters, store_batch
from tests.streams.told import Told, ago

PARTICIPATION, GROUPS = ROLL_UPS[:2]


def change_of(where: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Change:
    return Change(where, {"programme": "youth-centre", "gathering": "g"}, before, after)


def day_of(where: str, was: str, becomes: str | None, *, first: str, **also: tuple[Any, Any]) -> Change:
    """A change of a row's day, and of other columns; its oldest fact or first coming is the same in both rows."""
    about = {"first": first, "oldest_fact": first}
    before, after = ({name: pair[side] for name, pair in also.items()} for side in (0, 1))
    return change_of(where, {**about, "day": was, **before}, {**about, "day": becomes, **after})


def sheets(visits: int, **before: Any) -> Change:
    """A change of a gathering's sheets: September's month 400 and a day of it 100, and a day of October 300."""
    told = (("day", "2026-09-01", 100, True), ("day", "2026-10-01", 300, True), ("month", "2026-09-01", 400, False))
    totals = [dict(zip(("period", "first_day", "visits", "counted"), total, strict=True)) for total in told]
    after = {"visits": 400, "days": 2, "months": 0, "totals": totals}
    return change_of("period_participation", {"visits": visits, "days": 1, "totals": [], **before}, after)


EVENING, NEXT_DAY = "2026-09-01 18:00:00.000", "2026-09-01 21:30:00.000"
"""In UTC: the second is past midnight in Helsinki."""


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (change_of("participation", {}, {"entries": 1}), [NO_ROW]),
        (day_of("participation", "2026-09-01", "2026-09-11", first=EVENING, outliers=(0, 1)), [DAY]),
        (day_of("participation", "2026-09-02", "2026-09-11", first=NEXT_DAY), [DAY]),
        (day_of("participation", "2026-09-01", "2026-09-11", first=NEXT_DAY), [UNKNOWN]),
        (day_of("participation", "2026-09-01", "2026-09-11", first=EVENING, entries=(2, 1)), [DAY, UNKNOWN]),
        (change_of("participation", {"outliers": 0}, {"outliers": 2}), [DAY]),
        (day_of("outreach", "2026-09-01", "2026-09-03", first=EVENING), [TAKEN_BACK]),
        (day_of("outreach", "2026-09-01", None, first=EVENING), [TAKEN_BACK]),
        (day_of("outreach", "2026-09-01", "2026-09-03", first=EVENING, people=(5, 3)), [TAKEN_BACK, UNKNOWN]),
        (day_of("outreach", "2026-08-30", "2026-09-03", first=EVENING), [UNKNOWN]),
        (day_of("participation", "2026-09-01", "2026-09-11", first=EVENING, starts=(EVENING, EVENING)), [UNKNOWN]),
        (change_of("participation", {"outliers": 1}, {"outliers": 2}), [UNKNOWN]),
        (sheets(700, months=1), [BOTH_TOTALS]),
        (sheets(800, months=1), [UNKNOWN]),
        (sheets(700, months=1, totals=[{"period": "month"}]), [UNKNOWN]),
        (change_of("participation", {"entries": 2}, {"entries": 1}), [UNKNOWN]),
    ],
)
def test_why_a_row_differs(change: Change, expected: list[str]) -> None:
    """Each reason where the two rows prove it, and what is left is said to be left."""
    assert reasons(change) == expected


@pytest.fixture
def store(tables: StreamSettings) -> Iterator[Store]:
    with Store(tables) as opened:
        for table in (
            *("check_ins", "group_visits", "period_counts", "amendments", "acts"),
            *("participation", "group_participation", "period_participation"),
        ):
            opened.run_text(f"TRUNCATE TABLE engagement.{table}")
        yield opened


def stored(store: Store, *events: Event) -> None:
    store_batch(store, Letters(), [FakeRecord(payload(event), offset) for offset, event in enumerate(events)])


def retraction_of(fact: Event, **attributes: Any) -> Event:
    programme, name, _ = fact["type"].removeprefix("fi.hel.engagement.").split(".")
    data = {"retracts": fact["id"], "event": name}
    number = f"{fact['id']}-back"
    return event(programme, "retraction", fact["subject"], number, data, revision=2, **attributes)


def changes_of(settings: StreamSettings, store: Store, roll_up: Any) -> dict[str, tuple[list[str], list[str]]]:
    found = rebuild(settings, store, roll_up, Rebuilding(dry_run=True), "aino", datetime.now(UTC))
    assert len(found.changes) == found.different + found.missing
    assert [change["why"] for change in rebuilt_as_dict(found)["changes"]] == [[*one.why] for one in found.changes]
    return {one.key["gathering"]: (one.columns, [*one.why]) for one in found.changes}


@pytest.mark.engines
def test_a_dry_run_says_which_rows_change_and_why(tables: StreamSettings, store: Store) -> None:
    """An evening by its first check-in, a group whose first was taken back, and rows that are wrong beside them."""
    early = (yesterday() - timedelta(days=1)).isoformat()
    slow = [check_in("slow", number, **({} if number else {"time": early})) for number in range(5)]
    stored(store, *slow, *[check_in(gathering, number) for gathering in ("back", "wrong") for number in range(3)])
    stored(store, retraction_of(check_in("back", 0)))
    store.run_text(
        "INSERT INTO engagement.participation "
        "SELECT * REPLACE (toDate(first, 'Europe/Helsinki') AS day, entries + 5 * (gathering != 'slow') AS entries) "
        "FROM engagement.participation FINAL"
    )
    assert changes_of(tables, store, PARTICIPATION) == {
        "slow": (["day"], [DAY]),
        "back": (["entries"], [UNKNOWN]),
        "wrong": (["entries"], [UNKNOWN]),
    }
    first = group_visit("groups", 1, 10, time=early)
    stored(store, first, group_visit("groups", 2, 7), retraction_of(first, time=early))
    store.run_text(
        "INSERT INTO engagement.group_participation SELECT * REPLACE (toDate(oldest_fact, 'Europe/Helsinki') AS day) "
        "FROM engagement.group_participation FINAL"
    )
    assert changes_of(tables, store, GROUPS) == {"groups": (["day"], [TAKEN_BACK])}
    found = rebuild(tables, store, GROUPS, Rebuilding(dry_run=True), "aino", datetime.now(UTC))
    lines = rebuilt_lines(found, dry_run=True)
    assert "  group_participation youth-centre groups: taken back" in lines


@pytest.mark.engines
def test_an_event_that_an_older_release_left_is_retracted_where_it_was(tables: StreamSettings, store: Store) -> None:
    """It counted at both places: the dry run says what goes there, and changes nothing; then it counts once."""
    stored(store, *[check_in(gathering, number) for gathering in ("left", "new") for number in range(3)])
    store.run_text(
        "INSERT INTO engagement.check_ins (programme, gathering, source, id, revision, time, appended, direction) "
        "SELECT programme, 'new', source, id, 2, time, time, direction FROM engagement.check_ins FINAL "
        "WHERE gathering = 'left' LIMIT 1"
    )
    # One id at two gatherings, amended since, whose first revision ClickHouse has merged away: two events, no move.
    store.run_text(
        "INSERT INTO engagement.check_ins (programme, gathering, source, id, revision, time, appended, direction) "
        "SELECT programme, 'other', source, id, 2, time, now64(3), direction FROM engagement.check_ins FINAL "
        "WHERE gathering = 'new' AND revision = 1 LIMIT 1"
    )
    dry = moved_away(tables, store, Rebuilding(dry_run=True), "aino", datetime.now(UTC))
    (change,) = dry["participation"]
    assert (change.key["gathering"], change.before["entries"], change.after["entries"]) == ("left", 3, 2)
    assert [*change.why] == [MOVED]
    assert moved_away(tables, store, Rebuilding(("new",), dry_run=True), "aino", datetime.now(UTC)) == {}
    assert store.query("SELECT count() FROM engagement.check_ins FINAL WHERE retracted") == [(0,)]
    assert moved_away(tables, store, Rebuilding(), "aino", datetime.now(UTC)) == {}
    rebuild(tables, store, PARTICIPATION, Rebuilding(), "aino", datetime.now(UTC))
    entries = store.query("SELECT gathering, entries FROM engagement.participation FINAL ORDER BY gathering")
    assert entries == [("left", 2), ("new", 4), ("other", 1)]
    assert moved_away(tables, store, Rebuilding(dry_run=True), "aino", datetime.now(UTC)) == {}


@pytest.mark.engines
def test_months_whose_days_are_known_too_are_told(store: Store) -> None:
    """What an older release added is said, with what is counted of it."""
    totals = [("day", "2026-09-01", 100, "library:2026-09-01"), ("month", "2026-09-01", 400, "library:2026-09")]
    told = [
        Told("period-count", str(n), {"period": unit, "first_day": day, "visits": visits}, ago(hours=1), gathering)
        for n, (unit, day, visits, gathering) in enumerate(totals)
    ]
    store_batch(store, Letters(), [one.record(offset) for offset, one in enumerate(told)])
    (change,) = counted_once(store)
    assert (change.key["place"], change.before, change.after) == ("library", {"visits": 500}, {"visits": 100})
    assert counted_once_lines([change])[1:] == ["  police-dialogue library 2026-09-01: 100 counted of 500"]
    assert counted_once_lines([]) == []
