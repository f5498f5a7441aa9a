"""What is due when: the days, months, quarters and seasons of a release. All days are Helsinki's."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import Literal
from zoneinfo import ZoneInfo

__all__ = ["GRACE", "LAST_GRACE", "Kind", "Stage", "Unit", "last_day", "last_ended_day", "stage_of"]

HELSINKI = ZoneInfo("Europe/Helsinki")

NIGHT = timedelta(hours=5)
"""A day ends at five in the morning for a release: a theme night's last visitors belong to the evening before."""

GRACE = timedelta(days=7)
"""How long after its last day a month or quarter waits for late uploads before it is published."""

LAST_GRACE = timedelta(days=28)
"""How long after a season's last day its last revision is made. After that nothing of the season changes."""

_SPRING_ENDS = 7

Kind = Literal["month", "quarter"]


class Stage(IntEnum):
    """How far the numbers of a period are; each stage is reached once."""

    RUNNING = 0
    """Not closed: only sums of numbers that are published already, and how many gatherings were held."""
    CLOSED = 1
    """Published for the first time."""
    QUARTER = 2
    """Revised with its quarter."""
    FINAL = 3
    """Revised for the last time: it never changes again."""


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """What is published and revised as a whole: a period (by its first day) of a programme."""

    kind: Kind
    period: date
    programme: str


def last_ended_day(now: datetime) -> date:
    """Return the last day in Helsinki that is over for a release, at an instant with a time zone."""
    return (now.astimezone(HELSINKI) - NIGHT).date() - timedelta(days=1)


def last_day(kind: Kind, first: date) -> date:
    """Return the last day of the month or quarter that begins on `first`."""
    months = first.month - 1 + (1 if kind == "month" else 3)
    return date(first.year + months // 12, months % 12 + 1, 1) - timedelta(days=1)


def stage_of(kind: Kind, first: date, until: date) -> Stage:
    """Return how far a period may be when all days up to `until` are over."""
    last = last_day(kind, first)
    if until >= _end_of_season(last) + LAST_GRACE:
        return Stage.FINAL
    if until < last + GRACE:
        return Stage.RUNNING
    quarter = last_day("quarter", date(first.year, (first.month - 1) // 3 * 3 + 1, 1))
    return Stage.QUARTER if last != quarter and until >= quarter + GRACE else Stage.CLOSED


def _end_of_season(day: date) -> date:
    """Return the last day of the day's season: spring is January to July, autumn August to December."""
    return date(day.year, _SPRING_ENDS, 31) if day.month <= _SPRING_ENDS else date(day.year, 12, 31)
