"""What a door keeps: entries through a change of keys, others' numbers through a reload, and nothing once forgotten."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.pipeline import Pipeline, eventually
from tests.producers.gateway.door_page import keep_answer, needs_chromium, opened, sync_api, until
from tests.producers.gateway.gateway_process import GatewayProcess, check_in
from tests.producers.gateway.test_door_evenings import plan

pytestmark = needs_chromium

WRONG_KEY = f"engage-{'0' * 10}-{'x' * 43}"
HOUR = 3_600_000


@pytest.fixture
def gathering() -> str:
    return f"kallio:{uuid4()}"


@pytest.fixture(scope="module")
def strict_gateway(pipeline: Pipeline, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayProcess]:
    """A gateway with the limits that the product has."""
    running = GatewayProcess(tmp_path_factory.mktemp("strict"), pipeline.environment)
    running.start()
    yield running
    running.stop()


def kept(page: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("import('/keep.js').then((keep) => keep.allEntries())")
    return found


def revoke(gateway: GatewayProcess, key: str) -> None:
    gateway.register.revoke(key.removeprefix("engage-").partition("-")[0], now=datetime.now(UTC))


def replaced(page: Any, key: str) -> None:
    """Replace the page's key, revoked or not."""
    page.evaluate("import('/key.js').then((key) => key.replaceKey())")
    page.fill("#key-input", key)
    page.click("#key-form button[type=submit]")
    page.wait_for_selector("#door-view:not([hidden])")


def test_what_a_revoked_key_could_not_send_goes_with_the_next_one(
    context: Any, strict_gateway: GatewayProcess, gathering: str
) -> None:
    """Also where the address has used up its failures, and where it was refused already: nothing ever took it."""
    key = strict_gateway.new_key(source="door:old-*")
    page = opened(context, strict_gateway, key, gathering)
    context.set_offline(True)
    page.click("#more")
    page.click("#in")
    sync_api.expect(page.locator("#entries-summary")).to_contain_text("2 waiting")
    revoke(strict_gateway, key)
    context.route("**/v1/**", lambda route: route.abort())
    context.route("**/v1/events", lambda route: _after_all_failures(route, strict_gateway))
    with page.expect_response(lambda answer: answer.url.endswith("/v1/events") and answer.status == 429):
        context.set_offline(False)
    until(page, "import('/keep.js').then((keep) => keep.allEntries()).then((all) => all.every((one) => !one.tried))")
    context.unroute_all()
    narrow = strict_gateway.new_key("elsewhere", source="door:narrow-*")
    replaced(page, narrow)
    sync_api.expect(page.locator("#entries-summary")).to_contain_text("0 waiting, 0 sent, 2 refused")
    replaced(page, strict_gateway.new_key(source="door:new-*"))
    page.click("#resend-all")
    sync_api.expect(page.locator("#entries-summary")).to_contain_text("0 waiting, 2 sent, 0 refused")
    assert all(entry["event"]["source"].startswith("door:new-") for entry in kept(page))
    sync_api.expect(page.locator("#inside")).to_have_text("2")


def _after_all_failures(route: Any, gateway: GatewayProcess) -> None:
    """Let a request go once its address has presented as many wrong keys as it may."""
    eventually(lambda: gateway.get("/v1/key", WRONG_KEY).status, lambda status: status == 429, every=0)
    with suppress(sync_api.Error):
        route.continue_()


def test_what_may_have_arrived_counts_once_whatever_the_key(
    context: Any, gateway: GatewayProcess, gathering: str
) -> None:
    """What arrived is found; what is not known to have waits, in plain words, until a key covers its source."""
    page = opened(context, gateway, gateway.new_key(source="door:old-*"), gathering)
    lost: list[int] = []
    context.route("**/v1/events", lambda route: keep_answer(route, lost))
    page.click("#in")
    eventually(lambda: (page.wait_for_timeout(50), len(lost))[1], lambda count: count > 0)
    context.unroute("**/v1/events")
    context.route("**/v1/events", lambda route: route.abort())
    replaced(page, gateway.new_key(source="door:new-*"))
    summary, held = page.locator("#entries-summary"), page.locator("#held")
    sync_api.expect(summary).to_contain_text("0 waiting, 1 sent")
    page.click("#in")
    until(page, "import('/keep.js').then((keep) => keep.allEntries()).then((all) => all[1].tried)")
    replaced(page, gateway.new_key(source="door:third-*"))
    sync_api.expect(held).to_contain_text("1 entry waits: it may have arrived with the key before")
    sync_api.expect(page.locator("#inside")).to_have_text("2")
    context.unroute("**/v1/events")
    page.click("#in")
    sync_api.expect(summary).to_contain_text("1 waiting, 2 sent")
    sync_api.expect(held).to_be_visible()
    replaced(page, gateway.new_key())
    sync_api.expect(summary).to_contain_text("0 waiting, 3 sent")
    sync_api.expect(held).to_be_hidden()
    assert [entry["event"]["source"].split("-")[0] for entry in kept(page)] == ["door:old", "door:new", "door:third"]
    found = gateway.get(f"/v1/gatherings/youth-centre/{gathering}", gateway.new_key()).content
    assert found["entries"] == 3


