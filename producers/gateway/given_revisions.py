"""The revisions that the gateway gives to amendments that come without one."""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from threading import Lock
from typing import Any

from producers.repeated_ids import content_digest
from schemas.amendments import revision_at

__all__ = ["GivenRevisions"]

MAX_KEPT = 20_000
_MAX_AHEAD = 60_000
"""A clock that was set back by more than this minute, in milliseconds, counts: revisions of the future are refused."""


class GivenRevisions:
    """The revision of an amendment that comes without one: that of the instant when it first comes.

    Guarantees of one gateway: a later amendment gets a higher revision than an earlier one, also within a request. The
    same amendment sent again (the same attributes and data) gets the one that it had, as long as it is among the last
    20,000 that came. Safe for several threads.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._last = 0
        self._kept: OrderedDict[bytes, int] = OrderedDict()

    def revision(self, event: Mapping[str, Any], now: datetime) -> int:
        """Return the revision of an amendment that came now."""
        seen = _digest(event)
        with self._lock:
            if seen and (given := self._kept.get(seen)) is not None:
                self._kept.move_to_end(seen)
                return given
            present = revision_at(now)
            following = self._last + 1 if self._last < present + _MAX_AHEAD else present
            self._last = self._kept[seen] = max(following, present)
            if len(self._kept) > MAX_KEPT:
                self._kept.popitem(last=False)
            return self._last


def _digest(event: Mapping[str, Any]) -> bytes:
    """Return what stands for the event; nothing of one that nests so deep that its contract will refuse it."""
    try:
        return content_digest(event)
    except RecursionError:
        return b""
