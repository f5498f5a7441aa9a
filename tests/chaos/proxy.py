"""A proxy in front of ClickHouse that does to requests what networks and servers do to them."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Self

from embedded.ports import HOST, free_port
from tests.chaos.http_message import HttpMessage, read_message

__all__ = ["FaultProxy", "Trouble"]

Way = Literal["refuse", "cut-before", "cut-midway", "cut-after", "cut-in-answer", "slow"]

_HEAD_LIMIT = 1024 * 1024
_START_SECONDS = 10.0
_LOOK_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class Trouble:
    """What one request meets.

    `refuse` answers with ClickHouse's error `code`, and ClickHouse never hears of the request. `cut-before` closes the
    connection before ClickHouse hears of it, `cut-midway` with half of it sent, `cut-after` when ClickHouse has done
    it and nobody was told, `cut-in-answer` with half of the answer told. `slow` holds the answer back for `seconds`.

    With `writes_only` it waits for a request that inserts.
    """

    way: Way
    code: int = 0
    seconds: float = 0.0
    writes_only: bool = False

    def meets(self, request: HttpMessage) -> bool:
        """Whether a request is one of those that it waits for."""
        if not self.writes_only:
            return True
        return b"INSERT" in request.head[:2048] or b"INSERT INTO" in request.body[:4096]


class FaultProxy:
    """Passes HTTP requests on to ClickHouse, and lets the next ones meet what `arm` says; a context manager.

    It listens in a thread of its own. All methods may be called from other threads.

    Args:
        upstream_port: Of ClickHouse, on the loopback address.
    """

    def __init__(self, upstream_port: int) -> None:
        self._upstream_port = upstream_port
        self.port = free_port()
        self._armed: deque[Trouble] = deque()
        self._met: list[Trouble] = []
        self._lock = threading.Lock()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="fault-proxy", daemon=True)
        self._listening = threading.Event()
        self._ended: asyncio.Event | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._listening.wait(_START_SECONDS):
            raise TimeoutError(f"the fault proxy does not listen on port {self.port}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._ended is not None:
            self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join()

    @property
    def url(self) -> str:
        """``http://127.0.0.1:PORT``, for who is to meet the faults."""
        return f"http://{HOST}:{self.port}"

    def arm(self, troubles: Sequence[Trouble]) -> None:
        """Let the next requests meet these, one each, in order."""
        with self._lock:
            self._met.clear()
            self._armed.extend(troubles)

    def wait_until_met(self, seconds: float) -> list[Trouble]:
        """Wait until all that was armed is met, at most so long; disarm the rest, and give what was met."""
        deadline = time.monotonic() + seconds
        while self._armed and time.monotonic() < deadline:
            time.sleep(_LOOK_SECONDS)
        with self._lock:
            self._armed.clear()
            return list(self._met)

    def _next(self, request: HttpMessage) -> Trouble | None:
        with self._lock:
            if not self._armed or not self._armed[0].meets(request):
                return None
            trouble = self._armed.popleft()
            self._met.append(trouble)
            return trouble

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        self._ended = asyncio.Event()
        served: set[asyncio.Task[None]] = set()

        async def serve_one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            if task is not None:
                served.add(task)
                task.add_done_callback(served.discard)
            with suppress(asyncio.CancelledError):
                await self._connection(reader, writer)

        server = await asyncio.start_server(serve_one, HOST, self.port, limit=_HEAD_LIMIT)
        self._listening.set()
        await self._ended.wait()
        server.close()
        for task in list(served):
            task.cancel()
        await asyncio.gather(*served, return_exceptions=True)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one client's connection, request after request, until either side or a fault ends it."""
        broken = (OSError, asyncio.IncompleteReadError, ValueError)
        try:
            with suppress(*broken):
                while (request := await read_message(reader)) is not None:
                    if not await self._served(request, writer):
                        break
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _served(self, request: HttpMessage, client: asyncio.StreamWriter) -> bool:
        """Serve one request; False where the client's connection is to be cut."""
        trouble = self._next(request)
        way = None if trouble is None else trouble.way
        if trouble is not None and way == "refuse":
            client.write(_refusal(trouble.code))
            await client.drain()
            return True
        if way == "cut-before":
            return False
        answer = await self._asked(request, halfway=way == "cut-midway")
        if answer is None or way == "cut-after":
            return False
        if trouble is not None and way == "slow":
            await asyncio.sleep(trouble.seconds)
        whole = answer.raw
        client.write(whole[: len(whole) // 2] if way == "cut-in-answer" else whole)
        await client.drain()
        return way != "cut-in-answer"

    async def _asked(self, request: HttpMessage, *, halfway: bool) -> HttpMessage | None:
        """Ask ClickHouse; None where only half was sent, or nothing came back."""
        reader, writer = await asyncio.open_connection(HOST, self._upstream_port, limit=_HEAD_LIMIT)
        try:
            if halfway:
                writer.write(request.raw[: len(request.head) + len(request.body) // 2])
                await writer.drain()
                return None
            writer.write(request.raw)
            await writer.drain()
            return await read_message(reader)
        finally:
            writer.close()


def _refusal(code: int) -> bytes:
    """An answer as ClickHouse gives it, with its code in the header and the text."""
    text = f"Code: {code}. DB::Exception: Refused on purpose by the fault campaign. (CHAOS)\n".encode()
    head = (
        "HTTP/1.1 500 Internal Server Error\r\n"
        "content-type: text/plain; charset=UTF-8\r\n"
        f"x-clickhouse-exception-code: {code}\r\n"
        f"content-length: {len(text)}\r\n\r\n"
    )
    return head.encode() + text
