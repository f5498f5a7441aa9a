"""`/live`, `/ready` and `/metrics` of the worker, on a port of their own."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from streams.errors import Fatal

__all__ = ["Answer", "WatchServer", "health"]

Answer = tuple[int, str, bytes]
"""Status, content type and body."""

_READ_SECONDS = 5.0


class WatchServer:
    """Answers GET of each path with what its function gives, from opening to closing; a context manager.

    It answers in threads of its own: a worker whose event loop stands still is still asked.

    Raises:
        Fatal: when opened, where the address cannot be listened on.
    """

    def __init__(self, host: str, port: int, answers: dict[str, Callable[[], Answer]]) -> None:
        self._host, self._port, self._answers = host, port, answers
        self._server: ThreadingHTTPServer | None = None

    def __enter__(self) -> Self:
        answers = self._answers

        class Handler(BaseHTTPRequestHandler):
            timeout = _READ_SECONDS

            def do_GET(self) -> None:
                answer = answers.get(self.path.partition("?")[0])
                status, kind, body = answer() if answer is not None else (404, "text/plain", b"nothing here\n")
                self.send_response(status)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing of requests."""

        try:
            self._server = ThreadingHTTPServer((self._host, self._port), Handler)
        except OSError as error:
            raise Fatal(
                f"the worker cannot be watched at {self._host}:{self._port}: {error.strerror or error}; set another "
                "ENGAGE_METRICS_PORT (0 takes a free one) or ENGAGE_METRICS_HOST"
            ) from error
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, name="watch", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    @property
    def url(self) -> str:
        """Where it listens."""
        if self._server is None:
            raise ValueError("it is not open")
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"


def health(trouble: str) -> Answer:
    """Answer for `/live` and `/ready`: 200, or 503 with what is amiss."""
    body = {"status": "trouble", "trouble": trouble} if trouble else {"status": "ok"}
    return 503 if trouble else 200, "application/json", json.dumps(body).encode() + b"\n"
