"""A local server that speaks as Linked Events does: pages of given records, and faults on demand."""

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from operator import itemgetter
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

__all__ = ["Fault", "LinkedEventsServer"]


@dataclass(frozen=True, slots=True)
class Fault:
    """An answer other than the page: a status with headers, a body of its own, or none at all."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    hang_up: bool = False


class LinkedEventsServer:
    """Serves `/v1/event/` in pages; a context manager. `faults` are given first, each once, by the page's number.

    As the real one it leaves out what was deleted unless that is asked for, and what changed before a time if asked.
    Each page begins with the last `overlap` records of the one before, as where records change meanwhile.
    """

    def __init__(self, records: Sequence[Any] = (), *, page_size: int = 2, overlap: int = 0) -> None:
        self.records = records
        self.overlap = overlap
        self.page_size = page_size
        self.faults: dict[int, list[Fault]] = {}
        self.next_link: Callable[[int, str], str] = lambda _number, link: link
        self.asked: list[dict[str, list[str]]] = []
        self.agents: set[str | None] = set()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server._answer(self)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the name of the class above
                del format, args

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        """The address of the first page."""
        return f"http://127.0.0.1:{self._server.server_port}/v1/event/"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        asked = parse_qs(urlsplit(request.path).query)
        number = int(asked.get("page", ["1"])[0])
        self.asked.append(asked)
        self.agents.add(request.headers["user-agent"])
        fault = self.faults[number].pop(0) if self.faults.get(number) else Fault(body=self._page(number, asked))
        if fault.hang_up:
            request.connection.close()
            return
        request.send_response(fault.status)
        for name, value in fault.headers.items():
            request.send_header(name, value)
        request.send_header("content-length", str(len(fault.body)))
        request.end_headers()
        request.wfile.write(fault.body)

    def _page(self, number: int, asked: Mapping[str, Sequence[str]]) -> bytes:
        since = datetime.fromisoformat(asked.get("last_modified_since", ["0001-01-01T00:00:00Z"])[0])
        everything = asked.get("show_deleted") == ["true"]
        listed = [
            (datetime.fromisoformat(record["last_modified_time"]), record)
            for record in self.records
            if everything or not record.get("deleted")
        ]
        found = [(modified, record) for modified, record in listed if modified >= since]
        records = [record for _, record in sorted(found, key=itemgetter(0))]
        last = number * self.page_size
        more = len(records) > last
        kept = "".join(f"&{name}={values[0]}" for name, values in asked.items() if name != "page")
        link = self.next_link(number, f"{self.url}?page={number + 1}{kept}") if more else None
        page = {
            "meta": {"count": len(records), "next": link},
            "data": records[max(0, last - self.page_size - self.overlap) : last],
        }
        return json.dumps(page).encode()
