"""One `connect` makes every client of ClickHouse's: TLS wherever the address says so, on the port that it means."""

import asyncio
import base64
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from connections import ClickHouseConnection
from connections.clickhouse import client_errors, connect, port_of
from dashboards.errors import ReaderUnavailableError
from dashboards.reader import Reader
from dashboards.settings import DashboardSettings
from producers.errors import ViewUnavailableError
from producers.gateway.clickhouse_reader import ClickHouseReader
from producers.gateway.settings import GatewaySettings
from producers.sheets.settings import SheetSettings
from producers.sheets.stored_counts import stored_counts
from schemas.programmes import Programme
from streams.errors import StoreUnavailableError
from streams.settings import StreamSettings
from streams.store import Store

SECRET = "hush-hush-clickhouse"
HELLO_OF_TLS = b"\x16\x03"


@contextmanager
def recorded() -> Iterator[tuple[int, list[bytes]]]:
    """Listen on a port of this machine, keep what comes first on each connection, and hang up."""
    seen: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    with connection:
                        seen.append(connection.recv(65_536))

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1], seen
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(10)


def ask_store(**settings: Any) -> None:
    with Store(StreamSettings(**settings)) as store:
        store.query("SELECT 1")


def ask_gateway(**settings: Any) -> None:
    with ClickHouseReader(GatewaySettings(**settings)) as reader:
        asyncio.run(reader.rows("gatherings", {}))


def ask_dashboards(**settings: Any) -> None:
    with Reader(DashboardSettings(**settings)) as reader:
        reader.answer("SELECT 1")


def ask_sheets(**settings: Any) -> None:
    stored_counts(SheetSettings(**settings), Programme.YOUTH_CENTRE, "sheet:one")


@pytest.mark.parametrize("ask", [ask_store, ask_gateway, ask_dashboards, ask_sheets], ids=lambda ask: ask.__name__)
@pytest.mark.parametrize("scheme", ["https", "http", "HTTPS"])
def test_a_password_out_of_a_file_goes_by_tls_alone_where_the_address_says_so(
    ask: Callable[..., None], scheme: str, tmp_path: Path
) -> None:
    """On any port: nothing but TLS's greeting is sent to one that begins with `https://`; the file's word is used."""
    file = tmp_path / "password"
    file.write_text(f"{SECRET}\n")
    with (
        recorded() as (port, seen),
        pytest.raises((StoreUnavailableError, ViewUnavailableError, ReaderUnavailableError)),
    ):
        ask(clickhouse_url=f"{scheme}://127.0.0.1:{port}", clickhouse_user="reader", clickhouse_password_file=file)
    assert seen
    in_clear = base64.b64encode(f"reader:{SECRET}".encode())
    for first in seen:
        assert first.startswith(HELLO_OF_TLS) == (scheme != "http")
        assert (in_clear in first or SECRET.encode() in first) == (scheme == "http")


@pytest.mark.parametrize(
    ("url", "port"),
    [
        ("https://clickhouse.example.org", 443),
        ("http://clickhouse.example.org", 80),
        ("HTTPS://clickhouse.example.org/", 443),
        ("https://clickhouse.example.org:8443", 8443),
        ("http://127.0.0.1:8123", 8123),
        ("https://[::1]", 443),
        ("https://[::1]:9440/", 9440),
    ],
)
def test_an_address_without_a_port_means_what_a_url_means(url: str, port: int) -> None:
    """443 and 80, as everywhere; ClickHouse's own 8443 and 8123 are written."""
    assert port_of(url) == port


def test_the_client_dials_that_port() -> None:
    """A name that nobody has: the client's error says where it went."""
    for url, shown in (("https://clickhouse.invalid", "port=443"), ("http://clickhouse.invalid", "port=80")):
        with pytest.raises(client_errors()) as failure:
            connect(ClickHouseConnection(url), client_name="test", connect_seconds=3, answer_seconds=3)
        assert shown in str(failure.value)
