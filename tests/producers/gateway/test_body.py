"""What a body may be before anything of it is parsed."""

import asyncio
import json
from typing import Any

import pytest
from starlette.requests import Request

from producers.gateway.body import MOST_BYTES, MOST_EVENTS, read_events
from producers.gateway.problems import Problem, ProblemError
from tests.producers.gateway.gateway_process import check_in


def read(body: bytes, **limits: Any) -> list[Any]:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    scope = {"type": "http", "method": "POST", "path": "/", "headers": [(b"content-type", b"application/json")]}
    return asyncio.run(read_events(Request(scope, receive), 5.0, **limits))


@pytest.mark.parametrize("piece", [b"[" * 190 + b"]" * 190, b"{}", b"[]"])
def test_a_megabyte_of_brackets_is_refused_unparsed(piece: bytes) -> None:
    """They took a second of everybody's time."""
    body = b"[" + b",".join([piece] * (1_000_000 // (len(piece) + 1))) + b"]"
    with pytest.raises(ProblemError) as refused:
        read(body)
    assert refused.value.problem is Problem.TOO_LARGE
    assert "objects and lists" in refused.value.detail


def test_a_thousand_events_with_all_that_they_may_hold_are_read() -> None:
    """A correction of a head count by age, each of them."""
    ages = {"0-6": 1, "7-12": 1, "13-17": 1, "18-29": 1, "30-64": 1, "65+": 1}
    replacement = {"event": "head-count", "time": "2026-09-01T12:00:00Z", "data": {"people": 6, "by_age_band": ages}}
    event = check_in("kallio:1") | {"data": {"corrects": "e1", "replacement": replacement}}
    body = json.dumps([event] * MOST_EVENTS).encode()
    assert len(body) <= MOST_BYTES
    assert read(body) == [event] * MOST_EVENTS


def test_who_is_not_admitted_is_told_before_the_body_is_parsed() -> None:
    """By its size alone."""
    seen: list[int] = []

    def admit(size: int) -> None:
        seen.append(size)
        raise ProblemError(Problem.TOO_MANY, "later")

    with pytest.raises(ProblemError, match="later"):
        read(b"no JSON", admit=admit)
    assert seen == [7]
    with pytest.raises(ProblemError, match="more than 6 bytes"):
        read(b"no JSON", most_bytes=6)
