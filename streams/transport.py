"""Faust's transport, with a fetched run of records as one message.

Faust's own spends a task and a hundred microseconds on each message. Here the consumer yields one message a partition
and fetch, whose value is a `PackedRun` of records and whose offset is the last record's. Use it with broker URLs of the
scheme `engagement://`. Every topic that the app subscribes to is delivered in runs: the app must have no tables, no
leader topic and no reply topic.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

from streams.assigned_offsets import Delivery
from streams.faust_compat import (
    TP,
    ConsumerMessage,
    KafkaError,
    PartitionRecords,
    SchedulingStrategyT,
    ack_lock,
    driver,
    fetcher,
    notify,
)
from streams.group_membership import GroupMembership
from streams.living_connections import keep_to_living_connections
from streams.logs import logger
from streams.record_batches import CorruptFetchError, RecordBatch, batches_of, records_of
from streams.records import Record, Run, UnreadableRecords
from streams.watched_consumer import WatchedConsumer

__all__ = ["Consumer", "FetchedBytes", "PackedRecords", "PackedRun", "Producer", "RunScheduler", "Transport"]


_FETCH_MILLISECONDS = 50
"""How long the broker holds a fetch for which it has nothing."""

_WHOLE_FETCH_BYTES = 4 * 1024 * 1024
"""Of all partitions, in one fetch: it is in memory three times while it is read."""

_RUN_RECORDS = 20_000
_RUN_BYTES = 4 * 1024 * 1024
"""What is judged at once: little came over the wire may be much once it is unpacked."""

_RECORD_BYTES = 200
"""About what a record takes in memory beside its key, value and headers."""

_HEADER_BYTES = 150
"""About what a header takes in memory, however short it is."""

_CROWD_RECORDS = 10_000
"""More records than Kafka's clients put into one batch, unless they are told to: what makes gigabytes of little."""

_BELIEVED_SPAN = 100_000
"""More offsets than that a damaged batch is not believed to have; the next fetch begins behind its first."""

_DAMAGED_FETCHES = 3
"""How often a place is fetched before what comes of it counts as damaged for good."""

Piece = RecordBatch | UnreadableRecords

log = logger("transport")

Deliver = Callable[["RunMessage"], Awaitable[None]]


class RunMessage(ConsumerMessage):  # type: ignore[misc]  # faust publishes no types
    """A run of records on its way through Faust; `delivery` is what acknowledges it in its ledger."""

    __slots__ = ("delivery",)

    delivery: Delivery


class PackedRun:
    """What one fetch brought of one partition, as it came over the wire.

    Records take several times the room once they are unpacked, so that is left to the agent, shortly before it judges
    them. `first` and `last` are offsets, both included: all that the fetch moves past, also where no record is.
    `appended` is the last batch's newest time in milliseconds.
    """

    __slots__ = ("_batches", "appended", "first", "last")

    def __init__(self, batches: Sequence[Piece], first: int, last: int, appended: int) -> None:
        self._batches = batches
        self.first = first
        self.last = last
        self.appended = appended

    def unpack(self, topic: str, partition: int) -> Iterator[Run]:
        """Return the records as runs that together cover `first` to `last`, each of some MiB at most; once.

        Total: a batch that cannot be unpacked is in a run too, see `records_of`. At least one run is given, the last
        one maybe without a record.
        """
        batches, self._batches = deque(self._batches), ()
        first, records, size, crowds = self.first, list[Any](), 0, list[tuple[int, int]]()
        while batches:
            batch = batches.popleft()
            is_crowd = isinstance(batch, RecordBatch) and batch.records > _CROWD_RECORDS
            if isinstance(batch, UnreadableRecords):
                found: Sequence[Record] = [batch]
            else:
                found = () if batch.is_control else records_of(batch)
            if found and found[0].offset < self.first:
                found = [_from(record, self.first) for record in found if _last_of(record) >= self.first]
            for begin in range(0, len(found), _RUN_RECORDS):
                if is_crowd:
                    crowds.append((found[begin].offset, _last_of(found[-1])))
                records += found[begin : begin + _RUN_RECORDS]
                size += sum(
                    len(one.value or b"") + len(one.key or b"") + _RECORD_BYTES + _HEADER_BYTES * len(one.headers)
                    for one in found[begin : begin + _RUN_RECORDS]
                )
                if len(records) >= _RUN_RECORDS or size >= _RUN_BYTES:
                    last = _last_of(records[-1])
                    yield Run(topic, partition, records, first, last, size, crowds)
                    first, records, size, crowds = last + 1, [], 0, []
        if records or first <= self.last:
            yield Run(topic, partition, records, first, self.last, size, crowds)


