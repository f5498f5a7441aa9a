"""A listener with TLS and users beside a broker's own: clients work with it as they do in a data centre."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from embedded.ports import HOST, free_port

_MECHANISMS = ("SCRAM-SHA-512", "PLAIN")
_MODULES = "org.apache.kafka.common.security"


@dataclass(frozen=True, slots=True)
class SecuredListener:
    """TLS and users on a port of their own.

    Attributes:
        certificate: A PEM file with the private key (PKCS #8) and the certificate.
        users: Names with their passwords, known to SCRAM-SHA-512 and PLAIN.
        administrators: Of these, who may do everything. With any, the others may do only what ACLs allow.
        port: On the loopback address; by default a free one.
    """

    certificate: Path
    users: Mapping[str, str] = field(repr=False)
    administrators: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)

    @property
    def bootstrap(self) -> str:
        """``127.0.0.1:PORT``."""
        return f"{HOST}:{self.port}"

    def properties(self) -> dict[str, object]:
        """The broker's settings for it."""
        known = " ".join(f'user_{name}="{password}"' for name, password in self.users.items())
        prefix = "listener.name.secured"
        found: dict[str, object] = {
            f"{prefix}.ssl.keystore.type": "PEM",
            f"{prefix}.ssl.keystore.location": self.certificate,
            f"{prefix}.sasl.enabled.mechanisms": ",".join(_MECHANISMS),
            f"{prefix}.scram-sha-512.sasl.jaas.config": f"{_MODULES}.scram.ScramLoginModule required;",
            f"{prefix}.plain.sasl.jaas.config": f"{_MODULES}.plain.PlainLoginModule required {known};",
        }
        if self.administrators:
            found["authorizer.class.name"] = "org.apache.kafka.metadata.authorizer.StandardAuthorizer"
            # Who comes over the broker's own plain-text listener has no name.
            found["super.users"] = ";".join(f"User:{name}" for name in ("ANONYMOUS", *self.administrators))
        return found

    def format_options(self) -> list[str]:
        """The options with which an empty data directory learns the users."""
        return [
            option
            for name, password in self.users.items()
            for option in ("--add-scram", f"SCRAM-SHA-512=[name={name},password={password}]")
        ]