JUDGED = """
(cases) => import("/held.js").then(({ judged }) => cases.map(({ contains, minutes, more }) => {
  const at = (minute) => new Date(minute * 60_000).toISOString();
  const held = { number: 1, id: "d-1", name: "check-in", state: "waiting", triedAt: 60_000, event: { time: at(0) } };
  const sent = { number: 2, id: "d-2", name: "check-in", state: "sent", sent: 600_000, event: { time: at(10) } };
  const later = { ...sent, ...more };
  const { arrived, lost } = judged([held], { contains }, [held, later], minutes * 60_000);
  return [arrived.length, lost.length];
}))
"""


def test_an_entry_has_not_arrived_once_a_later_one_is_stored(context: Any, gateway: GatewayProcess) -> None:
    """Only out of the database: what the gateway remembers, amended or sent too soon after, proves nothing."""
    page = context.new_page()
    page.goto(gateway.url)
    page.wait_for_selector("html[data-ready]")
    cases: list[tuple[dict[str, Any], list[int]]] = [
        ({"contains": [[1, 2]], "minutes": 11}, [1, 0]),
        ({"contains": [[2, 2]], "minutes": 27}, [0, 1]),
        ({"contains": [[2, 2]], "minutes": 25}, [0, 0]),
        ({"contains": [], "minutes": 90}, [0, 0]),
        ({"contains": [[2, 2]], "minutes": 90, "more": {"undone": True}}, [0, 0]),
        ({"contains": [[2, 2]], "minutes": 90, "more": {"before": [{}]}}, [0, 0]),
        ({"contains": [[2, 2]], "minutes": 90, "more": {"event": {"time": "1970-01-01T00:05:00Z"}}}, [0, 0]),
        ({"contains": [[2, 2]], "minutes": 90, "more": {"name": "pulse"}}, [0, 0]),
    ]
    assert page.evaluate(JUDGED, [case for case, _ in cases]) == [expected for _, expected in cases]
    assert page.evaluate(SILENT, WRONG_KEY) == [0, 5, 15, 35]
    assert page.evaluate(NUMBERS) == [[40, 1], [45, 1], [45, 1], [44, 1], [None, 12]]


SILENT = """
async (key) => {
  const { KeyRefused, getRejections } = await import("/gateway.js");
  const [ask, asked] = [globalThis.fetch, []];
  let second = 0;
  performance.now = () => second * 1000;
  globalThis.fetch = (...all) => { asked.push(second); return ask(...all); };
  for (; second < 60; second += 1) {
    await getRejections({ key, language: "en" }).catch((error) => { if (!(error instanceof KeyRefused)) throw error; });
  }
  return asked;
}
"""
"""The seconds of a minute in which a key that is refused is presented, if it is to be each second."""

NUMBERS = """
() => import("/numbers.js").then(({ numbersNow }) => {
  const time = "2026-11-28T18:00:00Z";
  const groups = { contains: [[1, 1]], groups: 1, people_in_groups: 1 };
  const live = (people) => ({ ...groups, head_counts: [{ id: "d-1", time: Date.parse(time), people, since: 0 }] });
  const first = { id: "d-1", name: "head-count", state: "sent", sent: 10 };
  const count = (data) => ({ ...first, event: { time, data }, before: [{ people: 40 }], now: { people: 45 } });
  const second = { id: "d-2", name: "correction", corrects: "d-1", event: { time, data: {} } };
  const change = (state, sent) => ({ ...second, state, sent });
  const of = (...all) => { const { inside, people } = numbersNow(...all); return [inside, people]; };
  const group = { ...count({ people: 9 }), name: "group-visit", before: [{ people: 9 }], now: { people: 20 } };
  return [
    of(live(40), [count({ people: 40 })], 20),
    of(live(40), [count({ people: 40 }), change("waiting")], 20),
    of(live(40), [count({ people: 40 }), change("sent", 30)], 20),
    of(live(44), [count({ people: 40 }), change("sent", 15)], 20),
    of(groups, [group, change("waiting")], 20),
  ];
})
"""
"""Who is inside and how many came in groups, by answers asked for before and after a count was corrected."""


