"""Judged runs in front of the store."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from streams.batch import JudgedRun

__all__ = ["Line", "Waiting"]

_BEHIND_ROWS = 10_000
"""From so many messages behind on it is a backlog: a batch is closed when it is full or its time is over."""

_PARTS_AHEAD = 1.5
"""So many parts wait here at most; they last while the roll-ups of a big batch are recomputed."""

_PART_BYTES = 64 * 1024 * 1024
"""Of so many bytes is a part at most: however large the messages are, and however long the store is away."""

_LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Waiting:
    """A judged run, Faust's message that it came in, to be acknowledged, and its messages' number and size in bytes.

    A message may be judged in several runs; with the last one, `is_last`, it can be acknowledged.
    """

    message: Any
    judged: JudgedRun
    rows: int
    size: int = 0
    is_last: bool = True


class Line:
    """Judged runs wait here in the order in which they came. For one event loop.

    `part_rows` is about how many messages are taken at once, of `part_bytes` at most; `behind` tells how many Kafka has
    that have not come here. One and a half parts and one run wait here at most.
    """

    def __init__(
        self,
        part_rows: int,
        behind: Callable[[], int],
        monotonic: Callable[[], float] = time.monotonic,
        *,
        part_bytes: int = _PART_BYTES,
    ) -> None:
        self._part_rows = part_rows
        self._part_bytes = part_bytes
        self._behind = behind
        self._monotonic = monotonic
        self._waiting: deque[Waiting] = deque()
        self._changed = asyncio.Event()
        self._room = asyncio.Event()
        self._closed = False
        self.rows = 0
        self.size = 0

    @property
    def closed(self) -> bool:
        """Whether nothing more may come."""
        return self._closed

    def close(self) -> None:
        """Let nothing more come; who waits is answered at once."""
        self._closed = True
        self._changed.set()
        self._room.set()

    async def put(self, waiting: Waiting) -> None:
        """Add a run, and return when there is room for more."""
        self._waiting.append(waiting)
        self.rows += waiting.rows
        self.size += waiting.size
        self._changed.set()
        while self._parts >= _PARTS_AHEAD and not self._closed:
            self._room.clear()
            await self._room.wait()

    def take(self) -> list[Waiting]:
        """Take the first runs, about a part of messages."""
        taken: list[Waiting] = []
        rows = size = 0
        while self._waiting and rows < self._part_rows and size < self._part_bytes:
            taken.append(self._waiting.popleft())
            rows += taken[-1].rows
            size += taken[-1].size
        self.rows -= rows
        self.size -= size
        self._room.set()
        return taken

    async def batch_is_due(self, at: float) -> bool:
        """Return when a batch is to begin: when it is time and something waits, or much waits.

        False when the line is closed and empty: there will be none.
        """
        while not self._closed:
            if self._parts >= 1 or (self._waiting and self._monotonic() >= at):
                return True
            await self._change(at if self._waiting else None)
        return bool(self._waiting)

    async def part_is_due(self, until: float) -> bool:
        """Return whether an open batch takes in another part: only of a backlog, and none after `until`."""
        in_backlog = False
        while not self._closed and self._monotonic() < until:
            if self._parts >= 1:
                return True
            if self._behind() < _BEHIND_ROWS:
                return in_backlog and bool(self._waiting)
            in_backlog = True
            await self._change(min(until, self._monotonic() + _LOOK_SECONDS))
        return False

    @property
    def _parts(self) -> float:
        return max(self.rows / self._part_rows, self.size / self._part_bytes)

    async def _change(self, until: float | None) -> None:
        """Return when something came, the line was closed, or it is time."""
        self._changed.clear()
        try:
            await asyncio.wait_for(self._changed.wait(), None if until is None else max(0.0, until - self._monotonic()))
        except TimeoutError:
            return
