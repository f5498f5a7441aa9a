"""What is likely wrong with a valid event, as far as the event alone shows it: the one place that says so.

Nothing of it is refused: the sender is warned, and decides. What needs other events to be seen is flagged once they are
stored (the view `flags`).
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from schemas.amendments import subject_of
from schemas.contract import Event, event_name
from schemas.events.period_count import PERIOD_COUNT
from schemas.programmes import TYPE_PREFIX, Programme
from schemas.time_limits import AGE_LIMIT, KEPT_FOR_GOOD

__all__ = ["MANY", "MANY_OF", "Doubt", "DoubtKind", "doubts", "limits_of"]

_HELSINKI = ZoneInfo("Europe/Helsinki")
_DAY = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")

_AT_THE_DOOR = frozenset({"check-in", "head-count"})
"""What a venue tells each evening."""

_NEAR = timedelta(days=2)
"""An evening and its offline uploads lie within this of their day; farther off is another day, or a wrong clock."""

MANY: Mapping[tuple[str, str], int] = {
    ("head-count", "people"): 20_000,
    ("group-visit", "people"): 500,
    ("outreach-contact", "people"): 200,
    ("dialogue-held", "participants"): 500,
    ("agency-presence", "staff"): 200,
    ("referral", "people"): 50,
    ("period-count", "visits"): 300_000,
}
"""More than these are likelier slips of a finger than people; chosen by judgement, not measured."""

MANY_OF: Mapping[Programme, Mapping[tuple[str, str], int]] = {
    Programme.YOUTH_CENTRE: {("head-count", "people"): 2_000},
    Programme.POLICE_DIALOGUE: {("head-count", "people"): 500},
}
"""Where a programme's rooms hold fewer than a festival's park: its own limits, in place of those of `MANY`."""


class DoubtKind(StrEnum):
    """What may be wrong."""

    MANY = "many"
    """More people than such events have."""

    OTHER_DAY = "other-day"
    """The day in the gathering's id is not that of the event."""

    CARD = "card"
    """The card, of which the event holds a pseudonym, was not written as its programme's cards are."""

    AHEAD = "ahead"
    """A total of a period that has not begun."""

    CLOSES_SOON = "closes-soon"
    """The gathering is so old that what comes next is refused."""

    NO_DAY = "no-day"
    """The gathering's id is that of a venue: used all season, it is closed in the middle of it."""


class Doubt(NamedTuple):
    """What is likely wrong, and in one sentence what to look at."""

    kind: DoubtKind
    detail: str


@cache
def limits_of(name: str, programme: Programme | None = None) -> Mapping[str, int]:
    """Return by field the most people that an event of this name likely has, in a programme or in any."""
    own = {} if programme is None else MANY_OF.get(programme, {})
    return {field: limit for (event, field), limit in {**MANY, **own}.items() if event == name}


def doubts(event: Event, now: datetime) -> list[Doubt]:
    """Return what is likely wrong with an event that fits its contract, at `now`; of a correction, with what it says.

    Guarantees: it shows no value of the data but numbers of people.
    """
    _, _, name, time, data = subject_of(event_name(event["type"]), event)
    if data is None:
        return []
    found = [
        Doubt(DoubtKind.MANY, f"{field} is {data[field]:,}, more than {limit:,}: is it a slip? If so, correct it")
        for field, limit in limits_of(name, Programme(event["type"].split(".")[3])).items()
        if isinstance(data.get(field), int) and data[field] > limit
    ]
    if name == PERIOD_COUNT.name and (first := date.fromisoformat(str(data["first_day"]))) > _day_of(now):
        found.append(
            Doubt(
                DoubtKind.AHEAD,
                f"the period begins on {first}, which is still to come: is it a slip? If so, correct it",
            )
        )
    if name in KEPT_FOR_GOOD:
        return found
    gathering = event["subject"]
    day, meant = time.astimezone(_HELSINKI).date(), _day_in(gathering)
    if meant is not None and abs(day - meant) > _NEAR:
        found.append(
            Doubt(
                DoubtKind.OTHER_DAY,
                f"{gathering} is of {meant}, the event of {day}: if the device's clock is wrong, set it, and correct "
                "the event",
            )
        )
    closes = time + AGE_LIMIT
    if closes - now <= _NEAR:
        found.append(
            Doubt(
                DoubtKind.CLOSES_SOON,
                f"{gathering} has an event of {day}: a gathering is open for {AGE_LIMIT.days} days from its first "
                f"event, and those from {closes:%Y-%m-%dT%H:%MZ} on are refused. Use an id for each day, e.g. "
                f"{gathering[:60]}:{now.astimezone(_HELSINKI):%Y-%m-%d}",
            )
        )
    elif name in _AT_THE_DOOR and _is_a_venue(gathering, event["type"]):
        found.append(
            Doubt(
                DoubtKind.NO_DAY,
                f"{gathering} names no day: a gathering is open for {AGE_LIMIT.days} days from its first event, and "
                "what comes after them is refused, though Kafka takes it. Use an id for each day, e.g. "
                f"{gathering[:60]}:{now.astimezone(_HELSINKI):%Y-%m-%d}",
            )
        )
    return found


def _is_a_venue(gathering: str, cloud_event_type: str) -> bool:
    """Whether an id is as venues have them: of the event's programme, and without a number that might be a day's."""
    programme, _, rest = gathering.partition(":")
    return cloud_event_type.startswith(f"{TYPE_PREFIX}.{programme}.") and not re.search(r"\d", rest)


def _day_of(instant: datetime) -> date:
    return instant.astimezone(_HELSINKI).date()


def _day_in(gathering: str) -> date | None:
    """Return the day that a gathering's id names, if it names one that is in the calendar."""
    found = _DAY.search(gathering)
    try:
        return found and date(*map(int, found.groups()))
    except ValueError:
        return None
