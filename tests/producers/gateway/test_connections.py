"""Connections that are slow, half open or too many keep nobody else out. Neither Kafka nor ClickHouse is there."""

import json
import os
import resource
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producers.gateway.connection_table import ConnectionTable, networks_of
from tests.pipeline import eventually
from tests.producers.gateway.gateway_process import GatewayProcess

HALF_OPEN = 2_010
BEGINNING = b"GET /health/live HTTP/1.1\r\nhost: 127.0.0.1\r\n"
WHOLE = BEGINNING + b"\r\n"

Settings = Mapping[str, float]


@pytest.fixture(scope="module")
def gateways(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Settings], GatewayProcess]]:
    """Gateways by their settings, each started when a test first wants it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ENGAGE_")}
    nobody = {"ENGAGE_KAFKA_BOOTSTRAP": "127.0.0.1:1", "ENGAGE_CLICKHOUSE_URL": "http://127.0.0.1:1"}
    started: list[tuple[Settings, GatewayProcess]] = []

    def with_settings(settings: Settings) -> GatewayProcess:
        for known, gateway in started:
            if known == settings:
                return gateway
        gateway = GatewayProcess(tmp_path_factory.mktemp("gateway"), environment | nobody, **settings)
        gateway.start()
        started.append((settings, gateway))
        return gateway

    yield with_settings
    for _, gateway in started:
        gateway.stop()


@pytest.fixture
def gateway(gateways: Callable[[Settings], GatewayProcess], request: pytest.FixtureRequest) -> GatewayProcess:
    """A gateway with the settings of the test's parameter."""
    return gateways(request.param)


def dial(gateway: GatewayProcess, source: str = "127.0.0.1") -> socket.socket:
    return socket.create_connection(("127.0.0.1", gateway.port), timeout=30, source_address=(source, 0))


def rest_of(connection: socket.socket) -> bytes:
    """Read until the gateway hangs up."""
    read = b""
    with suppress(ConnectionError):
        while part := connection.recv(65_536):
            read += part
    return read


