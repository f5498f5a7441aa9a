"""Workers that join and leave while events flow, partitions that are added: every number comes out right."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pytest
from kafka.partitioner.default import murmur2

from producers.emitter import Emitter
from producers.simulator import Message
from streams.settings import StreamSettings
from streams.topics import grow_topics, offsets
from tests.pipeline import Pipeline, engage, eventually
from tests.shared_engines import SharedEngines
from tests.streams.truth_told import committed, emit, must_equal, small_city

pytestmark = [pytest.mark.engines, pytest.mark.timeout(240)]


def partition_of(message: Message, partitions: int) -> int:
    """Where Kafka's own partitioner puts a message."""
    return int(murmur2(message.key) & 0x7FFFFFFF) % partitions


def workers_that_stored(pipeline: Pipeline) -> int:
    ((workers,),) = pipeline.query("SELECT uniqExact(worker) FROM engagement.batches WHERE messages > 0")
    return int(workers)


def highest_partition_consumed(pipeline: Pipeline) -> int:
    return max(part.partition for part in offsets(pipeline.settings) if part.committed > part.begin)


@contextmanager
def trickling(pipeline: Pipeline, messages: Sequence[Message], a_second: int) -> Iterator[threading.Event]:
    """Send messages at a steady rate meanwhile, or at once when the event is set; on leaving all are sent."""
    hurry = threading.Event()
    errors: list[BaseException] = []

    def send() -> None:
        try:
            with Emitter(pipeline.settings.kafka_bootstrap, timeout=60) as emitter:
                waiting = iter(messages)
                while few := list(islice(waiting, a_second // 10)):
                    for message in few:
                        emitter.send_raw(message.topic, message.key, message.value, message.headers)
                    hurry.wait(0.1)
        except BaseException as error:  # noqa: BLE001  it is raised where the thread is joined
            errors.append(error)

    sender = threading.Thread(target=send)
    sender.start()
    try:
        yield hurry
    finally:
        hurry.set()
        sender.join()
    assert errors == []


@pytest.mark.soak
def test_partitions_are_added_and_workers_change_in_mid_evening(tmp_path: Path, engines: SharedEngines) -> None:
    """From 4 partitions to 8: gatherings go on elsewhere, with another worker; every number is right all the same."""
    messages, truth = small_city(days=5, people=700)
    half = len(messages) // 2
    before, after = messages[:half], messages[half:]
    both = {message.key for message in before} & {message.key for message in after}
    assert any(partition_of(one, 4) != partition_of(one, 8) for one in after if one.key in both)
    with Pipeline(tmp_path, engines, batch_rows=400, session_seconds=6) as pipeline:
        first = pipeline.start_worker()
        emit(pipeline, before)
        second = pipeline.start_worker()
        eventually(lambda: committed(pipeline), lambda found: found > 0, seconds=60)
        migrated = engage({**pipeline.environment, "ENGAGE_PARTITIONS": "8"}, "migrate")
        assert "grown to 8 partitions" in migrated.stdout, migrated.stderr
        emit(pipeline, after)
        eventually(lambda: pipeline.log_of(second), lambda text: "worker.started" in text)
        assert pipeline.stop_worker(first) == 0
        books = pipeline.wait_until_consumed(seconds=90)
        must_equal(truth, pipeline, books)
        assert highest_partition_consumed(pipeline) == 7
        assert grow_topics(StreamSettings(kafka_bootstrap=pipeline.settings.kafka_bootstrap, partitions=3)) == []


@pytest.mark.soak
def test_one_to_four_workers_join_and_leave_while_events_flow(tmp_path: Path, engines: SharedEngines) -> None:
    """On 8 partitions workers join until 4 store, and they leave until there is one: nothing is wrong."""
    messages, truth = small_city()
    with Pipeline(tmp_path, engines, partitions=8, batch_rows=900, session_seconds=6) as pipeline:
        with trickling(pipeline, messages, a_second=150) as hurry:
            for count in range(1, 5):
                pipeline.start_worker()
                eventually(
                    lambda: workers_that_stored(pipeline),
                    lambda stored, count=count: stored == count,  # type: ignore[misc]
                    seconds=60,
                    what=f"how many of {count} workers have stored",
                )
            assert committed(pipeline) < truth.messages
            for worker in pipeline.workers[:3]:
                done = committed(pipeline)
                assert pipeline.stop_worker(worker) == 0
                eventually(lambda: committed(pipeline), lambda found, done=done: found > done, seconds=60)  # type: ignore[misc]
            assert committed(pipeline) < truth.messages
            hurry.set()
        must_equal(truth, pipeline, pipeline.wait_until_consumed(seconds=90))
        assert workers_that_stored(pipeline) == 4
        assert pipeline.workers[3].poll() is None


@pytest.mark.soak
def test_a_running_worker_finds_partitions_that_were_added(tmp_path: Path, engines: SharedEngines) -> None:
    """Nobody joins or is restarted: within half a minute or so what lies on new partitions is stored."""
    messages, truth = small_city()
    half = len(messages) // 2
    with Pipeline(tmp_path, engines, batch_rows=900, session_seconds=6) as pipeline:
        pipeline.start_worker()
        emit(pipeline, messages[:half])
        eventually(lambda: committed(pipeline), lambda found: found > 0, seconds=60)
        wider = StreamSettings(kafka_bootstrap=pipeline.settings.kafka_bootstrap, partitions=8)
        assert len(grow_topics(wider)) == 5
        emit(pipeline, messages[half:])
        must_equal(truth, pipeline, pipeline.wait_until_consumed(seconds=90))
        assert highest_partition_consumed(pipeline) == 7
