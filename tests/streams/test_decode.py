import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.contract import contract_of
from schemas.programmes import Programme
from schemas.rejections import Rejection
from streams.dead_letters import RefusedError
from streams.decode import decode
from streams.diagnosis import judge_one
from streams.records import Run
from tests.streams.record_of import FakeRecord

CONTRACT = contract_of(Programme.YOUTH_CENTRE)
POLICE = contract_of(Programme.POLICE_DIALOGUE)


def run_of(records: list[FakeRecord]) -> Run:
    return Run(records[0].topic if records else Programme.YOUTH_CENTRE.topic, 0, records)


def check_in(number: int, programme: Programme = Programme.YOUTH_CENTRE, **data: Any) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": f"e{number}",
        "source": "tablet:1",
        "type": f"fi.hel.engagement.{programme}.check-in.v1",
        "subject": "g",
        "time": "2026-09-01T12:00:00Z",
        "data": {"direction": "entry", **data},
    }


def good(number: int) -> bytes:
    return json.dumps(check_in(number)).encode()


SWALLOWING = [
    b'{"specversion":"1.0","id":"}',
    b'{"}',
    b'{"data":[{}',
    b"{}]}",
    b'{"data":{"x":{}',
    b"{},{}",
    good(1) + b",\n" + good(2),
    good(1) + b"\n" + good(2),
    b"{",
    b"}",
    b"",
    b"[]",
    b"null",
    b'{"a":1}{"b":2}',
    b'{"id":"\xff"}',
    b'{"a":NaN}',
    b"{" * 500 + b"}" * 500,
]
payloads = st.one_of(
    st.integers(0, 99).map(good),
    st.sampled_from(SWALLOWING),
    st.integers(0, 99).map(lambda number: good(number)[:-5]),
    st.integers(0, 99).map(lambda number: json.dumps(check_in(number, direction="in")).encode()),
)


@given(values=st.lists(payloads, max_size=60))
def test_judging_together_comes_to_the_same_as_judging_one_by_one(values: list[bytes]) -> None:
    """Whatever stands beside a message, even a payload made to swallow its neighbour, its outcome is its own."""
    records = [FakeRecord(value, offset) for offset, value in enumerate(values)]
    decoded = decode(CONTRACT, run_of(records))
    together = {record.offset: event for record, event in zip(decoded.records, decoded.events, strict=True)}
    apart: dict[int, Any] = {}
    for record in records:
        try:
            apart[record.offset] = judge_one(CONTRACT, record.value or b"")
        except RefusedError:
            continue
    assert together == apart
    refused = [letter.record.offset for letter in decoded.dead_letters]
    assert sorted([*together, *refused]) == list(range(len(values)))


REFUSED: list[tuple[Any, Rejection, str]] = [
    (b'{"a":', Rejection.MALFORMED, "EOF"),
    (b"[1]", Rejection.MALFORMED, "list"),
    (b"\xff\xfe", Rejection.MALFORMED, ""),
    (b'{"a":NaN}', Rejection.MALFORMED, ""),
    (b"{}", Rejection.UNKNOWN_TYPE, "None"),
    (check_in(1) | {"type": "fi.hel.engagement.youth-centre.dance.v1"}, Rejection.UNKNOWN_TYPE, "dance"),
    (check_in(1) | {"type": ["x"]}, Rejection.UNKNOWN_TYPE, "x"),
    (check_in(1, Programme.THEME_NIGHT), Rejection.WRONG_TOPIC, "engagement.theme-night.v1"),
    (check_in(1) | {"time": "2026-09-01T12:00:00"}, Rejection.WRONG_ENVELOPE, "time"),
    (check_in(1) | {"specversion": "0.3"}, Rejection.WRONG_ENVELOPE, "specversion"),
    (check_in(1) | {"traceparent": "00-1"}, Rejection.WRONG_ENVELOPE, "traceparent"),
    (check_in(1) | {"data": 5}, Rejection.WRONG_DATA, "data"),
    (check_in(1, direction="in"), Rejection.WRONG_DATA, "data.direction"),
    (check_in(1, shoe_size=44), Rejection.WRONG_DATA, "data.shoe_size"),
    (check_in(1, home_district="espoo"), Rejection.WRONG_DATA, "data.home_district"),
]


@pytest.mark.parametrize(("message", "reason", "named"), REFUSED)
def test_a_refusal_names_the_reason_and_the_field(message: Any, reason: Rejection, named: str) -> None:
    """The first reason of the closed list that applies is given, with the field that is wrong."""
    value = message if isinstance(message, bytes) else json.dumps(message).encode()
    with pytest.raises(RefusedError) as caught:
        judge_one(CONTRACT, value)
    assert caught.value.reason is reason
    assert named in caught.value.detail
    assert reason.remedy


def persons_in_police_dialogue() -> list[dict[str, Any]]:
    secret = "2920014288123301"
    amendment = check_in(1, Programme.POLICE_DIALOGUE)
    amendment |= {"type": "fi.hel.engagement.police-dialogue.correction.v1", "revision": 2}
    amendment["data"] = {
        "corrects": "e1",
        "replacement": {
            "event": "check-in",
            "time": "2026-09-01T12:00:00Z",
            "data": {"direction": "entry", "visitor": secret},
        },
    }
    return [
        check_in(1, Programme.POLICE_DIALOGUE, visitor=secret),
        check_in(1, Programme.POLICE_DIALOGUE, name={"last": secret}),
        check_in(1, Programme.POLICE_DIALOGUE) | {"person": secret},
        amendment,
    ]


