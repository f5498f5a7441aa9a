"""Kafka read again from a place, by a consumer of no group: no worker's offset is moved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connections.kafka_values import KafkaError, TopicPartition
from streams.errors import ActRefusedError, Recoverable
from streams.kafka_admin import kafka_admin, open_kafka
from streams.records import Run
from streams.repair.letters import Place
from streams.settings import StreamSettings
from streams.topics import PartitionOffsets, offsets

__all__ = ["Reach", "Span", "read", "spans_of"]

_RECORDS_AT_ONCE = 20_000
_FETCH_BYTES = 8 * 1024 * 1024
_POLL_MILLISECONDS = 1_000
_SILENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Reach:
    """From where on is read, and until when: places, an instant of Kafka's clock, or (neither) the beginning."""

    places: Sequence[Place] = ()
    since: datetime | None = None
    until: datetime | None = None

    @property
    def described(self) -> dict[str, str]:
        """The reach in words."""
        since = ", ".join(map(str, self.places)) or (self.since.isoformat() if self.since else "the beginning")
        return {"from": since, "until": self.until.isoformat() if self.until else "what workers have committed"}


@dataclass(frozen=True, slots=True)
class Span:
    """Offsets of a partition: from `begin` up to, but not including, `end`."""

    topic: str
    partition: int
    begin: int
    end: int

    def __len__(self) -> int:
        return self.end - self.begin


def spans_of(settings: StreamSettings, reach: Reach) -> list[Span]:
    """Give what is to be read of each partition: within what Kafka still has and workers have consumed.

    Raises:
        ActRefusedError: a place is in no topic of a programme, is gone, or is not consumed yet; or there is nothing.
        Recoverable: Kafka cannot be reached.
        TopicError: a topic is missing.
    """
    parts = {TopicPartition(part.topic, part.partition): part for part in offsets(settings)}
    begins = {tp: part.begin for tp, part in parts.items()}
    if reach.places:
        for place in reach.places:
            _require(parts, place)
        begins = {TopicPartition(place.topic, place.partition): place.offset for place in reach.places}
    elif reach.since is not None:
        begins = _firsts(settings, begins, reach.since, parts)
    ends = {tp: parts[tp].committed for tp in begins}
    if reach.until is not None:
        ends = {tp: min(end, ends[tp]) for tp, end in _firsts(settings, ends, reach.until, parts).items()}
    found = [Span(tp.topic, tp.partition, begin, ends[tp]) for tp, begin in sorted(begins.items()) if begin < ends[tp]]
    if not found:
        words = reach.described
        raise ActRefusedError(
            f"there is nothing to read from {words['from']} until {words['until']}: workers of group "
            f"{settings.consumer_group} have consumed no message there; `engage books` shows what they have"
        )
    return found


def read(settings: StreamSettings, spans: Sequence[Span]) -> Iterator[Run]:
    """Give the records of all spans as runs, partition by partition in the order of their offsets.

    Raises:
        Recoverable: Kafka does not answer, or answers nothing for a minute.
    """
    try:
        consumer = open_kafka(
            "consumer",
            settings,
            client_id="engagement-backfill",
            group_id=None,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            max_poll_records=_RECORDS_AT_ONCE,
            max_partition_fetch_bytes=_FETCH_BYTES,
        )
        try:
            for span in spans:
                yield from _read(consumer, settings, span)
        finally:
            consumer.close()
    except KafkaError as error:
        raise _away(settings, repr(error)) from error


def _read(consumer: Any, settings: StreamSettings, span: Span) -> Iterator[Run]:
    partition = TopicPartition(span.topic, span.partition)
    consumer.assign([partition])
    consumer.seek(partition, span.begin)
    silent = 0
    while consumer.position(partition) < span.end:
        polled = consumer.poll(timeout_ms=_POLL_MILLISECONDS).get(partition, [])
        records = [record for record in polled if record.offset < span.end]
        if records:
            yield Run(span.topic, span.partition, records)
        silent = 0 if polled else silent + 1
        if silent * _POLL_MILLISECONDS > _SILENCE_SECONDS * 1000:
            raise _away(settings, f"nothing came of {span.topic}/{span.partition} for {_SILENCE_SECONDS} s")


def _firsts(
    settings: StreamSettings,
    otherwise: dict[TopicPartition, int],
    instant: datetime,
    parts: dict[TopicPartition, PartitionOffsets],
) -> dict[TopicPartition, int]:
    """Give each partition's first offset at or after an instant; where there is none, its end."""
    with kafka_admin(settings) as admin:
        found = admin.list_partition_offsets(dict.fromkeys(otherwise, int(instant.timestamp() * 1000)))
    return {tp: found[tp].offset if found[tp].offset >= 0 else parts[tp].end for tp in otherwise}


def _require(parts: dict[TopicPartition, PartitionOffsets], place: Place) -> None:
    part = parts.get(TopicPartition(place.topic, place.partition))
    if part is None:
        there = ", ".join(f"{tp.topic}/{tp.partition}" for tp in sorted(parts))
        raise ActRefusedError(f"{place} is in no partition of a programme's topic; there are {there}")
    if not part.begin <= place.offset < part.committed:
        raise ActRefusedError(
            f"{place} cannot be read again: of {place.topic}/{place.partition} there are the offsets {part.begin} to "
            f"{part.committed - 1} that workers have consumed and Kafka still has"
        )


def _away(settings: StreamSettings, why: str) -> Recoverable:
    return Recoverable(
        f"Kafka at {settings.kafka_bootstrap} did not answer: {why}; run it again: what is stored counts once"
    )
