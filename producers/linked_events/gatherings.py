"""One of their events as events of ours: the plan, and the cancellation where it was called off."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from producers.errors import InvalidEventError
from producers.linked_events.links import Record, fit, last_of_chain
from producers.linked_events.refusal import UnusableError
from producers.linked_events.text import name_of
from producers.linked_events.venues import venue_of
from producers.outgoing import outgoing
from schemas.contract import Event, type_name
from schemas.programmes import Programme

__all__ = ["SOURCE", "events_of"]

SOURCE = "linked-events:helsinki"

_PREFIX = "linked-events:"
_LONGEST_GATHERING_ID = 80
_LONGEST_ID_IN_EVENT = 80
_STATUSES = ("EventScheduled", "EventRescheduled", "EventPostponed", "EventCancelled")
_UNCHANGED = "save what the API gives, unchanged: each event of Linked Events"
_FIELDS = {"data.starts": "start_time", "data.ends": "end_time", "time": "last_modified_time", "data.venue": "location"}


def events_of(
    record: Record,
    events: Mapping[str, Record],
    places: Mapping[str, Record],
    programme: Programme,
    cut: list[str] | None = None,
) -> tuple[Event, ...]:
    """Return the plan of a gathering, followed by its cancellation if it is cancelled or replaced.

    Of a deleted one only the cancellation: the API keeps little more of it than its id and a placeholder for its name,
    so that a plan made of it would wipe the one that was known.

    `time` is when their record was last modified, and the ids follow from their id, that time and the kind: the same
    record gives the same events again, a changed one a new plan. `cut` gets the names that contacts were cut from.

    Raises:
        UnusableError: a field cannot be used.
    """
    foreign_id = record.get("id")
    if not isinstance(foreign_id, str) or not foreign_id:
        raise UnusableError("id", foreign_id, f"{_UNCHANGED} has an id")
    modified = _instant(record.get("last_modified_time"), "last_modified_time")
    if modified is None:
        raise UnusableError("last_modified_time", None, f"{_UNCHANGED} has this field")
    if not isinstance(record.get("deleted", False), bool | None):
        raise UnusableError("deleted", record["deleted"], "write true or false")
    if record.get("deleted"):
        return _deleted(record, events, programme, modified)
    if record.get("publication_status") == "draft":
        raise UnusableError("publication_status", "draft", "publish the event in Linked Events first")
    status = record.get("event_status") or "EventScheduled"
    if status not in _STATUSES:
        raise UnusableError("event_status", status, f"use one of {', '.join(_STATUSES)}")
    made = [_event(record, programme, modified, "gathering-scheduled", _plan(record, places, status, cut))]
    if record.get("replaced_by"):
        last_of_chain(record, events, "")
        made.append(_event(record, programme, modified, "gathering-cancelled", {"reason": "replaced"}))
    elif status == "EventCancelled":
        made.append(_event(record, programme, modified, "gathering-cancelled", {}))
    for event in made:
        _judge(event, record)
    return tuple(made)


def _deleted(
    record: Record, events: Mapping[str, Record], programme: Programme, modified: datetime
) -> tuple[Event, ...]:
    reason = {}
    if record.get("replaced_by"):
        last_of_chain(record, events, "")
        reason = {"reason": "replaced"}
    event = _event(record, programme, modified, "gathering-cancelled", reason)
    _judge(event, record)
    return (event,)


def _plan(record: Record, places: Mapping[str, Record], status: str, cut: list[str] | None) -> dict[str, Any]:
    name = name_of(record.get("name"), "name", cut)
    if not name:
        raise UnusableError("name", record.get("name"), "give the event a name in Finnish, Swedish or English")
    postponed = status == "EventPostponed"
    plan: dict[str, Any] = {
        "name": name,
        "starts": None if postponed else _instant(record.get("start_time"), "start_time"),
        "ends": None if postponed else _end(record.get("end_time")),
    }
    starts, ends = plan["starts"], plan["ends"]
    last_day = _day(record.get("end_time"), "end_time")
    if last_day is not None and starts is not None and ends is not None and ends <= starts:
        raise UnusableError("end_time", record["end_time"], "the last day lies before the first; correct them")
    venue = venue_of(record.get("location"), places, cut)
    if venue is not None:
        plan["venue"] = venue
    capacity = record.get("maximum_attendee_capacity")
    if capacity is not None and capacity != 0:
        if not isinstance(capacity, int) or isinstance(capacity, bool) or not 1 <= capacity <= 1_000_000:
            raise UnusableError("maximum_attendee_capacity", capacity, "give a whole number of people, or leave it out")
        plan["capacity"] = capacity
    return plan


def _event(record: Record, programme: Programme, modified: datetime, name: str, data: dict[str, Any]) -> Event:
    foreign_id = str(record["id"])
    return Event(
        specversion="1.0",
        id=f"{name}:{fit(foreign_id, _LONGEST_ID_IN_EVENT)}:{modified:%Y%m%dT%H%M%S%f}Z",
        source=SOURCE,
        type=type_name(programme, name),
        subject=_PREFIX + fit(foreign_id, _LONGEST_GATHERING_ID - len(_PREFIX)),
        time=modified,
        datacontenttype="application/json",
        data=data,
    )


def _judge(event: Event, record: Record) -> None:
    """Hold the event to its contract, and tell what is wrong by the name that the field has in their record."""
    try:
        outgoing(event)
    except InvalidEventError as error:
        field = next((theirs for ours, theirs in _FIELDS.items() if error.field.startswith(ours)), "")
        if not field and "ends at" in error.detail:
            field = "end_time"
        raise UnusableError(field or error.field, record.get(field, ""), error.detail) from None


def _end(value: object) -> datetime | None:
    """Read the end; a date without a time is the last day, and the gathering ends with it, at midnight in Helsinki."""
    day = _day(value, "end_time")
    return _instant(value, "end_time") if day is None else _midnight(day + timedelta(days=1))


def _day(value: object, field: str) -> date | None:
    if not isinstance(value, str) or len(value) != 10:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise UnusableError(field, value, "there is no such day; correct it") from error


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Europe/Helsinki")).astimezone(UTC)


def _instant(value: object, field: str) -> datetime | None:
    """Read an instant; a date without a time is that day's midnight in Helsinki."""
    if value is None or value == "":
        return None
    remedy = "write RFC 3339 with an offset, e.g. 2026-09-04T17:00:00Z"
    if not isinstance(value, str):
        raise UnusableError(field, value, remedy)
    try:
        day = _day(value, field)
        if day is not None:
            return _midnight(day)
        instant = datetime.fromisoformat(value)
        if instant.tzinfo is None:
            raise UnusableError(field, value, remedy)
        return instant.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UnusableError(field, value, remedy) from error
