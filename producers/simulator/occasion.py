"""One gathering of the simulated world: its plans, what became of it, and how it is counted."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from producers.simulator.venues import Venue
from schemas.programmes import Programme

__all__ = ["Counting", "Occasion", "Plan"]


class Counting(NamedTuple):
    """How those who come are counted: at the door, by staff now and then, by tally on a sheet, or by none."""

    at_the_door: bool
    by_staff: bool
    on_paper: bool


class Book(NamedTuple):
    """A book of paper sheets: the weekdays (Monday 0) that have one, and the first day whose sheet is handed in."""

    weekdays: frozenset[int]
    first_day: date


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
    nothing took place behind a door. No two of `plans`, `opened`, `closed` and `cancelled` share an instant, but for
    the plan of what is listed as cancelled.

    A round is `outdoors`: people are met outside. A `book` is no single evening but the paper sheets of a venue, from
    the first of its months to the last. What is `listed` is announced in Linked Events alone, perhaps as a part of a
    `series` of that kind.
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
    outdoors: bool = False
    book: Book | None = None
    listed: bool = False
    series: str = ""

    @property
    def prefix(self) -> str:
        """What the ids of its facts begin with."""
        return f"{self.programme.value}-{self.gathering.rsplit(':', 1)[1]}"

    @property
    def keeper(self) -> str:
        """The device of who opens and closes the doors."""
        return f"tablet:{self.venue.slug}-1"
