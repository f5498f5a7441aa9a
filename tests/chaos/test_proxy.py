"""The fault proxy in front of a server that counts what it was asked."""

import http.client
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.chaos.proxy import FaultProxy, Trouble, Way

ANSWER = b"done\n" * 200


class Counting(ThreadingHTTPServer):
    """Answers every POST alike, and keeps the bodies that came whole."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.bodies: list[bytes] = []


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Counting

    def do_POST(self) -> None:
        length = int(self.headers["content-length"])
        body = self.rfile.read(length)
        if len(body) < length:
            self.close_connection = True
            return
        self.server.bodies.append(body)
        self.send_response(200)
        self.send_header("content-length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its name there
        """Say nothing."""


@pytest.fixture(scope="module")
def upstream() -> Iterator[Counting]:
    with Counting() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def proxy(upstream: Counting) -> Iterator[FaultProxy]:
    with FaultProxy(upstream.server_port) as running:
        yield running


def post(proxy: FaultProxy, body: bytes) -> tuple[int, bytes, str | None]:
    connection = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=10)
    try:
        connection.request("POST", "/", body)
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers["x-clickhouse-exception-code"]
    finally:
        connection.close()


def test_without_trouble_a_request_passes_unchanged(proxy: FaultProxy, upstream: Counting) -> None:
    """The body comes to the server, and its answer comes back."""
    body = b"INSERT INTO t " + bytes(range(256)) * 999
    assert post(proxy, body) == (200, ANSWER, None)
    assert upstream.bodies[-1] == body


def test_a_refusal_carries_the_code_and_the_server_is_not_asked(proxy: FaultProxy, upstream: Counting) -> None:
    """The next request is answered with the error, and the one after it passes."""
    asked = len(upstream.bodies)
    proxy.arm([Trouble("refuse", 243)])
    status, body, code = post(proxy, b"x")
    assert (status, code) == (500, "243")
    assert b"Code: 243." in body
    assert len(upstream.bodies) == asked
    assert post(proxy, b"x")[0] == 200
    assert proxy.wait_until_met(0) == [Trouble("refuse", 243)]


@pytest.mark.parametrize(
    ("way", "done"), [("cut-before", False), ("cut-midway", False), ("cut-after", True), ("cut-in-answer", True)]
)
def test_a_cut_breaks_the_clients_request(proxy: FaultProxy, upstream: Counting, way: Way, done: bool) -> None:  # noqa: FBT001
    """Whether the server had done it by then depends on when it was cut."""
    asked = len(upstream.bodies)
    proxy.arm([Trouble(way)])
    with pytest.raises((http.client.HTTPException, OSError)):
        post(proxy, b"y" * 5_000)
    assert (len(upstream.bodies) > asked) is done
    assert post(proxy, b"again")[0] == 200


def test_trouble_for_writes_waits_for_an_insert(proxy: FaultProxy) -> None:
    """A query passes, the insert after it is cut, and what was never met is told as not met."""
    proxy.arm([Trouble("cut-before", writes_only=True), Trouble("slow", seconds=1)])
    assert post(proxy, b"SELECT 1")[0] == 200
    with pytest.raises((http.client.HTTPException, OSError)):
        post(proxy, b"INSERT INTO t VALUES (1)")
    assert proxy.wait_until_met(0) == [Trouble("cut-before", writes_only=True)]
    assert post(proxy, b"INSERT INTO t VALUES (1)")[0] == 200
