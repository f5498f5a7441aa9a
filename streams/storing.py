"""The steps that store a batch. Each may be done again after a failure: done twice, the result is the same."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pyarrow as pa

from schemas.rejections import Rejection
from streams.amending import note_amendments, retract_elsewhere
from streams.batch import ACCEPTED, DEAD_LETTER, Batch, Booking, JudgedRun, gatherings_of
from streams.dead_letters import DeadLetter
from streams.errors import StaleBatchError, StoreMemoryError
from streams.fact_rows import FactRows
from streams.facts.family import INSTANT
from streams.frozen import clock_of, first_facts, touch
from streams.judging import FINAL_LIMIT
from streams.late_facts import refuse_late_facts, unusually_old
from streams.records import Gathering, instant_of
from streams.roll_ups import RollUp, touched
from streams.store import Store

__all__ = ["CLOSING", "STORING", "TAKING_IN", "DeadLetterTopic", "Storing"]


class DeadLetterTopic(Protocol):
    """Where dead letters are published."""

    def publish(self, dead_letters: Sequence[DeadLetter]) -> None:
        """Publish and return when all are acknowledged by Kafka; raises Recoverable otherwise."""


CHECK_HOLDS = timedelta(hours=12)
"""How long a batch may be under way after it was judged by the store's clock; half of what final roll-ups leave."""

_NEVER = datetime(2200, 1, 1, tzinfo=UTC)

_BOOKED_RANGES = 2_000
_BOOKED_OFFSETS = 1_000_000
"""In one statement: a server takes parameters of 128 KiB at most, and holds the offsets in memory."""

Storing = Callable[[Store, DeadLetterTopic, Batch], None]


def refuse_late(store: Store, _topic: DeadLetterTopic, batch: Batch) -> None:
    """Refuse the facts that come too late to be counted, and what comes for roll-ups that are final.

    Each roll-up is final for itself: a concern may be answered long after the last check-in.
    """
    found = touched(gatherings_of(batch.runs))
    ageing = [roll_up for roll_up in found if roll_up.ages]
    if not ageing:
        return
    if not batch.size or batch.checked is None:
        batch.checked, batch.asked = clock_of(store), {}
    # The first chunk's clock holds for the batch: how long that may be under way is taken from the limits' margin.
    now = batch.checked
    old = unusually_old(batch.runs, now)
    before = _NEVER if old else now - FINAL_LIMIT
    for roll_up in ageing:
        # What was not final for a chunk before this one is not now: no row of the batch is recomputed in between.
        asked = batch.asked.setdefault(roll_up.name, set())
        unasked = found[roll_up] if old else found[roll_up] - asked
        firsts = first_facts(store, roll_up, unasked, before) if unasked else {}
        if not old:
            asked.update(unasked - firsts.keys())
        if old or firsts:
            refuse_late_facts(batch.runs, roll_up, firsts, now)


def keep_outcomes(store: Store, _topic: DeadLetterTopic, batch: Batch) -> None:
    """Keep the outcome of records that are read again: what is too late now may have come in time.

    Such a fact was stored then, and may be deleted by now, so it is not stored again.
    """
    for judged in batch.runs:
        if not judged.run.records:
            continue
        late = any(letter.reason is Rejection.TOO_LATE for letter in judged.dead_letters)
        if not late and not unusually_old([judged], instant_of(judged.run.records[-1].timestamp)):
            continue
        run = judged.run
        span = {"topic": run.topic, "partition": run.partition, "first": run.first, "last": run.last}
        booked = {outcome: set(offsets) for outcome, offsets in store.rows("repair/booked_offsets", span)}
        accepted, refused = booked.get(ACCEPTED, set()), booked.get(DEAD_LETTER + Rejection.TOO_LATE, set())
        judged.dead_letters = [
            letter
            for letter in judged.dead_letters
            if letter.reason is not Rejection.TOO_LATE or letter.record.offset not in accepted
        ]
        _refuse_again(judged, refused)


def insert_facts(store: Store, _topic: DeadLetterTopic, batch: Batch) -> None:
    """Append the rows of first revisions, one insert a fact table."""
    _append(store, (rows for judged in batch.runs for rows in judged.facts if not rows.again))


def insert_amended(store: Store, _topic: DeadLetterTopic, batch: Batch) -> None:
    """Append the rows of later revisions, when all is noted that they may replace."""
    _append(store, (rows for _programme, rows in batch.again))


def settle(_store: Store, _topic: DeadLetterTopic, batch: Batch) -> None:
    """Let go of the records: their facts are stored, and the rest needs only what is told of them."""
    batch.settle()


