"""The books: is every consumed message accounted for, exactly once?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from streams.batch import ACCEPTED, NO_RECORD
from streams.settings import StreamSettings
from streams.store import Store
from streams.topics import PartitionOffsets, offsets

__all__ = ["Books", "PartitionBooks", "balance"]


@dataclass(frozen=True, slots=True)
class PartitionBooks:
    """One partition's offsets from the first that Kafka still has up to the committed one.

    An offset without a record (a marker of a transaction, or compacted away) has the outcome `no-record`. It stays with
    its first outcome if its record was there once and was compacted away since.

    `missing` are in no outcome, `doubled` in more than one. `waiting` lie between the committed one and the end.
    """

    topic: str
    partition: int
    begin: int
    committed: int
    end: int
    outcomes: dict[str, int]
    missing: int
    first_missing: tuple[int, ...]
    doubled: int

    @property
    def balanced(self) -> bool:
        """Whether each consumed offset is in exactly one outcome."""
        return not self.missing and not self.doubled

    @property
    def waiting(self) -> int:
        """How many records are not consumed yet."""
        return self.end - self.committed


@dataclass(frozen=True, slots=True)
class Books:
    """The books of all partitions."""

    partitions: Sequence[PartitionBooks]

    @property
    def balanced(self) -> bool:
        """Whether the books of every partition balance."""
        return all(partition.balanced for partition in self.partitions)

    @property
    def consumed(self) -> int:
        """How many offsets are committed and still in Kafka."""
        return sum(partition.committed - partition.begin for partition in self.partitions)

    @property
    def waiting(self) -> int:
        """How many records are not consumed yet."""
        return sum(partition.waiting for partition in self.partitions)

    @property
    def outcomes(self) -> Counter[str]:
        """How many consumed offsets ended in which outcome."""
        total: Counter[str] = Counter()
        for partition in self.partitions:
            total.update(partition.outcomes)
        return total

    @property
    def accepted(self) -> int:
        """How many consumed messages were accepted, duplicates included."""
        return self.outcomes[ACCEPTED]


def balance(settings: StreamSettings, store: Store) -> Books:
    """Compare Kafka's offsets with the outcomes that are booked.

    Raises:
        Recoverable: Kafka or ClickHouse cannot be reached.
        Fatal: a topic or a table is missing.
    """
    partitions = offsets(settings)
    rows = store.rows(
        "outcomes",
        {
            "topics": [partition.topic for partition in partitions],
            "partitions": [partition.partition for partition in partitions],
            "begins": [partition.begin for partition in partitions],
            "ends": [partition.committed for partition in partitions],
        },
    )
    found: dict[tuple[str, int], dict[str, int]] = {}
    of_records: dict[tuple[str, int], int] = {}
    for topic, number, outcome, count, count_of_records in rows:
        found.setdefault((topic, number), {})[outcome] = count
        if not outcome:
            of_records[topic, number] = count_of_records
    for place, counts in found.items():
        counts[NO_RECORD] = counts.get("", 0) - of_records.get(place, 0)
    return Books([_books_of(store, part, found.get((part.topic, part.partition), {})) for part in partitions])


def _books_of(store: Store, part: PartitionOffsets, counts: dict[str, int]) -> PartitionBooks:
    booked = counts.get("", 0)
    outcomes = {outcome: count for outcome, count in counts.items() if outcome and count}
    missing = part.committed - part.begin - booked
    first_missing: tuple[int, ...] = ()
    if missing:
        span = {"topic": part.topic, "partition": part.partition, "begin": part.begin, "end": part.committed}
        first_missing = tuple(row[0] for row in store.rows("missing_offsets", span))
    return PartitionBooks(
        topic=part.topic,
        partition=part.partition,
        begin=part.begin,
        committed=part.committed,
        end=part.end,
        outcomes=outcomes,
        missing=missing,
        first_missing=first_missing,
        doubled=sum(outcomes.values()) - booked,
    )
