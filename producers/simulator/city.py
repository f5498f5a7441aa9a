"""The city that is simulated: what it takes to make the same one again."""

from dataclasses import dataclass
from datetime import datetime

__all__ = ["City"]

_PEOPLE_OF_REFERENCE = 6000


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A Helsinki to simulate. Equal cities give equal messages and an equal truth.

    `seed` chooses the world. The last `days` days before `until` are lived through; at most 75 are sensible, for facts
    older than 83 days are refused as too late. `people` live in it; 6,000 over 14 days make about 65,000 messages.
    `until` (aware) is the simulated present: nothing happens after it. With `chaos` the messages are repeated,
    disordered, late, corrected, retracted and broken; what really happened, and so the truth of each roll-up, stays
    the same. With `linked_events` some gatherings more are listed in Linked Events alone; the truth expects that
    `Simulation.imports` are imported, beside the messages.
    """

    seed: int = 1
    days: int = 14
    people: int = 6000
    until: datetime
    chaos: bool = False
    linked_events: bool = False

    def __post_init__(self) -> None:
        if self.until.tzinfo is None:
            raise ValueError(f"until {self.until.isoformat()} is naive; give it with a time zone")
        if self.days < 1 or self.people < 1:
            raise ValueError(f"days ({self.days}) and people ({self.people}) must be 1 or more")

    @property
    def scale(self) -> float:
        """How much larger both the number of venues and each crowd are than in a city of 6,000 people."""
        return float((self.people / _PEOPLE_OF_REFERENCE) ** 0.5)
