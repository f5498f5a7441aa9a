"""The last look at an event before it leaves: its contract, its topic, its bytes."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from producers.errors import InvalidEventError, MessageTooLargeError
from producers.likely_encoding import TURNING, reread
from producers.personal_details import contact_in, is_identity_code, shows_something
from schemas.contract import Event, contract_of
from schemas.envelope import STRUCTURED_HEADERS, as_message
from schemas.explanations import explanation
from schemas.message_size import MAX_MESSAGE_BYTES, message_bytes
from schemas.plausibility import Doubt, doubts
from schemas.programmes import TYPE_PREFIX, Programme
from schemas.rejections import Rejection, rejection_of
from schemas.time_limits import AGE_LIMIT, CLOCK_TOLERANCE, time_fault

__all__ = ["OutgoingMessage", "outgoing"]

_NO_ID = "(no id)"


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """A valid event as Kafka gets it, in CloudEvents' structured mode; `event` is what its contract read."""

    event_id: str
    topic: str
    key: bytes
    value: bytes
    event: Event = field(repr=False, compare=False)
    doubts: tuple[Doubt, ...] = ()

    @property
    def warning(self) -> str:
        """What the sender should look at, though the event is taken; empty where there is nothing."""
        return "; ".join(doubt.detail for doubt in self.doubts)


def outgoing(event: Event | Mapping[str, Any], arrives: datetime | None = None) -> OutgoingMessage:
    """Validate an event by its programme's contract and encode it. Times may be `datetime` or RFC 3339 text.

    `arrives` is when it is sent: its times are held to that as a worker does (see `schemas.time_limits`). Without it
    only the contract is asked. What is likely wrong (`schemas.plausibility`) are the message's `doubts`.

    Guarantees: a worker accepts what this returns, if it arrives soon after `arrives`.

    Raises:
        InvalidEventError: the event has no JSON form, its type is in no contract, a field is missing, wrong or
            unknown, a name or an id says who somebody is, or its time lies ahead or too far back. The message names the
            field and never shows its value.
        MessageTooLargeError: it has more bytes than a message may have.
    """
    event_id = _id_of(event)
    programme = _programme_of(event, event_id)
    try:
        key, value = as_message(event)  # type: ignore[arg-type]  # judged below, in the form in which it leaves
    except KeyError as error:
        raise InvalidEventError(event_id, "subject", "Field required", Rejection.WRONG_ENVELOPE) from error
    except (TypeError, AttributeError, ValueError, RecursionError):
        detail = "it holds a value that has no JSON form"
        raise InvalidEventError(event_id, "", detail, Rejection.MALFORMED) from None
    if (size := message_bytes(key, value, STRUCTURED_HEADERS)) > MAX_MESSAGE_BYTES:
        raise MessageTooLargeError(
            f"message {event_id} was not taken: it would have {size} bytes, and a message has at most "
            f"{MAX_MESSAGE_BYTES}; divide it into smaller events"
        )
    try:
        valid = contract_of(programme).one.validate_json(value)
    except ValidationError as error:
        raise _refusal(event_id, programme, error) from None
    _refuse_codes(event_id, valid)
    _refuse_names(event_id, valid)
    if arrives is not None:
        _refuse_wrong_time(event_id, valid, arrives)
    found = () if arrives is None else tuple(doubts(valid, arrives))
    return OutgoingMessage(event_id, programme.topic, key, value, valid, found)


def _refuse_codes(event_id: str, event: Event) -> None:
    """Refuse an identity code in the place of an id."""
    for field_ in ("subject", "id", "source"):
        for part in re.split("[:/#]", event[field_]):
            if len(part) in _LENGTHS_OF_CODES and part[:6].isdecimal() and is_identity_code(part):
                detail = "it holds a personal identity code; use an id that says nothing of a person"
                raise InvalidEventError(
                    _NO_ID if field_ == "id" else event_id, field_, detail, Rejection.WRONG_ENVELOPE
                )


_LENGTHS_OF_CODES = range(10, 15)


def _refuse_names(event_id: str, event: Event) -> None:
    """Refuse a name of a gathering or venue that says how to reach or know somebody, or that cannot be read."""
    data, place = event["data"], "data"
    if "replacement" in data:
        data, place = data["replacement"]["data"], "data.replacement.data"
    if "name" not in data:
        return
    named = [(f"{place}.name", data["name"]), (f"{place}.venue.name", data.get("venue", {}).get("name", {}))]
    for field_, name in named:
        for language, text in name.items():
            fault = _fault_of_name(text)
            if fault is not None:
                raise InvalidEventError(event_id, f"{field_}.{language}", fault, Rejection.WRONG_DATA)


def _fault_of_name(text: str) -> str | None:
    contact = contact_in(text)
    if contact is not None:
        return f"the name holds {_CONTACTS[contact]}, and names are shown to everybody; leave it out"
    if any(unicodedata.category(character) == "Cc" or character in TURNING for character in text):
        return "the name holds control characters, which are not shown as they are written; leave them out"
    if not shows_something(text):
        return "the name shows nothing; write a name, or leave the language out"
    if "\ufffd" in text or reread(text) is not None:
        return "the name was read in a wrong encoding; make it anew from its source, as UTF-8"
    return None


_CONTACTS = {
    "email": "an e-mail address",
    "phone": "a telephone number",
    "identity-code": "a personal identity code",
    "name": "a name",
}


def _refuse_wrong_time(event_id: str, event: Event, arrives: datetime) -> None:
    fault = time_fault(event, arrives)
    if fault is None:
        return
    if fault.reason is Rejection.TOO_LATE:
        detail = f"it lies more than {AGE_LIMIT.days} days back"
    else:
        minutes = CLOCK_TOLERANCE.total_seconds() / 60
        detail = f"it lies more than {minutes:.0f} minutes after the time here, {arrives:%Y-%m-%dT%H:%MZ}"
    raise InvalidEventError(event_id, fault.field, detail, fault.reason)


def _id_of(event: Mapping[str, Any]) -> str:
    event_id = event.get("id")
    return event_id[:128] if isinstance(event_id, str) and event_id else _NO_ID


def _programme_of(event: Mapping[str, Any], event_id: str) -> Programme:
    name = event.get("type")
    if isinstance(name, str):
        for programme in Programme:
            if name.startswith(f"{TYPE_PREFIX}.{programme.value}.") and name in contract_of(programme).types:
                return programme
    detail = "Field required" if name is None else f"no contract has the type {str(name)[:120]!r}"
    raise InvalidEventError(event_id, "type", detail, Rejection.UNKNOWN_TYPE)


def _refusal(event_id: str, programme: Programme, error: ValidationError) -> InvalidEventError:
    """Return the first thing that is wrong. pydantic's first place is the union's tag, which is no field."""
    errors = error.errors(include_input=False, include_url=False)
    place = errors[0]["loc"][1:]
    if errors[0]["type"] == "extra_forbidden" and not re.fullmatch("[A-Za-z_][A-Za-z0-9_]{0,39}", str(place[-1])):
        place = (*place[:-1], "…")  # whoever chose the name of a field may have written a person's
    field = _field(place)
    return InvalidEventError(event_id, field, explanation(errors[0]), rejection_of(programme, errors))


def _field(place: Sequence[int | str]) -> str:
    """Write a place as the sender sees it, without the tags of unions inside."""
    return ".".join(str(part) for part in place)[:200]
