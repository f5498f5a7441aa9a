"""Is the worker alive, and does it consume? Judged by what it does, not by whether its process exists."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

__all__ = ["Consumption", "Health"]

_PAUSED_SECONDS = 30.0
"""So long a backlog may go unread, or a storing step may take, before a worker counts as one that does not consume."""


@dataclass(frozen=True, slots=True)
class Consumption:
    """How a consumer is, at one moment.

    Attributes:
        answered: Whether the group's coordinator is known and answers.
        member: Whether the group has this worker: its heartbeats arrive.
        rebalancing: Whether the partitions are being divided anew.
        assigned: How many partitions it has.
        flowing: Whether Faust hands on what is fetched.
        behind: How many messages Kafka has for it that were not handed on.
        deliveries: How many fetched runs were handed on so far.
        owed: The partitions that have something stored and not committed, with the offset that was committed last.
    """

    answered: bool = False
    member: bool = False
    rebalancing: bool = False
    assigned: int = 0
    flowing: bool = False
    behind: int = 0
    deliveries: int = 0
    owed: Mapping[str, int | None] = field(default_factory=dict)


class Health:
    """What a worker has done so far, and when; safe for use from several threads.

    A worker is live while it is a member of its group and does what there is to do: to start an idle one anew helps
    nobody. It is not live when for `limit` seconds its event loop was not seen, its group did not have it, messages
    waited and no storing step succeeded or nothing was read, or something stored of a partition was not committed.

    It is ready while it is live and consumes: it has partitions, reads them, and its last attempt to store succeeded.
    """

    def __init__(self, limit: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._paused_limit = min(limit, _PAUSED_SECONDS)
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._seen = self._stepped = self._member_at = self._read_at = monotonic()
        self._now = Consumption()
        self._waiting_since: float | None = None
        self._owing_since: dict[str, tuple[int | None, float]] = {}
        self._step: tuple[str, float] | None = None
        self._failing = ""

    def look(self, now: Consumption, *, storing: bool) -> None:
        """Note, from the event loop, how things are.

        Args:
            now: How the consumer is.
            storing: Whether messages are queued for the store, or on their way into it.
        """
        with self._lock:
            at = self._seen = self._monotonic()
            if now.member:
                self._member_at = at
            if not now.behind or now.deliveries != self._now.deliveries:
                self._read_at = at
            self._waiting_since = (self._waiting_since or at) if storing or now.behind else None
            known = self._owing_since
            self._owing_since = {
                part: known[part] if part in known and known[part][0] == committed else (committed, at)
                for part, committed in now.owed.items()
            }
            self._now = now

    def begin(self, step: str) -> None:
        """Note that a storing step begins."""
        with self._lock:
            self._step = step, self._monotonic()

    def step(self) -> None:
        """Note that a storing step succeeded."""
        with self._lock:
            self._stepped = self._monotonic()
            self._step, self._failing = None, ""

    def fail(self, step: str) -> None:
        """Note that a storing step failed and will be tried again."""
        with self._lock:
            self._step, self._failing = None, step

    def why_not_live(self) -> str:
        """Say what stands still; empty while it is live."""
        with self._lock:
            now = self._monotonic()
            silent = now - self._seen
            alone = now - self._member_at
            idle = 0.0 if self._waiting_since is None else now - max(self._waiting_since, self._stepped)
            owing = {part: now - since for part, (_, since) in self._owing_since.items()}
        part, longest = max(owing.items(), key=lambda item: item[1], default=("", 0.0))
        if silent > self._limit:
            return f"the event loop has stood still for {silent:.0f} s"
        if alone > self._limit:
            return f"the worker has been no member of its consumer group for {alone:.0f} s"
        if idle > self._limit:
            failing = f"; {self._failing} fails" if self._failing else ""
            return f"messages wait, and nothing has been stored for {idle:.0f} s{failing}"
        if longest > self._limit:
            return f"what is stored of {part} has not been committed for {longest:.0f} s"
        return ""

    def why_not_ready(self) -> str:
        """Return why it does not consume; empty while it does."""
        with self._lock:
            now, at = self._now, self._monotonic()
            unread = at - self._read_at
            step, begun = self._step or ("", at)
        causes = (
            (not now.answered, "the consumer group is not joined: Kafka does not answer, or has only just been asked"),
            (not now.member, "the worker is no member of its consumer group; it joins again as soon as Kafka lets it"),
            (now.rebalancing or not now.flowing, "the group divides its partitions anew"),
            (not now.assigned, "no partition is assigned to this worker: the group has more workers than partitions"),
            (bool(self._failing), f"ClickHouse: {self._failing} fails and is tried again"),
            (at - begun > self._paused_limit, f"ClickHouse: {step} has taken {at - begun:.0f} s so far"),
            (
                bool(now.behind) and unread > self._paused_limit,
                f"{now.behind} messages wait in Kafka, and none has been read for {unread:.0f} s",
            ),
        )
        return next((cause for holds, cause in causes if holds), "") or self.why_not_live()
