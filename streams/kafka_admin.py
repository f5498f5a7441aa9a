"""Kafka's administration, as the stream asks it: errors in our own tree."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kafka import KafkaAdminClient
from kafka.errors import AuthorizationError, KafkaError

from streams.errors import KafkaRefusedError, Recoverable
from streams.settings import StreamSettings
from wires import WireRefusedError, WireUnavailableError, probe

__all__ = ["kafka_admin"]

_CONNECT_SECONDS = 5.0


@contextmanager
def kafka_admin(settings: StreamSettings) -> Iterator[Any]:
    """Give a connected `KafkaAdminClient`, and close it.

    Raises:
        Recoverable: Kafka cannot be reached, or an answer does not come.
        KafkaRefusedError: TLS, a certificate, the user, his password or his rights do not fit.
    """
    try:
        probe(settings.kafka_bootstrap, settings.kafka_wire, _CONNECT_SECONDS)
    except WireUnavailableError as error:
        raise Recoverable(
            f"Kafka at {settings.kafka_bootstrap} did not answer: {error.reason}; "
            "is it running, and is ENGAGE_KAFKA_BOOTSTRAP right?"
        ) from error
    except WireRefusedError as error:
        raise KafkaRefusedError(str(error)) from error
    logging.getLogger("kafka").setLevel(logging.CRITICAL)  # its errors come back as ours, with the next step
    try:
        admin = KafkaAdminClient(
            bootstrap_servers=settings.kafka_bootstrap.split(","),
            client_id="engagement-admin",
            bootstrap_timeout_ms=int(_CONNECT_SECONDS * 1000),
            **settings.kafka_wire.client_options(),
        )
        try:
            yield admin
        finally:
            admin.close()
    except AuthorizationError as error:
        raise KafkaRefusedError(
            f"Kafka at {settings.kafka_bootstrap} does not let {settings.kafka_user or 'us'} do that: {error!r}; "
            "docs/reference/access.md lists the rights that each user needs"
        ) from error
    except KafkaError as error:
        raise Recoverable(
            f"Kafka at {settings.kafka_bootstrap} did not answer: {error!r}; "
            "is it running, and is ENGAGE_KAFKA_BOOTSTRAP right?"
        ) from error
