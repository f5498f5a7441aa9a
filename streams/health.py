"""Is the worker alive, and can it work? Judged by what it does, not by whether its process exists."""

import threading
import time
from collections.abc import Callable

__all__ = ["Health"]


class Health:
    """What a worker has done so far, and when; safe for use from several threads.

    A worker is live while it does what there is to do: to start an idle one anew helps nobody. It is not live when for
    `limit` seconds its event loop was not seen, or messages waited and no storing step succeeded, or something stored
    was not committed. It is ready while its group is joined and its last attempt to store succeeded.
    """

    def __init__(self, limit: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._seen = self._stepped = monotonic()
        self._joined = False
        self._waiting_since: float | None = None
        self._owing_since: float | None = None
        self._failing = ""

    def look(self, *, joined: bool, waiting: bool, owes: bool, committed: float) -> None:
        """Note, from the event loop, how things are.

        Args:
            joined: Whether the consumer group is joined.
            waiting: Whether there are messages that are not stored.
            owes: Whether something that is stored is not committed.
            committed: When it last committed, by the same clock.
        """
        with self._lock:
            now = self._seen = self._monotonic()
            self._joined = joined
            self._waiting_since = (self._waiting_since or now) if waiting else None
            self._owing_since = max(self._owing_since or now, committed) if owes else None

    def step(self) -> None:
        """Note that a storing step succeeded."""
        with self._lock:
            self._stepped = self._monotonic()
            self._failing = ""

    def fail(self, step: str) -> None:
        """Note that a storing step failed and will be tried again."""
        with self._lock:
            self._failing = step

    def why_not_live(self) -> str:
        """Say what stands still; empty while it is live."""
        with self._lock:
            now = self._monotonic()
            silent = now - self._seen
            idle = 0.0 if self._waiting_since is None else now - max(self._waiting_since, self._stepped)
            owing = 0.0 if self._owing_since is None else now - self._owing_since
        if silent > self._limit:
            return f"the event loop has stood still for {silent:.0f} s"
        if idle > self._limit:
            failing = f"; {self._failing} fails" if self._failing else ""
            return f"messages wait, and nothing has been stored for {idle:.0f} s{failing}"
        if owing > self._limit:
            return f"what is stored has not been committed for {owing:.0f} s"
        return ""

    def why_not_ready(self) -> str:
        """Say what it waits for; empty while it is ready."""
        with self._lock:
            if not self._joined:
                return "the consumer group is not joined: Kafka does not answer, or has only just been asked"
            return f"ClickHouse: {self._failing} fails and is tried again" if self._failing else ""
