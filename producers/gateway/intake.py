"""From what a request holds to what may leave for Kafka."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from producers.cards import CardFormats
from producers.errors import InvalidCardError, InvalidEventError, MessageTooLargeError, PersonKeyError
from producers.gateway.cards import CARD, MISFIT, without_card
from producers.gateway.given_revisions import GivenRevisions
from producers.gateway.refusals import GatewayRefusal, Reason, Refused
from producers.gateway.scope import Scope
from producers.keys import KeyRing
from producers.outgoing import OutgoingMessage, outgoing
from schemas.amendments import AMENDING
from schemas.contract import CORRECTION, RETRACTION, contract_of, event_name
from schemas.events.check_in import CHECK_IN
from schemas.plausibility import Doubt, DoubtKind
from schemas.programmes import Programme
from schemas.rejections import Rejection

__all__ = ["Intake"]

_NOBODY = "0" * 32
"""Stands for a card's pseudonym while the rest of the event is validated: only a valid event has a pseudonym made."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What events are judged by: the keys that cards become pseudonyms under, the clock, and how cards are written.

    `revisions` gives amendments theirs that come without one.
    """

    keys: KeyRing
    clock: Callable[[], datetime]
    card_formats: CardFormats = dataclasses.field(default_factory=dict)
    revisions: GivenRevisions = dataclasses.field(default_factory=GivenRevisions)

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
        except MessageTooLargeError:
            return Refused(GatewayRefusal.TOO_LARGE, "", "the event is too large")
        except InvalidEventError as error:
            return Refused(error.rejection, error.field, error.detail)

    def _judged(self, event: Any, scope: Scope) -> OutgoingMessage:
        if not isinstance(event, dict):
            raise _RefusedError(Rejection.MALFORMED, "", "it is no JSON object")
        programme = _programme_of(event)
        now = self.clock()
        if programme is None:
            return outgoing(event, now)
        _refuse_out_of_scope(event, programme, scope)
        if event_name(event["type"]) in AMENDING and "revision" not in event:
            event = event | {"revision": self.revisions.revision(event, now)}
        data = _data_with_card(event)
        if data is None:
            return outgoing(event, now)
        if not programme.carries_persons:
            raise PersonKeyError
        valid = outgoing(_with_data(event, {**_without(data), "visitor": _NOBODY}), now).event
        # The season of the pseudonym is that of the instant that the contract read.
        time = valid["data"]["replacement"]["time"] if "replacement" in valid["data"] else valid["time"]
        hidden, fits = without_card(data, self.keys, programme, time, self.card_formats)
        message = outgoing(_with_data(event, hidden), now)
        if fits:
            return message
        return dataclasses.replace(message, doubts=(*message.doubts, Doubt(DoubtKind.CARD, MISFIT)))


class _RefusedError(Exception):
    """An event is refused, as `Refused` tells."""

    def __init__(self, reason: Reason, field: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.refused = Refused(reason, field, detail)


def _programme_of(event: Mapping[str, Any]) -> Programme | None:
    """Return the programme whose contract has the event's type, or None where none has."""
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
    amends = event_name(event["type"]) in AMENDING  # any other event may name a source: a concern's, who raised it
    named = data.get("source") if amends and isinstance(data, dict) else None
    if isinstance(named, str) and not scope.covers_source(named):
        raise _uncovered("data.source", "source")


def _names_of(event: Mapping[str, Any]) -> list[str]:
    """The event's name, and for one that amends another the name of that."""
    name, data = event_name(event["type"]), event.get("data")
    if not isinstance(data, dict) or name not in {CORRECTION, RETRACTION}:
        return [name]
    replacement = data.get("replacement")
    amended = replacement.get("event") if isinstance(replacement, dict) else data.get("event")
    return [name, amended] if isinstance(amended, str) else [name]


def _data_with_card(event: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the data of a check-in, or of the check-in in a correction, in which a card stands for the visitor.

    A card elsewhere, or beside a visitor, the contract refuses.
    """
    name: Any = event_name(event["type"])
    data = event.get("data")
    if name == CORRECTION:
        replacement = data.get("replacement") if isinstance(data, dict) else None
        if not isinstance(replacement, dict):
            return None
        name, data = replacement.get("event"), replacement.get("data")
    if name != CHECK_IN.name or not isinstance(data, dict) or CARD not in data or "visitor" in data:
        return None
    return data


def _with_data(event: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the event with other data of its check-in."""
    if event_name(event["type"]) == CHECK_IN.name:
        return {**event, "data": data}
    return {**event, "data": {**event["data"], "replacement": {**event["data"]["replacement"], "data": data}}}


def _without(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != CARD}


def _uncovered(field: str, what: str) -> _RefusedError:
    return _RefusedError(GatewayRefusal.OUT_OF_SCOPE, field, f"the API key does not cover this {what}")
