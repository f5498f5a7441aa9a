import json
from pathlib import Path

import pytest

from schemas.contract import contract_of
from schemas.envelope import STRUCTURED_HEADERS, BinaryModeError, as_message, is_structured, structured
from schemas.programmes import Programme

SAMPLES = Path(__file__).parents[2] / "schemas" / "samples"


def binary(event: dict[str, object]) -> tuple[list[tuple[str, bytes]], bytes]:
    attributes = {name: str(value).encode() for name, value in event.items() if name not in {"data", "datacontenttype"}}
    headers = [("content-type", b"application/json"), *((f"ce_{name}", value) for name, value in attributes.items())]
    return headers, json.dumps(event["data"]).encode()


@pytest.mark.parametrize("file", sorted(SAMPLES.glob("*.json")), ids=lambda file: file.stem)
def test_binary_and_structured_mode_carry_the_same_event(file: Path) -> None:
    """An event is the same whichever of the two modes brings it."""
    event = json.loads(file.read_text())
    contract = contract_of(Programme(file.name.partition(".")[0]))
    headers, value = binary(event)
    assert not is_structured(headers)
    assert contract.one.validate_json(structured(headers, value)) == contract.one.validate_json(json.dumps(event))


def test_an_event_written_out_is_read_back() -> None:
    """The key is the gathering; the value validates to the event again."""
    contract = contract_of(Programme.YOUTH_CENTRE)
    event = contract.one.validate_json((SAMPLES / "youth-centre.correction.json").read_bytes())
    key, value = as_message(event)
    assert key.decode() == event["subject"]
    assert contract.one.validate_json(value) == event
    assert is_structured(STRUCTURED_HEADERS)


@pytest.mark.parametrize(
    ("headers", "value"),
    [
        ([("content-type", b"text/plain"), ("ce_id", b"1")], b"{}"),
        ([("ce_id", b"\xff")], b"{}"),
        ([("ce_id", b"1"), ("ce_id", b"2")], b"{}"),
        ([("ce_data", b"1")], b"{}"),
        ([("ce_id", b"1")], b"{"),
    ],
)
def test_a_broken_binary_message_says_what_is_broken(headers: list[tuple[str, bytes]], value: bytes) -> None:
    """Headers that contradict themselves or a value that is not JSON make no event."""
    with pytest.raises(BinaryModeError, match=r"header|content-type|value"):
        structured(headers, value)
