"""A gathering while things happen at it: what each family draws from."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Protocol, TypeVar

from producers.simulator.instants import HOUR
from producers.simulator.occasion import Occasion

__all__ = ["Scene"]


class _Timed(Protocol):
    @property
    def time(self) -> int: ...


T = TypeVar("T", bound=_Timed)


@dataclass(frozen=True, slots=True)
class Scene:
    """One gathering of the city of a seed, lived through up to `until` (milliseconds since 1970)."""

    seed: int
    occasion: Occasion
    until: int

    def chance(self, family: str) -> Random:
        """Return the randomness of one family: the same each time, and untouched by what other families draw."""
        return Random(f"{self.seed}:{self.occasion.gathering}:{family}")  # noqa: S311  a simulation, not a secret

    def past(self, happened: Iterable[T]) -> list[T]:
        """Leave out what lies after the present."""
        return [one for one in happened if one.time <= self.until]

    def moment(self, random: Random, *, after: int = 0) -> int:
        """Return an instant while the doors are open, or up to `after` milliseconds later."""
        return self.occasion.opens + int(random.random() * (self.occasion.closes - self.occasion.opens + after))

    def evening(self, random: Random) -> int:
        """Return an instant in the hours after the doors closed, when the staff write things down."""
        return self.occasion.closes + int(random.random() * 3 * HOUR)

    @property
    def takes_place(self) -> bool:
        """Whether people come to it through a door, and it was not called off before it opened."""
        return self.occasion.crowd > 0 and not self._called_off

    @property
    def meets_people(self) -> bool:
        """Whether anybody is met at it, at a door or outside."""
        return self.takes_place or (self.occasion.outdoors and not self._called_off)

    @property
    def _called_off(self) -> bool:
        occasion = self.occasion
        before = [time for time in occasion.cancelled if time < occasion.opens]
        return bool(before) and not any(plan.time > max(before) for plan in occasion.plans)
