"""A visitor at the kiosk answers what was meant, for the gathering where it stands, and gets nowhere else."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from tests.pipeline import eventually
from tests.producers.gateway.desk_page import Desk, opened_desk
from tests.producers.gateway.door_page import TABLET, needs_chromium, until, violations
from tests.producers.gateway.gateway_process import GatewayProcess
from tests.producers.gateway.test_desk import event_of, today

pytestmark = needs_chromium

PACE = "import('/kiosk-pace.js').then(({ pace }) => Object.assign(pace, %s))"
SCREEN = "document.querySelector('#kiosk').dataset.screen"


@pytest.fixture
def tablet(browser: Any) -> Iterator[Any]:
    with browser.new_context(**TABLET, locale="en-GB") as opened:
        yield opened


def kiosk_at(tablet: Any, gateway: GatewayProcess, key: str, place: str) -> Any:
    """Return the kiosk's page, set up at a place, with its first question."""
    page = opened_desk(tablet, gateway, key).page
    until(page, "navigator.serviceWorker.ready.then(() => Boolean(navigator.serviceWorker.controller))")
    until(page, f"[...document.querySelectorAll('#place option')].some((one) => one.value === '{place}')")
    page.click("[data-report=kiosk]")
    page.wait_for_selector("#kiosk-start")
    page.select_option("#kiosk-place", place)
    page.click("#kiosk-start")
    page.wait_for_selector("[data-answer]")
    return page


def answers(page: Any) -> list[dict[str, Any]]:
    return [entry["event"] for entry in Desk(page).entries() if entry["name"] == "pulse"]


TAPPED_TWICE = """
() => import("/kiosk-pace.js").then(({ pace }) => new Promise((resolve) => {
  pace.deaf = 0;
  new MutationObserver((_, watching) => {
    if (!document.querySelector("[data-band]")) return;
    watching.disconnect();
    pace.deaf = 600_000; // however slow the machine
    document.querySelector("[data-band='7-12']").click();
    resolve(document.querySelector("#kiosk").dataset.screen);
  }).observe(document.querySelector("#kiosk"), { childList: true });
  document.querySelector("[data-answer='3']").click();
}))
"""
"""Taps a face, and where it was once more as soon as the ages are there."""


def test_a_kiosk_is_left_by_the_code_alone_and_a_double_tap_chooses_no_age(
    tablet: Any, gateway: GatewayProcess
) -> None:
    """Not by Back, nor by the address of the desk or the door; a wrong code says so, and a reload ends no pause."""
    mark = f"kiosk-{uuid4().hex[:8]}"
    key = gateway.new_key(f"{mark}:*", events=["pulse"])
    page = kiosk_at(tablet, gateway, key, f"youth-centre/{mark}:*")
    page.evaluate(PACE % "{ idle: 600_000 }")
    assert page.evaluate(TAPPED_TWICE) == "age"
    assert answers(page) == []
    page.evaluate(PACE % "{ deaf: 0 }")
    page.click("[data-band='65+']")
    until(page, f"{SCREEN} === 'thanks'")
    assert [event["data"]["age_band"] for event in answers(page)] == ["65+"]
    for leave in (page.go_back, lambda: page.goto(f"{gateway.url}/desk"), lambda: page.goto(gateway.url)):
        leave()
        until(
            page,
            "location.pathname === '/kiosk' && Boolean(document.querySelector('[data-answer], [data-screen=thanks]'))",
        )
    page.wait_for_selector("[data-answer]")
    page.evaluate(PACE % "{ deaf: 0 }")
    page.click("#staff")
    page.fill("#leave-key", "wron")
    page.click("#leave-yes")
    until(page, "document.querySelector('#leave-error').textContent.includes('not the characters')")
    assert page.is_visible("#leave")
    assert violations(page) == []
    page.evaluate("import('/keep.js').then((keep) => keep.putSetting('kiosk-pause', { until: Date.now() + 25_000 }))")
    page.reload()
    until(page, "document.querySelector('#kiosk-heading')?.textContent.includes('A short break')")
    page.evaluate("import('/keep.js').then((keep) => keep.putSetting('kiosk-pause', null))")
    page.reload()
    page.wait_for_selector("[data-answer]")
    page.evaluate(PACE % "{ deaf: 0 }")
    page.click("#staff")
    page.fill("#leave-key", key[-4:])
    page.click("#leave-yes")
    until(page, f"{SCREEN} === 'setup'")
    page.goto(f"{gateway.url}/desk")
    page.wait_for_selector("[data-report=kiosk]")


def test_a_kiosk_takes_no_answer_for_another_place_nor_one_that_it_cannot_send(
    tablet: Any, gateway: GatewayProcess
) -> None:
    """Where its gathering is cancelled, and where its key is revoked, also after a reload without a network."""
    mark = f"kiosk-{uuid4().hex[:8]}"
    key, evening = gateway.new_key(f"{mark}:*"), f"{mark}:{today()}-2"
    plan = {"name": {"en": "Games"}, "starts": datetime.now(UTC).isoformat(timespec="seconds")}
    gateway.post(key, [event_of(evening, "gathering-scheduled", plan)])
    eventually(lambda: gateway.get("/v1/gatherings", key).content["gatherings"], bool, what="the planned evening")
    page = kiosk_at(tablet, gateway, key, f"youth-centre/{evening}")
    page.evaluate(PACE % "{ deaf: 0, idle: 600_000 }")
    page.click("[data-answer='4']")
    page.wait_for_selector("[data-band]")
    gateway.post(key, [event_of(evening, "gathering-cancelled", {})])
    eventually(lambda: gateway.get("/v1/gatherings", key).content["gatherings"], lambda found: not found)
    page.reload()  # the answer was given while the gathering was listed, and is of it
    until(page, f"{SCREEN} === 'stopped'")
    assert "Games" in page.inner_text("#kiosk")
    assert page.locator("[data-answer]").count() == 0
    assert [event["subject"] for event in answers(page)] == [evening]
    page.evaluate(PACE % "{ deaf: 0 }")
    page.click("#staff")
    page.fill("#leave-key", key[-4:])
    page.click("#leave-yes")
    until(page, f"{SCREEN} === 'setup'")
    page.select_option("#kiosk-place", f"youth-centre/{mark}:*")
    page.click("#kiosk-start")
    page.wait_for_selector("[data-answer]")
    gateway.register.revoke(key.split("-")[1], now=datetime.now(UTC))
    page.reload()
    until(page, f"{SCREEN} === 'stopped'")
    tablet.set_offline(True)
    page.reload()
    until(page, f"{SCREEN} === 'stopped'")
    assert "no longer valid" in page.inner_text("#kiosk")
    assert len(answers(page)) == 1
