"""One gathering of the simulated world: its plans, what became of it, and how it is counted."""

from dataclasses import dataclass
from typing import NamedTuple

from producers.simulator.venues import Venue
from schemas.programmes import Programme

__all__ = ["Counting", "Occasion", "Plan"]


class Counting(NamedTuple):
    """How those who come are counted: at the door, by staff now and then, by both or by none."""

    at_the_door: bool
    by_staff: bool


class Plan(NamedTuple):
    """A plan as announced at `time`; `starts` is None while postponed. Instants in milliseconds since 1970."""

    time: int
    starts: int | None
    ends: int | None
    venue: Venue | None
    names_district: bool
    capacity: int | None


@dataclass(frozen=True, slots=True)
class Occasion:
    """A gathering, known by programme and `gathering`. Instants in milliseconds since 1970, none after the present.

    People come from `opens` to `closes` (the doors' real hours, announced or not), about `crowd` of them; 0 where
    nothing took place. No two of `plans`, `opened`, `closed` and `cancelled` share an instant.
    """

    programme: Programme
    gathering: str
    venue: Venue
    opens: int
    closes: int
    crowd: int
    counting: Counting
    plans: tuple[Plan, ...]
    opened: tuple[int, ...]
    closed: tuple[int, ...]
    cancelled: tuple[int, ...]