def recompute_roll_ups(store: Store, _topic: DeadLetterTopic, batch: Batch) -> None:
    """Recompute what reads the batch's facts, for the gatherings that it has facts of, from all their facts.

    Raises:
        StaleBatchError: so much time went by since `refuse_late` that some of these facts may be deleted.
    """
    found = touched(batch.gatherings)
    if batch.checked is not None and any(roll_up.ages for roll_up in found):
        waited = clock_of(store) - batch.checked
        if waited > CHECK_HOLDS:
            raise StaleBatchError(f"ClickHouse was away for {waited} in the middle of a batch; it is read again")
    if found:
        _recompute(store, found)


def quarantine_dead_letters(store: Store, _topic: DeadLetterTopic, batch: Batch) -> None:
    """Keep each dead letter with its reason and origin."""
    letters = batch.dead_letters
    if letters:
        records = [letter.record for letter in letters]
        header = pa.struct([("name", pa.string()), ("value", pa.binary())])
        store.insert(
            "quarantine",
            pa.table(
                {
                    "topic": [letter.topic for letter in letters],
                    "partition": pa.array([letter.partition for letter in letters], pa.uint32()),
                    "offset": pa.array([record.offset for record in records], pa.uint64()),
                    "appended": pa.array([record.timestamp for record in records], pa.int64()).cast(INSTANT),
                    "reason": [letter.reason.value for letter in letters],
                    "detail": [letter.detail for letter in letters],
                    "key": pa.array([letter.key for letter in letters], pa.binary()),
                    "headers": pa.array(
                        [[{"name": n, "value": v} for n, v in letter.record_headers] for letter in letters],
                        pa.list_(header),
                    ),
                    "value": pa.array([letter.value for letter in letters], pa.binary()),
                }
            ),
        )


def publish_dead_letters(_store: Store, topic: DeadLetterTopic, batch: Batch) -> None:
    """Publish each dead letter for those who repair and watch."""
    letters = batch.dead_letters
    if letters:
        topic.publish(letters)


def book_outcomes(store: Store, _topic: DeadLetterTopic, batch: Batch) -> None:
    """Book what became of each offset."""
    for some in _statements_of(batch.bookings):
        topics, partitions, outcomes, firsts, lasts = (list(column) for column in zip(*some, strict=True))
        bookings = {
            "topic": pa.array(topics, pa.string()),
            "partition": pa.array(partitions, pa.uint32()),
            "outcome": pa.array(outcomes, pa.string()),
            "first": pa.array(firsts, pa.uint64()),
            "last": pa.array(lasts, pa.uint64()),
        }
        store.run_on("book_outcomes", "bookings", pa.table(bookings))


TAKING_IN: tuple[Storing, ...] = (refuse_late, keep_outcomes, insert_facts, settle)
"""What is done with each part of a batch as it comes."""

CLOSING: tuple[Storing, ...] = (
    note_amendments,
    insert_amended,
    retract_elsewhere,
    recompute_roll_ups,
    quarantine_dead_letters,
    publish_dead_letters,
    book_outcomes,
)
"""What is done once for the batch; then it is acknowledged."""

STORING = TAKING_IN + CLOSING


def _append(store: Store, rows: Iterable[FactRows]) -> None:
    tables: dict[str, list[pa.Table]] = {}
    for of_table in rows:
        tables.setdefault(of_table.family.table, []).append(of_table.table)
    for name, parts in tables.items():
        store.insert(name, pa.concat_tables(parts))


def _recompute(store: Store, found: Mapping[RollUp, AbstractSet[Gathering]]) -> None:
    """Recompute roll-ups; where ClickHouse has too little memory for all gatherings of one, for halves of them."""
    touch(store, found)
    for roll_up, gatherings in found.items():
        try:
            store.run(f"roll_ups/{roll_up.name}")
        except StoreMemoryError:
            half = len(gatherings) // 2
            if not half:
                raise
            ordered = sorted(gatherings)
            for part in (ordered[:half], ordered[half:]):
                _recompute(store, {roll_up: frozenset(part)})
            touch(store, found)


def _statements_of(bookings: Sequence[Booking]) -> Iterator[list[Booking]]:
    """Return bookings in pieces, long ranges cut: of offsets without a record there may be any number."""
    some: list[Booking] = []
    offsets = 0
    for topic, partition, outcome, first, last in bookings:
        for begin in range(first, last + 1, _BOOKED_OFFSETS):
            end = min(last, begin + _BOOKED_OFFSETS - 1)
            some.append((topic, partition, outcome, begin, end))
            offsets += end - begin + 1
            if len(some) >= _BOOKED_RANGES or offsets >= _BOOKED_OFFSETS:
                yield some
                some, offsets = [], 0
    if some:
        yield some


def _refuse_again(judged: JudgedRun, refused: AbstractSet[int]) -> None:
    facts = []
    for rows in judged.facts:
        out = [record.offset in refused for record in rows.records]
        judged.dead_letters += [
            DeadLetter.of(judged.run, record, Rejection.TOO_LATE, "it was refused when it was first read")
            for record, again in zip(rows.records, out, strict=True)
            if again
        ]
        if not all(out):
            facts.append(rows.without(out) if any(out) else rows)
    judged.facts = facts
