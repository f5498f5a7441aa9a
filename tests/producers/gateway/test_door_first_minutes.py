"""A door's first minutes: a link enrols a device, a poster finds the evening, a visitor is welcome, cards are read."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from embedded.ports import free_port
from producers.gateway.scope import EVENT_NAMES, Pattern, Scope
from schemas.programmes import Programme
from tests.pipeline import eventually
from tests.producers.gateway.door_page import PHONE, needs_chromium, opened, sync_api, until, violations
from tests.producers.gateway.gateway_process import GatewayProcess
from tests.producers.gateway.test_door_evenings import plan

pytestmark = needs_chromium


def link(gateway: GatewayProcess, gathering: str = "*") -> str:
    scope = Scope(frozenset(Programme), (Pattern(gathering),), frozenset(EVENT_NAMES), (Pattern("door:*"),))
    now = datetime.now(UTC)
    code = gateway.register.invite("Kallio", lambda _: scope, now=now, valid_for=timedelta(minutes=10))[1]
    return f"{gateway.url}/#enrol={code}"


def loaded(context: Any, address: str) -> Any:
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.on("pageerror", lambda error: pytest.fail(f"the page has an error: {error}"))
    page.goto(address)
    page.wait_for_selector("html[data-ready]")
    return page


def test_a_link_enrols_one_device_and_no_second_one(browser: Any, context: Any, gateway: GatewayProcess) -> None:
    """The first device is at work at once; its code is in no address; the second one is told what helps."""
    once = link(gateway)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = loaded(context, once)
    sync_api.expect(page.locator("#choose-view")).to_be_visible()
    assert page.url == f"{gateway.url}/"
    assert not [url for url in asked if "enrol-" in url.partition("#")[0]]
    page.reload()
    sync_api.expect(page.locator("#choose-view")).to_be_visible()
    with browser.new_context(**PHONE, locale="sv-FI") as second:
        other = loaded(second, once)
        sync_api.expect(other.locator("#key-error")).to_contain_text("be administratören om en ny")
        other.fill("#key-input", link(gateway))  # a link may be pasted, too
        other.click("#key-form button[type=submit]")
        sync_api.expect(other.locator("#choose-view")).to_be_visible()


def test_a_link_replaces_the_key_and_keeps_what_waits(context: Any, gateway: GatewayProcess) -> None:
    """On a device that is at work; the entry that waited goes with the new key."""
    page = opened(context, gateway, gateway.new_key(), f"kallio:{uuid4()}")
    context.set_offline(True)
    page.click("#in")
    sync_api.expect(page.locator("#entries-summary")).to_contain_text("1 waiting")
    before = page.evaluate("import('/state.js').then(({ state }) => state.key)")
    context.set_offline(False)
    page.goto(link(gateway))  # the same page: nothing is loaded anew
    until(page, f"import('/state.js').then(({{ state }}) => state.key !== '{before}')")
    sync_api.expect(page.locator("#entries-summary")).to_contain_text("0 waiting, 1 sent")
    sync_api.expect(page.locator("#door-view")).to_be_visible()


@pytest.mark.parametrize(
    ("locale", "words"), [("fi-FI", "Tervetuloa!"), ("sv-FI", "Välkommen!"), ("en-GB", "Welcome!")]
)
def test_a_visitor_who_scans_a_poster_is_welcomed(
    browser: Any, gateway: GatewayProcess, locale: str, words: str
) -> None:
    """In their language, without a word of keys or errors; whoever works there goes on from it."""
    with browser.new_context(**PHONE, locale=locale) as context:
        page = loaded(context, f"{gateway.url}/?venue=youth-centre%2Fyouth-centre%3Akallio")
        sync_api.expect(page.locator("#visitor-heading")).to_have_text(words)
        sync_api.expect(page.locator("#key-view")).to_be_hidden()
        assert page.locator(".error:visible, .trouble:visible").count() == 0
        assert violations(page) == []
        page.click("#staff")
        sync_api.expect(page.locator("#key-input")).to_be_visible()


def test_a_venues_poster_finds_the_evening_of_today(context: Any, gateway: GatewayProcess) -> None:
    """Not yesterday's, nor one of another venue; of two one is chosen by hand; none is said, with an id."""
    mark, now = uuid4().hex[:8], datetime.now(UTC)
    key = gateway.new_key(f"{mark}:*")
    plans = [
        plan(f"{mark}:kallio:yesterday", now - timedelta(days=1), 2),
        plan(f"{mark}:kallio:today", now, 3),
        plan(f"{mark}:malmi:today", now, 3),
        plan(f"{mark}:itis:early", now, 1),
        plan(f"{mark}:itis:late", now + timedelta(minutes=1), 1),
    ]
    assert gateway.post(key, plans).status == 200
    eventually(lambda: gateway.get("/v1/gatherings", key).content["gatherings"], lambda found: len(found) >= 4)
    page = loaded(context, f"{gateway.url}/?venue=youth-centre%2F{mark}%3Akallio")
    page.click("#staff")
    page.fill("#key-input", key)
    page.click("#key-form button[type=submit]")
    sync_api.expect(page.locator("#gathering-name")).to_have_text(f"{mark}:kallio:today".upper())
    sync_api.expect(page.locator("#gathering-about")).to_contain_text("–")  # noqa: RUF001  from when to when
    page.goto(f"{gateway.url}/?venue=youth-centre%2F{mark}%3Aitis")
    sync_api.expect(page.locator("#trouble")).to_contain_text("several gatherings here today")
    page.goto(f"{gateway.url}/?venue=youth-centre%2F{mark}%3Anowhere")
    sync_api.expect(page.locator("#trouble")).to_contain_text("No gathering is planned here today")
    assert re.fullmatch(rf"{mark}:nowhere:\d{{4}}-\d\d-\d\d", page.input_value("#other-id"))


