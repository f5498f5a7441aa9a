"""Who may read at the same time: a key that asks for much waits for itself, not others for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

__all__ = ["Turns"]


class Turns:
    """At most `most` at a time under each name, in the order of their coming. Names that nobody uses are forgotten."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: dict[str, tuple[asyncio.Semaphore, set[object]]] = {}

    @asynccontextmanager
    async def taken(self, name: str) -> AsyncIterator[None]:
        """Wait for a turn and hold it until the end of the block."""
        semaphore, users = self._open.setdefault(name, (asyncio.Semaphore(self._most), set()))
        me = object()
        users.add(me)
        try:
            async with semaphore:
                yield
        finally:
            users.discard(me)
            if not users:
                self._open.pop(name, None)