def test_nothing_that_was_not_sent_is_forgotten_and_no_tab_goes_on(
    context: Any, gateway: GatewayProcess, gathering: str, tmp_path: Path
) -> None:
    """Refused entries have to be saved first, in the dialog; then the desk in another tab knows nothing either."""
    page = opened(context, gateway, gateway.new_key(), gathering)
    desk = context.new_page()
    desk.goto(f"{gateway.url}/desk")
    desk.wait_for_selector("#screen:not([hidden])")
    context.route("**/v1/events", lambda route: route.fulfill(status=422, json=_refused(route)))
    page.click("#in")
    sync_api.expect(page.locator("#refused")).to_contain_text("1 entry was refused")
    page.click("#forget")
    sync_api.expect(page.locator("#forget-question")).to_contain_text("1 entry was not sent or was refused")
    assert page.is_disabled("#forget-yes")
    with page.expect_download() as download:
        page.click("#forget-save")
    download.value.save_as(tmp_path / "kept.jsonl")
    assert json.loads((tmp_path / "kept.jsonl").read_text())["data"]["direction"] == "entry"
    desk.evaluate(
        "import('/entries.js').then((entries) => "
        "entries.recordOther({ gathering: { programme: 'youth-centre', gathering: 'late' }, source: 'door:late' }, "
        "'head-count', { people: 3 }, null, { desk: true }))"
    )
    page.click("#forget-yes")  # another tab entered something after the file was made
    sync_api.expect(page.locator("#forget-question")).to_contain_text("2 entries were not sent or were refused")
    page.click("#forget-save")
    with desk.expect_navigation():
        page.click("#forget-yes")
    page.wait_for_selector("#key-view:not([hidden])")
    desk.wait_for_selector("#key-view:not([hidden])")
    settings = "import('/keep.js').then((keep) => Promise.all(['key', 'live', 'desk-numbers'].map(keep.getSetting)))"
    assert page.evaluate(settings) == [None, None, None]
    assert kept(page) == []


def test_a_tab_that_was_not_told_writes_nothing_after_all_was_forgotten(
    context: Any, gateway: GatewayProcess, gathering: str
) -> None:
    """It is opened anew in place of writing, also where no message between tabs comes."""
    page = opened(context, gateway, gateway.new_key(), gathering)
    other = context.new_page()
    other.add_init_script("delete globalThis.BroadcastChannel")
    other.goto(f"{gateway.url}/desk")
    other.wait_for_load_state("networkidle")
    page.click("#forget")
    page.click("#forget-yes")
    page.wait_for_selector("#key-view:not([hidden])")
    with other.expect_navigation():
        other.evaluate("void import('/keep.js').then((keep) => keep.putSetting('desk-numbers', [1]))")
    other.wait_for_selector("#key-view:not([hidden])")
    assert page.evaluate("import('/keep.js').then((keep) => keep.getSetting('desk-numbers'))") is None


def _refused(route: Any) -> dict[str, Any]:
    result = {"status": "refused", "reason": "wrong-data", "field": "data.direction", "remedy": "Correct the field."}
    return {"results": [result | {"id": event["id"]} for event in route.request.post_data_json]}


def test_a_reload_without_a_network_keeps_what_others_counted(
    context: Any, gateway: GatewayProcess, gathering: str
) -> None:
    """As of when it was known: a full house stays full, by the limit that holds by now."""
    key, starts = gateway.new_key(), datetime.now(UTC) - timedelta(hours=1)
    first = plan(gathering, starts, 4, capacity=50)
    assert gateway.post(key, [first, *(check_in(gathering) for _ in range(5))]).status == 200
    page = opened(context, gateway, key, gathering)
    sync_api.expect(page.locator("#capacity")).to_have_text("/ 50")
    changed = plan(gathering, starts, 4, capacity=6) | {"time": datetime.now(UTC).isoformat()}
    assert gateway.post(key, changed).status == 200
    sync_api.expect(page.locator("#capacity")).to_have_text("/ 6")
    page.click("#in")
    sync_api.expect(page.locator("#full")).to_have_text("Full")
    until(page, "navigator.serviceWorker.ready.then(() => Boolean(navigator.serviceWorker.controller))")
    until(page, "import('/keep.js').then((keep) => keep.getSetting('live')).then((last) => last?.live.entries === 6)")
    context.set_offline(True)
    page.reload()
    sync_api.expect(page.locator("#full")).to_have_text("Full")
    sync_api.expect(page.locator("#inside")).to_have_text("6")
    sync_api.expect(page.locator("#others")).to_contain_text("Others as of")
    page.click("#in")
    sync_api.expect(page.locator("#full")).to_have_text("Full, 1 too many")
    sync_api.expect(page.locator("#capacity")).to_have_text("/ 6")
    choice = page.evaluate("import('/state.js').then(({ state }) => state.gathering.capacity)")
    assert choice == 6