def _from(record: Record, first: int) -> Record:
    """Return a record, or of unreadable ones those from an offset on."""
    return replace(record, offset=max(first, record.offset)) if isinstance(record, UnreadableRecords) else record


def _last_of(record: Record) -> int:
    return record.last if isinstance(record, UnreadableRecords) else record.offset


class FetchedBytes:
    """Takes the place of aiokafka's reader of a fetch's bytes (`MemoryRecords`), and keeps them as they came."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    def has_next(self) -> bool:
        """Return whether there is a whole batch, or what cannot be one."""
        try:
            return next(batches_of(self.raw), None) is not None
        except CorruptFetchError:
            return True

    def size_in_bytes(self) -> int:
        """Return how many bytes came."""
        return len(self.raw)


class PackedRecords:
    """Takes the place of aiokafka's reader of a fetch (`PartitionRecords`), and gives all of it as one `PackedRun`.

    A batch whose bytes are damaged is fetched anew. One that stays damaged is told as unreadable, by its offsets.
    """

    def __init__(self, fetched: Any, damaged: dict[Any, int]) -> None:
        self.next_fetch_offset: int = fetched.next_fetch_offset
        self._partition = fetched._tp  # noqa: SLF001  aiokafka has no other way to what it fetched
        self._raw: bytes = fetched._records.raw  # noqa: SLF001
        self._damaged = damaged

    def __iter__(self) -> Iterator[PackedRun]:
        """Return the run, if there is anything in it."""
        first, appended, batches = self.next_fetch_offset, 0, list[Piece]()
        reader = batches_of(self._raw)
        while True:
            try:
                batch = next(reader, None)
            except CorruptFetchError as error:
                if self._comes_again(str(error)):
                    break
                at = self.next_fetch_offset
                batches.append(UnreadableRecords(at, at, appended, b"", f"offset {at}: {error}"))
                self.next_fetch_offset += 1
                break
            if batch is None:
                break
            if batch.last < self.next_fetch_offset:
                continue
            if not batch.is_sound:
                if self._comes_again(f"the batch from offset {batch.first} on has a wrong checksum"):
                    break
                at = max(batch.first, self.next_fetch_offset)
                if batch.last - at > _BELIEVED_SPAN:  # its header may be what is damaged
                    batch = batch._replace(last=at)
                detail = f"offsets {at} to {batch.last}: a batch whose checksum is wrong"
                batches.append(UnreadableRecords(at, batch.last, batch.time, batch.raw, detail))
            else:
                batches.append(batch)
            self.next_fetch_offset = batch.last + 1
            appended = batch.time
        if self.next_fetch_offset > first:
            yield PackedRun(batches, first, self.next_fetch_offset - 1, appended)

    def _comes_again(self, what: str) -> bool:
        """Count how often the same place came damaged; True while it is worth another fetch."""
        place = (self._partition, self.next_fetch_offset)
        times = self._damaged[place] = self._damaged.get(place, 0) + 1
        log.warning("fetch.damaged", partition=str(self._partition), offset=place[1], times=times, what=what)
        if times < _DAMAGED_FETCHES:
            return True
        del self._damaged[place]
        return False


class RunScheduler(SchedulingStrategyT):  # type: ignore[misc]  # faust publishes no types
    """Delivers each partition's fetched records together, partitions in the order of the fetch."""

    @classmethod
    def map_from_records(cls, records: Mapping[TP, list[PackedRun]]) -> Any:  # noqa: D102
        return records

    def iterate(self, records: Mapping[TP, list[PackedRun]]) -> Iterator[tuple[TP, PackedRun]]:
        """Give each partition's run."""
        return ((tp, run) for tp, runs in records.items() for run in runs)

    def records_iterator(self, index: Any) -> Iterator[tuple[TP, Any]]:  # noqa: D102
        return self.iterate(index)


