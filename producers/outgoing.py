"""The last look at an event before it leaves: its contract, its topic, its bytes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from producers.errors import InvalidEventError, MessageTooLargeError
from schemas.contract import Event, contract_of
from schemas.envelope import STRUCTURED_HEADERS, as_message
from schemas.explanations import explanation
from schemas.message_size import MAX_MESSAGE_BYTES, message_bytes
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
    warning: str = ""
    """What the sender should look at, though the event is taken."""


def outgoing(event: Event | Mapping[str, Any], arrives: datetime | None = None) -> OutgoingMessage:
    """Validate an event by its programme's contract and encode it. Times may be `datetime` or RFC 3339 text.

    `arrives` is when it is sent: its times are held to that as a worker does (see `schemas.time_limits`). Without it
    only the contract is asked.

    Guarantees: a worker accepts what this returns, if it arrives soon after `arrives`.

    Raises:
        InvalidEventError: the event has no JSON form, its type is in no contract, a field is missing, wrong or
            unknown, or its time lies ahead or too far back. The message names the field and never shows its value.
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
    if arrives is not None:
        _refuse_wrong_time(event_id, valid, arrives)
    return OutgoingMessage(event_id, programme.topic, key, value, valid)


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
    """Tell the first thing that is wrong. pydantic's first place is the union's tag, which is no field."""
    errors = error.errors(include_input=False, include_url=False)
    field = _field(errors[0]["loc"][1:])
    return InvalidEventError(event_id, field, explanation(errors[0]), rejection_of(programme, errors))


def _field(place: Sequence[int | str]) -> str:
    """Write a place as the sender sees it, without the tags of unions inside."""
    return ".".join(str(part) for part in place)[:200]
