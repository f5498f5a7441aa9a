import http.client
import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from producers.gateway.guard import SECURITY_HEADERS
from schemas.programmes import Programme
from tests.pipeline import Pipeline
from tests.producers.gateway.gateway_process import GatewayProcess, check_in

pytestmark = pytest.mark.engines


def exchange(gateway: GatewayProcess, sent: bytes, *, seconds: float = 30) -> bytes:
    """Send bytes as they are, and give what comes back until the gateway closes or is silent."""
    received = b""
    with socket.create_connection(("127.0.0.1", gateway.port), timeout=seconds) as connection:
        connection.sendall(sent)
        try:
            while part := connection.recv(65536):
                received += part
        except TimeoutError:
            pass
    return received


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "Bearer",
        "Bearer x",
        "Basic ZW5nYWdlOng=",
        f"Bearer engage-0000000000-{'A' * 43}",
        f"Bearer engage-{'0' * 10}-{'A' * 44}",
        "Bearer engage-0000000000-../../../../etc/passwd",
    ],
)
def test_without_a_valid_key_nothing_is_done(gateway: GatewayProcess, authorization: str | None) -> None:
    """Each way to have no key is 401, in words that tell nothing of which part was wrong."""
    headers = {"authorization": authorization} if authorization else {}
    for method, path in (
        ("POST", "/v1/events"),
        ("GET", "/v1/key"),
        ("GET", "/v1/gatherings"),
        ("GET", "/v1/rejections"),
    ):
        answer = gateway.ask(method, path, headers=headers, body=b"{}" if method == "POST" else None)
        assert (answer.status, answer.content["title"]) == (401, "no-valid-key")
        assert answer.headers["www-authenticate"] == "Bearer"


def test_a_key_with_one_wrong_character_is_none(gateway: GatewayProcess) -> None:
    """Neither id nor secret may be off by anything."""
    key = gateway.new_key()
    wrong = key[:-1] + ("A" if key[-1] != "A" else "B")
    assert gateway.get("/v1/key", key).status == 200
    assert gateway.get("/v1/key", wrong).status == 401
    assert gateway.get("/v1/key", key.swapcase()).status == 401
    doubled = (
        f"GET /v1/key HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nAuthorization: Bearer {key}\r\n"
        "Connection: close\r\n\r\n"
    )
    assert exchange(gateway, doubled.encode()).startswith(b"HTTP/1.1 401")


def test_a_revoked_key_is_out_at_once(gateway: GatewayProcess) -> None:
    """Keys come and go without a restart."""
    key = gateway.new_key()
    assert gateway.get("/v1/key", key).status == 200
    gateway.register.revoke(key.split("-")[1], now=datetime.now(UTC))
    assert gateway.get("/v1/key", key).status == 401
    assert gateway.post(key, check_in("x")).status == 401


def test_a_key_reaches_only_what_it_covers(gateway: GatewayProcess) -> None:
    """Programme, gathering, event and source, also of what an amendment names, and for reading too."""
    key = gateway.new_key(
        "kallio:*", programmes=[Programme.YOUTH_CENTRE], events=["check-in", "retraction"], source="door:k-*"
    )
    good = check_in("kallio:1") | {"source": "door:k-1"}
    retraction = good | {"type": "fi.hel.engagement.youth-centre.retraction.v1", "revision": 2}
    wrong = {
        "programme": check_in("kallio:1", "theme-night") | {"source": "door:k-1"},
        "gathering": good | {"subject": "kallio"},
        "another gathering": good | {"subject": "malmi:1"},
        "source": good | {"source": "door:m-1"},
        "event": good | {"type": "fi.hel.engagement.youth-centre.head-count.v1", "data": {"people": 1}},
        "retracted event": retraction | {"data": {"retracts": "a", "event": "head-count"}},
        "retracted source": retraction | {"data": {"retracts": "a", "event": "check-in", "source": "door:m-1"}},
    }
    assert gateway.post(key, good).status == 200
    assert gateway.post(key, retraction | {"data": {"retracts": good["id"], "event": "check-in"}}).status == 200
    for name, event in wrong.items():
        answer = gateway.post(key, event)
        assert (answer.status, answer.content["results"][0]["reason"]) == (403, "out-of-scope"), name
    assert gateway.post(key, [good, wrong["source"]]).status == 207
    for path in ("youth-centre/malmi:1", "theme-night/kallio:1"):
        assert gateway.get(f"/v1/gatherings/{path}", key).status == 403
    assert gateway.get("/v1/gatherings/party/kallio:1", key).status == 404
    assert gateway.get("/v1/key", key).content["programmes"] == ["youth-centre"]