LATER = """
([later, tapped]) => import("/clock.js").then(({ setClockOffset }) => {
  globalThis.later = later;
  const set = () => setClockOffset(globalThis.later);
  globalThis.setting ??= setInterval(set, 20);
  set();
  document.querySelector(tapped).click();
})
"""
"""Lets the page believe that it is so much later, whatever an answer that was under way says, and taps."""


def test_a_page_left_open_overnight_asks_before_it_counts(
    context: Any, gateway: GatewayProcess, gathering: str
) -> None:
    """The first tap of a new day, and each new day that it goes on; an evening that was closed is left by itself."""
    page = opened(context, gateway, gateway.new_key(), gathering)
    page.click("#count-part summary")
    page.click("#open-doors")
    page.click("#in")
    sync_api.expect(page.locator("#entries-summary")).to_contain_text("0 waiting, 2 sent")
    context.route("**/v1/**", lambda route: route.abort())  # whose answers would say what day it is
    question, door, counted = page.locator("#old-evening"), page.locator("#door-view"), page.locator("#entries li")
    page.evaluate(LATER, [30 * HOUR, "#in"])
    sync_api.expect(question).to_contain_text("is still open. Close it?")
    sync_api.expect(counted).to_have_count(2)
    page.click("#keep-old")
    sync_api.expect(door).to_be_visible()
    page.click("#in")
    sync_api.expect(counted).to_have_count(3)
    page.evaluate(LATER, [60 * HOUR, "#spoken"])
    sync_api.expect(question).to_be_visible()
    page.click("#keep-old")
    page.click("#close-doors")
    page.click("#close-yes")
    sync_api.expect(page.locator("#doors-now")).to_contain_text("Closed")
    page.evaluate(LATER, [90 * HOUR, "#reopen"])
    sync_api.expect(page.locator("#choose-view")).to_be_visible()
    until(page, "import('/state.js').then(({ state }) => state.gathering === null)")
    assert [entry["name"] for entry in kept(page)].count("gathering-opened") == 1


AT_THE_DESK = """
(people) => Promise.all([import("/entries.js"), import("/refresh.js"), import("/state.js")]).then(async (
  [{ correct, recordOther }, { showEntries }, { placeNow, state }]) => {
    const known = state.entries.find((entry) => entry.desk);
    const entered = () => recordOther(placeNow(), "head-count", { people }, null, { desk: true });
    showEntries(await (known ? correct(known.number, { people }) : entered()));
  })
"""


def test_undo_takes_back_one_tap_of_this_door(context: Any, gateway: GatewayProcess, gathering: str) -> None:
    """Not of the gathering before, nor what the desk entered; a double tap one; it keeps the focus and says the number.

    What the desk corrects is in the number at once.
    """
    page = opened(context, gateway, gateway.new_key(), gathering)
    undo, inside = page.locator("#undo"), page.locator("#inside")
    page.click("#in")
    sync_api.expect(inside).to_have_text("1")
    page.click("#change")
    page.click("#other-gathering summary")
    page.fill("#other-id", f"{gathering}-b")
    page.click("#other-form button")
    sync_api.expect(undo).to_have_attribute("aria-disabled", "true")
    other = page.locator("#entries li")
    sync_api.expect(other).to_contain_text(gathering)
    assert other.get_by_role("button").count() == 0
    context.set_offline(True)
    page.evaluate(AT_THE_DESK, 30)
    sync_api.expect(inside).to_have_text("30")
    page.evaluate(AT_THE_DESK, 43)
    sync_api.expect(inside).to_have_text("43")
    sync_api.expect(undo).to_have_attribute("aria-disabled", "true")
    page.click("#in")
    page.click("#in")
    sync_api.expect(inside).to_have_text("45")
    undo.dblclick()
    sync_api.expect(inside).to_have_text("44")
    sync_api.expect(page.locator("#spoken")).to_have_text("Undone: +1 in. Inside 44")
    page.wait_for_timeout(600)
    assert inside.inner_text() == "44"
    undo.click()
    sync_api.expect(inside).to_have_text("43")
    sync_api.expect(undo).to_be_focused()
    sync_api.expect(undo).to_have_attribute("aria-disabled", "true")