SCANNED = """
(code) => {
  const press = (key) => document.activeElement.dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  for (const key of code) press(key);
  return press("Enter") ? "pressed what has the focus" : "taken";
}
"""
"""Types as fast as a scanner, however slow the machine is on which the test runs."""


def test_a_scanner_that_types_checks_a_card_in(context: Any, gateway: GatewayProcess) -> None:
    """Where no field has the focus, and a button that has it is not pressed; a hand's slow keys are no card.

    That is how it goes in a browser without a detector of codes: it offers no camera, and says what works.
    """
    context.add_init_script("delete globalThis.BarcodeDetector")
    page = opened(context, gateway, gateway.new_key(), f"kallio:{uuid4()}")
    page.click("#card-part summary")
    sync_api.expect(page.locator("#no-reading")).to_contain_text("A hand scanner works")
    for offered in ("#scan", "#picture-part"):
        sync_api.expect(page.locator(offered)).to_be_hidden()
    page.focus("#out")
    assert page.evaluate(SCANNED, "445566778899") == "taken"
    sync_api.expect(page.locator("#entries li")).to_have_count(1)
    sync_api.expect(page.locator("#entries li")).to_contain_text("+1 in · card")
    for key in "44556":
        page.keyboard.press(key)
        page.wait_for_timeout(80)
    page.keyboard.press("Enter")
    sync_api.expect(page.locator("#entries li").first).to_contain_text("−1 out")  # noqa: RUF001  the page's own sign
    sync_api.expect(page.locator("#entries li")).to_have_count(2)
    page.focus("#card-number")
    page.keyboard.type("112233445566")
    page.keyboard.press("Enter")
    sync_api.expect(page.locator("#entries li").first).to_contain_text("+1 in · card")
    sync_api.expect(page.locator("#entries li")).to_have_count(3)


def test_sound_vibration_and_hand_are_switched_and_kept(context: Any, gateway: GatewayProcess) -> None:
    """A full house is silent and still where that is wanted; the thumb's button changes its side; all of it stays."""
    gathering, key = f"kallio:{uuid4()}", gateway.new_key()
    context.add_init_script(
        "globalThis.felt = 0; navigator.vibrate = () => { globalThis.felt += 1; return true; };"
        "globalThis.heard = 0; const Real = AudioContext;"
        "globalThis.AudioContext = class extends Real { constructor() { super(); globalThis.heard += 1; } };"
    )
    assert gateway.post(key, plan(gathering, datetime.now(UTC), 3, capacity=1)).status == 200
    page = opened(context, gateway, key, gathering)
    sync_api.expect(page.locator("#capacity")).to_have_text("/ 1")
    full = page.locator("#full")
    page.click("#in")
    sync_api.expect(full).to_have_text("Full")
    page.click("#in")
    sync_api.expect(full).to_have_text("Full, 1 too many")
    loud = page.evaluate("[globalThis.felt > 0, globalThis.heard > 0]")
    assert loud == [True, True]
    left = "document.querySelector('#taps').firstElementChild.id === 'in'"
    assert not page.evaluate(left)
    for switch in ("#sound", "#vibration", "#left-hand"):
        page.click(switch)
    assert page.evaluate(left)
    until(page, "import('/keep.js').then((keep) => keep.getSetting('leftHand'))")
    page.reload()
    sync_api.expect(full).to_have_text("Full, 1 too many")
    page.click("#in")
    sync_api.expect(full).to_have_text("Full, 2 too many")
    assert page.evaluate("[globalThis.felt, globalThis.heard]") == [0, 0]
    assert page.evaluate(left)


