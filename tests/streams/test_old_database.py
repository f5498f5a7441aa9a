"""The database of the first release, brought to this one: its numbers stay."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from streams.migrations import migrate, migrations, require_migrated
from streams.repair.letters import Filters, find
from streams.repair.rebuilding import Rebuilding, rebuild
from streams.roll_ups import ROLL_UPS
from streams.settings import StreamSettings
from streams.store import Store
from tests.streams.record_of import FakeRecord
from tests.streams.releases.core_release import lay_core_release, rows_of
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