@pytest.fixture
def many_files() -> Iterator[None]:
    """Let this process have as many open files as it may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = HALF_OPEN + 500
    if hard != resource.RLIM_INFINITY and hard < wanted:
        pytest.skip(f"this machine lets a process have {hard} open files; {wanted} are needed")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


PATIENT = {"gateway_header_seconds": 300}


@pytest.mark.usefixtures("many_files")
@pytest.mark.parametrize(
    ("gateway", "beginning"),
    [
        (PATIENT, b""),
        (PATIENT, BEGINNING),
        (PATIENT | {"gateway_connections": 300}, b"POST /v1/events HTTP/1.1\r\nhost: 127.0.0.1\r\n"),
    ],
    indirect=["gateway"],
)
def test_half_open_connections_without_a_key_lock_nobody_out(gateway: GatewayProcess, beginning: bytes) -> None:
    """2,010 of one address, none of which ends within the test: others, and the same address, are answered at once."""
    key = gateway.new_key()

    def answered(path: str, with_key: str | None = None) -> bool:
        """On a connection of its own: one kept from before waits like any other, and gives way to newer ones."""
        return gateway.get(path, with_key, connection="close").status == 200

    with ExitStack() as opened:
        for number in range(HALF_OPEN):
            connection = opened.enter_context(dial(gateway))
            with suppress(ConnectionError):
                connection.sendall(beginning)
            if number % 500 == 0:
                assert answered("/v1/key", key)
        assert answered("/health/live")
        assert answered("/v1/key", key)
        with dial(gateway, "127.0.0.2") as other:
            other.sendall(BEGINNING + b"connection: close\r\n\r\n")
            assert rest_of(other).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("gateway", [{"gateway_header_seconds": 0.5}], indirect=True)
@pytest.mark.parametrize(
    ("beginning", "dribble", "answer"),
    [
        (b"", b"", b""),
        (b"", b"\r\n", b""),
        (BEGINNING, b"", b"HTTP/1.1 408"),
        (BEGINNING, b"x: y\r\n", b"HTTP/1.1 408"),
        (b"GET /" + b"a" * 100, b"a", b"HTTP/1.1 408"),
        (BEGINNING + b"content-length: 900000\r\n\r\n", b"a", b"HTTP/1.1 200"),
        (BEGINNING + b"transfer-encoding: chunked\r\n\r\n", b"1\r\na\r\n", b"HTTP/1.1 200"),
    ],
)
def test_who_is_slow_with_a_request_is_hung_up_on(
    gateway: GatewayProcess, beginning: bytes, dribble: bytes, answer: bytes
) -> None:
    """Before its headers are here, and for the rest of a request that is answered already."""
    with dial(gateway) as connection:
        connection.sendall(beginning)
        connection.settimeout(0.1)
        read = b""

        def hung_up() -> bool:
            nonlocal read
            try:
                connection.sendall(dribble)
                part = connection.recv(65_536)
            except TimeoutError:
                return False
            except ConnectionError:
                return True
            read += part
            return not part

        eventually(hung_up, bool, every=0)
        assert read.startswith(answer)
        assert bool(read) == bool(answer)


@pytest.mark.parametrize("gateway", [PATIENT], indirect=True)
@pytest.mark.parametrize(
    ("beginning", "endless", "answer"),
    [
        (BEGINNING + b"x-long: ", b"a" * 8_192, b"HTTP/1.1 431"),
        (BEGINNING, b"x: y\r\n" * 1_000, b"HTTP/1.1 431"),
        (b"GET /", b"a" * 8_192, b"HTTP/1.1 431"),
        (BEGINNING + b"transfer-encoding: chunked\r\n\r\n0\r\n", b"x: y\r\n" * 1_000, b"HTTP/1.1 200"),
    ],
)
def test_a_request_without_an_end_is_cut_off(
    gateway: GatewayProcess, beginning: bytes, endless: bytes, answer: bytes
) -> None:
    """In its line, in one header, in many, and in the trailers behind a body."""
    with dial(gateway) as connection:
        sent = 0
        with suppress(ConnectionError):
            connection.sendall(beginning)
            while sent < 64 * 1024 * 1024:
                connection.sendall(endless)
                sent += len(endless)
        assert sent < 64 * 1024 * 1024
        read = rest_of(connection)
        assert not read or read.startswith(answer)
    assert gateway.get("/health/live").status == 200


@pytest.mark.parametrize("gateway", [PATIENT | {"gateway_connections": 8}], indirect=True)
def test_who_does_not_take_its_answers_keeps_nobody_out(gateway: GatewayProcess) -> None:
    """Requests one behind the other on each connection that there may be, and no answer read."""
    with ExitStack() as opened:
        for _ in range(8):
            connection = opened.enter_context(socket.socket())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            connection.connect(("127.0.0.1", gateway.port))
            connection.sendall(b"GET /openapi.json HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n" * 60)

        def answer(source: str) -> bytes:
            with dial(gateway, source) as other:
                other.sendall(BEGINNING + b"connection: close\r\n\r\n")
                return rest_of(other)

        for source in ("127.0.0.1", "127.0.0.2"):  # turned away only as long as the gateway has answers to make
            eventually(partial(answer, source), lambda read: read.startswith(b"HTTP/1.1 200"))


@pytest.mark.parametrize("gateway", [{}], indirect=True)
def test_requests_one_behind_the_other_have_an_end(gateway: GatewayProcess) -> None:
    """Who sends thousands without waiting for an answer is cut off, before they fill the memory."""
    with dial(gateway) as connection:
        sent = 0
        with suppress(ConnectionError):
            while sent < 200_000:
                connection.sendall(b"GET /openapi.json HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n" * 100)
                sent += 100
        assert sent < 200_000
    assert gateway.get("/health/live").status == 200


@pytest.mark.parametrize("gateway", [{"gateway_header_seconds": 0.5}], indirect=True)
def test_a_connection_that_is_used_stays(gateway: GatewayProcess) -> None:
    """Requests one after the other, and several sent at once, are answered in order on the same connection."""
    with dial(gateway) as connection:
        connection.sendall(WHOLE * 20)
        read = b""
        while read.count(b'{"status":"live"}') < 20:
            part = connection.recv(65_536)
            assert part, read[-300:]
            read += part
        connection.sendall(BEGINNING + b"connection: close\r\n\r\n")
        last = rest_of(connection)
        assert json.loads(last.partition(b"\r\n\r\n")[2]) == {"status": "live"}


@pytest.mark.parametrize("gateway", [{}], indirect=True)
def test_what_comes_behind_a_body_is_no_header(gateway: GatewayProcess) -> None:
    """A key there is none: a proxy in front looked at the headers alone."""
    key = gateway.new_key()
    request = b"GET /v1/key HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n0\r\n"
    for head, status in ((b"", b"401"), (f"authorization: Bearer {key}\r\n".encode(), b"401")):
        with dial(gateway) as connection:
            connection.sendall(request + head + b"\r\n")
            assert rest_of(connection).startswith(b"HTTP/1.1 " + status)


class FakeConnection:
    """Notes that it had to give way."""

    def __init__(self) -> None:
        self.closed = False

    def give_way(self) -> None:
        self.closed = True


def test_requests_under_way_are_never_closed_for_a_new_connection() -> None:
    """Where all are busy, the new one is turned away; the longest waiting one goes first."""
    table = ConnectionTable(3, 2)
    first, second, third, fourth = (FakeConnection() for _ in range(4))
    assert table.admit(first, "10.0.0.1")
    assert table.admit(second, "10.0.0.1")
    table.is_busy(first)
    assert table.admit(third, "10.0.0.1")
    assert (first.closed, second.closed, third.closed) == (False, True, False)
    table.is_busy(third)
    assert not table.admit(fourth, "10.0.0.1")
    assert table.admit(fourth, "10.0.0.2")
    table.is_busy(fourth)
    assert not table.admit(FakeConnection(), "10.0.0.3")
    table.waits(third)
    assert table.admit(FakeConnection(), "10.0.0.3")
    assert (first.closed, third.closed, fourth.closed) == (False, True, False)


@pytest.mark.parametrize(
    ("proxies", "address", "limited"),
    [
        ("", "10.0.0.1", True),
        ("10.0.0.1", "10.0.0.1", False),
        ("10.0.0.0/24, fd00::/8", "fd00::7", False),
        ("10.0.0.0/24", "::ffff:10.0.0.9", False),
        ("*", "192.0.2.1", False),
        ("proxy.example.org", "192.0.2.1", True),
    ],
)
def test_only_the_addresses_of_proxies_have_no_limit_of_their_own(proxies: str, address: str, *, limited: bool) -> None:
    """Many clients are behind them."""
    table = ConnectionTable(10, 1, networks_of(proxies))
    opened = [FakeConnection() for _ in range(3)]
    assert all(table.admit(one, address) for one in opened)
    assert [one.closed for one in opened] == ([True, True, False] if limited else [False] * 3)


def test_one_site_of_ipv6_counts_as_one_client() -> None:
    """It has 2 to the 64th addresses to choose from."""
    table = ConnectionTable(10, 1)
    one, neighbour, other = (FakeConnection() for _ in range(3))
    assert table.admit(one, "2001:db8:0:1::1")
    assert table.admit(other, "2001:db8:0:2::1")
    assert table.admit(neighbour, "2001:db8:0:1:ffff::1")
    assert (one.closed, other.closed) == (True, False)


STEPS = st.lists(st.tuples(st.sampled_from(["admit", "busy", "wait", "forget"]), st.integers(0, 9), st.integers(0, 2)))


@given(STEPS)
def test_the_table_is_never_over_its_limits_and_forgets_whoever_closed(steps: list[tuple[str, int, int]]) -> None:
    """Whatever opens, works and closes in whatever order."""
    table = ConnectionTable(4, 2)
    opened: dict[Any, str] = {}
    for step, number, address in steps:
        known = list(opened)
        if step == "admit":
            new = FakeConnection()
            if table.admit(new, f"10.0.0.{address}"):
                opened[new] = f"10.0.0.{address}"
        elif known:
            connection = known[number % len(known)]
            {"busy": table.is_busy, "wait": table.waits, "forget": table.forget}[step](connection)
            if step == "forget":
                del opened[connection]
        opened = {one: where for one, where in opened.items() if not one.closed}
        assert len(table) == len(opened) <= 4
        assert all(list(opened.values()).count(where) <= 2 for where in opened.values())
    for connection in opened:
        table.forget(connection)
    assert (len(table), table._open, table._waiting, table._waiting_of) == (0, {}, {}, {})
