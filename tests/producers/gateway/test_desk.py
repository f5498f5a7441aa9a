"""Each event type arrives from its form, in each language, offline and online, as it was entered."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from statistics import median
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from producers.gateway.desk.forms import forms
from schemas.events import EVENT_TYPES
from tests.docs.pages import ROOT
from tests.pipeline import Pipeline, eventually
from tests.producers.gateway.desk_page import Desk, opened_desk
from tests.producers.gateway.door_page import PHONE, needs_chromium, until
from tests.producers.gateway.gateway_process import GatewayProcess, check_in

pytestmark = needs_chromium


Step = tuple[str, ...]

REPORTS: Mapping[str, tuple[str, Sequence[Step], Mapping[str, Any]]] = {
    "check-in": ("youth-centre", [("choose", "age_band", "13-17")], {"direction": "entry", "age_band": "13-17"}),
    "head-count": ("youth-centre", [("write", "people", "34")], {"people": 34}),
    "group-visit": (
        "youth-centre",
        [("choose", "kind", "school-class"), ("write", "people", "23"), ("choose", "age_band", "7-12")],
        {"kind": "school-class", "people": 23, "age_band": "7-12"},
    ),
    "period-count": ("youth-centre", [("write", "visits", "412")], {"period": "month", "visits": 412}),
    "outreach-contact": (
        "youth-centre",
        [("choose", "setting", "shopping-centre"), ("write", "people", "14"), ("choose", "together_with", "police")],
        {"setting": "shopping-centre", "people": 14, "together_with": ["police"]},
    ),
    "dialogue-held": (
        "police-dialogue",
        [
            ("choose", "section", "juvenile-delinquency"),
            ("write", "participants", "12"),
            ("choose", "themes", "gangs"),
            ("choose", "themes", "trust-in-police"),
            ("choose", "follow_up", "true"),
        ],
        {
            "section": "juvenile-delinquency",
            "participants": 12,
            "themes": ["gangs", "trust-in-police"],
            "follow_up": True,
        },
    ),
    "agency-presence": (
        "youth-centre",
        [("choose", "agency", "police"), ("write", "staff", "2")],
        {"agency": "police", "staff": 2},
    ),
    "referral": (
        "youth-centre",
        [("choose", "from_agency", "youth-work"), ("choose", "to_agency", "mental-health")],
        {"from_agency": "youth-work", "to_agency": "mental-health", "people": 1},
    ),
    "pulse": (
        "youth-centre",
        [("choose", "question", "safety"), ("choose", "answer", "4"), ("choose", "age_band", "13-17")],
        {"question": "safety", "moment": "after", "answer": 4, "age_band": "13-17"},
    ),
    "concern-raised": (
        "youth-centre",
        [("choose", "category", "lighting"), ("choose", "place_kind", "park")],
        {"category": "lighting", "place_kind": "park"},
    ),
}
"""By event type: the programme, what is tapped and written, and the data that this must come to."""


def reported(desk: Desk, event: str, steps: Sequence[Step]) -> int:
    """Fill in a form and save it; return the taps."""
    desk.taps = 0
    desk.report(event)
    for verb, *rest in steps:
        getattr(desk, verb)(*rest)
    desk.save()
    return desk.taps


ROLLED_UP = {
    "check-in": "SELECT entries FROM engagement.participation",
    "head-count": "SELECT peak_head_count FROM engagement.participation",
    "group-visit": "SELECT people FROM engagement.group_participation",
    "period-count": "SELECT visits FROM engagement.period_counts",
    "outreach-contact": "SELECT people FROM engagement.outreach",
    "dialogue-held": "SELECT participants FROM engagement.dialogue",
    "agency-presence": "SELECT staff FROM engagement.agency_presences",
    "referral": "SELECT people FROM engagement.referrals",
    "pulse": "SELECT answer FROM engagement.pulses",
    "concern-raised": "SELECT raised FROM engagement.concern_handling",
}


def event_of(gathering: str, name: str, data: Mapping[str, Any], *, source: str = "door:other") -> dict[str, Any]:
    """Return an event of a youth centre that another device sends."""
    kind = f"fi.hel.engagement.youth-centre.{name}.v1"
    return check_in(gathering) | {"source": source, "type": kind, "data": dict(data)}


def today() -> str:
    return datetime.now(UTC).astimezone(ZoneInfo("Europe/Helsinki")).date().isoformat()


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_each_event_type_arrives_as_it_was_entered(
    browser: Any, gateway: GatewayProcess, pipeline: Pipeline, language: str
) -> None:
    """By its form, half of them offline after a reload; the events hold what was entered and nothing else."""
    mark = f"desk-{uuid4().hex[:8]}"
    key, evening = gateway.new_key(f"{mark}:*"), f"{mark}:evening"
    plan = {"name": {"fi": "Ilta"}, "starts": f"{today()}T10:00:00Z", "ends": f"{today()}T18:00:00Z"}
    concern = event_of(evening, "concern-raised", {"category": "drugs"})
    gateway.post(key, [event_of(evening, "gathering-scheduled", plan), concern])
    eventually(lambda: gateway.get("/v1/gatherings", key).content["gatherings"], bool, what="the seeded evening")
    context = browser.new_context(**PHONE, locale={"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}[language])
    desk = opened_desk(context, gateway, key)
    assert desk.page.evaluate("document.documentElement.lang") == language
    until(desk.page, "navigator.serviceWorker.ready.then(() => Boolean(navigator.serviceWorker.controller))")
    until(desk.page, "document.querySelectorAll('#place option').length > 4")
    taps = {}
    for number, (event, (programme, steps, _)) in enumerate(REPORTS.items()):
        if number == len(REPORTS) // 2:
            context.set_offline(True)
            desk.page.reload()
            desk.page.wait_for_selector("#screen:not([hidden])")
        desk.at(f"{programme}/{mark}:*")
        taps[event] = reported(desk, event, steps)
    context.set_offline(False)
    desk.sent()
    taps |= reported_elsewhere(desk, f"youth-centre/{evening}")
    desk.sent()
    entries = [entry for entry in desk.entries() if entry["event"]["subject"] != evening]
    entered = {entry["name"]: entry["event"]["data"] for entry in [*desk.entries(), *entries]}
    assert {entry["state"] for entry in desk.entries()} == {"sent"}
    assert set(entered) == {kind.name for kind in EVENT_TYPES}
    for event, (_, _, expected) in REPORTS.items():
        assert {field: entered[event][field] for field in expected} == expected, event
        assert set(entered[event]) - set(expected) <= {"first_day"}
    assert entered["concern-handled"] == {"concern": concern["id"], "source": "door:other", "status": "solved"}
    subjects = {entry["name"]: entry["event"]["subject"] for entry in entries}
    assert subjects["head-count"] == f"{mark}:{today()}"
    assert subjects["dialogue-held"].startswith(f"{mark}:{today()}-")
    numbers = {"check-in": 1, "concern-raised": 1, "agency-presence": 2, "referral": 1, "pulse": 4}
    for event, statement in ROLLED_UP.items():
        number = numbers.get(event) or next(one for one in REPORTS[event][2].values() if isinstance(one, int))
        rolled_up(pipeline, f"{statement} FINAL WHERE gathering = '{subjects[event]}'", (number,))
    rolled_up(
        pipeline,
        f"SELECT status, capacity, name_{language} FROM engagement.participation FINAL "  # noqa: S608
        f"WHERE gathering = '{subjects['gathering-scheduled']}'",
        ("cancelled", None, "Peli-ilta"),
    )
    rolled_up(pipeline, f"SELECT status FROM engagement.participation FINAL WHERE gathering = '{evening}'", ("closed",))  # noqa: S608
    rolled_up(
        pipeline,
        f"SELECT by_status FROM engagement.concern_handling FINAL WHERE gathering = '{evening}'",  # noqa: S608
        ({"solved": 1},),
    )
    context.close()
    assert median(taps.values()) <= 8
    assert max(taps.values()) <= 10
    page = (ROOT / "docs" / "how-to" / "desk.md").read_text(encoding="utf-8")
    for event, counted in taps.items():
        row = f"| {forms()[event]['name'][2]} | {counted} |"
        assert row in page, f"docs/how-to/desk.md lacks {row}"


def rolled_up(pipeline: Pipeline, asked: str, wanted: tuple[Any, ...]) -> None:
    """Wait until a roll-up has one row, and that."""
    eventually(lambda: pipeline.query(asked), lambda rows: [tuple(row) for row in rows] == [wanted], what=asked)


def reported_elsewhere(desk: Desk, evening: str) -> dict[str, int]:
    """Report what has a screen of its own: plan, doors, a concern that is handled; return the taps of each."""
    taps = {}

    def counted(event: str) -> None:
        taps[event], desk.taps = desk.taps, 0

    desk.taps = 0
    desk.go("plan")
    desk.tap("#new-gathering")
    desk.page.fill("#plan-form fieldset:has(input[maxlength='300']) input", "Peli-ilta")
    desk.taps += 2  # into the field, and the name once: the next time it is filled in already
    desk.page.select_option(
        "#plan-place", evening.partition("/")[0] + "/" + evening.partition("/")[2].partition(":")[0] + ":*"
    )
    desk.save()
    counted("gathering-scheduled")
    desk.tap("#screen .choices li:has-text('Peli-ilta') button")
    desk.tap("#cancel-it")
    desk.save("[data-answer=weather]")
    counted("gathering-cancelled")
    desk.at(evening)
    desk.taps = 0
    desk.save("[data-report=gathering-opened]")
    counted("gathering-opened")
    desk.report("closing")
    desk.choose("agencies", "police")
    desk.save()
    counted("gathering-closed")
    desk.go("concerns")
    desk.taps = 0
    desk.tap("#screen .choices li button")
    desk.choose("status", "solved")
    desk.save()
    counted("concern-handled")
    return taps
