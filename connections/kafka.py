"""Connect to Kafka: the only place where kafka-python's clients are made."""

import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from connections.errors import ServiceRefusedError, ServiceUnavailableError
from connections.failures import classify
from connections.tls import tls_context

__all__ = ["KafkaClient", "KafkaConnection", "KafkaMechanism", "KafkaSecurity", "connect"]

KafkaSecurity = Literal["PLAINTEXT", "SSL", "SASL_SSL"]
"""Kafka's own names, without SASL_PLAINTEXT: a user's messages would go over the wire for everybody to read."""

KafkaMechanism = Literal["SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN"]

KafkaClient = Literal["producer", "consumer", "admin"]


@dataclass(frozen=True, slots=True)
class KafkaConnection:
    """How Kafka is spoken with, and as whom. The password is in no representation."""

    security: KafkaSecurity = "PLAINTEXT"
    ca_file: Path | None = None
    mechanism: KafkaMechanism = "SCRAM-SHA-512"
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def encrypted(self) -> bool:
        """Whether it speaks TLS."""
        return self.security != "PLAINTEXT"

    @property
    def authenticated(self) -> bool:
        """Whether it says who it is."""
        return self.security == "SASL_SSL"

    def tls(self) -> ssl.SSLContext | None:
        """Return a context that takes only certificates of the authority, under the name that was dialled.

        Raises:
            ServiceRefusedError: ENGAGE_KAFKA_CA_FILE holds no certificate.
        """
        return tls_context(self.ca_file, "ENGAGE_KAFKA_CA_FILE") if self.encrypted else None

    def client_options(self) -> dict[str, Any]:
        """Return the options of kafka-python's clients.

        Raises:
            ServiceRefusedError: as in `tls`.
        """
        if not self.encrypted:
            return {}
        options: dict[str, Any] = {"security_protocol": self.security, "ssl_context": self.tls()}
        if self.authenticated:
            options |= {
                "sasl_mechanism": self.mechanism,
                "sasl_plain_username": self.user,
                "sasl_plain_password": self.password,
            }
        return options


def connect(
    client: KafkaClient,
    bootstrap: str,
    connection: KafkaConnection,
    *,
    connect_seconds: float,
    **options: Any,
) -> Any:
    """Connect to Kafka and return a client of kafka-python, which the caller closes.

    A probe asks first, which names the setting that does not fit; kafka-python says only that its time is up. Where
    connecting fails, no socket is left open.

    Args:
        client: Which of kafka-python's clients.
        bootstrap: `HOST:PORT`, or several parted by commas.
        connection: How Kafka is spoken with, and as whom.
        connect_seconds: Seconds to wait for a broker.
        options: What else kafka-python's client is given.

    Raises:
        ServiceUnavailableError: no broker answered.
        ServiceRefusedError: one answered, and TLS, its certificate, the user or his password does not fit.
        ValueError: `bootstrap` is no address.
    """
    import kafka
    from kafka.errors import KafkaError
    from kafka.net.compat import KafkaNetClient

    from connections.probe import probe

    probe(bootstrap, connection, connect_seconds)
    opened: list[Any] = []

    def remembered(**configuration: Any) -> Any:
        opened.append(KafkaNetClient(**configuration))
        return opened[-1]

    classes = {"producer": kafka.KafkaProducer, "consumer": kafka.KafkaConsumer, "admin": kafka.KafkaAdminClient}
    try:
        return classes[client](
            bootstrap_servers=[address.strip() for address in bootstrap.split(",")],
            bootstrap_timeout_ms=int(connect_seconds * 1000),
            kafka_client=remembered,
            **({} if client == "admin" else {"metrics_enabled": False}),
            **connection.client_options(),
            **options,
        )
    except KafkaError as error:
        for one in opened:
            one.close()
        reason = f"{type(error).__name__} {error}".strip()
        if classify(error).kind == "recoverable":
            raise ServiceUnavailableError(f"no Kafka broker answered at {bootstrap}", reason) from error
        raise ServiceRefusedError(f"Kafka at {bootstrap} refuses: {reason}") from error
