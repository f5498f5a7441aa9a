"""Quix Streams: a dataframe a topic, each event validated by pydantic, into a batching sink of our own.

As its documentation has it: `BatchingSink` is subclassed, `write` gets a batch a partition at each checkpoint. The
checkpoint is large, since a small one would pay for the roll-ups more often. With `--gathered` the sink stores all
partitions of a checkpoint together, which its documentation does not speak of, and which is faster here.
"""

import sys
from typing import Any

from quixstreams import Application
from quixstreams.sinks import BatchingSink, SinkBatch

from benchmarks.contestants.facts import Fact, store_facts
from benchmarks.contestants.fetching import FETCHING
from schemas.contract import contract_of
from schemas.programmes import TOPICS, Programme
from streams.settings import StreamSettings
from streams.store import Store

_CHECKPOINT_MESSAGES, _CHECKPOINT_SECONDS = 250_000, 3.0


class ClickHouseSink(BatchingSink):  # type: ignore[misc]  # known in its own environment
    """Writes a partition's events as facts and recomputes the roll-ups of its gatherings."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store

    def write(self, batch: SinkBatch) -> None:
        """Store what one partition brought since the last checkpoint."""
        programme = TOPICS[batch.topic].value
        store_facts(self._store, [Fact(programme, item.value, item.timestamp) for item in batch])


class GatheringSink(ClickHouseSink):
    """Writes what all partitions brought since the last checkpoint in one go."""

    def flush(self) -> None:
        """Store a checkpoint."""
        batches = list(self._batches.values())
        self._batches.clear()
        facts = [Fact(TOPICS[batch.topic].value, item.value, item.timestamp) for batch in batches for item in batch]
        store_facts(self._store, facts)


def main() -> None:
    """Run until stopped."""
    settings = StreamSettings()
    app = Application(
        broker_address=settings.kafka_bootstrap,
        consumer_group=settings.consumer_group,
        auto_offset_reset="earliest",
        commit_every=_CHECKPOINT_MESSAGES,
        commit_interval=_CHECKPOINT_SECONDS,
        consumer_extra_config=FETCHING,
        auto_create_topics=False,
        use_changelog_topics=False,
        loglevel="WARNING",
    )
    with Store(settings) as store:
        sink = GatheringSink(store) if "--gathered" in sys.argv else ClickHouseSink(store)
        for name, programme in TOPICS.items():
            topic = app.topic(name, key_deserializer="bytes", value_deserializer="bytes")
            app.dataframe(topic).apply(_validator(programme)).sink(sink)
        app.run()


def _validator(programme: Programme) -> Any:
    return contract_of(programme).one.validate_json


if __name__ == "__main__":
    main()
