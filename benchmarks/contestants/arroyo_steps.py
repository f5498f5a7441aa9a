"""Sentry Arroyo: a chain of processing strategies, each event validated by pydantic, stored in batches.

As its documentation has it: `RunTask`, `BatchStep`, `RunTaskInThreads` for what waits, `CommitOffsets`, under a
`StreamProcessor` whose factory builds the chain when partitions are assigned. Arroyo gives a processor one topic; the
job has four, so the consumer subscribes to all of them.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from arroyo.backends.kafka import KafkaConsumer, KafkaPayload
from arroyo.backends.kafka.configuration import build_kafka_consumer_configuration
from arroyo.processing import StreamProcessor
from arroyo.processing.strategies import (
    BatchStep,
    CommitOffsets,
    ProcessingStrategy,
    ProcessingStrategyFactory,
    RunTask,
    RunTaskInThreads,
)
from arroyo.types import BrokerValue, Commit, Message, Partition, Topic

from benchmarks.contestants.facts import Fact, store_facts
from benchmarks.contestants.fetching import FETCHING
from schemas.contract import contract_of
from schemas.programmes import TOPICS
from streams.settings import StreamSettings
from streams.store import Store

_MOST, _WITHIN = 250_000, 3.0


class FourTopics(KafkaConsumer):  # type: ignore[misc]  # known in its own environment
    """A consumer of the four programmes' topics, whichever topic its processor names."""

    def subscribe(self, _topics: Sequence[Topic], *given: Any, **named: Any) -> None:
        """Subscribe to all of them."""
        super().subscribe([Topic(name) for name in TOPICS], *given, **named)


class FactsFactory(ProcessingStrategyFactory[KafkaPayload]):  # type: ignore[misc]  # known in its own environment
    """Builds the chain: validate, gather, store, commit."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def create_with_partitions(
        self,
        commit: Commit,
        partitions: Mapping[Partition, int],  # noqa: ARG002  Arroyo's
    ) -> ProcessingStrategy[KafkaPayload]:
        """Build it, last step first."""

        def store(message: Message[Any]) -> None:
            store_facts(self._store, [value.payload for value in message.payload])

        return RunTask(_fact, BatchStep(_MOST, _WITHIN, RunTaskInThreads(store, 1, 2, CommitOffsets(commit))))


def _fact(message: Message[KafkaPayload]) -> Fact:
    value = message.value
    assert isinstance(value, BrokerValue)
    programme = TOPICS[value.partition.topic.name]
    event = contract_of(programme).one.validate_json(value.payload.value)
    appended = int(value.timestamp.replace(tzinfo=UTC).timestamp() * 1000)
    return Fact(programme.value, event, appended)


def main() -> None:
    """Run until stopped."""
    settings = StreamSettings()
    configuration = build_kafka_consumer_configuration(
        {},
        settings.consumer_group,
        auto_offset_reset="earliest",
        queued_min_messages=FETCHING["queued.min.messages"],
        queued_max_messages_kbytes=FETCHING["queued.max.messages.kbytes"],
        bootstrap_servers=[settings.kafka_bootstrap],
    )
    with Store(settings) as store:
        StreamProcessor(FourTopics(configuration), Topic(next(iter(TOPICS))), FactsFactory(store)).run()


if __name__ == "__main__":
    main()
