"""What the gatherings' ids of events say of their programme and day, and what is likely a slip of the pen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from producers.plans import plan_doubts
from schemas.contract import Event, event_name
from schemas.programmes import Programme

__all__ = ["Subjects", "subject_slip"]

_DAY = re.compile(r"(?<![0-9])(20[0-9]{2}-[0-9]{2}-[0-9]{2})(?![0-9])")
_NIGHT = timedelta(hours=12)
"""An evening that began on a day is over by noon of the next."""

_OF_THE_EVENING = frozenset({"check-in", "group-visit", "head-count", "gathering-opened", "gathering-closed", "pulse"})


@dataclass(slots=True)
class Subjects:
    """Collects the gatherings' ids of a file; `warnings` says which are likely wrong, the first event of each alone."""

    _places: dict[str, str] = field(default_factory=dict)
    _slips: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, event: Event, place: str) -> None:
        """Add an event as its contract read it."""
        self._places.setdefault(event["subject"], place)
        slip = subject_slip(event)
        for name, doubt in plan_doubts(event):
            self._slips.setdefault((event["subject"], name), f"{place}: {event['subject']}: data.{name}: {doubt}")
        if slip is not None:
            self._slips.setdefault((event["subject"], event["type"]), f"{place}: {slip}")

    def warnings(self) -> Iterator[str]:
        """Return what is likely wrong, a sentence each, with what to do."""
        yield from self._slips.values()
        spelled: dict[str, list[str]] = {}
        for subject in self._places:
            spelled.setdefault(subject.casefold(), []).append(subject)
        for first, *others in spelled.values():
            for other in others:
                yield (
                    f"{self._places[other]}: {other} and {first} ({self._places[first]}) differ only by capitals, and "
                    "are two gatherings. If they are one, write its id in one way"
                )


def subject_slip(event: Event) -> str | None:
    """Return what the id of an event's gathering says that the event does not: another programme, another day."""
    subject = event["subject"]
    named = next((one for one in Programme if re.match(rf"{one.value}(?![A-Za-z0-9])", subject, re.IGNORECASE)), None)
    if named is not None and f".{named.value}." not in event["type"]:
        return (
            f"the gathering {subject} is called after {named.value}, and the event's type is of another programme. "
            "Where that is a mistake, correct the type or the gathering"
        )
    days = _DAY.findall(subject)
    when = _when(event)
    if len(days) != 1 or when is None:
        return None
    try:
        day = date.fromisoformat(days[0])
    except ValueError:
        return f"the gathering {subject} has a day that is in no calendar"
    begins = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Europe/Helsinki"))
    there = when.astimezone(begins.tzinfo)
    if there.date() == day or (there.date() == day + timedelta(days=1) and there.hour < _NIGHT.total_seconds() / 3600):
        return None
    return (
        f"the gathering {subject} is called after {day}, and its {event_name(event['type'])} is of {there.date()}. "
        "Where that is a mistake, correct the time or the gathering"
    )


def _when(event: Event) -> datetime | None:
    """Return when something at the gathering was, or is to be; None where the event says nothing of that."""
    name = event_name(event["type"])
    if name == "gathering-scheduled":
        starts = event["data"]["starts"]
        return starts.astimezone(UTC) if isinstance(starts, datetime) else None
    when = event["time"]
    return when if name in _OF_THE_EVENING and isinstance(when, datetime) else None
