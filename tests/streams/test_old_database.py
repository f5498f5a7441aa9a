"""The database of the first release, brought to this one: its numbers stay."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from streams.migrations import migrate, migrations, require_migrated
from streams.repair.changes import BOTH_TOTALS, DAY, MOVED, TAKEN_BACK, counted_once, moved_away
from streams.repair.letters import Filters, find
from streams.repair.rebuilding import Rebuilding, rebuild
from streams.roll_ups import ROLL_UPS
from streams.settings import StreamSettings
from streams.store import Store
from tests.streams.record_of import FakeRecord
from tests.streams.releases.core_release import compute_as_core, lay_core_release, rows_of
from tests.streams.repair.happenings import check_in, payload
from tests.streams.stored import Letters, store_batch

pytestmark = pytest.mark.engines

VIEWS = (
    "participation_by_day",
    "participation_by_week",
    "participation_by_month",
    "participation_by_district",
    "participation_by_programme",
    "participation_of_city",
    "participation_curve",
)
"""What the first release showed."""

Numbers = Mapping[str, Sequence[Sequence[Any]]]


def columns_of(store: Store, table: str) -> list[str]:
    """The columns that can be compared: states of aggregates come out of the views, times of computing differ."""
    found = store.query(
        "SELECT name FROM system.columns WHERE database = 'engagement' "  # noqa: S608
        f"AND table = '{table}' AND name NOT IN ('visitors_state', 'computed') ORDER BY name"
    )
    return [str(name) for (name,) in found]


def numbers(store: Store, columns: Mapping[str, Sequence[str]]) -> Numbers:
    return {
        table: store.query(
            f"SELECT {', '.join(names)} FROM engagement.{table} {'' if table in VIEWS else 'FINAL'} ORDER BY ALL"  # noqa: S608
        )
        for table, names in columns.items()
    }


def test_the_first_releases_numbers_stay_and_are_what_this_release_makes_of_its_facts(tables: StreamSettings) -> None:
    """Facts, roll-ups, views, books and dead letters; and a late event is counted with what was stored before."""
    with Store(tables) as store:
        for database in ("candidates", "published", "releases", "engagement"):
            store.run_text(f"DROP DATABASE {database}")
        lay_core_release(store)
        told = list(rows_of("participation"))
        assert as_told(store, told) == told, "this is not what the first release's worker stored"
        assert sum(row["visits"] or 0 for row in told) > 10
        kept = ("gatherings", "check_ins", "head_counts", "participation", "quarantine", *VIEWS)
        columns = {table: columns_of(store, table) for table in kept}
        books = "SELECT topic, partition, outcome, bitmapToArray(groupBitmapMergeState(offsets)) FROM engagement.books"
        before, booked = numbers(store, columns), store.query(f"{books} GROUP BY ALL ORDER BY ALL")
        assert booked

        assert [step.version for step in migrate(store)] == [step.version for step in migrations()[1:]]

        require_migrated(store)
        assert numbers(store, columns) == before
        assert store.query(f"{books} GROUP BY ALL ORDER BY ALL") == booked
        assert migrate(store) == []
        assert len(find(store, Filters())) == len(before["quarantine"])
        for roll_up in ROLL_UPS[:1]:
            found = rebuild(tables, store, roll_up, Rebuilding(dry_run=True), "aino", datetime.now(UTC))
            assert (found.equal, found.wrong, found.fewer) == (len(told), 0, 0), found

        visited = next(row for row in told if row["programme"] == "youth-centre" and row["entries"])
        late = {**check_in(visited["gathering"], 1), "subject": visited["gathering"]}
        store_batch(store, Letters(), [FakeRecord(payload(late), 0)])
        after = {row["gathering"]: row for row in as_told(store, told)}
        assert after[visited["gathering"]]["entries"] == visited["entries"] + 1
        assert [row for row in as_told(store, told) if row["gathering"] != visited["gathering"]] == [
            row for row in told if row["gathering"] != visited["gathering"]
        ]


def as_told(store: Store, told: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of participation in the words of the first release's."""
    names = ", ".join(told[0])
    (rows,) = store.query(
        "SELECT groupArray(row) FROM (SELECT toJSONString(tuple(*)) AS row FROM "  # noqa: S608
        f"(SELECT {names} FROM engagement.participation FINAL ORDER BY programme, gathering))"
    )
    return [dict(zip(told[0], json.loads(row), strict=True)) for row in rows[0]]


BEFORE_THE_LAST_WORD = 6
"""The last migration of the releases that stored what they were told where they were told it."""

