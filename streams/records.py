"""What Kafka hands on: a record, and a run of them out of one partition."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

__all__ = ["EARLIEST", "LATEST", "Gathering", "Record", "Run", "SalvagedRecord", "UnreadableRecords", "instant_of"]

Gathering = tuple[str, str]
"""Programme and gathering id."""

EARLIEST = 946_684_800_000
LATEST = 4_102_444_799_999
"""Timestamps of records lie between these, 2000 up to 2100: one beyond is taken for the nearer of the two.

Only on a topic that takes the producers' clock can there be one, and it makes an event too late or in the future."""


class Record(Protocol):
    """One message as fetched; aiokafka's `DefaultRecord` is one.

    `timestamp` is in milliseconds since 1970 UTC: when the broker appended the record, as our topics are configured. It
    is part of the record, so every judgement on it comes out the same when the record is read again.
    """

    @property
    def offset(self) -> int: ...  # noqa: D102
    @property
    def timestamp(self) -> int: ...  # noqa: D102
    @property
    def key(self) -> bytes | None: ...  # noqa: D102
    @property
    def value(self) -> bytes | None: ...  # noqa: D102
    @property
    def headers(self) -> Sequence[tuple[str, bytes | None]]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class SalvagedRecord:
    """A record that was read field by field, since a reader of whole batches stopped at it or beside it."""

    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes | None]]


@dataclass(frozen=True, slots=True)
class UnreadableRecords:
    """Offsets, `last` included, whose records nobody can read, and why. `value` is their bytes as they came."""

    offset: int
    last: int
    timestamp: int
    value: bytes
    detail: str
    key: None = None
    headers: Sequence[tuple[str, bytes | None]] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """Records of one partition in the order of their offsets, and the offsets that they were read from.

    `first` and `last`, both included, by default those of the records. Offsets between that no record has hold none:
    markers of transactions, and what was compacted away. `size` is about how many bytes the records take. `crowds` are
    the offsets, first and last, of batches so large that what is refused of them is told of together.
    """

    topic: str
    partition: int
    records: Sequence[Record]
    first: int = -1
    last: int = -1
    size: int = 0
    crowds: Sequence[tuple[int, int]] = ()

    def __post_init__(self) -> None:
        if self.first < 0 and self.records:
            object.__setattr__(self, "first", self.records[0].offset)
        if self.last < 0 and self.records:
            object.__setattr__(self, "last", self.records[-1].offset)

    @property
    def timestamps(self) -> AbstractSet[int]:
        """When its records were appended, in milliseconds since 1970: few instants, since Kafka appends batches."""
        return {record.timestamp for record in self.records}


def instant_of(milliseconds: int) -> datetime:
    """Return a record's timestamp as an instant in UTC; total, see `EARLIEST`."""
    return datetime.fromtimestamp(max(EARLIEST, min(milliseconds, LATEST)) / 1000, UTC)