def test_sizes_have_ends(gateway: GatewayProcess) -> None:
    """Bytes, events, depth, address and headers: each too much has its own answer, and the gateway goes on."""
    key = gateway.new_key()
    assert gateway.post(key, b'"' + b"x" * 1_100_000 + b'"').status == 413
    assert gateway.post(key, [check_in("x")] * 1_001).status == 413
    assert gateway.post(key, b"[" * 20_000).status == 400
    assert gateway.post(key, b"[" * 500_000).status == 413
    assert gateway.post(key, b'{"data":' * 100_000 + b"1" + b"}" * 100_000).status == 413
    code, kind = b'{"code":"' + b"x" * 2_000 + b'"}', {"content-type": "application/json"}
    assert gateway.ask("POST", "/v1/enrolment", None, headers=kind, body=code).status == 413
    assert gateway.post(key, b"[" + b'{"a":' * 150 + b"1" + b"}" * 150 + b"]").status == 422
    assert gateway.get("/v1/gatherings/youth-centre/" + "x" * 3000, key).status == 414
    assert gateway.get("/v1/key", key, x_padding="y" * 20_000).status in {400, 431}
    assert gateway.post(key, b"").status == 400
    assert gateway.post(key, b"[]").status == 400
    assert gateway.post(key, b"\xff\xfe{}").status == 400
    assert gateway.post(key, b'{"id": NaN}').status == 400
    assert gateway.post(key, b'{"id": "\\ud800"}').status in {400, 422}
    assert gateway.post(key, check_in("x", age_band="y" * 100_000)).status == 422
    assert gateway.get("/health/live").status == 200


def test_content_that_is_not_meant_is_refused(gateway: GatewayProcess) -> None:
    """A form or plain text, which a page of another host could send without asking, is no event; nor is gzip."""
    key = gateway.new_key()
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        assert gateway.post(key, check_in("x"), content_type=kind).status == 415
    assert gateway.post(key, check_in("x"), content_encoding="gzip").status == 415
    assert gateway.post(key, check_in("x"), content_type="application/json; charset=utf-16").status == 415
    assert gateway.post(key, [check_in("x")], content_type="application/cloudevents+json").status == 400
    assert gateway.post(key, check_in("x"), content_type="application/cloudevents-batch+json").status == 400


def test_no_page_of_another_host_gets_in(gateway: GatewayProcess) -> None:
    """No CORS header is ever given, no cookie is set, and a foreign host name is not answered."""
    key = gateway.new_key()
    for method in ("OPTIONS", "GET", "POST"):
        answer = gateway.ask(
            method,
            "/v1/events",
            key,
            headers={"origin": "https://evil.example", "access-control-request-method": "POST"},
        )
        names = {name.lower() for name in answer.headers}
        assert not any(name.startswith("access-control") or name == "set-cookie" for name in names)
    for host in ("evil.example", "localhost.evil.example", "evil.example:80", "", "127.0.0.1@evil.example"):
        assert gateway.get("/v1/key", key, host=host).status in {400, 421}
    two = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    assert exchange(gateway, two).startswith((b"HTTP/1.1 421", b"HTTP/1.1 400"))
    for host in ("localhost", "LOCALHOST:99", "[::1]:8080", "127.0.0.1"):
        assert gateway.get("/health/live", host=host).status == 200


@pytest.mark.parametrize("path", ["/", "/door.js", "/v1/key", "/health/live", "/nothing", "/openapi.json", "/docs"])
def test_every_answer_has_the_security_headers(gateway: GatewayProcess, path: str) -> None:
    """Whatever the answer is, also where it is a refusal; no inline script or style is allowed."""
    answer = gateway.get(path)
    assert {name: answer.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert "server" not in {name.lower() for name in answer.headers}


@pytest.mark.parametrize(
    "path",
    [
        "/../pyproject.toml",
        "/..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/door.js/../../application.py",
        "/door.js%00.html",
        "/static/door.js",
        "/.git/config",
        "/v1/events/",
        "/v1/gatherings/youth-centre/..%2f..%2fkey",
        "/V1/KEY",
        "/v1/key;x=1",
    ],
)
def test_no_path_leads_anywhere_else(gateway: GatewayProcess, path: str) -> None:
    """Only exact paths are answered; a path is never a file's."""
    connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=5)
    connection.putrequest("GET", path, skip_host=False)
    connection.putheader("authorization", f"Bearer {gateway.new_key('kallio:*')}")
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status in {403, 404, 405}
    assert b"root:" not in answer.read()
    connection.close()