class ConsumerThread(driver.AIOKafkaConsumerThread):  # type: ignore[misc]  # faust publishes no types
    """Faust's thread around aiokafka's consumer, with short polls.

    aiokafka has one fetch at a time under way with a broker. Faust lets an empty one wait 1.5 seconds, and for so long
    the partitions that were not part of it stand still, however much there is in them.
    """

    membership: GroupMembership | None = None
    """None until the consumer is started."""

    def _create_worker_consumer(self, transport: Any) -> Any:
        consumer = super()._create_worker_consumer(transport)
        fetcher.MemoryRecords = FetchedBytes
        self._damaged: dict[Any, int] = {}
        consumer._fetch_max_wait_ms = _FETCH_MILLISECONDS  # noqa: SLF001  it is read when the consumer starts
        consumer._fetch_max_bytes = _WHOLE_FETCH_BYTES  # noqa: SLF001
        keep_to_living_connections(consumer._client)  # noqa: SLF001
        return consumer

    async def on_start(self) -> None:
        """Start aiokafka's consumer, and watch its membership from then on."""
        await super().on_start()
        self.membership = GroupMembership(self._consumer, self.app.conf.broker_session_timeout)

    async def _fetch_records(
        self,
        consumer: Any,
        active_partitions: AbstractSet[TP] | None,
        timeout: float | None = None,  # noqa: ASYNC109  Faust's own signature
        max_records: int | None = None,  # noqa: ARG002  the app sets none
    ) -> Any:
        """Give all that has been fetched, by partition; wait for something up to `timeout` seconds."""
        deadline = time.monotonic() + (timeout or 0.0)
        while True:
            fetching = consumer._fetcher  # noqa: SLF001
            for fetched in fetching._records.values():  # noqa: SLF001
                if type(getattr(fetched, "_partition_records", None)) is PartitionRecords:
                    fetched._partition_records = PackedRecords(  # noqa: SLF001
                        fetched._partition_records,  # noqa: SLF001
                        self._damaged,
                    )
            try:
                found = await super()._fetch_records(consumer, active_partitions, timeout=0, max_records=None)
            except KafkaError as error:
                if type(error) is not KafkaError:
                    raise
                return {}  # the coordination's, not the fetch's: `GroupMembership.poll` finds it too, and sees to it
            left = deadline - time.monotonic()
            if found or left <= 0 or not self.consumer.flow_active:
                return found
            waiter = fetching._create_fetch_waiter()  # noqa: SLF001
            await asyncio.wait([waiter], timeout=left)
            if not waiter.done():
                waiter.cancel()
                return {}
            failure = waiter.exception()
            if failure is not None and type(failure) is not KafkaError:
                raise failure


class Consumer(WatchedConsumer):
    """Faust's consumer with runs as messages and offsets by `AssignedOffsets` in place of Faust's list and gaps.

    Guarantee: an offset is committed only when the runs before it are acknowledged.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scheduler = RunScheduler()
        self._deliver: Deliver = self.callback  # type: ignore[has-type]
        self.callback = self._deliver_noted

    def _new_consumer_thread(self) -> ConsumerThread:
        return ConsumerThread(self, loop=self.loop, beacon=self.beacon)

    def _to_message(self, tp: TP, record: PackedRun) -> RunMessage:
        return RunMessage(
            tp.topic,
            tp.partition,
            record.last,
            record.appended / 1000,
            1,
            [],
            None,
            record,
            None,
            0,
            0,
            tp,
            generation_id=self.app.consumer_generation_id,
        )

    async def _deliver_noted(self, message: RunMessage) -> None:
        run: PackedRun = message.value
        delivery = self.offsets.deliver(message.tp, run.first, run.last, message.generation_id)
        if delivery is None:
            return  # fetched before the partitions were divided anew: it is read again from what is committed
        self.note_handed_on(message.tp, run.last)
        message.delivery = delivery
        await self._deliver(message)

    def ack(self, message: RunMessage) -> bool:
        """Acknowledge a run. One whose partition was taken away since changes nothing: it will be read again."""
        with ack_lock:
            if message.acked:
                return False
            message.acked = True
            self._unacked_messages.discard(message)
            counted = self.offsets.acknowledge(message.tp, message.delivery)
            notify(self._waiting_for_ack)
            return counted

    def holds(self, message: RunMessage) -> bool:
        """Return whether a run's partition was not taken away since it was read."""
        return self.offsets.holds(message.tp, message.delivery)

    async def _add_gap(self, tp: TP, offset_from: int, offset_to: int) -> None:
        """Note nothing: the ledgers know what lies between two runs."""


class Producer(driver.Producer):  # type: ignore[misc]  # faust publishes no types
    """Faust's producer, which publishes dead letters."""

    def _new_producer(self, transactional_id: str | None = None) -> Any:
        producer = super()._new_producer(transactional_id)
        keep_to_living_connections(producer.client)
        return producer


class Transport(driver.Transport):  # type: ignore[misc]  # faust publishes no types
    """Faust's Kafka transport with runs as messages."""

    Consumer = Consumer
    Producer = Producer
    driver_version = f"engagement with {driver.Transport.driver_version}"
