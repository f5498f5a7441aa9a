"""What must be stored: the truth of all that was sent so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from producers.simulator import Truth
from schemas.rejections import Rejection

__all__ = ["Expected"]


class Expected:
    """Grows with each slice of the city that was sent."""

    def __init__(self) -> None:
        self._truth = Truth({}, {}, (), 0, 0, 0, 0, {})

    @property
    def truth(self) -> Truth:
        """The truth of all slices together; their gatherings share no ids."""
        return self._truth

    def add(self, other: Truth) -> None:
        """Expect a slice as well."""
        known = self._truth
        self._truth = Truth(
            gatherings={**known.gatherings, **other.gatherings},
            happenings={**known.happenings, **other.happenings},
            parts=[*known.parts, *other.parts],
            messages=known.messages + other.messages,
            accepted=known.accepted + other.accepted,
            duplicates=known.duplicates + other.duplicates,
            facts=known.facts + other.facts,
            dead_letters=_sum(known.dead_letters, other.dead_letters),
        )

    def add_refused(self, reason: Rejection, count: int) -> None:
        """Expect messages that become dead letters."""
        self.add(Truth({}, {}, (), count, 0, 0, 0, {reason: count}))

    def add_repeats(self, count: int) -> None:
        """Expect messages that were accepted before and change nothing."""
        self.add(Truth({}, {}, (), count, count, count, 0, {}))


def _sum(one: Mapping[Rejection, int], other: Mapping[Rejection, int]) -> dict[Rejection, int]:
    return dict(Counter(one) + Counter(other))
