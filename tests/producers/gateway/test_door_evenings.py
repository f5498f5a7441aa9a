"""The door's evening, key and limit: what is over is asked about, a lost key loses nothing, a full house is seen."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.pipeline import Pipeline, eventually
from tests.producers.gateway.door_page import needs_chromium, opened, sync_api, until
from tests.producers.gateway.gateway_process import GatewayProcess, check_in

pytestmark = needs_chromium


def happening(gathering: str, event_name: str, time: datetime | None = None, /, **data: Any) -> dict[str, Any]:
    event = check_in(gathering) | {"type": f"fi.hel.engagement.youth-centre.{event_name}.v1", "data": data}
    return event if time is None else event | {"time": time.isoformat(timespec="milliseconds")}


def plan(gathering: str, starts: datetime, hours: float, **more: Any) -> dict[str, Any]:
    ends = starts + timedelta(hours=hours)
    data = {"name": {"en": gathering.upper()}, "starts": starts.isoformat(), "ends": ends.isoformat(), **more}
    return happening(gathering, "gathering-scheduled", starts - timedelta(days=1), **data)


def entered(page: Any, gateway: GatewayProcess, key: str) -> None:
    """Open the page with a key, at whatever it then shows."""
    page.on("pageerror", lambda error: pytest.fail(f"the page has an error: {error}"))
    page.goto(gateway.url)
    page.fill("#key-input", key)
    page.click("#key-form button[type=submit]")


def test_a_full_house_is_said_seen_and_felt(context: Any, gateway: GatewayProcess) -> None:
    """Nearly full, full, too many: words and colour; each step above the limit vibrates."""
    gathering, key = f"kallio:{uuid4()}", gateway.new_key()
    context.add_init_script("globalThis.felt = 0; navigator.vibrate = () => { globalThis.felt += 1; return true; };")
    scheduled = plan(gathering, datetime.now(UTC) - timedelta(hours=1), 4, capacity=10)
    assert gateway.post(key, [scheduled, *(check_in(gathering) for _ in range(8))]).status == 200
    page = opened(context, gateway, key, gathering)
    full, live = page.locator("#full"), page.locator("#live")
    sync_api.expect(page.locator("#capacity")).to_have_text("/ 10")
    sync_api.expect(full).to_have_text("")
    for words, level, felt in (("Nearly full", "nearly", 0), ("Full", "full", 1), ("Full, 1 too many", "over", 2)):
        page.click("#in")
        sync_api.expect(full).to_have_text(words)
        assert (live.get_attribute("data-full"), page.evaluate("globalThis.felt")) == (level, felt)
    assert page.evaluate("getComputedStyle(document.querySelector('#live')).backgroundColor") == "rgb(163, 0, 27)"


def test_closed_doors_are_seen_warn_and_are_opened_again(context: Any, gateway: GatewayProcess) -> None:
    """Closing asks; a tap after it warns; reopening brings the number back; more that left than came are named."""
    page = opened(context, gateway, gateway.new_key(), f"kallio:{uuid4()}")
    state, inside = page.locator("#doors-now"), page.locator("#inside")
    sync_api.expect(state).to_have_text("Not opened yet")
    page.click("#out")
    sync_api.expect(page.locator("#live-note")).to_contain_text("1 more left than came in")
    sync_api.expect(inside).to_have_text("0")
    page.click("#more", click_count=2)
    page.click("#in")
    sync_api.expect(inside).to_have_text("2")
    page.click("#count-part summary")
    page.click("#open-doors")
    sync_api.expect(state).to_contain_text("Open since")
    page.click("#close-doors")
    page.click("#close-no")
    sync_api.expect(inside).to_have_text("2")
    page.click("#close-doors")
    page.click("#close-yes")
    sync_api.expect(state).to_contain_text("Closed")
    sync_api.expect(inside).to_have_text("0")
    page.click("#in")
    sync_api.expect(page.locator("#trouble")).to_contain_text("The doors are closed")
    page.click("#reopen")
    sync_api.expect(inside).to_have_text("3")
    sync_api.expect(page.locator("#trouble")).to_be_hidden()


def test_todays_evening_is_first_and_yesterdays_is_asked_about(
    context: Any, gateway: GatewayProcess, pipeline: Pipeline
) -> None:
    """With date and state; the evening that was left open is closed at its end, by an event."""
    mark, now = uuid4().hex[:8], datetime.now(UTC)
    yesterday, today = f"{mark}:yesterday", f"{mark}:today"
    key = gateway.new_key(f"{mark}:*")
    starts = now - timedelta(hours=26)
    events = [
        plan(yesterday, starts, 2),
        happening(yesterday, "gathering-opened", starts),
        happening(yesterday, "check-in", starts + timedelta(hours=1), direction="entry"),
        plan(today, now, 3),
    ]
    assert gateway.post(key, events).status == 200
    eventually(  # the page asks for the list but once
        lambda: gateway.get("/v1/gatherings", key).content["gatherings"],
        lambda found: (
            sorted((one["status"], one["name"]) for one in found)
            == [("open", {"en": yesterday.upper()}), ("scheduled", {"en": today.upper()})]
        ),
    )
    page = context.new_page()
    entered(page, gateway, key)
    choices = page.locator("#gatherings li")
    sync_api.expect(choices).to_have_count(2)
    assert [one.splitlines()[0] for one in choices.all_inner_texts()] == [today.upper(), yesterday.upper()]
    sync_api.expect(choices.nth(1)).to_contain_text("open · Youth centre · ")
    choices.nth(1).locator("button").click()
    sync_api.expect(page.locator("#doors-now")).to_contain_text("Closed")  # its end and the grace are over
    rows = "SELECT status, inside FROM engagement.participation FINAL WHERE gathering = "
    eventually(
        lambda: [tuple(row) for row in pipeline.query(f"{rows}'{yesterday}'")], lambda found: found == [("closed", 0)]
    )


def test_an_evening_without_a_planned_end_is_asked_about_next_morning(context: Any, gateway: GatewayProcess) -> None:
    """The tablet that was left on it asks before anything is counted there."""
    gathering, key = f"kallio:{uuid4()}", gateway.new_key()
    starts = datetime.now(UTC) - timedelta(hours=36)
    opened_then = [happening(gathering, "gathering-opened", starts), happening(gathering, "check-in", starts)]
    opened_then[1]["data"] = {"direction": "entry"}
    page = opened(context, gateway, key, gathering)  # first: an evening that is known to be over is asked about at once
    assert gateway.post(key, opened_then).status == 200
    sync_api.expect(page.locator("#doors-now")).to_contain_text("Open since")
    page.evaluate(
        "import('/keep.js').then(async (keep) => { const one = await keep.getSetting('gathering'); "
        f"await keep.putSetting('gathering', {{ ...one, chosen: {starts.timestamp() * 1000} }}); }})"
    )
    page.reload()
    sync_api.expect(page.locator("#old-evening")).to_contain_text("is still open. Close it?")
    page.click("#keep-old")
    sync_api.expect(page.locator("#door-view")).to_be_visible()
    context.route("**/v1/**", lambda route: route.abort())  # nobody says whether its doors were closed meanwhile
    page.reload()
    sync_api.expect(page.locator("#old-evening")).to_be_visible()
    context.unroute("**/v1/**")
    page.reload()
    page.click("#close-old")
    sync_api.expect(page.locator("#choose-view")).to_be_visible()
    until(page, "document.querySelector('#old-evening').hidden")
    eventually(
        lambda: gateway.get(f"/v1/gatherings/youth-centre/{gathering}", key).content["status"],
        lambda status: status == "closed",
    )


def test_a_revoked_key_takes_nothing_and_loses_nothing(context: Any, gateway: GatewayProcess, tmp_path: Path) -> None:
    """What waits is kept, is saved as a file on demand, and goes with the new key; forgetting is refused meanwhile."""
    gathering, key = f"kallio:{uuid4()}", gateway.new_key(source="door:old-*")
    page = opened(context, gateway, key, gathering)
    context.set_offline(True)
    page.click("#in")
    page.click("#in")
    gateway.register.revoke(key.removeprefix("engage-").partition("-")[0], now=datetime.now(UTC))
    context.set_offline(False)
    sync_api.expect(page.locator("#revoked")).to_be_visible()  # its words are there before it is shown
    sync_api.expect(page.locator("#revoked")).to_contain_text("no longer valid. Nothing new is taken; 2 entries wait")
    assert page.is_disabled("#in")
    page.click("#forget")
    assert page.is_disabled("#forget-yes")
    page.click("#forget-no")
    with page.expect_download() as download:
        page.click("#revoked .save-waiting")
    download.value.save_as(tmp_path / "kept.jsonl")
    events = [json.loads(line) for line in (tmp_path / "kept.jsonl").read_text().splitlines()]
    assert [event["data"]["direction"] for event in events] == ["entry", "entry"]
    page.click("#revoked .replace-key")
    page.fill("#key-input", gateway.new_key(source="door:new-*"))
    page.click("#key-form button[type=submit]")
    sync_api.expect(page.locator("#entries-summary")).to_contain_text("0 waiting")
    sync_api.expect(page.locator("#revoked")).to_be_hidden()
    sync_api.expect(page.locator("#inside")).to_have_text("2")
    assert page.is_enabled("#in")


def test_refusals_stand_above_the_number_in_plain_words(context: Any, gateway: GatewayProcess) -> None:
    """One banner with the reason; once the key covers the source everything goes by one press."""
    gathering = f"kallio:{uuid4()}"
    page = opened(context, gateway, gateway.new_key(), gathering)
    context.route("**/v1/events", lambda route: route.fulfill(status=422, json=_refused(route)))
    page.click("#more", click_count=2)
    page.click("#in")
    banner = page.locator("#refused")
    sync_api.expect(banner).to_contain_text("3 entries were refused. The service did not accept it.")
    sync_api.expect(page.locator("#inside")).to_have_text("–")  # noqa: RUF001  the page's own dash
    assert page.evaluate(
        "document.querySelector('#refused').compareDocumentPosition(document.querySelector('#inside')) & 4"
    )
    for raw in ("data.", "wrong-data"):
        assert raw not in page.inner_text("main")
    context.unroute("**/v1/events")
    page.click("#resend-all")
    sync_api.expect(page.locator("#inside")).to_have_text("3")
    sync_api.expect(banner).to_be_hidden()


def _refused(route: Any) -> dict[str, Any]:
    """Refuse all events, as a gateway of another version would that knows a rule that the page does not."""
    result = {"status": "refused", "reason": "wrong-data", "field": "data.direction", "remedy": "Correct the field."}
    return {"results": [result | {"id": event["id"]} for event in route.request.post_data_json]}
