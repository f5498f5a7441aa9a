"""kafka-python as an emitter wants it: errors of our own, and nothing left open.

Measured with kafka-python 3.0.12: `close` of a producer raises and lets its thread go on when messages are left; a
message for a topic that does not exist blocks for its whole timeout.
"""

from collections.abc import Collection
from contextlib import suppress
from typing import Any

from connections import KafkaConnection, ServiceRefusedError, ServiceUnavailableError, classify
from connections.kafka import KafkaClient
from connections.kafka import connect as connect_kafka
from connections.kafka_partitioner import KeyPartitioner
from connections.kafka_values import KafkaError, KafkaTimeoutError
from producers.errors import BrokerRefusedError, BrokerUnavailableError
from schemas.message_size import MAX_MESSAGE_BYTES

__all__ = ["close", "connect", "reason_of", "topics_of", "wait_for"]

_LINGER_MS = 5
"""Long enough for a bulk to fill batches, too short for a person to notice."""
_BATCH_BYTES = 128 * 1024
_LAST_WAIT = 2.0


def connect(bootstrap: str, *, timeout: float, connect_timeout: float, connection: KafkaConnection) -> Any:
    """Return a KafkaProducer whose messages expire `timeout` seconds after they were handed over.

    It acknowledges by all in-sync replicas and is idempotent, kafka-python's defaults. It does not compress: an
    organiser's few events gain nothing by it.

    Raises:
        BrokerUnavailableError: no broker answered within `connect_timeout` seconds.
        BrokerRefusedError: one answered, and cannot be spoken with.
    """
    milliseconds = int(timeout * 1000)
    return _open(
        "producer",
        bootstrap,
        connect_timeout,
        connection,
        linger_ms=_LINGER_MS,
        batch_size=_BATCH_BYTES,
        max_request_size=MAX_MESSAGE_BYTES,
        max_block_ms=milliseconds,
        delivery_timeout_ms=milliseconds,
        request_timeout_ms=milliseconds // 2,
        reconnect_backoff_max_ms=1000,
        allow_auto_create_topics=False,
        partitioner=KeyPartitioner(),
    )


def topics_of(bootstrap: str, *, timeout: float, connection: KafkaConnection) -> Collection[str]:
    """Return the topics that the broker has.

    Raises:
        BrokerUnavailableError: it did not answer within about `timeout` seconds.
        BrokerRefusedError: it refuses to tell.
    """
    admin = _open("admin", bootstrap, timeout, connection, request_timeout_ms=int(timeout * 1000))
    try:
        return frozenset(admin.list_topics())
    except KafkaError as error:
        if classify(error).kind == "recoverable":
            raise BrokerUnavailableError(bootstrap, timeout, "no Kafka broker answered") from error
        raise BrokerRefusedError(f"the broker at {bootstrap} refuses: {reason_of(error)}") from error
    finally:
        admin.close()


def wait_for(future: Any, seconds: float) -> None:
    """Wait for a future without judging it: afterwards it may have succeeded, failed, or not be done."""
    with suppress(KafkaError):
        future.get(timeout=max(seconds, 0))


def close(producer: Any) -> None:
    """Close a producer for good: what is not acknowledged after a second is called back, its futures fail."""
    with suppress(KafkaTimeoutError):
        producer.close(timeout=1.0)
        return
    sender = producer._sender  # noqa: SLF001  its own `close` has given up
    sender.force_close()
    sender.join(_LAST_WAIT)
    with suppress(KafkaTimeoutError):
        producer.close(timeout=0)
    producer._closed = True  # noqa: SLF001  else its finaliser waits once more, and raises


def reason_of(error: BaseException) -> str:
    """Return kafka-python's reason in one line."""
    return " ".join(f"{type(error).__name__} {error}".split())[:300]


def _open(client: KafkaClient, bootstrap: str, timeout: float, connection: KafkaConnection, **options: Any) -> Any:
    try:
        return connect_kafka(client, bootstrap, connection, connect_seconds=timeout, **options)
    except ServiceUnavailableError as error:
        raise BrokerUnavailableError(bootstrap, timeout, f"no Kafka broker answered ({error.reason})") from error
    except ServiceRefusedError as error:
        raise BrokerRefusedError(str(error)) from error
