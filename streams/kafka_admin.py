"""Kafka's clients, as the stream uses them beside Faust's: errors in our own tree."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from connections import ServiceRefusedError, ServiceUnavailableError, classify
from connections.kafka import KafkaClient, connect
from connections.kafka_values import KafkaError
from streams.errors import KafkaRefusedError, Recoverable
from streams.settings import StreamSettings

__all__ = ["kafka_admin", "open_kafka"]

_CONNECT_SECONDS = 5.0


@contextmanager
def kafka_admin(settings: StreamSettings) -> Iterator[Any]:
    """Give a connected `KafkaAdminClient`, and close it.

    Raises:
        Recoverable: Kafka cannot be reached, or an answer does not come.
        KafkaRefusedError: TLS, a certificate, the user, his password or his rights do not fit.
    """
    admin = open_kafka("admin", settings, client_id="engagement-admin")
    try:
        yield admin
    except KafkaError as error:
        if classify(error).kind == "fatal":
            raise KafkaRefusedError(
                f"Kafka at {settings.kafka_bootstrap} does not let {settings.kafka_user or 'us'} do that: {error!r}; "
                "docs/reference/access.md lists the rights that each user needs"
            ) from error
        raise Recoverable(
            f"Kafka at {settings.kafka_bootstrap} did not answer: {error!r}; "
            "is it running, and is ENGAGE_KAFKA_BOOTSTRAP right?"
        ) from error
    finally:
        admin.close()


def open_kafka(client: KafkaClient, settings: StreamSettings, **options: Any) -> Any:
    """Connect to Kafka and return the client, which the caller closes.

    Raises:
        Recoverable: Kafka cannot be reached.
        KafkaRefusedError: TLS, a certificate, the user or his password does not fit.
    """
    logging.getLogger("kafka").setLevel(logging.CRITICAL)  # its errors come back as ours, with the next step
    try:
        return connect(
            client,
            settings.kafka_bootstrap,
            settings.kafka_connection,
            connect_seconds=_CONNECT_SECONDS,
            **options,
        )
    except ServiceUnavailableError as error:
        raise Recoverable(
            f"Kafka at {settings.kafka_bootstrap} did not answer: {error.reason}; "
            "is it running, and is ENGAGE_KAFKA_BOOTSTRAP right?"
        ) from error
    except ServiceRefusedError as error:
        raise KafkaRefusedError(str(error)) from error
