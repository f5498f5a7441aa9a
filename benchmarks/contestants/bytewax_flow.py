"""Bytewax: its Kafka source, a map that validates each event by pydantic, `collect`, and a sink of our own.

As its documentation has it: `op.collect` gathers by size and time, a `DynamicSink` writes what comes. It keeps no
offsets in Kafka: it reads from the beginning and says so when it begins.
"""

import sys
from datetime import timedelta
from typing import Any

import bytewax.operators as op
from bytewax.connectors.kafka import KafkaSource, KafkaSourceMessage
from bytewax.dataflow import Dataflow
from bytewax.outputs import DynamicSink, StatelessSinkPartition
from bytewax.testing import cluster_main

from benchmarks.contestants.facts import Fact, store_facts
from benchmarks.contestants.fetching import FETCHING
from schemas.contract import contract_of
from schemas.programmes import TOPICS
from streams.settings import StreamSettings
from streams.store import Store

_MOST, _WITHIN = 250_000, timedelta(seconds=3)
_FETCHED = 10_000
_CONFIG = {name: str(value) for name, value in FETCHING.items()}


class _Partition(StatelessSinkPartition[list[Fact]]):  # type: ignore[misc]  # known in its own environment
    def __init__(self, settings: StreamSettings) -> None:
        self._store = Store(settings)

    def write_batch(self, items: list[list[Fact]]) -> None:
        for facts in items:
            store_facts(self._store, facts)


class ClickHouseSink(DynamicSink[list[Fact]]):  # type: ignore[misc]  # known in its own environment
    """Writes batches of events as facts and recomputes the roll-ups of their gatherings."""

    def __init__(self, settings: StreamSettings) -> None:
        self._settings = settings

    def build(self, step_id: str, worker_index: int, worker_count: int) -> _Partition:  # noqa: ARG002  Bytewax's
        """Open a connection for a worker."""
        return _Partition(self._settings)


def flow(settings: StreamSettings) -> Dataflow:
    """Make the dataflow."""
    made = Dataflow("facts")
    source = KafkaSource([settings.kafka_bootstrap], list(TOPICS), add_config=_CONFIG, batch_size=_FETCHED)
    messages = op.input("kafka", made, source)
    facts = op.map("validate", messages, _fact)
    batches = op.collect("gather", op.key_on("one", facts, lambda _: "all"), timeout=_WITHIN, max_size=_MOST)
    op.output("clickhouse", op.map("facts", batches, lambda pair: pair[1]), ClickHouseSink(settings))
    return made


def _fact(message: KafkaSourceMessage[Any, Any]) -> Fact:
    programme = TOPICS[message.topic]
    return Fact(programme.value, contract_of(programme).one.validate_json(message.value), message.timestamp[1])


if __name__ == "__main__":
    print("consuming", file=sys.stderr, flush=True)
    cluster_main(flow(StreamSettings()), [], 0)