WITH_FACTS = [one for one in ROLL_UPS if one.name in {"participation", "group_participation", "period_participation"}]
"""Of the others the older database has no facts."""


def test_a_dry_run_says_which_numbers_of_an_older_release_change_and_why(tables: StreamSettings) -> None:
    """An evening by its first check-in, a group taken back, an event at two places, sheets added up; nothing else.

    Afterwards nothing is left to say.
    """
    with Store(tables) as store:
        for database in ("candidates", "published", "releases", "engagement"):
            store.run_text(f"DROP DATABASE {database}")
        lay_core_release(store)
        for step in migrations()[1:BEFORE_THE_LAST_WORD]:
            for text in step.statements:
                store.run_text(text)
            store.run("record_migration", {"version": step.version, "name": step.name, "checksum": step.checksum})
        store_as_before(store)

        migrate(store)

        assert dry_run(tables, store) == {
            ("participation", "slow"): [DAY],
            ("participation", "wrong-place"): [MOVED],
            ("group_participation", "group"): [TAKEN_BACK],
            ("venue_months", "library"): [BOTH_TOTALS],
        }
        now = datetime.now(UTC)
        moved_away(tables, store, Rebuilding(), "aino", now)
        for roll_up in WITH_FACTS:
            assert rebuild(tables, store, roll_up, Rebuilding(), "aino", now).in_order
        assert dry_run(tables, store) == {("venue_months", "library"): [BOTH_TOTALS]}, "sheets are told, not changed"


def dry_run(tables: StreamSettings, store: Store) -> dict[tuple[str, str], list[str]]:
    """What `engage rebuild --dry-run` has to say of each gathering or place."""
    asked, now = Rebuilding(dry_run=True), datetime.now(UTC)
    changes = [change for some in moved_away(tables, store, asked, "aino", now).values() for change in some]
    changes += [one for roll_up in WITH_FACTS for one in rebuild(tables, store, roll_up, asked, "aino", now).changes]
    changes += counted_once(store)
    return {
        (change.where, str(change.key.get("gathering") or change.key["place"])): list(change.why) for change in changes
    }


def store_as_before(store: Store) -> None:
    """Store facts and roll-ups as the releases before did: rows where they were told, days by the oldest fact."""
    evening = "toDateTime64(toStartOfDay(now(), 'UTC') - INTERVAL 1 DAY + INTERVAL 15 HOUR, 3, 'UTC')"
    fact = (
        "'youth-centre' AS programme, {} AS gathering, 'tablet:1' AS source, {} AS id, {} AS revision, {} AS time, "
        "time AS appended"
    )

    def insert(table: str, told: str, columns: str, rows: int = 1) -> None:
        store.run_text(f"INSERT INTO engagement.{table} ({columns}) SELECT {told} FROM numbers({rows})")  # noqa: S608

    key = "programme, gathering, source, id, revision, time, appended"
    entry = ", 'entry' AS direction"
    slow = fact.format("'slow'", "toString(number)", "1", f"{evening} - INTERVAL if(number = 0, 3, 0) DAY")
    for told, rows in (
        (slow, 5),
        (fact.format("'wrong-place'", "concat('w', toString(number))", "1", evening), 2),
        (fact.format("'right-place'", "'w0'", "2", evening), 1),
    ):
        insert("check_ins", told + entry, f"{key}, direction", rows)
    group = fact.format("'group'", "toString(number)", "1", f"{evening} - INTERVAL number DAY")
    insert("group_visits", f"{group}, 7 AS people, 'school-class' AS kind", f"{key}, people, kind", 2)
    back = fact.format("'group'", "'1'", "2", f"{evening} - INTERVAL 2 DAY")
    insert("group_visits", f"{back}, true AS retracted", f"{key}, retracted")
    total = "toDate('2026-09-01') AS first_day, 100 + 300 * number AS visits"
    sheet = fact.format("if(number = 0, 'library:2026-09-01', 'library:2026-09')", "toString(number)", "1", evening)
    insert(
        "period_counts",
        f"{sheet}, if(number = 0, 'day', 'month') AS period, {total}",
        f"{key}, period, first_day, visits",
        2,
    )
    compute_as_core(store, "engagement.check_ins")
    store.run_text(
        "INSERT INTO engagement.group_participation (programme, gathering, groups, people, accompanying, by_kind, "
        "oldest_fact, version) SELECT programme, gathering, countIf(NOT retracted), sumIf(people, NOT retracted), 0, "
        "map('school-class', 7), min(time), sum(toUInt128(version)) "
        "FROM engagement.group_visits FINAL GROUP BY programme, gathering"
    )
