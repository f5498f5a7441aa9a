"""How ClickHouse is spoken with."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wires.tls import tls_context

__all__ = ["ClickHouseWire"]


@dataclass(frozen=True, slots=True)
class ClickHouseWire:
    """What every client of ClickHouse's is given. The password is in no representation."""

    url: str
    user: str = "default"
    password: str = field(default="", repr=False)
    ca_file: Path | None = None

    @property
    def encrypted(self) -> bool:
        """Whether it speaks TLS."""
        return self.url.lower().startswith("https://")

    def client_options(self, *, connections: int) -> dict[str, Any]:
        """Give the options of clickhouse-connect's clients, with a pool of so many connections of its own.

        Raises:
            WireRefusedError: ENGAGE_CLICKHOUSE_CA_FILE holds no certificate.
        """
        from clickhouse_connect.driver import httputil

        pool: dict[str, Any] = {"maxsize": connections}
        if self.encrypted:
            pool["ssl_context"] = tls_context(self.ca_file, "ENGAGE_CLICKHOUSE_CA_FILE")
        return {
            "dsn": self.url,
            "secure": self.encrypted,  # clickhouse-connect takes no notice of the scheme
            "username": self.user,
            "password": self.password,
            "pool_mgr": httputil.get_pool_manager(**pool),
        }

    def advice(self, error: BaseException) -> str:
        """Give what helps where a client met an error: TLS that does not fit, or a password that is wrong."""
        text = f"{error} {error.__cause__ or ''}"
        if "CERTIFICATE_VERIFY_FAILED" in text:
            return (
                "; its certificate is not to be trusted: set ENGAGE_CLICKHOUSE_CA_FILE to the authority that signed "
                "it, and write the host into ENGAGE_CLICKHOUSE_URL as the certificate names it"
            )
        if "SSL" in text and self.encrypted:
            return "; it does not speak TLS there: write http:// into ENGAGE_CLICKHOUSE_URL, or its TLS port"
        if not self.encrypted and any(sign in text for sign in _CLOSED):
            return "; if it speaks TLS there, write https:// into ENGAGE_CLICKHOUSE_URL"
        if "AUTHENTICATION_FAILED" in text or "code: 516" in text:
            return "; look at ENGAGE_CLICKHOUSE_USER and ENGAGE_CLICKHOUSE_PASSWORD or ENGAGE_CLICKHOUSE_PASSWORD_FILE"
        return ""


_CLOSED = ("RemoteDisconnected", "Connection aborted", "BadStatusLine", "Connection reset")
