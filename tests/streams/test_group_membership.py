"""What keeps a consumer in its group, against a real broker; and what aiokafka alone does without it."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError
from aiokafka.structs import TopicPartition

from schemas.programmes import Programme
from streams.group_membership import GroupMembership
from streams.topics import create_topics
from tests.pipeline import Pipeline
from tests.shared_engines import SharedEngines

pytestmark = [pytest.mark.engines, pytest.mark.timeout(240)]

TOPIC = Programme.YOUTH_CENTRE.topic


@pytest.fixture(scope="module")
def bootstrap(tmp_path_factory: pytest.TempPathFactory, engines: SharedEngines) -> str:
    with Pipeline(tmp_path_factory.mktemp("pipeline"), engines, partitions=1) as pipeline:
        create_topics(pipeline.settings)
        return pipeline.settings.kafka_bootstrap


@asynccontextmanager
async def joined(bootstrap: str, group: str, *, poll_seconds: float = 300) -> AsyncIterator[Any]:
    consumer = AIOKafkaConsumer(
        TOPIC,
        bootstrap_servers=bootstrap,
        group_id=group,
        enable_auto_commit=False,
        session_timeout_ms=6_000,
        heartbeat_interval_ms=200,
        max_poll_interval_ms=int(poll_seconds * 1000),
    )
    await consumer.start()
    try:
        await until(consumer.assignment)
        yield consumer
    finally:
        await consumer.stop()


async def until(ask: Callable[[], Any], seconds: float = 60, meanwhile: Callable[[], None] = lambda: None) -> None:
    deadline = time.monotonic() + seconds
    while not ask():
        assert time.monotonic() < deadline, ask
        meanwhile()
        await asyncio.sleep(0.05)


def test_aiokafka_alone_leaves_its_group_when_nobody_fetches(bootstrap: str) -> None:
    """Why it is polled: without a fetch it leaves, and joins no more."""

    async def idle() -> None:
        async with joined(bootstrap, "idle", poll_seconds=1) as consumer:
            membership = GroupMembership(consumer, 6)
            assert membership.member
            await until(lambda: consumer._coordinator.generation < 0)
            assert not membership.member

    asyncio.run(idle())


def test_a_consumer_that_is_polled_stays_a_member_without_a_fetch(bootstrap: str) -> None:
    """Five times as long as one may be silent, in the same generation."""

    async def polled() -> None:
        async with joined(bootstrap, "polled", poll_seconds=1) as consumer:
            membership = GroupMembership(consumer, 6)
            generation = consumer._coordinator.generation
            end = time.monotonic() + 5
            await until(lambda: time.monotonic() > end, meanwhile=membership.poll)
            assert (consumer._coordinator.generation, membership.member) == (generation, True)

    asyncio.run(polled())


async def stop_coordination(consumer: Any) -> None:
    """Let a heartbeat end as one that a loading broker answers: aiokafka knows no better than to stop."""
    coordinator = consumer._coordinator
    beat = coordinator._do_heartbeat

    async def fail() -> bool:
        coordinator._do_heartbeat = beat
        raise KafkaError("Unexpected exception in heartbeat task: GroupLoadInProgressError()")

    coordinator._do_heartbeat = fail
    await until(lambda: coordinator._pending_exception is not None)


def test_a_coordination_that_stopped_is_found_by_the_next_poll_and_joins_anew(bootstrap: str) -> None:
    """Without a poll it waits for somebody who asks; the consumer is out after its session, and does not know."""

    async def stopped() -> None:
        async with joined(bootstrap, "stopped") as consumer:
            membership = GroupMembership(consumer, 6)
            generation = consumer._coordinator.generation
            await stop_coordination(consumer)
            await until(lambda: not membership.member)
            assert consumer._coordinator.generation == generation, "it takes itself for a member"
            await until(lambda: membership.member, meanwhile=membership.poll)
            assert consumer._coordinator.generation != generation
            assert membership.failure is None

    asyncio.run(stopped())


def test_a_commit_counts_in_its_own_generation_only(bootstrap: str) -> None:
    """One of an earlier assignment is not sent: Kafka would take away the member's identity for it."""

    async def commits() -> None:
        async with joined(bootstrap, "commits") as consumer:
            membership, tp = GroupMembership(consumer, 6), TopicPartition(TOPIC, 0)
            generation = consumer._coordinator.generation
            assert not await membership.commit({tp: 1}, generation - 1)
            assert not await membership.commit({TopicPartition(TOPIC, 9): 1}, generation)
            assert await consumer.committed(tp) is None
            assert await membership.commit({tp: 1}, generation)
            assert await consumer.committed(tp) == 1
            membership.rejoin()
            await until(lambda: consumer._coordinator.generation > generation)
            assert not await membership.commit({tp: 2}, generation)
            assert membership.member

    asyncio.run(commits())


def test_a_commit_that_kafka_does_not_answer_is_given_up_and_not_taken_for_done(
    bootstrap: str, engines: SharedEngines
) -> None:
    """The broker is away; the offset stays owed until the next attempt."""

    async def away() -> None:
        async with joined(bootstrap, "away") as consumer:
            membership, tp = GroupMembership(consumer, 6), TopicPartition(TOPIC, 0)
            generation = consumer._coordinator.generation
            engines.kafka.kill()
            try:
                assert not await membership.commit({tp: 1}, generation)
            finally:
                engines.kafka.start()
            await until(lambda: membership.answered and membership.member, meanwhile=membership.poll)

    asyncio.run(away())
