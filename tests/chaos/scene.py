"""One cycle of the campaign: what a fault is given, and what it leaves to be judged."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import NamedTuple

from tests.chaos.expected import Expected
from tests.chaos.ground import Ground
from tests.chaos.slices import Slice, slice_of

__all__ = ["RIDDEN_OUT", "SAID_WHY", "Kind", "Scene"]

RIDDEN_OUT = "ridden out"
SAID_WHY = "stopped and said why"

_GATHERINGS = 12


@dataclass(slots=True)
class Scene:
    """A fault's place: the ground it happens on, its own randomness, and a slice of the city to send meanwhile."""

    ground: Ground
    expected: Expected
    random: Random
    seed: int
    number: int
    met: list[tuple[str, str]] = field(default_factory=list)
    """The faults that happened, each a kind and what came of it."""
    complaints: list[str] = field(default_factory=list)
    """What a fault itself saw that must not be."""
    repeats: int = 0
    """So many messages may have come to Kafka once more, since their sender could not know that they had."""

    def slice(self, *, chaos: bool = False, days_ago: float = 0, linked_events: bool = False) -> Slice:
        """Give a slice to send, and expect it."""
        cut = slice_of(
            self.seed,
            self.number,
            now=datetime.now(UTC),
            gatherings=_GATHERINGS,
            chaos=chaos,
            days_ago=days_ago,
            linked_events=linked_events,
        )
        self.expected.add(cut.truth)
        return cut

    def send(self, cut: Slice, *, during: Callable[[], None] | None = None) -> None:
        """Send a slice that may be sent again, as a device that keeps what was not acknowledged does."""
        while not self.ground.emit(cut.messages, during=during):
            self.repeats += len(cut.messages)
            during = None

    def tell(self, kind: str, outcome: str = RIDDEN_OUT) -> None:
        """Say that a fault happened."""
        self.met.append((kind, outcome))

    def dither(self, seconds: float) -> None:
        """Wait at random, at most so long: faults have no regard for what is going on."""
        time.sleep(self.random.uniform(0, seconds))


class Kind(NamedTuple):
    """A kind of fault: what it is called, how often it comes among 200, and how it happens."""

    name: str
    times: int
    happen: Callable[[Scene], None]