@pytest.mark.parametrize("event", persons_in_police_dialogue())
def test_a_person_in_police_dialogue_is_refused_and_not_kept(event: dict[str, Any]) -> None:
    """The dead letter says which field it was; what stood in it is gone."""
    record = FakeRecord(json.dumps(event).encode(), topic=Programme.POLICE_DIALOGUE.topic, key=b"2920014288123301")
    decoded = decode(POLICE, run_of([record]))
    (letter,) = decoded.dead_letters
    assert letter.reason is Rejection.PERSON_KEY
    kept = letter.value + letter.key + letter.detail.encode() + repr(letter.message.headers).encode()
    assert b"2920014288123301" not in kept
    assert b"direction" in kept


@pytest.mark.parametrize("value", [b'{"name":"Matti",', b"Matti", b'{"type":"x","Matti":"Virtanen","data":"Matti"}'])
def test_what_cannot_be_judged_in_police_dialogue_keeps_no_value(value: bytes) -> None:
    """A broken message may name a person anywhere, so nothing of its values is kept."""
    decoded = decode(POLICE, run_of([FakeRecord(value)]))
    (letter,) = decoded.dead_letters
    assert b"Virtanen" not in letter.value
    assert letter.value != value


def test_a_card_number_in_the_place_of_a_pseudonym_is_not_kept() -> None:
    """A producer's mistake must not carry a card number on into the dead letters."""
    value = json.dumps(check_in(1, visitor="2920014288123301")).encode()
    (letter,) = decode(CONTRACT, run_of([FakeRecord(value)])).dead_letters
    assert letter.reason is Rejection.WRONG_DATA
    assert b"2920014288123301" not in letter.value
    assert "2920014288123301" not in letter.detail


def test_a_header_that_names_a_person_in_police_dialogue_is_not_kept() -> None:
    """Binary mode carries attributes as headers; an unknown one is refused and none of them is kept."""
    headers = (("content-type", b"application/json"), ("ce_surname", b"Virtanen"))
    record = FakeRecord(b"{}", topic=Programme.POLICE_DIALOGUE.topic, headers=headers)
    (letter,) = decode(POLICE, run_of([record])).dead_letters
    assert b"Virtanen" not in letter.value + repr(letter.message.headers).encode() + letter.detail.encode()


NAME = "Matti.Virtanen"
NUMBER = "+358401234567"


def put(value: Any, path: tuple[int, ...], word: str, *, as_name: bool) -> Any:
    """The same JSON with a word in the place of one value, or as the name of one more field there."""
    if isinstance(value, dict) and path:
        name = sorted(value)[path[0] % len(value)] if value else ""
        return value | {name: put(value.get(name), path[1:], word, as_name=as_name)}
    return {**value, word: 1} if as_name and isinstance(value, dict) else {word: {word: word}} if as_name else word


@given(
    paths=st.lists(st.lists(st.integers(0, 20), max_size=5).map(tuple), min_size=1, max_size=3),
    as_name=st.booleans(),
    word=st.sampled_from([NAME, NUMBER, "Matti Virtanen", "Åke", "010190-123X"]),
    headers=st.lists(st.sampled_from(["content-type", "ce_type", "ce_", "ce_specversion", "ce_revision", "x"])),
    event=st.sampled_from([*persons_in_police_dialogue(), check_in(1, Programme.POLICE_DIALOGUE)]),
    shape=st.sampled_from(["structured", "binary", "broken", "array"]),
)
def test_no_word_of_a_senders_own_is_kept_of_police_dialogue(
    paths: list[tuple[int, ...]], word: str, headers: list[str], event: dict[str, Any], shape: str, *, as_name: bool
) -> None:
    """A name as a value, as what a field or a header is called, or as a type: it is in nothing that is kept."""
    for path in paths:
        event = put(event, path, word, as_name=as_name)
    value = json.dumps(event, ensure_ascii=False).encode()
    sent: list[tuple[str, bytes]] = [(name, word.encode()) for name in headers] + [(f"ce_{word}", b"1")] * 2
    value = {"broken": value[:-1], "array": b"[%s]" % value}.get(shape, value)
    record = FakeRecord(
        value,
        topic=Programme.POLICE_DIALOGUE.topic,
        key=word.encode(),
        headers=tuple(sent) if shape == "binary" else (("content-type", b"application/cloudevents+json"), *sent),
    )
    decoded = decode(POLICE, run_of([record]))
    assert len(decoded.dead_letters) + len(decoded.events) == 1  # as an event's id or source some words are right
    for letter in decoded.dead_letters:
        kept = repr((letter.message, letter.detail, letter.key, letter.record_headers)) + letter.value.decode()
        assert word not in kept


def test_what_a_field_is_called_is_told_where_a_programme_carries_persons() -> None:
    """And of police dialogue what the contracts call so: who repairs sees what is wrong."""
    (letter,) = decode(CONTRACT, run_of([FakeRecord(json.dumps(check_in(1, nickname="x")).encode())])).dead_letters
    assert "data.nickname: there is no such field" in letter.detail
    event = check_in(1, Programme.POLICE_DIALOGUE, visitor="x", nickname="y")
    (letter,) = decode(POLICE, run_of([FakeRecord(json.dumps(event).encode())])).dead_letters
    assert "data.visitor: there is no such field" in letter.detail
    assert "data.[unknown field]: there is no such field" in letter.detail
    assert json.loads(letter.value)["type"] == event["type"]
    assert json.loads(letter.value)["time"] == event["time"]
