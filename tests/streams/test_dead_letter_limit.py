import json
from collections.abc import Sequence
from typing import Any

import pytest

from streams.dead_letter_limit import DeadLetterLimit
from streams.errors import DeadLetterLimitError
from streams.judging import Rules, judge
from streams.records import Run
from tests.hostile.generator import event
from tests.streams.record_of import FakeRecord

LIMIT = 100
RULES = Rules()


def sent(*messages: bytes) -> list[Any]:
    records = [FakeRecord(value, offset) for offset, value in enumerate(messages)]
    return [judge(RULES, Run(records[0].topic, 0, records))]


def broken(source: str, count: int, **changes: Any) -> list[bytes]:
    changes = changes or {"type": "fi.hel.engagement.lost.v1"}
    return [json.dumps(event(number, source=source, **changes)).encode() for number in range(count)]


def right(source: str, count: int) -> list[bytes]:
    return [json.dumps(event(number, source=source)).encode() for number in range(count)]


def reached(messages: Sequence[bytes], known: Sequence[str] = ("a", "b", "c", "d")) -> DeadLetterLimitError | None:
    return DeadLetterLimit(LIMIT).reached(sent(*messages), lambda found: {one for one in found if one in known})


@pytest.mark.parametrize(
    "changes", [{"type": "fi.hel.engagement.lost.v1"}, {"data": {"direction": "entry", "new": 1}}, {"more": "x"}]
)
def test_what_is_refused_of_several_known_sources_reaches_the_limit(changes: dict[str, Any]) -> None:
    """A type that is in no contract, or a contract that is broken; the error names the sources and the first of it."""
    error = reached([one for source in "abc" for one in broken(source, 40, **changes)])
    assert error is not None
    assert "a (40), b (40), c (40)" in str(error)
    assert "engagement.youth-centre.v1/0/0" in str(error)


@pytest.mark.parametrize(
    "messages",
    [
        broken("a", 900),
        broken("a", 900) + broken("b", 5) + broken("c", 5),
        broken("a", 33) + broken("b", 33) + broken("c", 33),
        [one for source in "uvwxyz" for one in broken(source, 100)],
        [one for source in "abcd" for one in broken(source, 100, time="2031-01-01T00:00:00Z")],
        [one for source in "abcd" for one in broken(source, 100, time="2001-01-01T00:00:00Z")],
        [one for source in "abcd" for one in broken(source, 100) + right(source, 20)],
        [one for source in "abcd" for one in broken(source, 100)] + right("e", 500),
        [b"garbage"] * 900,
    ],
    ids=[
        "one source",
        "one and strays",
        "few",
        "unknown",
        "ahead",
        "old",
        "beside right ones",
        "the smaller part",
        "garbage",
    ],
)
def test_what_senders_do_does_not_reach_it(messages: list[bytes]) -> None:
    """One sender's faults, made-up sources, wrong clocks, garbage, and a part that is smaller than the rest."""
    assert reached(messages) is None
