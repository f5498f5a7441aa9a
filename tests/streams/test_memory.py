"""ClickHouse that has too little memory for a statement is given the same in smaller parts."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pyarrow as pa
import pytest

from schemas.programmes import Programme
from streams.batch import Batch
from streams.errors import StoreMemoryError
from streams.judging import Rules, judge
from streams.records import Run
from streams.roll_ups import touched
from streams.settings import StreamSettings
from streams.store import Store
from streams.storing import insert_facts, recompute_roll_ups, settle
from tests.streams.record_of import FakeRecord
from tests.streams.stored import Letters
from tests.streams.told import Told, ago

pytestmark = pytest.mark.engines

ROWS, GATHERINGS = 20_000, 4_000
MEGABYTE = 1024 * 1024


class CountingStore(Store):
    """Counts the statements that it is asked for."""

    def __init__(self, settings: StreamSettings) -> None:
        super().__init__(settings)
        self.inserts: list[int] = []
        self.runs: list[str] = []

    def insert(self, table: str, rows: pa.Table) -> None:
        self.inserts.append(rows.num_rows)
        super().insert(table, rows)

    def run(self, name: str, parameters: Mapping[str, Any] | None = None) -> None:
        self.runs.append(name)
        super().run(name, parameters)

    def allow(self, megabytes: float) -> None:
        """Limit the memory of each statement of this session from now on."""
        limit = int(megabytes * MEGABYTE)
        self.run_text(
            f"SET max_memory_usage = {limit}, max_untracked_memory = 0, max_threads = 1, max_insert_threads = 1"
        )

    def starve(self, ask: Callable[[], object]) -> None:
        """Lower the limit step by step until ClickHouse lacks the memory for what is asked at once."""
        megabytes = 64.0
        while megabytes > 1:
            self.allow(megabytes)
            try:
                ask()
            except StoreMemoryError:
                return
            megabytes *= 0.8
        raise AssertionError("1 MB is enough for it: make it more")


@pytest.fixture
def counting(tables: StreamSettings) -> Iterator[CountingStore]:
    """A connection of its own: what is set of a session ends with it."""
    with CountingStore(tables) as store:
        yield store


@pytest.fixture
def batch() -> Batch:
    records = []
    for offset in range(ROWS):
        gathering = f"youth-centre:kallio:{offset % GATHERINGS}"
        told = Told("check-in", f"check-in-{offset}", {"direction": "entry"}, ago(hours=1), gathering, "youth-centre")
        made = told.record(offset)
        records.append(FakeRecord(made.value, offset=offset, topic=made.topic))
    return Batch([judge(Rules(), Run(Programme.YOUTH_CENTRE.topic, 0, records))])


def test_facts_that_are_too_many_for_the_memory_go_in_halves(counting: CountingStore, batch: Batch) -> None:
    """All are stored, none twice."""
    (facts,) = [rows.table for judged in batch.runs for rows in judged.facts]

    def at_once() -> None:
        with counting._errors("insert"):
            counting._client.insert_arrow("engagement.check_ins", facts)

    counting.starve(at_once)
    counting.query("SELECT 1")
    counting.inserts.clear()
    insert_facts(counting, Letters(), batch)
    assert counting.inserts[:2] == [ROWS, ROWS // 2]
    counting.allow(1_000)
    assert counting.query("SELECT uniqExact(id), countDistinct(gathering) FROM engagement.check_ins FINAL") == [
        (ROWS, GATHERINGS)
    ]


def test_roll_ups_of_too_many_gatherings_are_recomputed_by_halves(counting: CountingStore, batch: Batch) -> None:
    """Each gathering has its row, and the right one."""
    for step in (insert_facts, settle):
        step(counting, Letters(), batch)
    found = touched(batch.gatherings)
    assert [roll_up.name for roll_up in found] == ["participation"]

    def at_once() -> None:
        counting.touch({roll_up.name: gatherings for roll_up, gatherings in found.items()})
        counting.run("roll_ups/participation")

    counting.starve(at_once)
    counting.run_text("TRUNCATE TABLE engagement.participation")
    counting.runs.clear()
    recompute_roll_ups(counting, Letters(), batch)
    assert counting.runs.count("roll_ups/participation") > 2
    counting.allow(1_000)
    rows = counting.query("SELECT count(), min(visits), max(visits) FROM engagement.participation FINAL")
    assert rows == [(GATHERINGS, ROWS // GATHERINGS, ROWS // GATHERINGS)]


def test_memory_that_is_too_little_for_one_row_is_said(counting: CountingStore, batch: Batch) -> None:
    """Halving ends: the worker stops with ClickHouse's own words."""
    counting.query("SELECT 1")
    counting.run_text("SET max_memory_usage = 1000, max_untracked_memory = 0")
    with pytest.raises(StoreMemoryError, match="memory limit exceeded"):
        insert_facts(counting, Letters(), batch)
    assert counting.inserts[-1] == 1
