"""Every client of ClickHouse's logs in with the user and password of its settings, and shows neither when refused."""

import base64
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from dashboards.errors import DashboardError
from dashboards.reader import Reader
from dashboards.settings import DashboardSettings
from producers.errors import ProducerError
from producers.gateway.clickhouse_reader import ClickHouseReader
from producers.gateway.settings import GatewaySettings
from streams.errors import StreamError
from streams.settings import StreamSettings
from streams.store import Store

PASSWORD = "made-up-secret"
LOGIN = f"Basic {base64.b64encode(f'engage_worker:{PASSWORD}'.encode()).decode()}"


class Refusing:
    """A server that refuses every login as ClickHouse does, and keeps what it was told."""

    def __init__(self) -> None:
        self.logins: set[str | None] = set()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def refuse(self) -> None:
                server.logins.add(self.headers.get("authorization"))
                self.rfile.read(int(self.headers.get("content-length", 0)))
                body = b"Code: 516. DB::Exception: engage_worker: Authentication failed. (AUTHENTICATION_FAILED)"
                self.send_response(403)
                self.send_header("X-ClickHouse-Exception-Code", "516")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = refuse  # noqa: N815  http.server looks for these names

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the name of the class above
                del format, args

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def refusing() -> Iterator[Refusing]:
    made = Refusing()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


def ask_as_the_stream(settings: dict[str, str]) -> None:
    with Store(StreamSettings.model_validate(settings)) as store:
        store.rows("applied_migrations")


def ask_as_the_gateway(settings: dict[str, str]) -> None:
    with ClickHouseReader(GatewaySettings.model_validate(settings)) as reader:
        reader._rows("gatherings", {})


def ask_as_the_dashboards(settings: dict[str, str]) -> None:
    with Reader(DashboardSettings.model_validate(settings)) as reader:
        reader.answer("SELECT 1")


@pytest.mark.parametrize("ask", [ask_as_the_stream, ask_as_the_gateway, ask_as_the_dashboards])
def test_a_client_logs_in_and_a_refusal_is_an_error_of_ours(
    refusing: Refusing, ask: Callable[[dict[str, str]], None], capfd: pytest.CaptureFixture[str]
) -> None:
    """Both go in the header alone; the password is in no message and no log."""
    settings = {
        "clickhouse_url": refusing.url,
        "clickhouse_user": "engage_worker",
        "clickhouse_password": PASSWORD,
    }
    with pytest.raises((StreamError, ProducerError, DashboardError), match=refusing.url) as caught:
        ask(settings)
    assert refusing.logins == {LOGIN}
    assert PASSWORD not in f"{caught.value!r}{caught.value}{capfd.readouterr()}"
