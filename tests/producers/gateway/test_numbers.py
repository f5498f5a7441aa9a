"""A gathering's live numbers contain what Kafka took, stored or not, and say which entries of a device are in them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from producers.gateway.recent_events import RecentEvents
from producers.outgoing import outgoing
from schemas.contract import Event
from tests.pipeline import Pipeline, eventually
from tests.producers.gateway.gateway_process import GatewayProcess, check_in

pytestmark = pytest.mark.engines

BEGAN = datetime.now(UTC) - timedelta(minutes=30)


class Device:
    """Makes the events of one device, numbered as the door page numbers them, each a second after the one before."""

    def __init__(self, gathering: str) -> None:
        self.name = uuid4().hex[:16]
        self.gathering = gathering
        self.sequence = 0

    def event(self, name: str, **data: Any) -> dict[str, Any]:
        self.sequence += 1
        return check_in(self.gathering) | {
            "id": f"{self.name}-{self.sequence}",
            "source": f"door:{self.name}",
            "type": f"fi.hel.engagement.youth-centre.{name}.v1",
            "time": (BEGAN + timedelta(seconds=self.sequence)).isoformat(),
            "data": data,
        }

    def undoing(self, event: dict[str, Any], name: str) -> dict[str, Any]:
        return self.event("retraction", retracts=event["id"], event=name, reason="mistake") | {"revision": 2}


def seen(gateway: GatewayProcess, key: str, device: Device) -> dict[str, Any]:
    content: dict[str, Any] = gateway.get(
        f"/v1/gatherings/youth-centre/{device.gathering}?device={device.name}", key
    ).content
    return content


def test_numbers_are_right_before_a_worker_stored_anything_and_the_same_after(
    gateway: GatewayProcess, pipeline: Pipeline
) -> None:
    """Check-ins, a head count, a group, doors and taking back: while workers stand still, and once all is stored."""
    key, here = gateway.new_key(), Device(f"kallio:{uuid4()}")
    other = Device(here.gathering)
    came = [here.event("check-in", direction="entry") for _ in range(4)]
    counted = here.event("head-count", people=10)
    left = here.event("check-in", direction="exit")
    group = here.event("group-visit", people=23, kind="school-class", accompanied_by=2)
    mistake = here.event("check-in", direction="entry")
    elsewhere = [other.event("check-in", direction="entry") for _ in range(20)]  # the last ones after the head count
    with pipeline.paused():
        assert (
            gateway.post(key, [*came, counted, left, group, mistake, here.undoing(mistake, "check-in")]).status == 200
        )
        assert gateway.post(key, elsewhere).status == 200
        found = eventually(lambda: seen(gateway, key, here), lambda found: found.get("entries") == 24)
        expected = {
            "inside": 10 - 1 + 15,
            "balance": 4 + 20 - 1,
            "exits": 1,
            "groups": 1,
            "people_in_groups": 23,
            "accompanying_groups": 2,
            "contains": [[1, 8]],
            "taken_back": [[8, 8]],
            "status": "unplanned",
        }
        assert {name: found[name] for name in expected} == expected
        assert [(one["id"], one["people"], one["since"]) for one in found["head_counts"]] == [(counted["id"], 10, 14)]
    pipeline.wait_until_consumed()
    rolled_up = f"SELECT inside, entries FROM engagement.participation FINAL WHERE gathering = '{here.gathering}'"  # noqa: S608
    eventually(lambda: [tuple(row) for row in pipeline.query(rolled_up)], lambda rows: rows == [(24, 24)])
    stored = eventually(lambda: seen(gateway, key, here), lambda found: len(found["arrivals"]) > 0)
    assert {name: stored[name] for name in expected} == expected
    closed = here.event("gathering-closed")
    assert gateway.post(key, [here.undoing(counted, "head-count"), closed]).status == 200
    found = eventually(lambda: seen(gateway, key, here), lambda found: found["status"] == "closed")
    assert (found["inside"], found["balance"], found["head_counts"]) == (0, 23, [])
    assert found["contains"] == [[1, 8], [closed_sequence(closed), closed_sequence(closed)]]
    assert gateway.post(key, here.undoing(closed, "gathering-closed")).status == 200
    found = eventually(lambda: seen(gateway, key, here), lambda found: found["status"] != "closed")
    assert found["inside"] == 23
    pipeline.wait_until_consumed()
    eventually(lambda: [tuple(row) for row in pipeline.query(rolled_up)], lambda rows: rows == [(23, 24)])


def closed_sequence(event: dict[str, Any]) -> int:
    return int(event["id"].rpartition("-")[2])


def test_a_device_that_is_none_is_refused_by_name(gateway: GatewayProcess) -> None:
    """A device has 16 hexadecimal digits."""
    answer = gateway.get("/v1/gatherings/youth-centre/kallio:x?device=mine", gateway.new_key())
    assert (answer.status, answer.content["detail"]) == (
        422,
        "device='mine' is not 16 hexadecimal digits in small letters",
    )


def test_recent_events_are_bounded_and_forgotten_once_stored() -> None:
    """A thousand a gathering, a quarter of an hour; what is stored goes, unless a newer revision came meanwhile."""
    now = 0.0
    recent, device = RecentEvents(clock=lambda: now), Device("kallio:x")
    events = [outgoing(device.event("check-in", direction="entry")).event for _ in range(1_002)]
    recent.add([*events, outgoing(device.event("pulse", question="safety", moment="before", answer=4)).event])
    asked = recent.parameters("youth-centre", "kallio:x")
    assert asked["ids"] == [event["id"] for event in events[2:]]
    taken_back = outgoing(device.undoing(dict(events[-1]), "check-in")).event
    recent.add([taken_back])
    recent.add(events[-1:])  # sent once more, after it was taken back
    recent.forget("youth-centre", "kallio:x", asked, [(event["source"], event["id"]) for event in events])
    left = recent.parameters("youth-centre", "kallio:x")
    assert (left["ids"], left["retracted"], left["revisions"]) == ([events[-1]["id"]], [1], [2])
    now = 1_000.0
    assert recent.parameters("youth-centre", "kallio:x")["ids"] == []


def test_one_key_cannot_fill_the_memory_with_recent_events() -> None:
    """Fifty thousand in all, of the gatherings that were told of last; whoever forgets makes room."""
    recent = RecentEvents()
    one = outgoing(Device("kallio:x").event("check-in", direction="entry")).event

    def events(gathering: int) -> list[Event]:
        return [{**one, "subject": f"worst:{gathering}", "id": f"e{number}"} for number in range(1_000)]

    for gathering in range(60):
        recent.add(events(gathering))
    recent.add(events(59))  # sent again
    assert len(recent) == 50_000
    assert recent.parameters("youth-centre", "worst:9")["ids"] == []
    for gathering in range(10, 60):
        asked = recent.parameters("youth-centre", f"worst:{gathering}")
        assert len(asked["ids"]) == 1_000
        recent.forget("youth-centre", f"worst:{gathering}", asked, zip(asked["sources"], asked["ids"], strict=True))
    assert len(recent) == 0
