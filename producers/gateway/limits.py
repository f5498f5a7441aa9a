"""How much of something each may have in a while."""

import time
from collections import OrderedDict
from collections.abc import Callable

__all__ = ["Allowance"]

_MOST_REMEMBERED = 10_000


class Allowance:
    """An allowance for each name that fills at a steady rate up to a most (a token bucket).

    It remembers 10,000 names; who has not come for longest is forgotten first, with a full allowance.

    Args:
        rate: How much comes back each second.
        most: How much there is at most.
        clock: Seconds that only go forward.
    """

    def __init__(self, rate: float, most: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._most = most
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, name: str, amount: float = 1.0) -> float:
        """Take an amount and give 0, or take nothing and give the seconds until there is enough.

        A full allowance gives any amount, and owes the rest.
        """
        now = self._clock()
        left, then = self._left.pop(name, (self._most, now))
        left = min(self._most, left + (now - then) * self._rate)
        wanted = min(amount, self._most)
        granted = left >= wanted
        self._left[name] = (left - amount if granted else left, now)
        if len(self._left) > _MOST_REMEMBERED:
            self._left.popitem(last=False)
        return 0.0 if granted else (wanted - left) / self._rate
