"""Faust's transport, with a fetched run of records as one message.

Faust's own spends a task and a hundred microseconds on each message. Here the consumer yields one message a partition
and fetch, whose value is the list of records and whose offset is the last record's. Use it with broker URLs of the
scheme `engagement://`. Every topic that the app subscribes to is delivered in runs: the app must have no tables, no
leader topic and no reply topic.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

from faust.transport.drivers import aiokafka as driver
from faust.types import TP, ConsumerMessage
from faust.types.transports import SchedulingStrategyT
from faust.types.tuples import ack_lock
from mode.utils.futures import notify

from streams.offset_ledger import OffsetLedger

__all__ = ["Consumer", "RunScheduler", "Transport"]


_FETCH_MILLISECONDS = 50
"""How long the broker holds a fetch for which it has nothing."""

Deliver = Callable[["RunMessage"], Awaitable[None]]


class RunScheduler(SchedulingStrategyT):  # type: ignore[misc]  # faust publishes no types
    """Delivers each partition's fetched records together, partitions in the order of the fetch."""

    @classmethod
    def map_from_records(cls, records: Mapping[TP, list[Any]]) -> Any:  # noqa: D102
        return records

    def iterate(self, records: Mapping[TP, list[Any]]) -> Iterator[tuple[TP, list[Any]]]:
        """Give each partition with all its records; empty ones are left out."""
        return ((tp, run) for tp, run in records.items() if run)

    def records_iterator(self, index: Any) -> Iterator[tuple[TP, Any]]:  # noqa: D102
        return self.iterate(index)


class RunMessage(ConsumerMessage):  # type: ignore[misc]  # faust publishes no types
    """A run of records on its way through Faust; `delivery` is what acknowledges it in the ledger."""

    __slots__ = ("delivery",)

    delivery: object


class ConsumerThread(driver.AIOKafkaConsumerThread):  # type: ignore[misc]  # faust publishes no types
    """Faust's thread around aiokafka's consumer, with short polls.

    aiokafka has one fetch at a time under way with a broker. Faust lets an empty one wait 1.5 seconds, and for so long
    the partitions that were not part of it stand still, however much there is in them.
    """

    def _create_worker_consumer(self, transport: Any) -> Any:
        consumer = super()._create_worker_consumer(transport)
        consumer._fetch_max_wait_ms = _FETCH_MILLISECONDS  # noqa: SLF001  it is read when the consumer starts
        return consumer


class Consumer(driver.Consumer):  # type: ignore[misc]  # faust publishes no types
    """Faust's consumer with runs as messages and an `OffsetLedger` a partition in place of Faust's list and gaps.

    Guarantee: an offset is committed only when the runs before it are acknowledged.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scheduler = RunScheduler()
        self._ledgers: dict[TP, OffsetLedger] = defaultdict(OffsetLedger)
        self._deliver: Deliver = self.callback  # type: ignore[has-type]
        self.callback = self._deliver_noted

    def _new_consumer_thread(self) -> ConsumerThread:
        return ConsumerThread(self, loop=self.loop, beacon=self.beacon)

    def _to_message(self, tp: TP, record: list[Any]) -> RunMessage:
        last = record[-1]
        return RunMessage(
            last.topic,
            last.partition,
            last.offset,
            last.timestamp / 1000,
            last.timestamp_type,
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
        run = message.value
        message.delivery = self._ledgers[message.tp].deliver(run[0].offset, run[-1].offset)
        await self._deliver(message)

    def ack(self, message: RunMessage) -> bool:
        """Acknowledge a run. One whose partition was taken away since changes nothing: it will be read again."""
        with ack_lock:
            if message.acked:
                return False
            message.acked = True
            self._unacked_messages.discard(message)
            ledger = self._ledgers.get(message.tp)
            counted = ledger is not None and ledger.acknowledge(message.delivery)
            if counted:
                self._n_acked += 1
                self._acked[message.tp] = []  # marks the partition as one to commit
            notify(self._waiting_for_ack)
            return counted

    def _new_offset(self, tp: TP) -> int | None:
        ledger = self._ledgers.get(tp)
        return None if ledger is None else ledger.committable

    async def _add_gap(self, tp: TP, offset_from: int, offset_to: int) -> None:
        """Note nothing: the ledger knows what lies between two runs."""

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Forget the runs of partitions that are taken away, then let Faust do its part."""
        for tp in revoked:
            self._ledgers.pop(tp, None)
        await super().on_partitions_revoked(revoked)


class Transport(driver.Transport):  # type: ignore[misc]  # faust publishes no types
    """Faust's Kafka transport with runs as messages."""

    Consumer = Consumer
    driver_version = f"engagement with {driver.Transport.driver_version}"
