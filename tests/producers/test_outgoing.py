import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from producers.errors import InvalidEventError
from producers.outgoing import outgoing
from schemas.programmes import Programme
from schemas.rejections import Rejection

SAMPLES = sorted((Path(__file__).parents[2] / "schemas" / "samples").glob("*.json"))


def sample(name: str) -> dict[str, Any]:
    path = Path(__file__).parents[2] / "schemas" / "samples" / f"{name}.json"
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_leaves_for_its_programmes_topic(path: Path) -> None:
    """Each sample event is taken, keyed by its gathering, and its bytes read back as the same event."""
    event = sample(path.stem)
    message = outgoing(event)
    assert message.topic == Programme(path.stem.partition(".")[0]).topic
    assert message.key.decode() == event["subject"]
    assert json.loads(message.value) == event


def test_times_may_be_datetimes() -> None:
    """A datetime leaves as RFC 3339 text."""
    event = sample("youth-centre.check-in") | {"time": datetime(2026, 9, 4, 16, 5, tzinfo=UTC)}
    assert json.loads(outgoing(event).value)["time"] == "2026-09-04T16:05:00.000+00:00"


@pytest.mark.parametrize(
    ("change", "rejection", "field"),
    [
        ({"type": "fi.hel.engagement.youth-centre.nonsense.v1"}, Rejection.UNKNOWN_TYPE, "type"),
        ({"type": 7}, Rejection.UNKNOWN_TYPE, "type"),
        ({"subject": "a/b"}, Rejection.WRONG_ENVELOPE, "subject"),
        ({"subject": 7}, Rejection.MALFORMED, ""),
        ({"time": "2026-09-04T16:05:00"}, Rejection.WRONG_ENVELOPE, "time"),
        ({"time": object()}, Rejection.MALFORMED, ""),
        ({"name": "Matti"}, Rejection.WRONG_ENVELOPE, "name"),
        ({"data": {"direction": "sideways"}}, Rejection.WRONG_DATA, "data.direction"),
        ({"data": {"direction": "entry", "phone": "0401234567"}}, Rejection.WRONG_DATA, "data.phone"),
    ],
)
def test_a_wrong_event_stays_here(change: Mapping[str, Any], rejection: Rejection, field: str) -> None:
    """The error names the event, the field and the remedy, and gives the reason that a worker would."""
    event = sample("youth-centre.check-in")
    with pytest.raises(InvalidEventError) as refused:
        outgoing({**event, **change})
    assert (refused.value.rejection, refused.value.field) == (rejection, field)
    assert event["id"] in str(refused.value)
    assert rejection.remedy in str(refused.value)
    assert "0401234567" not in str(refused.value)


def test_a_person_in_police_dialogue_stays_here() -> None:
    """A pseudonym has no place in police dialogue, and is not repeated in the error."""
    event = sample("police-dialogue.check-in")
    event["data"]["visitor"] = "5f2d0c9a81b34e67a0c1d2e3f4958677"
    with pytest.raises(InvalidEventError) as refused:
        outgoing(event)
    assert refused.value.rejection is Rejection.PERSON_KEY
    assert "5f2d0c9a81b34e67a0c1d2e3f4958677" not in str(refused.value)


def test_an_event_without_a_gathering_stays_here() -> None:
    """Without a subject there is no key, and the error says so."""
    event = sample("youth-centre.check-in")
    del event["subject"]
    with pytest.raises(InvalidEventError, match="subject: Field required"):
        outgoing(event)
