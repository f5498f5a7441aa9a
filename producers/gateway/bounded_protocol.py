"""HTTP as uvicorn speaks it, with an end to every wait: uvicorn itself waits for ever for a request's headers."""

import asyncio
from dataclasses import dataclass
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from producers.gateway.connection_table import ConnectionTable

__all__ = ["BoundedProtocol", "Deadlines", "bounded_protocol"]

MAX_HEADER_BYTES = 64 * 1024
"""Bytes of a request line with its headers that are read at all; the gateway answers 431 from 16 KiB on."""

MAX_REQUEST_BYTES = 8 * 1024 * 1024
"""Bytes of a whole request, its framing included; the gateway answers 413 for bodies over 1 MiB and reads up to 4."""


MAX_PIPELINED = 64
"""Requests that may wait on a connection behind the one that is answered; browsers send none."""

_CLOSE_SECONDS = 1.0
"""How long a client may take the last words before it is cut off."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds that a connection may take.

    Attributes:
        headers: From a connection's or a request's first byte to the end of its headers, and for the rest of a request
            that is answered already.
        answer: From the end of the headers to the end of the answer. Within it a route has a shorter one for the body.
        idle: Between two requests, and for a client to take any part of an answer.
    """

    headers: float
    answer: float
    idle: float


class BoundedProtocol(HttpToolsProtocol):
    """A connection with deadlines and sizes, in a table of connections. Made by `bounded_protocol`.

    Either a request is under way, or it waits: for headers, for the rest of an answered request, for the next request,
    or for the client to take what was written. Who waits may have to give way to a new connection.
    """

    table: ClassVar[ConnectionTable]
    deadlines: ClassVar[Deadlines]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._timer: asyncio.TimerHandle | None = None
        self._unsent = 0
        self._received = 0
        self._headers_here = False
        self._inside = False
        """Whether a request has begun and is not here as a whole."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection, or turn it away where every other has a request under way."""
        super().connection_made(transport)
        if self.table.admit(self, self.client[0] if self.client else ""):
            self._arm(self.deadlines.headers)
        else:
            self._refuse(b"503 Service Unavailable", b"retry-after: 5\r\n")

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._disarm()
        self.table.forget(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse what came; what is too much, or no request, ends the connection."""
        if self.transport.is_closing():
            return
        self._received += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            self._arm(_CLOSE_SECONDS)
            return
        limit = MAX_REQUEST_BYTES if self._headers_here else MAX_HEADER_BYTES
        if self._inside and self._received > limit:
            if self._answering or self._headers_here:
                self.transport.abort()
            else:
                self._refuse(b"431 Request Header Fields Too Large")

    def on_message_begin(self) -> None:
        """Begin a request: its headers have to be here in time.

        Raises:
            ValueError: too many are waiting; the parser stops, and uvicorn answers 400.
        """
        if len(self.pipeline) >= MAX_PIPELINED:
            raise ValueError(f"more than {MAX_PIPELINED} requests wait")
        super().on_message_begin()
        self._inside, self._headers_here, self._received = True, False, 0
        if not self._answering:
            self._arm(self.deadlines.headers)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; what comes behind the body is dropped: it was never part of what a proxy looked at."""
        if not self._headers_here:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Begin to answer."""
        self._headers_here = True
        if not self.flow.write_paused:  # else it waits for the client to take earlier answers
            self.table.is_busy(self)
        self._arm(self.deadlines.answer)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Note that the request is here as a whole."""
        self._inside = False
        super().on_message_complete()
        if not self._answering:  # the answer was faster
            self._arm(self.deadlines.idle)

    def on_response_complete(self) -> None:
        """Wait for the next request, or for the rest of this one."""
        super().on_response_complete()
        if self._answering:
            self._arm(self.deadlines.answer)
        else:
            self.table.waits(self)
            self._arm(self.deadlines.headers if self._inside else self.deadlines.idle)

    def pause_writing(self) -> None:
        """Count as waiting: the client does not take its answer."""
        super().pause_writing()
        self.table.waits(self)

    def resume_writing(self) -> None:
        """Go on where the client takes its answer again."""
        super().resume_writing()
        if self._answering:
            self.table.is_busy(self)

    def give_way(self) -> None:
        """Close at once."""
        self._disarm()
        self.transport.abort()

    @property
    def _answering(self) -> bool:
        # uvicorn has no cycle before the first request, and does not say so.
        return self.cycle is not None and not self.cycle.response_complete  # type: ignore[redundant-expr]

    def _arm(self, seconds: float) -> None:
        self._disarm()
        self._unsent = self.transport.get_write_buffer_size()
        self._timer = self.loop.call_later(seconds, self._late)

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _late(self) -> None:
        self._timer = None
        closing = self.transport.is_closing()
        if 0 < self.transport.get_write_buffer_size() < self._unsent:
            self._arm(_CLOSE_SECONDS if closing else self.deadlines.idle)  # slow, but it takes its answer
        elif self._inside and not self._headers_here and not self._answering and not closing:
            self._refuse(b"408 Request Timeout")
        else:
            self.transport.abort()

    def _refuse(self, status: bytes, headers: bytes = b"") -> None:
        """Answer without a body and close; a client that does not take even that is cut off."""
        head = (b"HTTP/1.1 " + status, b"content-length: 0", b"connection: close", headers)
        self.transport.write(b"\r\n".join(head) + b"\r\n")
        self.transport.close()
        self._arm(_CLOSE_SECONDS)


def bounded_protocol(table: ConnectionTable, deadlines: Deadlines) -> type[BoundedProtocol]:
    """Return the protocol class of one server."""
    return type("BoundedProtocol", (BoundedProtocol,), {"table": table, "deadlines": deadlines})
