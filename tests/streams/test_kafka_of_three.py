"""Kafka of three nodes with replicated topics: leaders die in mid-stream while gateway, emitter and worker run."""

import json
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import pytest

from embedded.kafka import Kafka
from producers.emitter import Emitter
from producers.errors import ProducerError
from producers.simulator import City, Message, simulate
from schemas.programmes import DEAD_LETTER_TOPIC, TOPICS
from tests.kafka_of_three import NODES, KafkaOfThree
from tests.pipeline import Pipeline, eventually
from tests.producers.gateway.gateway_process import GatewayProcess
from tests.shared_engines import SharedEngines
from tests.streams.truth_told import committed, must_equal

pytestmark = [pytest.mark.engines, pytest.mark.soak, pytest.mark.timeout(900)]

PIECE = 40
"""Messages that are sent, or sent again, together."""


class EnginesWithThreeNodes(SharedEngines):
    """ClickHouse, and Kafka of three nodes."""

    @cached_property
    def kafka(self) -> Kafka:
        """All three, as the one that tests know; only what they ask of it is there."""
        return cast("Kafka", self._stack.enter_context(KafkaOfThree(self._folder / "kafka")))

    @property
    def nodes(self) -> KafkaOfThree:
        return cast("KafkaOfThree", self.kafka)


def in_pieces(messages: Sequence[Message], send: Callable[[Sequence[Message]], bool]) -> None:
    """Send all messages, each piece again until it is acknowledged, and a little slowly: leaders die meanwhile."""
    for start in range(0, len(messages), PIECE):
        piece = messages[start : start + PIECE]
        eventually(lambda piece=piece: send(piece), bool, seconds=300, every=0.5)  # type: ignore[misc]
        time.sleep(0.02)


def test_leaders_are_killed_in_mid_stream_and_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    """Each of the three nodes dies and comes back while events come in two ways: every number equals the truth."""
    simulation = simulate(City(seed=3, days=6, people=2500, until=datetime.now(UTC)))
    messages = list(simulation.messages())
    whole = [
        message for message in messages if b'"specversion"' in (message.value or b"")
    ]  # the others are in binary mode
    taken_by_gateway = {id(message) for message in whole[1::2]}
    others = [message for message in messages if id(message) not in taken_by_gateway]
    errors: list[BaseException] = []

    def guarded(work: Callable[..., None], *given: Any) -> threading.Thread:
        def run() -> None:
            try:
                work(*given)
            except BaseException as error:  # noqa: BLE001  it is raised where the thread is joined
                errors.append(error)

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    with (
        EnginesWithThreeNodes(tmp_path / "engines") as engines,
        Pipeline(tmp_path, engines, replication=NODES, batch_rows=500, session_seconds=10) as pipeline,
    ):
        nodes = engines.nodes
        assert set(nodes.in_sync([*TOPICS, DEAD_LETTER_TOPIC])) == {NODES}
        gateway = GatewayProcess(
            tmp_path, pipeline.environment, gateway_events_per_second=1e6, gateway_requests_per_second=1e6
        )
        gateway.start()
        key = gateway.new_key(source="*")

        def by_emitter(piece: Sequence[Message]) -> bool:
            try:
                with Emitter(nodes.bootstrap, timeout=60) as emitter:
                    for message in piece:
                        emitter.send_raw(message.topic, message.key, message.value, message.headers)
            except ProducerError:
                return False
            return True

        def by_gateway(piece: Sequence[Message]) -> bool:
            answer = gateway.post(key, [json.loads(message.value or b"") for message in piece])
            refused = [] if answer.status == 503 else [one for one in answer.content["results"] if "reason" in one]
            assert refused == []
            return answer.status == 200

        try:
            worker = pipeline.start_worker()
            sending = [guarded(in_pieces, others, by_emitter), guarded(in_pieces, whole[1::2], by_gateway)]
            for number in range(NODES):
                goal = len(messages) * (number + 1) // 6
                eventually(lambda: committed(pipeline), lambda found, goal=goal: found >= goal, seconds=300)  # type: ignore[misc]
                leader = nodes.leader(list(TOPICS)[number])
                leader.kill()
                time.sleep(2)
                leader.start()
                leader.wait_until_it_answers()
                eventually(lambda: set(nodes.in_sync(list(TOPICS))), lambda found: found == {NODES}, seconds=120)
            for thread in sending:
                thread.join()
            assert errors == []
            books = pipeline.wait_until_consumed(seconds=300)
            must_equal(simulation.truth(), pipeline, books)
            assert worker.poll() is None, pipeline.log_of(worker)
        finally:
            gateway.stop()
