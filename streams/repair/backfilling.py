"""Facts brought back from Kafka, by the same judging and storing steps.

Facts and roll-ups are idempotent, so what is there stays. The books say of each offset what became of it, and that
stays true: an offset that was booked as a dead letter is left to `engage dead-letters`, and one that was accepted is
not refused afterwards. Only an offset that is in no outcome is booked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from streams.batch import ACCEPTED, NO_RECORD, Batch, JudgedRun
from streams.fact_rows import FactRows
from streams.facts import FAMILIES
from streams.facts.family import INSTANT
from streams.judging import RETENTION, Rules, judge
from streams.records import Run
from streams.repair.acts import record
from streams.repair.consuming import Reach, Span, read
from streams.repair.scratch import ScratchStore, open_scratch
from streams.repair.sending import Sender, open_sender
from streams.settings import StreamSettings
from streams.store import Store
from streams.storing import CLOSING, insert_amended, insert_facts, refuse_late, settle

__all__ = ["Backfilled", "Backfilling", "backfill"]

_MARGIN = timedelta(days=2)
"""So long before it would be deleted a fact is not brought back: those beside it may be gone already."""


@dataclass(frozen=True, slots=True)
class Backfilling:
    """What is asked for. `stopping` is asked between batches; `progress` is told how many of how many are read."""

    reach: Reach
    spans: Sequence[Span]
    dry_run: bool = False
    stopping: Callable[[], bool] = lambda: False
    progress: Callable[[int, int], None] = lambda _done, _all: None


@dataclass(slots=True)
class Backfilled:
    """What became of the messages that were read.

    `new` facts were not there at all, `raised` ones in a lower version, each by table. `left` messages are dead letters
    and stay so. `refused` ones were accepted once and would not be now: they were left alone. `aged` facts are so old
    that they are about to be deleted. `booked` offsets were in no outcome before; `dead` of them are dead letters.
    """

    read: int = 0
    new: dict[str, int] = field(default_factory=dict)
    raised: dict[str, int] = field(default_factory=dict)
    left: int = 0
    refused: int = 0
    aged: int = 0
    booked: int = 0
    dead: int = 0
    stopped: bool = False


def backfill(settings: StreamSettings, store: Store, asked: Backfilling, who: str, now: datetime) -> Backfilled:
    """Read the spans again and store what is missing; on a dry run only count it.

    Raises:
        Recoverable: Kafka or ClickHouse does not answer; run it again.
        Fatal: one of them refuses.
    """
    found = Backfilled()
    total = sum(map(len, asked.spans))
    with open_scratch(settings, store, now) as scratch, open_sender(settings) as sender:
        for family in FAMILIES:
            scratch.create(family.table)
        if not asked.dry_run:
            record(store, "backfill", who=who, at=now, details={**asked.reach.described, "offsets": total})
        for run in read(settings, asked.spans):
            if asked.stopping():
                found.stopped = True
                break
            _take(store, scratch, sender, run, found, now, dry_run=asked.dry_run)
            asked.progress(found.read, total)
        if asked.dry_run:
            _count(store, scratch, found)
    if not asked.dry_run:
        record(store, "backfill", who=who, at=now, details={"read": found.read, "new": sum(found.new.values())})
    return found


def _take(
    store: Store, scratch: ScratchStore, sender: Sender, run: Run, found: Backfilled, now: datetime, *, dry_run: bool
) -> None:
    found.read += len(run.records)
    accepted, dead = _booked(store, run)
    records = [one for one in run.records if one.offset not in dead]
    found.left += len(run.records) - len(records)
    if not records:
        return
    judged = judge(Rules(), Run(run.topic, run.partition, records))
    batch = Batch([judged])
    refuse_late(store, sender, batch)
    found.refused += sum(letter.record.offset in accepted for letter in judged.dead_letters)
    judged.dead_letters = [letter for letter in judged.dead_letters if letter.record.offset not in accepted]
    found.dead += len(judged.dead_letters)
    found.booked += sum(one.offset not in accepted for one in records)
    _leave_aged(judged, found, now)
    stored = Batch(batch.runs)
    insert_facts(scratch, sender, stored)
    settle(scratch, sender, stored)
    insert_amended(scratch, sender, stored)
    if dry_run:
        return
    _count(store, scratch, found)
    for family in FAMILIES:
        scratch.run("repair/clear_table", {"scratch": scratch.scratch, "table": family.table})
    for step in (insert_facts, settle, *CLOSING):
        step(store, sender, batch)


def _booked(store: Store, run: Run) -> tuple[set[int], set[int]]:
    """Give which of a run's offsets are booked as accepted, and which as dead letters."""
    span = {"topic": run.topic, "partition": run.partition, "first": run.first, "last": run.last}
    accepted: set[int] = set()
    dead: set[int] = set()
    for outcome, offsets in store.rows("repair/booked_offsets", span):
        if outcome != NO_RECORD:
            (accepted if outcome == ACCEPTED else dead).update(offsets)
    return accepted, dead


def _leave_aged(judged: JudgedRun, found: Backfilled, now: datetime) -> None:
    cutoff = pa.scalar(now - RETENTION + _MARGIN, INSTANT)
    kept: list[FactRows] = []
    for rows in judged.facts:
        aged = [bool(old) for old in pc.less(rows.table.column("time"), cutoff).to_pylist()] if rows.family.ages else []
        found.aged += sum(aged)
        if any(aged):
            if not all(aged):
                kept.append(rows.without(aged))
        else:
            kept.append(rows)
    judged.facts = kept


def _count(store: Store, scratch: ScratchStore, found: Backfilled) -> None:
    """Count what the scratch tables have and the real ones have not."""
    for family in FAMILIES:
        names = {"scratch": scratch.scratch, "table": family.table}
        ((new, raised),) = store.rows("repair/new_facts", names)
        for counts, number in ((found.new, new), (found.raised, raised)):
            if number:
                counts[family.table] = counts.get(family.table, 0) + number
