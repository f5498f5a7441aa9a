"""Connect to ClickHouse: the only place where its client is made."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from connections.tls import tls_context

if TYPE_CHECKING:
    from clickhouse_connect.driver.client import Client  # noqa: TC004  exported for types alone
    from clickhouse_connect.driver.external import ExternalData  # noqa: TC004
    from clickhouse_connect.driver.query import QueryResult  # noqa: TC004

__all__ = [
    "ClickHouseConnection",
    "Client",
    "ExternalData",
    "QueryResult",
    "client_errors",
    "connect",
    "port_of",
    "sent_along",
]

_PORTS = {"http": 80, "https": 443}
"""What a URL without a port means, by RFC 9110. ClickHouse's own ports (8123, 8443) have to be written."""


@dataclass(frozen=True, slots=True)
class ClickHouseConnection:
    """Where ClickHouse is and as whom it is spoken with. The password is in no representation."""

    url: str
    user: str = "default"
    password: str = field(default="", repr=False)
    ca_file: Path | None = None

    @property
    def encrypted(self) -> bool:
        """Whether it speaks TLS."""
        return self.url.lower().startswith("https://")

    def advice(self, error: BaseException) -> str:
        """Return what helps where a client met an error: TLS that does not fit, or a password that is wrong."""
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


def port_of(url: str) -> int:
    """Return the TCP port of an address: the written one, else 443 of `https://` and 80 of `http://`.

    Raises:
        ValueError: the port is no number up to 65535.
    """
    address = urlsplit(url)
    return address.port or _PORTS.get(address.scheme.lower(), 80)


def connect(
    connection: ClickHouseConnection,
    *,
    client_name: str,
    connect_seconds: float,
    answer_seconds: float,
    pool_size: int = 1,
    session: bool = False,
) -> "Client":
    """Connect to ClickHouse and return the client, which the caller closes. Nothing is retried behind his back.

    Args:
        connection: Where, and as whom; by TLS exactly where the address begins with `https://`.
        client_name: How ClickHouse's query log names the caller.
        connect_seconds: Seconds that connecting may take.
        answer_seconds: Seconds that an answer may take.
        pool_size: How many statements may run at the same time.
        session: Whether all statements share a session, and with it temporary tables.

    Raises:
        ServiceRefusedError: ENGAGE_CLICKHOUSE_CA_FILE holds no certificate.
        one of `client_errors()`: ClickHouse did not answer, or refuses; `classify` says which.
    """
    from clickhouse_connect import get_client
    from clickhouse_connect.driver import httputil

    pool: dict[str, Any] = {"maxsize": pool_size}
    if connection.encrypted:
        pool["ssl_context"] = tls_context(connection.ca_file, "ENGAGE_CLICKHOUSE_CA_FILE")
    return get_client(
        dsn=connection.url,
        port=port_of(connection.url),
        secure=connection.encrypted,  # clickhouse-connect takes no notice of the scheme
        username=connection.user,
        password=connection.password,
        pool_mgr=httputil.get_pool_manager(**pool),
        connect_timeout=int(connect_seconds),
        send_receive_timeout=int(answer_seconds),
        compress=False,
        query_retries=0,
        autogenerate_session_id=session,
        form_encode_query_params=True,
        client_name=client_name,
    )


def sent_along(name: str, structure: str, arrow: bytes) -> "ExternalData":
    """Return rows that go with a statement, in which they are the table `name`: for what is too long for a parameter.

    Args:
        name: What the statement calls them.
        structure: Names and types of the columns, as `topic String, first UInt64`.
        arrow: The rows as a file of Arrow's IPC format.
    """
    from clickhouse_connect.driver.external import ExternalData

    return ExternalData(file_name=name, data=arrow, fmt="Arrow", structure=structure)


def client_errors() -> tuple[type[Exception], ...]:
    """Return what `connect` and a client raise where ClickHouse does not answer or refuses, for an `except`."""
    from clickhouse_connect.driver.exceptions import ClickHouseError
    from urllib3.exceptions import HTTPError

    from connections.errors import ServiceError

    return (ClickHouseError, HTTPError, OSError, ServiceError)
