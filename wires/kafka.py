"""How Kafka is spoken with."""

import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from wires.tls import tls_context

__all__ = ["KafkaMechanism", "KafkaSecurity", "KafkaWire"]

KafkaSecurity = Literal["PLAINTEXT", "SSL", "SASL_SSL"]
"""Kafka's own names, without SASL_PLAINTEXT: a user's messages would go over the wire for everybody to read."""

KafkaMechanism = Literal["SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN"]


@dataclass(frozen=True, slots=True)
class KafkaWire:
    """What every client of Kafka's is given. The password is in no representation."""

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
        """Give a context that takes only certificates of the authority, under the name that was dialled.

        Raises:
            WireRefusedError: ENGAGE_KAFKA_CA_FILE holds no certificate.
        """
        return tls_context(self.ca_file, "ENGAGE_KAFKA_CA_FILE") if self.encrypted else None

    def client_options(self) -> dict[str, Any]:
        """Give the options of kafka-python's clients.

        Raises:
            WireRefusedError: as in `tls`.
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
