"""Keys whose events are mostly refused: they are told to wait, so that nobody's mistake costs the others."""

import math
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from producers.gateway.refusals import Reason

__all__ = ["RefusalShare", "Slowed"]

_HALF_LIFE_SECONDS = 15.0
_MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Slowed:
    """A key that has to wait, in seconds, and why."""

    seconds: float
    refused: int
    events: int
    reason: Reason

    @property
    def detail(self) -> str:
        """The reason in words, for whoever sends."""
        return (
            f"most events of this key are refused, about {self.refused} of the last {self.events}, "
            f"mostly as {self.reason.value}: correct them before sending on"
        )


@dataclass(slots=True)
class _Share:
    at: float
    accepted: float = 0.0
    refused: Counter[Reason] = field(default_factory=Counter)


class RefusalShare:
    """Remembers of each key how many of its last events were accepted and refused; half is forgotten in 15 s.

    A key waits while more of its events are refused than accepted and these are more than `most`: at 2,000 refused
    events in one go and 100 allowed about a minute. It remembers 10,000 keys.
    """

    def __init__(self, most: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._shares: OrderedDict[str, _Share] = OrderedDict()

    def note(self, key: str, accepted: int, refused: Iterable[Reason]) -> None:
        """Note what became of a key's events."""
        share = self._now(key)
        share.accepted += accepted
        share.refused.update(refused)

    def slowed(self, key: str) -> Slowed | None:
        """Return how long a key has to wait and why, or None where it may send."""
        if key not in self._shares:
            return None
        share = self._now(key)
        refused = sum(share.refused.values())
        if refused <= self._most or refused <= share.accepted:
            return None
        ((reason, _),) = share.refused.most_common(1)
        seconds = _HALF_LIFE_SECONDS * math.log2(refused / self._most)
        return Slowed(seconds, round(refused), round(refused + share.accepted), reason)

    def _now(self, key: str) -> _Share:
        """Return a key's share with what was forgotten since, as the newest one that is remembered."""
        now = self._clock()
        share = self._shares.pop(key, None) or _Share(now)
        left = 0.5 ** ((now - share.at) / _HALF_LIFE_SECONDS)
        share.at, share.accepted = now, share.accepted * left
        for reason in share.refused:
            share.refused[reason] *= left
        self._shares[key] = share
        if len(self._shares) > _MOST_REMEMBERED:
            self._shares.popitem(last=False)
        return share
