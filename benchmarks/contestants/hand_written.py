"""The practical limit: a loop by hand, without framework, books, dead letters or a way to go on after an error.

confluent-kafka fetches, one pydantic call validates a whole batch of a programme, Arrow carries it to ClickHouse, the
roll-ups are recomputed, the offsets are committed. With `--overlapped` a thread stores a batch while the next one is
fetched and validated.
"""

import gc
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import groupby

from confluent_kafka import Consumer, Message, TopicPartition

from benchmarks.contestants.facts import Fact, store_facts
from benchmarks.contestants.fetching import FETCHING
from schemas.contract import contract_of
from schemas.programmes import TOPICS
from streams.settings import StreamSettings
from streams.store import Store

_MOST = 60_000
_WAIT = 0.25
"""A batch has so many messages at most, and waits so many seconds at most after its first."""


def main() -> None:
    """Consume until stopped."""
    settings = StreamSettings()
    consumer = Consumer(
        {
            "bootstrap.servers": settings.kafka_bootstrap,
            "group.id": settings.consumer_group,
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
            **FETCHING,
        }
    )
    consumer.subscribe(list(TOPICS))
    gc.disable()  # nothing below makes a cycle
    with Store(settings) as store:
        if "--overlapped" in sys.argv:
            _overlapped(consumer, store)
        else:
            _one_by_one(consumer, store)


def _one_by_one(consumer: Consumer, store: Store) -> None:
    while True:
        batch = _next_batch(consumer)
        if batch:
            store_facts(store, _facts(batch))
            _commit(consumer, batch)


def _overlapped(consumer: Consumer, store: Store) -> None:
    with ThreadPoolExecutor(1) as thread:
        before: list[Message] = []
        storing: Future[None] | None = None
        while True:
            batch = _next_batch(consumer)
            facts = _facts(batch)
            if storing is not None:
                storing.result()
                _commit(consumer, before)
            before, storing = batch, thread.submit(store_facts, store, facts) if facts else None


def _commit(consumer: Consumer, batch: list[Message]) -> None:
    ends = {(message.topic(), message.partition()): message.offset() + 1 for message in batch}
    consumer.commit(offsets=[TopicPartition(*place, end) for place, end in ends.items()], asynchronous=False)


def _next_batch(consumer: Consumer) -> list[Message]:
    batch: list[Message] = []
    until = None
    give_up = time.monotonic() + 1.0
    while len(batch) < _MOST and time.monotonic() < (until or give_up):
        batch += consumer.consume(min(10_000, _MOST - len(batch)), timeout=0.05)
        if until is None and batch:
            until = time.monotonic() + _WAIT
    return batch


def _facts(batch: list[Message]) -> list[Fact]:
    facts: list[Fact] = []
    for topic, run in groupby(sorted(batch, key=Message.topic), key=Message.topic):
        messages = list(run)
        programme = TOPICS[topic]
        payload = b"[" + b",".join([message.value() for message in messages]) + b"]"
        events = contract_of(programme).many.validate_json(payload)
        name = programme.value
        facts += [Fact(name, event, m.timestamp()[1]) for event, m in zip(events, messages, strict=True)]
    return facts


if __name__ == "__main__":
    main()
