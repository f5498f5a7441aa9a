"""What Kafka hands on: a record, and a run of them out of one partition."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

__all__ = ["Gathering", "Record", "Run", "instant_of"]

Gathering = tuple[str, str]
"""Programme and gathering id."""


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
    def headers(self) -> Sequence[tuple[str, bytes]]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Run:
    """Records of one partition in the order of their offsets, as one fetch brought them. Never empty."""

    topic: str
    partition: int
    records: Sequence[Record]

    @property
    def first(self) -> int:
        """The first record's offset."""
        return self.records[0].offset

    @property
    def last(self) -> int:
        """The last record's offset."""
        return self.records[-1].offset


def instant_of(milliseconds: int) -> datetime:
    """Give a record's timestamp as an instant in UTC."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
