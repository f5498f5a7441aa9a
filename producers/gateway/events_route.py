"""`POST /v1/events`: take events, and say of each what became of it."""

import logging
import re
import time
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from producers.errors import KeyFileError, MessageTooLargeError, ProducerError
from producers.gateway.body import read_events
from producers.gateway.languages import Language, language_of
from producers.gateway.parts import Parts, admitted, parts_of, too_many
from producers.gateway.problems import Problem, ProblemError
from producers.gateway.refusals import GatewayRefusal, Refused, remedy
from producers.outgoing import OutgoingMessage
from producers.repeated_ids import RepeatedIds
from schemas.rejections import Rejection

__all__ = ["post_events"]

RETRY_SECONDS = 2
_EVENT_BYTES = 512
"""A body takes as much of a key's allowance as events of that size would: what takes time to parse is no event yet."""
_LOG = logging.getLogger("engage.gateway")
_PAIR = 2
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._#-]{0,127}")

Judged = Sequence[OutgoingMessage | Refused]

_REPEATED: dict[Language, str] = {
    "fi": "Sama tapahtuma (lähde ja tunnus) uudelleen lähetettynä ei muuta mitään.",
    "sv": "Samma händelse (källa och id) skickad på nytt ändrar ingenting.",
    "en": "The same event (source and id) sent again changes nothing.",
}


async def post_events(request: Request) -> Response:
    """Judge the events, hand those that fit to Kafka, and answer when it has acknowledged them.

    200 all are accepted, 207 some are, 422 none is, 403 none is because the key covers none; 503 Kafka does not take
    them now: send the whole request again, what arrived already changes nothing; 429 the key sends too much, or most
    of its last events were refused.
    """
    parts = parts_of(request)
    key = admitted(request)
    slowed = parts.refusals.slowed(key.id)
    if slowed is not None:
        parts.metrics.slowed.inc()
        _LOG.warning(
            "gateway.slowed key=%s source=%s refused=%d of=%d reason=%s",
            key.id,
            ",".join(pattern.text for pattern in key.scope.sources),
            slowed.refused,
            slowed.events,
            slowed.reason.value,
        )
        raise too_many(slowed.seconds, slowed.detail)
    weight = 0

    def admit(size: int) -> None:
        nonlocal weight
        weight = size // _EVENT_BYTES
        _take(parts, key.id, weight)

    events = await read_events(request, parts.settings.gateway_body_seconds, admit=admit)
    _take(parts, key.id, len(events) - weight)
    try:
        judged: Judged = [parts.intake.judge(event, key.scope) for event in events]
    except KeyFileError as error:
        raise _unavailable(parts, len(events), "the keys of pseudonyms cannot be read") from error
    judged = await _sent(parts, _without_contradictions(judged))
    parts.recent.add(one.event for one in judged if isinstance(one, OutgoingMessage))
    refused = [one.reason for one in judged if isinstance(one, Refused)]
    parts.refusals.note(key.id, len(judged) - len(refused), refused)
    for one in judged:
        parts.metrics.events.labels(one.reason.value if isinstance(one, Refused) else "accepted").inc()
    language = language_of(request.headers.get("accept-language"))
    results = [_result(event, one, language) for event, one in zip(events, judged, strict=True)]
    accepted = sum(result["status"] == "accepted" for result in results)
    return JSONResponse(
        {
            "accepted": accepted,
            "refused": len(results) - accepted,
            "results": results,
            "repeated": _REPEATED[language],
        },
        _status(judged),
    )


def _without_contradictions(judged: Judged) -> Judged:
    """Return the same, where an event that has the source and id of an earlier one and says other things is refused."""
    if len(judged) < _PAIR:
        return judged
    ids = RepeatedIds()
    found: list[OutgoingMessage | Refused] = []
    for number, one in enumerate(judged, 1):
        earlier = ids.contradicted(one, str(number)) if isinstance(one, OutgoingMessage) else None
        contradicts = f"event {earlier} of this request has the same source and id and says other things"
        found.append(one if earlier is None else Refused(Rejection.WRONG_ENVELOPE, "id", contradicts))
    return found


def _take(parts: Parts, key_id: str, events: int) -> None:
    """Take so many events of a key's allowance, or refuse the request."""
    wait = parts.events.take(key_id, events) if events > 0 else 0.0
    if wait:
        raise too_many(wait, "this key sends too many events")


async def _sent(parts: Parts, judged: Judged) -> Judged:
    """Send what was not refused; give the same, and refused in the place of what is too large for Kafka after all."""
    messages = [one for one in judged if isinstance(one, OutgoingMessage)]
    started = time.monotonic()
    try:
        outcomes = await parts.dispatch.send(messages)
    except ProducerError as error:
        raise _unavailable(parts, len(messages), "Kafka takes no events now") from error
    if messages:
        parts.metrics.kafka_seconds.observe(time.monotonic() - started)
    waited = iter(outcomes)
    answered: list[OutgoingMessage | Refused] = []
    missing = 0
    for one in judged:
        outcome = next(waited) if isinstance(one, OutgoingMessage) else None
        if isinstance(outcome, MessageTooLargeError):
            answered.append(Refused(GatewayRefusal.TOO_LARGE, "", "the event is too large"))
            continue
        missing += outcome is not None
        answered.append(one)
    if missing:
        raise _unavailable(parts, missing, f"Kafka did not acknowledge {missing} of {len(messages)} events")
    return answered


def _unavailable(parts: Parts, events: int, detail: str) -> ProblemError:
    parts.metrics.events.labels("unavailable").inc(events)
    return ProblemError(Problem.UNAVAILABLE, detail, headers={"retry-after": str(RETRY_SECONDS)})


def _result(event: Any, judged: OutgoingMessage | Refused, language: Language) -> dict[str, Any]:
    if isinstance(judged, OutgoingMessage):
        warned = {"warning": judged.warning} if judged.warning else {}
        return {"id": judged.event_id, "status": "accepted"} | warned
    event_id = event.get("id") if isinstance(event, dict) else None
    return {
        "id": event_id if isinstance(event_id, str) and _ID.fullmatch(event_id) else None,
        "status": "refused",
        "reason": judged.reason.value,
        "field": judged.field,
        "detail": judged.detail,
        "remedy": remedy(judged.reason, language),
    }


def _status(judged: Judged) -> int:
    refused = [one for one in judged if isinstance(one, Refused)]
    if not refused:
        return 200
    if len(refused) < len(judged):
        return 207
    return 403 if all(one.reason is GatewayRefusal.OUT_OF_SCOPE for one in refused) else 422