@pytest.mark.parametrize(
    "smuggled",
    [
        b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
        b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd",
        b"Transfer-Encoding: xchunked\r\n\r\nabcd",
    ],
)
def test_a_request_of_two_meanings_is_not_done(gateway: GatewayProcess, smuggled: bytes) -> None:
    """Two lengths or two encodings: it is refused, and what follows is not taken for a request."""
    key = gateway.new_key()
    named = f"Host: localhost\r\nAuthorization: Bearer {key}\r\n"
    head = f"POST /v1/events HTTP/1.1\r\n{named}Content-Type: application/json\r\n"
    hidden = f"GET /v1/key HTTP/1.1\r\n{named}\r\n"
    received = exchange(gateway, head.encode() + smuggled + hidden.encode(), seconds=1)
    assert b"200 OK" not in received


@pytest.fixture(scope="module")
def narrow(pipeline: Pipeline, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayProcess]:
    """A gateway with small limits; each test has keys of its own."""
    running = GatewayProcess(
        tmp_path_factory.mktemp("narrow"),
        pipeline.environment,
        gateway_requests_per_second=2,
        gateway_events_per_second=10,
        gateway_failures_per_minute=5,
        gateway_body_seconds=0.5,
    )
    running.start()
    yield running
    running.stop()


def test_a_slow_body_is_given_up(narrow: GatewayProcess) -> None:
    """Who sends a body drop by drop is told so and let go."""
    key = narrow.new_key()
    head = (
        f"POST /v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n"
        "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
    )
    assert exchange(narrow, head.encode()).startswith(b"HTTP/1.1 408")


def test_a_broken_file_of_keys_lets_nobody_in(narrow: GatewayProcess) -> None:
    """Open to others, or no JSON: 503 for all, and in again once it is repaired; the log names the file."""
    key = narrow.new_key()
    kept = narrow.organisers_file.read_bytes()
    narrow.organisers_file.write_bytes(b"[")
    assert narrow.get("/v1/key", key).status == 503
    narrow.organisers_file.write_bytes(kept)
    assert narrow.get("/v1/key", key).status == 200


def test_rates_have_ends_for_keys_and_for_those_without(narrow: GatewayProcess) -> None:
    """Too many requests, events or failures are 429 with Retry-After; one key's share is not another's."""
    key, other = narrow.new_key(), narrow.new_key()
    assert narrow.post(key, [check_in("x")] * 50).status == 200
    answer = narrow.post(key, [check_in("x")] * 50)  # five seconds' worth: no machine is that slow in between
    assert (answer.status, answer.content["title"]) == (429, "too-many")
    assert int(answer.headers["retry-after"]) >= 1
    large = narrow.new_key()
    assert [narrow.post(large, b"[" + b" " * 50_000).status for _ in range(2)] == [400, 429]  # as 97 events would
    statuses = [narrow.get("/v1/key", other).status for _ in range(12)]
    assert (statuses[0], statuses[-1]) == (200, 429)
    wrong = [narrow.get("/v1/key").status for _ in range(7)]
    assert (wrong[0], wrong[-1]) == (401, 429)
    assert narrow.get("/v1/key", narrow.new_key()).status == 200, "failures of others at the address do not keep it out"


def test_neither_keys_nor_values_are_in_the_log(gateway: GatewayProcess) -> None:
    """The log tells what happened, without a key, an address or anything that was sent."""
    key = gateway.new_key()
    gateway.post(key, json.dumps({"secret": "hunter2"}).encode())
    gateway.post("engage-0000000000-" + "Z" * 43, check_in("x", age_band="hunter2"))
    log = gateway.log.read_text()
    assert not any(word in log for word in (key, "hunter2", "ZZZZ", "Traceback"))
