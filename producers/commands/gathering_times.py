"""What the times of a file's events say of their gatherings: one that goes on all season, a clock that is wrong."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import median

from schemas.contract import Event, event_name
from schemas.plausibility import Doubt, DoubtKind
from schemas.time_limits import AGE_LIMIT, KEPT_FOR_GOOD

__all__ = ["GatheringTimes"]

_FAR = timedelta(days=2)
"""An evening and its offline uploads lie within this of their middle; farther off is another day, or a wrong clock."""

_MIN_EVENTS = 5
_SHOWN = 3
_MAX_EVENTS = 10_000
"""Events of a gathering that are remembered: the middle of more is no other."""


@dataclass(slots=True)
class GatheringTimes:
    """Collects the times of what was emitted, by gathering; `warnings` says what to look at."""

    _times: dict[str, list[tuple[float, str]]] = field(default_factory=dict)
    _many: list[str] = field(default_factory=list)
    _no_day: dict[str, str] = field(default_factory=dict)
    """What is said of gatherings whose ids name no day, by their ids."""

    def add(self, event: Event, place: str) -> None:
        """Add an event as its contract read it; plans and what else is kept for good say nothing of when it was."""
        if event_name(event["type"]) in KEPT_FOR_GOOD:
            return
        times = self._times.setdefault(event["subject"], [])
        if len(times) < _MAX_EVENTS:
            times.append((event["time"].timestamp(), place))

    def note(self, doubts: Iterable[Doubt], gathering: str, place: str) -> None:
        """Add that an event has too many people, or its gathering no day; of the rest other warnings say more."""
        for doubt in doubts:
            if doubt.kind is DoubtKind.MANY:
                self._many.append(f"{place}: {doubt.detail}")
            elif doubt.kind is DoubtKind.NO_DAY:
                self._no_day[gathering] = doubt.detail

    def warnings(self, now: datetime) -> Iterator[str]:
        """Return what is likely wrong, a sentence each, with what to do.

        A gathering is closed 83 days after its first event, when facts begin to be deleted: what comes later is refused
        by the worker, though Kafka acknowledges it.
        """
        yield from self._many[:_SHOWN]
        if len(self._many) > _SHOWN:
            yield f"and {len(self._many) - _SHOWN:,} more of the kind {DoubtKind.MANY.value}"
        for gathering, times in self._times.items():
            first = datetime.fromtimestamp(min(times)[0], UTC)
            closes = first + AGE_LIMIT
            if closes - now <= _FAR:
                yield (
                    f"{gathering} has events since {first:%Y-%m-%d}: a gathering is open for {AGE_LIMIT.days} days "
                    f"from its first event, and those from {closes:%Y-%m-%dT%H:%MZ} on are refused, though Kafka takes "
                    f"them. Use an id for each day, e.g. {gathering[:60]}:{now:%Y-%m-%d}"
                )
                continue
            if gathering in self._no_day:
                yield self._no_day[gathering]
            middle = median(instant for instant, _ in times)
            far = [(instant, place) for instant, place in times if abs(instant - middle) > _FAR.total_seconds()]
            if len(times) >= _MIN_EVENTS and 0 < len(far) <= len(times) / 10:
                places = [place for _, place in far]
                days = abs(far[0][0] - middle) / 86_400
                yield (
                    f"{gathering}: {_listed(places)} {_lie(places)} {days:.0f} days from the middle of its "
                    f"{len(times)} events. If a device's clock is wrong, set it, and correct the event: "
                    "engage emit correct"
                )


def _listed(places: Sequence[str]) -> str:
    return ", ".join(places[:3]) + (f" and {len(places) - 3:,} more" if len(places) > 3 else "")


def _lie(places: Sequence[str]) -> str:
    return "lies" if len(places) == 1 else "lie"
