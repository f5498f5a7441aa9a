"""What is likely wrong is said of the event that shows it, and of no other."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from schemas.contract import contract_of
from schemas.plausibility import DoubtKind, doubts, limits_of
from schemas.programmes import Programme

NOW = datetime(2026, 11, 27, 18, tzinfo=UTC)
EVENING = "youth-centre:own:2026-11-27"


def kinds(name: str, data: dict[str, Any], gathering: str = EVENING, days_ago: float = 0) -> list[str]:
    event: dict[str, Any] = {
        "specversion": "1.0",
        "id": "1",
        "source": "tablet:a",
        "type": f"fi.hel.engagement.youth-centre.{name}.v1",
        "subject": gathering,
        "time": (NOW - timedelta(days=days_ago)).isoformat(),
        "data": data,
    }
    if name in {"correction", "retraction"}:
        event["revision"] = 2
    valid = contract_of(Programme.YOUTH_CENTRE).one.validate_python(event)
    return [doubt.kind.value for doubt in doubts(valid, NOW)]


ENTRY = {"direction": "entry"}
MANY = {"event": "head-count", "time": NOW.isoformat(), "data": {"people": 30_000}}


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (None, kinds("check-in", ENTRY)),
        (None, kinds("check-in", ENTRY, days_ago=1.5)),
        (None, kinds("head-count", {"people": 2_000})),
        (DoubtKind.MANY, kinds("head-count", {"people": 2_001})),
        (DoubtKind.MANY, kinds("group-visit", {"people": 5_000, "kind": "club"})),
        (DoubtKind.MANY, kinds("correction", {"corrects": "0", "replacement": MANY})),
        (DoubtKind.OTHER_DAY, kinds("check-in", ENTRY, days_ago=10)),
        (DoubtKind.OTHER_DAY, kinds("check-in", ENTRY, "night-2026-11-01-kallio")),
        (None, kinds("check-in", ENTRY, "season:2026-2027", days_ago=10)),
        (None, kinds("check-in", ENTRY, "room-2026-13-40", days_ago=10)),
        (DoubtKind.AHEAD, kinds("period-count", {"period": "month", "first_day": "2026-12-01", "visits": 300})),
        (None, kinds("period-count", {"period": "month", "first_day": "2026-11-01", "visits": 300})),
        (None, kinds("gathering-opened", {}, days_ago=10)),
        (None, kinds("retraction", {"retracts": "0", "event": "check-in"}, days_ago=10)),
        (DoubtKind.CLOSES_SOON, kinds("check-in", ENTRY, "youth-centre:own", days_ago=82)),
        (DoubtKind.NO_DAY, kinds("check-in", ENTRY, "youth-centre:own", days_ago=80)),
        (DoubtKind.NO_DAY, kinds("head-count", {"people": 5}, "youth-centre:own:season")),
        (None, kinds("pulse", {"question": "safety", "moment": "after", "answer": 4}, "youth-centre:own")),
        (None, kinds("check-in", ENTRY, "youth-centre:own-7")),
        (None, kinds("check-in", ENTRY, "linked-events:helsinki:abc")),
    ],
)
def test_what_an_event_alone_shows(kind: DoubtKind | None, found: list[str]) -> None:
    """Too many people, another day than the id names, and an id of a whole season, or of a venue; each alone."""
    assert found == ([] if kind is None else [kind.value])


def test_rooms_hold_fewer_than_parks() -> None:
    """Thousands are a slip at a youth centre, hundreds at a police dialogue; a festival has them."""
    limits = {programme.value: limits_of("head-count", programme)["people"] for programme in Programme}
    assert limits == {"regional-event": 20_000, "theme-night": 20_000, "youth-centre": 2_000, "police-dialogue": 500}
    assert limits_of("head-count") == {"people": 20_000}
    assert limits_of("group-visit", Programme.YOUTH_CENTRE) == {"people": 500}
