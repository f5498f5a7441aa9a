"""From what a request holds to what may leave for Kafka."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from producers.cards import CardFormats
from producers.errors import InvalidCardError, InvalidEventError, PersonKeyError
from producers.gateway.cards import CARD, MISFIT, without_card
from producers.gateway.refusals import GatewayRefusal, Reason, Refused
from producers.gateway.scope import Scope
from producers.kafka_connection import MAX_MESSAGE_BYTES
from producers.keys import KeyRing
from producers.outgoing import OutgoingMessage, outgoing
from schemas.contract import CORRECTION, RETRACTION, contract_of, event_name
from schemas.events.check_in import CHECK_IN
from schemas.programmes import Programme
from schemas.rejections import Rejection

__all__ = ["AGE_LIMIT", "CLOCK_TOLERANCE", "KEPT_FOR_GOOD", "Intake"]

CLOCK_TOLERANCE = timedelta(minutes=10)
"""How far ahead of the gateway's clock an event's time may lie; the worker's own limit, told here at once."""

AGE_LIMIT = timedelta(days=83)
"""Older events, but for those kept for good, are refused; the worker's own limit, told here at once."""

_OVERHEAD = 1024
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
class Intake:
    """What events are judged by: the keys that cards become pseudonyms under, the clock, and how cards are written."""

    keys: KeyRing
    clock: Callable[[], datetime]
    card_formats: CardFormats = dataclasses.field(default_factory=dict)

    def judge(self, event: Any, scope: Scope) -> OutgoingMessage | Refused:
        """Judge one event of a request that came with a key of that scope.

        Guarantees: what it gives fits its programme's contract, lies within the scope and holds no card. A refusal
        never shows the value of a field.

        Raises:
            KeyFileError: a card needs a key that cannot be read.
        """
        try:
            return self._judged(event, scope)
        except _RefusedError as error:
            return error.refused
        except InvalidCardError as error:
            return Refused(GatewayRefusal.INVALID_CARD, f"data.{CARD}", error.what)
        except PersonKeyError:
            return Refused(Rejection.PERSON_KEY, f"data.{CARD}", "the programme says nothing of persons")
        except InvalidEventError as error:
            return Refused(error.rejection, error.field, error.detail)

    def _judged(self, event: Any, scope: Scope) -> OutgoingMessage:
        if not isinstance(event, dict):
            raise _RefusedError(Rejection.MALFORMED, "", "it is no JSON object")
        programme = _programme_of(event)
        fits = True
        if programme is not None:
            _refuse_out_of_scope(event, programme, scope)
            self._refuse_wrong_time(event)
            event, fits = self._without_cards(event, programme)
        message = outgoing(event)
        if len(message.value) + len(message.key) + _OVERHEAD > MAX_MESSAGE_BYTES:
            raise _RefusedError(GatewayRefusal.TOO_LARGE, "", "the event is too large")
        return message if fits else dataclasses.replace(message, warning=MISFIT)

    def _refuse_wrong_time(self, event: Mapping[str, Any]) -> None:
        """Refuse what the worker would by its clock; what is no instant at all the contract refuses."""
        now = self.clock()
        data = event.get("data")
        name = event_name(event["type"])
        times = [("time", _instant(event.get("time")))]
        if name == RETRACTION and isinstance(data, dict):
            name = str(data.get("event"))
        if name == CORRECTION and isinstance(data, dict) and isinstance(data.get("replacement"), dict):
            name = str(data["replacement"].get("event"))
            times.append(("data.replacement.time", _instant(data["replacement"].get("time"))))
        for field, instant in times:
            if instant is not None and instant > now + CLOCK_TOLERANCE:
                detail = f"it lies after the gateway's time, {now:%Y-%m-%dT%H:%MZ}"
                raise _RefusedError(Rejection.IN_THE_FUTURE, field, detail)
        field, instant = times[-1]
        if instant is not None and instant < now - AGE_LIMIT and name not in KEPT_FOR_GOOD:
            raise _RefusedError(Rejection.TOO_LATE, field, f"it lies more than {AGE_LIMIT.days} days back")

    def _without_cards(self, event: dict[str, Any], programme: Programme) -> tuple[dict[str, Any], bool]:
        """Replace the card of a check-in, or of the check-in in a correction; a card elsewhere the contract refuses.

        Return also whether the card fits its format.
        """
        name, data = event_name(event["type"]), event.get("data")
        if not isinstance(data, dict):
            return event, True
        if name == CHECK_IN.name:
            time = _instant(event.get("time"))
            if _has_card(data) and time is not None:
                hidden, fits = without_card(data, self.keys, programme, time, self.card_formats)
                return event | {"data": hidden}, fits
        replacement = data.get("replacement")
        if name == CORRECTION and isinstance(replacement, dict) and replacement.get("event") == CHECK_IN.name:
            then, inner = _instant(replacement.get("time")), replacement.get("data")
            if isinstance(inner, dict) and _has_card(inner) and then is not None:
                hidden, fits = without_card(inner, self.keys, programme, then, self.card_formats)
                return event | {"data": data | {"replacement": replacement | {"data": hidden}}}, fits
        return event, True


class _RefusedError(Exception):
    """An event is refused, as `Refused` tells."""

    def __init__(self, reason: Reason, field: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.refused = Refused(reason, field, detail)


def _programme_of(event: Mapping[str, Any]) -> Programme | None:
    """Give the programme whose contract has the event's type, or None where none has."""
    name = event.get("type")
    if not isinstance(name, str):
        return None
    return next((programme for programme in Programme if name in contract_of(programme).types), None)


def _refuse_out_of_scope(event: Mapping[str, Any], programme: Programme, scope: Scope) -> None:
    """Refuse what the key does not cover; what is missing or of a wrong type the contract refuses."""
    subject, source, data = event.get("subject"), event.get("source"), event.get("data")
    if programme not in scope.programmes:
        raise _uncovered("type", "programme")
    if isinstance(subject, str) and not scope.covers_gathering(programme, subject):
        raise _uncovered("subject", "gathering")
    if isinstance(source, str) and not scope.covers_source(source):
        raise _uncovered("source", "source")
    if not scope.covers_events(_names_of(event)):
        raise _uncovered("type", "event")
    if isinstance(data, dict) and isinstance(data.get("source"), str) and not scope.covers_source(data["source"]):
        raise _uncovered("data.source", "source")


def _names_of(event: Mapping[str, Any]) -> list[str]:
    """The event's name, and for one that amends another the name of that."""
    name, data = event_name(event["type"]), event.get("data")
    if not isinstance(data, dict) or name not in {CORRECTION, RETRACTION}:
        return [name]
    replacement = data.get("replacement")
    amended = replacement.get("event") if isinstance(replacement, dict) else data.get("event")
    return [name, amended] if isinstance(amended, str) else [name]


def _has_card(data: Mapping[str, Any]) -> bool:
    """Whether a card stands in the place of a visitor; beside one the contract refuses it."""
    return CARD in data and "visitor" not in data


def _uncovered(field: str, what: str) -> _RefusedError:
    return _RefusedError(GatewayRefusal.OUT_OF_SCOPE, field, f"the API key does not cover this {what}")


def _instant(value: Any) -> datetime | None:
    try:
        instant = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return instant if instant.tzinfo is not None else None