def test_what_was_entered_before_today_leaves_the_queue_for_the_archive(context: Any, gateway: GatewayProcess) -> None:
    """What was sent; what waits or was refused stays at hand however old it is; after two weeks the archive lets go."""
    page = opened(context, gateway, gateway.new_key(), f"kallio:{uuid4()}")
    kept = page.evaluate(
        """async () => {
          const { addEntries, allEntries } = await import("/keep.js");
          const day = (ago) => new Date(Date.now() - ago * 24 * 3600 * 1000).toISOString();
          const entry = (state, ago) => ({ group: `${state}${ago}`, name: "head-count", state, event: {
            type: "fi.hel.engagement.youth-centre.head-count.v1", subject: "x",
            time: day(ago), data: { people: 1 } } });
          await addEntries([entry("sent", 20), entry("sent", 3), entry("refused", 20), entry("sent", 0.1)]);
          return (await allEntries()).length;
        }"""
    )
    page.reload()
    page.wait_for_selector("html[data-ready]")
    sync_api.expect(page.locator("#entries-summary")).to_have_text("0 waiting, 1 sent, 1 refused")
    archived = page.evaluate(
        """() => new Promise((resolve) => {
          indexedDB.open("engage-door").onsuccess = ({ target: { result } }) => {
            result.transaction("archive").objectStore("archive").getAll().onsuccess = (event) =>
              resolve(event.target.result.map((entry) => entry.group));
          };
        })"""
    )
    assert (kept, archived) == (4, ["sent3"])


def test_without_a_service_nothing_says_online_and_no_title_is_an_id(context: Any, tmp_path: Path) -> None:
    """A gateway without Kafka and ClickHouse: the page says so in one place; an unplanned gathering has a title."""
    nowhere = {
        "ENGAGE_KAFKA_BOOTSTRAP": f"127.0.0.1:{free_port()}",
        "ENGAGE_CLICKHOUSE_URL": f"http://127.0.0.1:{free_port()}",
    }
    alone = GatewayProcess(tmp_path, nowhere)
    alone.start()
    try:
        page = opened(context, alone, alone.new_key(), "kallio:1")
        sync_api.expect(page.locator("#network")).to_have_text("No service")
        sync_api.expect(page.locator("#network")).to_have_attribute("data-state", "offline")
        sync_api.expect(page.locator("#trouble")).to_contain_text("The service does not answer")
        sync_api.expect(page.locator("#gathering-name")).to_have_text("Youth centre")
        sync_api.expect(page.locator("#gathering-about")).to_contain_text("kallio:1")
        page.click("#in")
        sync_api.expect(page.locator("#inside")).to_have_text("1")
    finally:
        alone.stop()


def test_counts_groups_and_closing_are_in_the_number_at_once_without_a_network(
    context: Any, gateway: GatewayProcess
) -> None:
    """And the number is the same once all of it was sent."""
    page = opened(context, gateway, gateway.new_key(), f"kallio:{uuid4()}")
    inside = page.locator("#inside")
    context.set_offline(True)
    page.click("#count-part summary")
    page.fill("#count", "40")
    page.keyboard.press("Enter")
    sync_api.expect(inside).to_have_text("40")
    page.click("#in")
    sync_api.expect(inside).to_have_text("41")
    page.click("#group-part summary")
    page.fill("#group-people", "9")
    page.click("#group-form button[type=submit]")
    sync_api.expect(page.locator("#live-note")).to_contain_text("1 group, 9 people")
    page.click("#close-doors")
    page.click("#close-yes")
    sync_api.expect(inside).to_have_text("0")
    page.click("#undo")
    sync_api.expect(inside).to_have_text("41")
    context.set_offline(False)
    sync_api.expect(page.locator("#entries-summary")).to_contain_text("0 waiting")
    sync_api.expect(page.locator("#live-note")).not_to_contain_text("waits")
    sync_api.expect(inside).to_have_text("41")
