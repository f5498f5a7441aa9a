"""The body of a request, within limits."""

import asyncio
from collections.abc import Callable
from typing import Any

from pydantic_core import from_json
from starlette.requests import ClientDisconnect, Request

from producers.gateway.problems import Problem, ProblemError
from producers.strict_json import RepeatedNameError, refuse_repeated_names
from schemas.message_size import MAX_MESSAGE_BYTES

__all__ = ["MOST_BYTES", "MOST_EVENTS", "read_events"]

MOST_BYTES = MAX_MESSAGE_BYTES
MOST_EVENTS = 1_000
MOST_BRACKETS = 20 * MOST_EVENTS
"""Objects and lists of a body: an event has ten at most. A megabyte of brackets takes a second to be parsed, while
nobody else is answered."""

_ONE = "application/cloudevents+json"
_MANY = "application/cloudevents-batch+json"
_EITHER = "application/json"
_DRAINED_BYTES = 4 * MOST_BYTES
_CLOSE = {"connection": "close"}


async def read_events(
    request: Request,
    seconds: float,
    *,
    most_bytes: int = MOST_BYTES,
    admit: Callable[[int], None] = lambda _size: None,
) -> list[Any]:
    """Return what a request holds, as a list: each may be an event, or anything else that JSON has.

    Deep JSON is refused by the parser, which goes 200 levels down at most. An object with a name twice is refused:
    which of the two holds would be a matter of the parser.

    Args:
        request: The request; its body is read here.
        seconds: How long the body may take to arrive.
        most_bytes: How large it may be.
        admit: Is told the body's size before anything is parsed, and raises where it is not to be.

    Raises:
        ProblemError: the content type is not one of the three, the body is compressed, too large, too slow or no
            JSON, or it holds no or more than 1,000 events, or more than 20,000 objects and lists.
    """
    kind = _kind_of(request)
    try:
        body = await asyncio.wait_for(_read(request, most_bytes), seconds)
    except TimeoutError:
        raise ProblemError(Problem.TOO_SLOW, f"the body was not here within {seconds:g} s", headers=_CLOSE) from None
    except ClientDisconnect:
        raise ProblemError(Problem.TOO_SLOW, "the connection broke off", headers=_CLOSE) from None
    admit(len(body))
    brackets = body.count(b"[") + body.count(b"{")
    if brackets > MOST_BRACKETS:
        raise ProblemError(Problem.TOO_LARGE, f"the body has {brackets} objects and lists, at most {MOST_BRACKETS} fit")
    try:
        parsed = from_json(body, allow_inf_nan=False)
        refuse_repeated_names(body.decode())
    except RepeatedNameError as error:
        raise ProblemError(Problem.MALFORMED, str(error)) from None
    except ValueError as error:
        raise ProblemError(Problem.MALFORMED, f"the body is not JSON: {error}") from None
    if kind == _ONE and isinstance(parsed, list):
        raise ProblemError(Problem.MALFORMED, f"a list of events is {_MANY}")
    if kind == _MANY and not isinstance(parsed, list):
        raise ProblemError(Problem.MALFORMED, f"one event is {_ONE}")
    events = parsed if isinstance(parsed, list) else [parsed]
    if not events:
        raise ProblemError(Problem.MALFORMED, "the list holds no event")
    if len(events) > MOST_EVENTS:
        raise ProblemError(Problem.TOO_LARGE, f"the list holds {len(events)} events")
    return events


def _kind_of(request: Request) -> str:
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    kind = kind.strip().lower()
    charset = parameters.strip().lower().removeprefix("charset=").strip('"')
    if kind not in {_ONE, _MANY, _EITHER} or charset not in {"", "utf-8"}:
        raise ProblemError(Problem.WRONG_CONTENT, "the content type is not supported")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise ProblemError(Problem.WRONG_CONTENT, "the body is compressed")
    return kind


async def _read(request: Request, most_bytes: int) -> bytes:
    """Read the body; what is too large is read on for a while and dropped, so that its sender hears the answer."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > _DRAINED_BYTES:
            break
        if size <= most_bytes:
            parts.append(part)
    if size > most_bytes:
        raise ProblemError(Problem.TOO_LARGE, f"the body has more than {most_bytes} bytes", headers=_CLOSE)
    return b"".join(parts)
