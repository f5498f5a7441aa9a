"""The steps that store a batch. Each may be done again after a failure: done twice, the result is the same."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from typing import Protocol

import pyarrow as pa

from schemas.rejections import Rejection
from streams.batch import Batch, JudgedRun, gatherings_of
from streams.dead_letters import DeadLetter
from streams.errors import StoreMemoryError
from streams.facts.family import INSTANT
from streams.judging import AGE_LIMIT
from streams.records import Gathering, instant_of
from streams.roll_ups import RollUp, touched
from streams.store import Store

__all__ = ["CLOSING", "STORING", "TAKING_IN", "DeadLetterTopic", "Storing"]


class DeadLetterTopic(Protocol):
    """Where dead letters are published."""

    def publish(self, dead_letters: Sequence[DeadLetter]) -> None:
        """Publish and return when all are acknowledged by Kafka; raises Recoverable otherwise."""


Storing = Callable[[Store, DeadLetterTopic, Batch], None]


def refuse_frozen_gatherings(store: Store, _topic: DeadLetterTopic, batch: Batch) -> None:
    """Refuse what comes for a roll-up whose first facts are so old that they may be deleted: its row is final.

    The gathering's other roll-ups still take facts: a concern may be answered long after the last check-in.
    """
    found = touched(gatherings_of(batch.runs))
    ageing = [roll_up for roll_up in found if roll_up.ages]
    if not ageing:
        return
    latest = max(run.run.records[-1].timestamp for run in batch.runs)
    cutoff = (instant_of(latest) - AGE_LIMIT).strftime("%Y-%m-%d %H:%M:%S.%f")
    _touch(store, found)
    for roll_up in ageing:
        rows = store.rows("frozen_gatherings", {"roll_up": roll_up.name, "cutoff": cutoff})
        oldest = {(programme, gathering): oldest.replace(tzinfo=UTC) for programme, gathering, oldest in rows}
        if oldest:
            for judged in batch.runs:
                _refuse_frozen(judged, roll_up, oldest)


def insert_facts(store: Store, _topic: DeadLetterTopic, batch: Batch) -> None:
    """Append the rows of each fact table."""
    tables: dict[str, list[pa.Table]] = {}
    for judged in batch.runs:
        for rows in judged.facts:
            tables.setdefault(rows.family.table, []).append(rows.table)
    for name, parts in tables.items():
        store.insert(name, pa.concat_tables(parts))


def settle(_store: Store, _topic: DeadLetterTopic, batch: Batch) -> None:
    """Let go of the records: their facts are stored, and the rest needs only what is told of them."""
    batch.settle()


def recompute_roll_ups(store: Store, _topic: DeadLetterTopic, batch: Batch) -> None:
    """Recompute what reads the batch's facts, for the gatherings that it has facts of, from all their facts."""
    found = touched(batch.gatherings)
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
    topics, partitions, outcomes, firsts, lasts = (list(column) for column in zip(*batch.bookings, strict=True))
    bookings = {
        "topic": pa.array(topics, pa.string()),
        "partition": pa.array(partitions, pa.uint32()),
        "outcome": pa.array(outcomes, pa.string()),
        "first": pa.array(firsts, pa.uint64()),
        "last": pa.array(lasts, pa.uint64()),
    }
    store.run_on("book_outcomes", "bookings", pa.table(bookings))


TAKING_IN: tuple[Storing, ...] = (refuse_frozen_gatherings, insert_facts, settle)
"""What is done with each part of a batch as it comes."""

CLOSING: tuple[Storing, ...] = (recompute_roll_ups, quarantine_dead_letters, publish_dead_letters, book_outcomes)
"""What is done once for the batch; then it is acknowledged."""

STORING = TAKING_IN + CLOSING


def _recompute(store: Store, found: Mapping[RollUp, AbstractSet[Gathering]]) -> None:
    """Recompute roll-ups; where ClickHouse has too little memory for all gatherings of one, for halves of them."""
    _touch(store, found)
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
            _touch(store, found)


def _touch(store: Store, found: Mapping[RollUp, AbstractSet[Gathering]]) -> None:
    store.touch({roll_up.name: gatherings for roll_up, gatherings in found.items()})


def _refuse_frozen(judged: JudgedRun, roll_up: RollUp, oldest: Mapping[Gathering, datetime]) -> None:
    facts = []
    for rows in judged.facts:
        if rows.family.table not in roll_up.tables:
            facts.append(rows)
            continue
        gatherings = [str(gathering) for gathering in rows.table.column("gathering").to_pylist()]
        first_facts = [oldest.get((judged.programme.value, gathering)) for gathering in gatherings]
        frozen = [
            first is not None and first < instant_of(record.timestamp) - AGE_LIMIT
            for first, record in zip(first_facts, rows.records, strict=True)
        ]
        for record, gathering, first, is_frozen in zip(rows.records, gatherings, first_facts, frozen, strict=True):
            if is_frozen:
                detail = f"{roll_up.name} of gathering {gathering} is final: its first fact is of {first}"
                judged.dead_letters.append(DeadLetter.of(judged.run, record, Rejection.TOO_LATE, detail))
        if not all(frozen):
            facts.append(rows.without(frozen))
    judged.facts = facts
