"""Messages to Kafka for a repair, each acknowledged before it counts."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from connections import classify
from connections.kafka_values import KafkaError
from schemas.message_size import MAX_MESSAGE_BYTES
from schemas.programmes import DEAD_LETTER_TOPIC
from streams.dead_letters import DeadLetter
from streams.errors import KafkaRefusedError, Recoverable
from streams.kafka_admin import open_kafka
from streams.repair.letters import Place
from streams.repair.reconsidering import Message
from streams.settings import StreamSettings

__all__ = ["Sender", "open_sender"]

_CLOSE_SECONDS = 5.0
_ANSWER_SECONDS = 30


class Sender:
    """Sends and waits until all in-sync replicas have what was sent."""

    def __init__(self, producer: Any, bootstrap: str) -> None:
        self._producer = producer
        self._bootstrap = bootstrap

    def send(self, messages: Sequence[Message]) -> list[Place]:
        """Send messages and give the place of each, in their order.

        Raises:
            Recoverable: not all were acknowledged; those that were do no harm when they are sent again.
        """
        return self._sent([(one.topic, one.key, one.value, [*one.headers]) for one in messages])

    def publish(self, dead_letters: Sequence[DeadLetter]) -> None:
        """Publish dead letters on their topic, as a worker does.

        Raises:
            Recoverable: not all were acknowledged.
        """
        messages = [letter.message for letter in dead_letters]
        self._sent([(DEAD_LETTER_TOPIC, one.key, one.value, one.headers) for one in messages])

    def _sent(self, messages: Sequence[tuple[str, bytes, bytes, list[tuple[str, bytes]]]]) -> list[Place]:
        with _our_errors(self._bootstrap):
            futures = [
                self._producer.send(topic, key=key, value=value, headers=headers)
                for topic, key, value, headers in messages
            ]
            found = [future.get(timeout=_ANSWER_SECONDS) for future in futures]
        return [Place(metadata.topic, metadata.partition, metadata.offset) for metadata in found]


@contextmanager
def open_sender(settings: StreamSettings) -> Iterator[Sender]:
    """Connect to Kafka, and close the connection at the end.

    Raises:
        Recoverable: Kafka cannot be reached.
        KafkaRefusedError: it does not let us.
    """
    producer = open_kafka(
        "producer",
        settings,
        client_id="engagement-repair",
        max_request_size=MAX_MESSAGE_BYTES,
        max_block_ms=_ANSWER_SECONDS * 1000,
        delivery_timeout_ms=_ANSWER_SECONDS * 1000,
        request_timeout_ms=_ANSWER_SECONDS * 500,
        allow_auto_create_topics=False,
    )
    try:
        yield Sender(producer, settings.kafka_bootstrap)
    finally:
        producer.close(timeout=_CLOSE_SECONDS)


@contextmanager
def _our_errors(bootstrap: str) -> Iterator[None]:
    try:
        yield
    except KafkaError as error:
        if classify(error).kind == "fatal":
            raise KafkaRefusedError(
                f"Kafka at {bootstrap} does not let us send: {error!r}; "
                "docs/reference/access.md lists the rights that each user needs"
            ) from error
        raise Recoverable(
            f"Kafka at {bootstrap} did not acknowledge everything: {error!r}; run it again: what arrived counts once"
        ) from error
