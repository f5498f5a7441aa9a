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

_LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Waiting:
    """A judged run, and Faust's message that it came in, to be acknowledged."""

    message: Any
    judged: JudgedRun
    rows: int


class Line:
    """Judged runs wait here in the order in which they came. For one event loop.

    `part_rows` is about how many messages are taken at once; `behind` tells how many Kafka has that have not come here.
    """

    def __init__(
        self, part_rows: int, behind: Callable[[], int], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._part_rows = part_rows
        self._behind = behind
        self._monotonic = monotonic
        self._waiting: deque[Waiting] = deque()
        self._changed = asyncio.Event()
        self._room = asyncio.Event()
        self._closed = False
        self.rows = 0

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
        self._changed.set()
        while self.rows >= _PARTS_AHEAD * self._part_rows and not self._closed:
            self._room.clear()
            await self._room.wait()

    def take(self) -> list[Waiting]:
        """Take the first runs, about a part of messages."""
        taken: list[Waiting] = []
        rows = 0
        while self._waiting and rows < self._part_rows:
            taken.append(self._waiting.popleft())
            rows += taken[-1].rows
        self.rows -= rows
        self._room.set()
        return taken

    async def batch_is_due(self, at: float) -> bool:
        """Return when a batch is to begin: when it is time and something waits, or much waits.

        False when the line is closed and empty: there will be none.
        """
        while not self._closed:
            if self.rows >= self._part_rows or (self._waiting and self._monotonic() >= at):
                return True
            await self._change(at if self._waiting else None)
        return bool(self._waiting)

    async def part_is_due(self, until: float) -> bool:
        """Return whether an open batch takes in another part: only of a backlog, and none after `until`."""
        in_backlog = False
        while not self._closed and self._monotonic() < until:
            if self.rows >= self._part_rows:
                return True
            if self._behind() < _BEHIND_ROWS:
                return in_backlog and bool(self._waiting)
            in_backlog = True
            await self._change(min(until, self._monotonic() + _LOOK_SECONDS))
        return False

    async def _change(self, until: float | None) -> None:
        """Return when something came, the line was closed, or it is time."""
        self._changed.clear()
        try:
            await asyncio.wait_for(self._changed.wait(), None if until is None else max(0.0, until - self._monotonic()))
        except TimeoutError:
            return
