"""How much comes in, and when in the day."""

from dataclasses import dataclass, replace

__all__ = ["HELSINKI", "Load"]

_EVENING = (1, 0, 0, 0, 0, 0, 1, 4, 10, 14, 20, 26, 36, 42, 60, 84, 106, 134, 156, 140, 92, 48, 20, 6)
"""How a day's events fall on its hours, in thousandths: groups by day, youth centres and events in the evening."""


@dataclass(frozen=True, slots=True)
class Load:
    """What organisers send on a busy day.

    Attributes:
        events: Of the day.
        gatherings: Of the day; each has the same number of events, spread evenly over its `hours`.
        hours: How long a gathering lasts.
        shares: Which share of the day's events falls on each of its 24 hours.
        quiet: How much less a mean day of the year has, for what is kept: bytes, and gatherings in views.
    """

    events: float
    gatherings: float
    hours: float = 4.0
    shares: tuple[float, ...] = tuple(share / sum(_EVENING) for share in _EVENING)
    quiet: float = 3.0

    def __post_init__(self) -> None:
        if len(self.shares) != 24 or abs(sum(self.shares) - 1) > 1e-9 or min(self.shares) < 0:
            raise ValueError(f"{len(self.shares)} shares of {sum(self.shares):.3f} in all; give 24 that make 1")
        if min(self.events, self.gatherings, self.hours, self.quiet) <= 0:
            raise ValueError(f"{self.events} events, {self.gatherings} gatherings: give more than none")

    @property
    def facts(self) -> float:
        """How many events a gathering has in the end."""
        return self.events / self.gatherings

    def live(self, a_second: float) -> float:
        """How many gatherings are under way when so many events come in a second; of a backlog, a day's at most."""
        return min(self.gatherings, a_second * self.hours * 3600 / self.facts)

    def times(self, factor: float) -> "Load":
        """Return the same day of a place so many times as large: more gatherings, not larger ones."""
        return replace(self, events=self.events * factor, gatherings=self.gatherings * factor)


HELSINKI = Load(events=100_000, gatherings=200)
"""A busy day, assumed generously: 13,056 gatherings a year, as benchmarks/demo_year.sql has, are 36 on a mean day, with
about three thousand events."""
