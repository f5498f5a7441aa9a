import gc
import json
import logging
import os
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from kafka import KafkaAdminClient, KafkaConsumer, TopicPartition
from kafka.admin import NewTopic

from producers.emitter import Emitter
from producers.errors import (
    BrokerUnavailableError,
    InvalidEventError,
    MessageTooLargeError,
    NotAcknowledgedError,
    TopicMissingError,
)
from producers.new_event import new_event
from schemas.contract import Event
from schemas.envelope import STRUCTURED_HEADERS
from schemas.programmes import Programme
from tests.pipeline import eventually
from tests.shared_engines import SharedEngines

NOW = datetime(2026, 9, 4, 14, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _quiet_kafka() -> Iterator[None]:
    """What kafka-python logs, the errors under test say."""
    logger = logging.getLogger("kafka")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    yield
    logger.setLevel(level)


def make_topic(bootstrap: str, name: str, **configs: str) -> str:
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        if name not in admin.list_topics():
            admin.create_topics([NewTopic(name, 3, 1, topic_configs=configs)])
    finally:
        admin.close()
    return name


def messages(bootstrap: str, topic: str) -> list[Any]:
    """Everything that lies in a topic now."""
    consumer = KafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    try:
        partitions = [TopicPartition(topic, partition) for partition in consumer.partitions_for_topic(topic)]
        consumer.assign(partitions)
        consumer.seek_to_beginning()
        ends = consumer.end_offsets(partitions)
        read: list[Any] = []

        def read_on() -> bool:
            for batch in consumer.poll(timeout_ms=200).values():
                read.extend(batch)
            return all(consumer.position(partition) >= ends[partition] for partition in partitions)

        eventually(read_on, bool, what="the topic's end is read")
        return read
    finally:
        consumer.close()


@pytest.fixture
def topic(engines: SharedEngines) -> str:
    return make_topic(engines.bootstrap, f"emitter-{uuid4().hex}")


def check_in(gathering: str, **data: Any) -> Event:
    return new_event(
        Programme.YOUTH_CENTRE,
        "check-in",
        gathering=gathering,
        data={"direction": "entry"} | data,
        source="test:emitter",
        clock=lambda: NOW,
    )


def a_closed_port() -> str:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{taken.getsockname()[1]}"


@pytest.mark.engines
def test_an_event_arrives_as_a_cloud_event_keyed_by_its_gathering(engines: SharedEngines) -> None:
    """Structured mode, on the programme's topic, whether times are datetimes or text."""
    topic = make_topic(engines.bootstrap, Programme.YOUTH_CENTRE.topic)
    gathering = f"g:{uuid4().hex}"
    first, second = check_in(gathering), check_in(gathering, age_band="13-17")
    second["time"] = "2026-09-04T14:06:00Z"
    with Emitter(engines.bootstrap, clock=lambda: NOW) as emitter:
        emitter.emit(first)
        emitter.emit(second)
        report = emitter.finish()
    assert (report.sent, report.acknowledged, report.failed, report.complete) == (2, 2, (), True)
    arrived = [message for message in messages(engines.bootstrap, topic) if message.key == gathering.encode()]
    assert [json.loads(message.value)["id"] for message in arrived] == [first["id"], second["id"]]
    assert [list(message.headers) for message in arrived] == [STRUCTURED_HEADERS] * 2
    assert len({message.partition for message in arrived}) == 1


@pytest.mark.engines
def test_a_wrong_event_is_not_taken(engines: SharedEngines) -> None:
    """It is refused before Kafka is asked for anything, and counts as nothing."""
    with Emitter(engines.bootstrap, clock=lambda: NOW) as emitter:
        with pytest.raises(InvalidEventError, match=r"data\.age_band"):
            emitter.emit(check_in("g", age_band="old"))
        assert emitter.finish().sent == 0


@pytest.mark.engines
def test_raw_messages_arrive_as_they_are(engines: SharedEngines, topic: str) -> None:
    """Bytes that are no event, without a key or a value, with other headers or none, are sent unjudged."""
    with Emitter(engines.bootstrap, clock=lambda: NOW) as emitter:
        emitter.send_raw(topic, b"k", b"\xff not json", [("x", b"\x00")])
        emitter.send_raw(topic, None, b"", [])
        emitter.send_raw(topic, b"tombstone", None)
    assert sorted(
        (message.key or b"", message.value, list(message.headers)) for message in messages(engines.bootstrap, topic)
    ) == [
        (b"", b"", []),
        (b"k", b"\xff not json", [("x", b"\x00")]),
        (b"tombstone", None, STRUCTURED_HEADERS),
    ]


@pytest.mark.engines
def test_a_bulk_arrives_once_each_and_progress_is_told(engines: SharedEngines, topic: str) -> None:
    """More messages than may be pending at once: all arrive, in order within a key, and progress ends at the total."""
    told: list[tuple[int, int]] = []
    with Emitter(
        engines.bootstrap, clock=lambda: NOW, on_progress=lambda settled, sent: told.append((settled, sent))
    ) as emitter:
        for number in range(25_000):
            emitter.send_raw(topic, b"%d" % (number % 7), b"%d" % number)
        report = emitter.finish()
    assert (report.acknowledged, report.failed) == (25_000, ())
    assert told == sorted(told)
    assert told[-1] == (25_000, 25_000)
    arrived = messages(engines.bootstrap, topic)
    assert sorted(int(message.value) for message in arrived) == list(range(25_000))
    for key in range(7):
        numbers = [int(message.value) for message in arrived if message.key == b"%d" % key]
        assert numbers == sorted(numbers)


@pytest.mark.engines
def test_threads_share_an_emitter(engines: SharedEngines, topic: str) -> None:
    """Four threads that send at the same time lose nothing and count right."""
    with Emitter(engines.bootstrap, clock=lambda: NOW) as emitter:

        def send() -> None:
            for _ in range(250):
                emitter.send_raw(topic, b"k", b"v")

        threads = [threading.Thread(target=send) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert emitter.finish().acknowledged == 1000
    assert len(messages(engines.bootstrap, topic)) == 1000


@pytest.mark.engines
def test_delivering_waits_for_the_acknowledgement(engines: SharedEngines) -> None:
    """When `deliver` returns the event lies in Kafka; the report is about the others."""
    topic = make_topic(engines.bootstrap, Programme.YOUTH_CENTRE.topic)
    gathering = f"g:{uuid4().hex}"
    with Emitter(engines.bootstrap, clock=lambda: NOW) as emitter:
        emitter.deliver(check_in(gathering))
        assert gathering.encode() in [message.key for message in messages(engines.bootstrap, topic)]
        assert emitter.finish().sent == 0


@pytest.mark.engines
def test_a_missing_topic_is_said_at_once(engines: SharedEngines) -> None:
    """The error names the topic and `engage migrate`, and does not wait for the timeout, which is an hour here."""
    with Emitter(engines.bootstrap, clock=lambda: NOW, timeout=3600) as emitter:
        with pytest.raises(TopicMissingError, match="no topic nowhere; run `engage migrate`"):
            emitter.send_raw("nowhere", b"k", b"v")
        assert emitter.finish().sent == 0


@pytest.mark.engines
def test_a_message_too_large_for_the_client_is_not_taken(engines: SharedEngines, topic: str) -> None:
    """It is refused at once; the next one goes on."""
    with Emitter(engines.bootstrap, clock=lambda: NOW) as emitter:
        with pytest.raises(MessageTooLargeError, match="larger than the 1048576 bytes"):
            emitter.send_raw(topic, b"k", b"x" * 1_100_000)
        emitter.send_raw(topic, b"k", b"small")
        assert emitter.finish().acknowledged == 1


@pytest.mark.engines
def test_a_message_too_large_for_the_broker_is_told_as_failed(engines: SharedEngines) -> None:
    """The broker's refusal comes back with the message that it is about; the other message arrived."""
    topic = make_topic(engines.bootstrap, f"small-{uuid4().hex}", **{"max.message.bytes": "2000"})
    with Emitter(engines.bootstrap, clock=lambda: NOW, timeout=5) as emitter:
        emitter.send_raw(topic, b"large", os.urandom(3000))
        emitter.send_raw(topic, b"small", b"v")
        report = emitter.finish()
    assert (report.sent, report.acknowledged) == (2, 1)
    ((message, error),) = report.failed
    assert message == f"{topic}/large"
    assert isinstance(error, MessageTooLargeError)


@pytest.mark.engines
def test_leaving_without_finishing_tells_what_did_not_arrive(engines: SharedEngines) -> None:
    """Nothing is lost silently: the context raises, with each message and its reason."""
    topic = make_topic(engines.bootstrap, f"small-{uuid4().hex}", **{"max.message.bytes": "2000"})
    with pytest.raises(NotAcknowledgedError, match="1 messages were not acknowledged") as left:  # noqa: SIM117
        with Emitter(engines.bootstrap, clock=lambda: NOW, timeout=5) as emitter:
            emitter.send_raw(topic, b"large", os.urandom(3000))
    assert [message for message, _ in left.value.failed] == [f"{topic}/large"]


@pytest.mark.engines
def test_an_error_under_way_is_kept_and_noted(engines: SharedEngines) -> None:
    """What the caller raised stays the error; what did not arrive is added to it."""
    topic = make_topic(engines.bootstrap, f"small-{uuid4().hex}", **{"max.message.bytes": "2000"})
    with pytest.raises(LookupError) as raised, Emitter(engines.bootstrap, clock=lambda: NOW, timeout=5) as emitter:  # noqa: PT012
        emitter.send_raw(topic, b"large", os.urandom(3000))
        raise LookupError
    assert "1 messages were not acknowledged" in raised.value.__notes__[0]


@pytest.mark.engines
def test_a_finished_emitter_takes_nothing_more(engines: SharedEngines, topic: str) -> None:
    """After `finish` sending is a mistake and said to be one; finishing again gives the same report."""
    with Emitter(engines.bootstrap, clock=lambda: NOW) as emitter:
        emitter.send_raw(topic, b"k", b"v")
        report = emitter.finish()
        with pytest.raises(RuntimeError, match="not open"):
            emitter.send_raw(topic, b"k", b"v")
        assert emitter.finish() is report


def test_no_broker_is_said_with_address_time_and_next_step() -> None:
    """Nobody listens: the error comes, and says what to do."""
    address = a_closed_port()
    with pytest.raises(BrokerUnavailableError) as away, Emitter(address, connect_timeout=0.3):
        pass
    assert address in str(away.value)
    assert "within 0.3 s. Is `engage up` running?" in str(away.value)
    assert "refused" in str(away.value)


def test_something_else_that_listens_is_no_broker() -> None:
    """A port that takes connections and never speaks Kafka ends the same way, in time, with nothing left open."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(BrokerUnavailableError, match=address), Emitter(address, connect_timeout=0.5):
            pass
        gc.collect()


def test_an_address_without_a_port_is_refused() -> None:
    """The error shows how an address is written."""
    with pytest.raises(ValueError, match="write HOST:PORT"), Emitter("localhost"):
        pass


@pytest.mark.engines
def test_a_broker_that_goes_away_in_mid_stream_is_noticed_and_accounted_for(engines: SharedEngines, topic: str) -> None:
    """Sending ends with the broker's absence by itself; each message is acknowledged or told, none is lost.

    Once the broker is back the same messages go through, and one that was caught by a restart arrives by itself.
    """
    broker = engines.kafka
    with engines.taken(topic, broker):
        with Emitter(broker.bootstrap, clock=lambda: NOW, timeout=2) as emitter:
            for number in range(100):
                emitter.send_raw(topic, b"k", b"%d" % number)
            broker.stop()
            with pytest.raises(BrokerUnavailableError, match="not acknowledged"):  # noqa: PT012
                while True:
                    emitter.send_raw(topic, b"k", b"x" * 4000)
            report = emitter.finish()
        assert report.sent == report.acknowledged + len(report.failed)
        assert report.failed
        assert {type(error) for _, error in report.failed} == {BrokerUnavailableError}

        broker.start()
        assert len(messages(broker.bootstrap, topic)) >= report.acknowledged
        with Emitter(broker.bootstrap, clock=lambda: NOW, timeout=40) as emitter:
            emitter.send_raw(topic, b"k", b"before")
            broker.stop()
            emitter.send_raw(topic, b"k", b"caught")
            broker.start()
            assert emitter.finish().acknowledged == 2
        assert [message.value for message in messages(broker.bootstrap, topic)][-2:] == [b"before", b"caught"]
