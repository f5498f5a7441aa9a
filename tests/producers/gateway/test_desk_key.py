"""With a revoked key the desk says so, takes nothing new and shows no numbers, and it goes on with another key."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from tests.pipeline import eventually
from tests.producers.gateway.desk_page import opened_desk
from tests.producers.gateway.door_page import needs_chromium, until, violations
from tests.producers.gateway.gateway_process import GatewayProcess, check_in
from tests.producers.gateway.test_desk import today

pytestmark = needs_chromium

KEPT = "import('/keep.js').then((keep) => keep.getSetting('desk-numbers'))"


@pytest.fixture
def mark() -> str:
    return f"key-{uuid4().hex[:8]}"


def test_a_revoked_key_takes_nothing_new_and_what_waits_goes_with_the_next(
    context: Any, gateway: GatewayProcess, mark: str
) -> None:
    """Also after a reload without a network; the form that is open keeps what is filled in."""
    key = gateway.new_key(f"{mark}:*")
    desk = opened_desk(context, gateway, key)
    until(desk.page, "navigator.serviceWorker.ready.then(() => Boolean(navigator.serviceWorker.controller))")
    context.set_offline(True)
    desk.at(f"youth-centre/{mark}:*")
    desk.report("head-count")
    desk.write("people", "34")
    desk.save()
    gateway.register.revoke(key.split("-")[1], now=datetime.now(UTC))
    context.set_offline(False)
    desk.page.wait_for_selector("#replace-key:not([hidden])")
    assert "1 entry waits safely" in desk.page.inner_text("#trouble")
    assert violations(desk.page) == []
    context.set_offline(True)
    desk.page.reload()
    desk.page.wait_for_selector("#replace-key:not([hidden])")
    assert desk.page.locator(".reports button:enabled").count() == 0
    desk.page.goto(f"{gateway.url}/desk#report/head-count")
    desk.write("people", "35")
    desk.page.click("#save")
    until(desk.page, "document.activeElement.id === 'replace-key'")
    assert desk.page.input_value("[data-field=people] input") == "35"
    assert [entry["event"]["data"] for entry in desk.entries()] == [{"people": 34}]
    desk.go("numbers")
    until(desk.page, "document.querySelector('#screen').textContent.includes('No numbers are shown')")
    assert desk.page.evaluate(KEPT) is None
    context.set_offline(False)
    desk.page.click("#replace-key")
    desk.page.fill("#key-input", gateway.new_key(f"{mark}:*"))
    desk.page.click("#key-form .primary")
    desk.sent()
    assert [entry["state"] for entry in desk.entries()] == ["sent"]
    assert desk.page.is_hidden("#replace-key")
    assert desk.page.is_hidden("#trouble")
    desk.page.evaluate(f"import('/key-state.js').then((kept) => kept.refused({key!r}))")  # its answer comes late
    assert desk.page.evaluate("import('/state.js').then(({ state }) => state.revoked)") is False


BROKEN = """
[...document.querySelectorAll("td.number")].filter((cell) => {
  const words = document.createRange();
  words.selectNodeContents(cell);
  return words.getClientRects().length !== 1 || cell.scrollWidth > cell.clientWidth;
}).length
"""


def test_numbers_are_whole_on_a_phone_and_say_of_when_they_are(
    context: Any, gateway: GatewayProcess, mark: str
) -> None:
    """Five digits on one line each; without a network as of when, and on another day not as today's."""
    key = gateway.new_key(f"{mark}:*")
    kind = "fi.hel.engagement.youth-centre."

    def event(name: str, data: dict[str, Any]) -> dict[str, Any]:
        return check_in(f"{mark}:{today()}") | {"type": f"{kind}{name}.v1", "data": data}

    events = [
        event("group-visit", {"people": 10_000, "kind": "club"}),
        event("outreach-contact", {"setting": "street", "people": 140}),
        check_in(f"{mark}:{today()}", age_band="13-17"),
    ]
    gateway.post(key, events)
    eventually(
        lambda: gateway.get("/v1/numbers", key).content["numbers"],
        lambda rows: bool(rows) and all(rows[0][name] for name in ("visits", "people_in_groups", "met")),
    )
    desk = opened_desk(context, gateway, key)
    until(desk.page, "navigator.serviceWorker.ready.then(() => Boolean(navigator.serviceWorker.controller))")
    desk.go("numbers")
    desk.page.wait_for_selector("table")
    assert desk.page.locator("td.number").count() >= 12
    assert desk.page.evaluate(BROKEN) == 0
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(desk.page) == []
    assert "Today" in desk.page.locator("tbody th").all_inner_texts()
    assert desk.page.locator(".as-of").count() == 0
    context.set_offline(True)
    desk.page.reload()
    desk.page.wait_for_selector(".as-of")
    assert "These numbers are as of" in desk.page.inner_text(".as-of")
    assert "Today" in desk.page.locator("tbody th").all_inner_texts()
    desk.page.evaluate("import('/keep.js').then((keep) => keep.putSetting('offset', 30 * 3600 * 1000))")  # the next day
    desk.page.reload()
    desk.page.wait_for_selector(".as-of")
    rows = desk.page.locator("tbody th").all_inner_texts()
    assert not {"Today", "Yesterday", "This week", "This month"} & set(rows)
    assert desk.page.evaluate(f"{KEPT}.then((kept) => kept.rows.length)") == len(rows)
