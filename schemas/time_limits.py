"""Which times an event may tell, when it arrives: one rule for producers, the gateway and the worker.

The rule looks at instants that the contract parsed. Nothing else reads the text of a time.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from schemas.amendments import instant_of_revision
from schemas.contract import CORRECTION, RETRACTION, Event, event_name
from schemas.rejections import Rejection

__all__ = ["AGE_LIMIT", "CLOCK_TOLERANCE", "FINAL_LIMIT", "KEPT_FOR_GOOD", "RETENTION", "TimeFault", "time_fault"]

RETENTION = timedelta(days=90)
"""How long facts that age are kept after their time; the tables' TTL."""

AGE_LIMIT = RETENTION - timedelta(days=7)
"""Older events are refused: well before the first facts beside them are deleted, so no roll-up is made from a part."""

FINAL_LIMIT = RETENTION - timedelta(days=1)
"""Until then facts can be amended and roll-ups recomputed; a day later ClickHouse deletes them."""

CLOCK_TOLERANCE = timedelta(minutes=10)
"""How far ahead of its arrival an event's time may lie; devices' clocks differ."""

KEPT_FOR_GOOD = frozenset(
    {
        "agency-presence",
        "concern-handled",
        "concern-raised",
        "gathering-cancelled",
        "gathering-closed",
        "gathering-opened",
        "gathering-scheduled",
        "period-count",
    }
)
"""Events whose facts are never deleted with age, so that old ones are taken; a test holds it to the worker's tables."""


@dataclass(frozen=True, slots=True)
class TimeFault:
    """A time that is refused: why, in which field, and the instant there."""

    reason: Rejection
    field: str
    instant: datetime


def time_fault(event: Event, arrived: datetime) -> TimeFault | None:
    """Return what is wrong with a valid event's times at its arrival, or None.

    `event` is as its contract parsed it. A retraction is judged as the event that it takes back, by its own time; a
    correction by both its own time and that of what it puts in place; a revision that is an instant may not lie ahead
    either. What amends a fact may come until `FINAL_LIMIT`.
    """
    name = event_name(event["type"])
    field, instant = "time", event["time"]
    latest = arrived + CLOCK_TOLERANCE
    if instant > latest:
        return TimeFault(Rejection.IN_THE_FUTURE, field, instant)
    if name == RETRACTION:
        name = event["data"]["event"]
    elif name == CORRECTION:
        replacement = event["data"]["replacement"]
        name, field, instant = replacement["event"], "data.replacement.time", replacement["time"]
        if instant > latest:
            return TimeFault(Rejection.IN_THE_FUTURE, field, instant)
    told = instant_of_revision(event.get("revision", 1))
    if told is not None and told > latest:
        return TimeFault(Rejection.IN_THE_FUTURE, "revision", told)
    amends = event_name(event["type"]) != name or event.get("revision", 1) > 1
    if name not in KEPT_FOR_GOOD and instant < arrived - (FINAL_LIMIT if amends else AGE_LIMIT):
        return TimeFault(Rejection.TOO_LATE, field, instant)
    return None
