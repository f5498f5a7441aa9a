import json
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from kafka import KafkaProducer

from tests.pipeline import Pipeline, eventually
from tests.producers.gateway.door_page import (
    ARGUMENTS,
    CHROMIUM,
    PHONE,
    TABLET,
    keep_answer,
    needs_chromium,
    opened,
    until,
    violations,
)
from tests.producers.gateway.gateway_process import GatewayProcess, check_in

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

pytestmark = needs_chromium


@pytest.fixture
def gathering() -> str:
    return f"youth-centre:kallio:{uuid4()}"


def tap(page: Any, band: str, *, people: int = 1, way: str = "in") -> None:
    page.locator(".chip", has=page.locator(f"input[value='{band}']")).click()
    if people > 1:
        page.click("#more", click_count=people - 1)
    before = page.locator("#entries li").count()
    page.click(f"#{way}")
    until(page, f"document.querySelectorAll('#entries li').length > {before}")


def settled(page: Any) -> None:
    """Wait until nothing on the device waits any more."""
    until(page, "document.querySelector('#entries-summary').textContent.startsWith('0 waiting')")


def rolled_up(pipeline: Pipeline, gathering: str) -> Any:
    columns = "entries, exits, inside, toJSONString(by_age_band)"
    rows = pipeline.query(
        f"SELECT {columns} FROM engagement.participation FINAL WHERE gathering = '{gathering}'"  # noqa: S608
    )
    return tuple(rows[0]) if rows else None


def test_what_was_tapped_offline_arrives_once_after_a_reload(
    context: Any, gateway: GatewayProcess, pipeline: Pipeline, gathering: str
) -> None:
    """Offline, reload, online: the page opens without a network, and the roll-up equals what was tapped."""
    page = opened(context, gateway, gateway.new_key(), gathering)
    until(page, "navigator.serviceWorker.ready.then(() => Boolean(navigator.serviceWorker.controller))")
    context.set_offline(True)
    tap(page, "13-17")
    tap(page, "13-17", people=4)
    tap(page, "7-12", people=2)
    page.click("#undo")
    tap(page, "", way="out")
    sync_api.expect(page.locator("#inside")).to_have_text("4")
    sync_api.expect(page.locator("#entries-summary")).to_contain_text("6 waiting, 0 sent")
    page.reload()
    sync_api.expect(page.locator("#door-view")).to_be_visible()
    sync_api.expect(page.locator("#network")).to_have_text("Offline")
    sync_api.expect(page.locator("#entries-summary")).to_contain_text("6 waiting, 0 sent")
    tap(page, "65+")
    context.set_offline(False)
    settled(page)
    found = eventually(lambda: rolled_up(pipeline, gathering), lambda found: found is not None and found[0] == 6)
    assert found == (6, 1, 5, '{"13-17":5,"65+":1}')
    sync_api.expect(page.locator("#network")).to_have_text("Online")
    sync_api.expect(page.locator("#inside")).to_have_text("5")


def test_a_gateway_killed_in_mid_upload_costs_nothing_and_doubles_nothing(
    context: Any, gateway: GatewayProcess, pipeline: Pipeline, gathering: str
) -> None:
    """Requests that Kafka has already but whose answers are lost are sent again, and count once."""
    page = opened(context, gateway, gateway.new_key(), gathering)
    context.set_offline(True)
    for _ in range(6):
        tap(page, "18-29", people=20)
    context.route("**/v1/events", lambda route: keep_answer(route, lost))
    lost: list[int] = []
    context.set_offline(False)
    eventually(lambda: (page.wait_for_timeout(50), len(lost))[1], lambda count: count > 0)
    gateway.kill()
    try:
        tap(page, "18-29")
        sync_api.expect(page.locator("#entries-summary")).to_contain_text("121 waiting")
        context.unroute("**/v1/events")
    finally:
        gateway.start()
    settled(page)
    found = eventually(lambda: rolled_up(pipeline, gathering), lambda found: found is not None and found[0] >= 121)
    assert found == (121, 0, 121, '{"18-29":121}')


def test_cards_families_counts_and_undoing(
    context: Any, gateway: GatewayProcess, pipeline: Pipeline, gathering: str
) -> None:
    """A card is on the device only until it was sent; a family is several check-ins; what was sent is retracted."""
    page = opened(context, gateway, gateway.new_key(), gathering)
    page.click("#card-part summary")
    page.fill("#card-number", "131052 \u2212 308t")
    page.keyboard.press("Enter")
    sync_api.expect(page.locator("#trouble")).to_contain_text("it was not kept")
    assert "308" not in page.evaluate("import('/keep.js').then((keep) => keep.allEntries()).then(JSON.stringify)")
    for _ in range(2):
        page.fill("#card-number", "KX-77 QZ-88")
        page.keyboard.press("Enter")
    settled(page)
    sync_api.expect(page.locator("#entries-summary")).to_contain_text("2 sent")
    kept = page.evaluate("import('/keep.js').then((keep) => keep.allEntries()).then(JSON.stringify)")
    assert "KX" not in kept
    page.click("#family-part summary")
    for band, count in ((1, 2), (4, 1)):
        for _ in range(count):
            page.locator("#family .stepper").nth(band).locator("button").nth(1).click()
    page.click("#family-in")
    settled(page)
    tap(page, "0-6")
    settled(page)
    sync_api.expect(page.locator("#entries-summary")).to_contain_text("6 sent")
    page.click("#undo")
    settled(page)
    found = eventually(lambda: rolled_up(pipeline, gathering), lambda found: found is not None and found[0] == 5)
    assert found == (5, 0, 5, '{"7-12":2,"30-64":1}')
    ((visitors,),) = pipeline.query(
        f"SELECT visitors FROM engagement.participation FINAL WHERE gathering = '{gathering}'"  # noqa: S608
    )
    assert visitors == 1
    page.click("#count-part summary")
    page.fill("#count", "40")
    page.keyboard.press("Enter")
    eventually(lambda: rolled_up(pipeline, gathering), lambda found: found is not None and found[2] == 40)


def groups_of(pipeline: Pipeline, gathering: str) -> Any:
    rows = pipeline.query(
        "SELECT groups, people, accompanying, toJSONString(by_kind) FROM engagement.group_participation FINAL "  # noqa: S608
        f"WHERE gathering = '{gathering}'"
    )
    return tuple(rows[0]) if rows else None


def recorded_group(page: Any, kind: str, people: int, *, leaders: int | None = None, band: str = "") -> None:
    page.select_option("#group-kind", kind)
    page.fill("#group-people", str(people))
    if leaders is not None:
        page.fill("#group-leaders", str(leaders))
    page.select_option("#group-band", band)
    page.click("#group-form button")


def test_a_group_is_recorded_at_once_and_counted_by_itself(
    context: Any, gateway: GatewayProcess, pipeline: Pipeline, gathering: str
) -> None:
    """Offline too; it shows beside who is inside and does not change that; undoing it takes it back."""
    page = opened(context, gateway, gateway.new_key(), gathering)
    tap(page, "13-17", people=2)
    settled(page)
    page.click("#group-part summary")
    recorded_group(page, "school-class", 23, leaders=2, band="7-12")
    sync_api.expect(page.locator("#entries li").first).to_contain_text("School class · +23 in · 7\u201312 · + 2 along")
    recorded_group(page, "club", 11)
    sync_api.expect(page.locator("#live-note")).to_contain_text("2 groups, 34 people")
    settled(page)
    found = eventually(lambda: groups_of(pipeline, gathering), lambda found: found is not None and found[0] == 2)
    assert found == (2, 34, 2, '{"club":11,"school-class":23}')
    key = gateway.new_key()
    path = f"/v1/gatherings/youth-centre/{gathering}"
    live = eventually(lambda: gateway.get(path, key).content, lambda found: found.get("groups") == 2)
    assert (live["people_in_groups"], live["accompanying_groups"]) == (34, 2)
    sync_api.expect(page.locator("#inside")).to_have_text("2")
    context.set_offline(True)
    recorded_group(page, "day-care", 7)
    sync_api.expect(page.locator("#live-note")).to_contain_text("3 groups, 41 people")
    page.locator("#entries li", has_text="Club").get_by_role("button", name="Undo").click()
    sync_api.expect(page.locator("#live-note")).to_contain_text("2 groups, 30 people")
    context.set_offline(False)
    settled(page)
    eventually(
        lambda: groups_of(pipeline, gathering),
        lambda found: found == (2, 30, 2, '{"day-care":7,"school-class":23}'),
    )
    sync_api.expect(page.locator("#live-note")).to_contain_text("2 groups, 30 people")
    sync_api.expect(page.locator("#inside")).to_have_text("2")


def test_a_gathering_of_groups_alone_has_no_visits(
    browser: Any, context: Any, gateway: GatewayProcess, pipeline: Pipeline, gathering: str
) -> None:
    """Who is inside is not known, which is not 0; a key that may not send groups has no form for them."""
    page = opened(context, gateway, gateway.new_key(), gathering)
    page.click("#group-part summary")
    recorded_group(page, "family", 4)
    settled(page)
    eventually(lambda: groups_of(pipeline, gathering), lambda found: found is not None)
    key = gateway.new_key()
    live = eventually(
        lambda: gateway.get(f"/v1/gatherings/youth-centre/{gathering}", key).content,
        lambda found: found.get("groups") is not None,  # the gateway asks ClickHouse once a second at most
    )
    assert (live["inside"], live["entries"], live["groups"], live["people_in_groups"]) == (None, None, 1, 4)
    sync_api.expect(page.locator("#live-note")).to_have_text("1 group, 4 people")
    sync_api.expect(page.locator("#inside")).to_have_text("\u2013")
    other = browser.new_context(**PHONE, locale="en-GB")
    page = opened(other, gateway, gateway.new_key(events=["check-in"]), gathering)
    sync_api.expect(page.locator("#group-part")).to_be_hidden()
    other.close()


def test_who_comes_along_without_a_card_is_told_with_it(
    context: Any, gateway: GatewayProcess, pipeline: Pipeline, gathering: str
) -> None:
    """One check-in with a card and two along is one visit, one visitor, and two who came along."""
    page = opened(context, gateway, gateway.new_key(), gathering)
    page.click("#card-part summary")
    page.click("#with-more", click_count=3)
    page.click("#with-fewer")
    page.fill("#card-number", "4455 6677")
    page.keyboard.press("Enter")
    sync_api.expect(page.locator("#entries li").first).to_contain_text("card · + 2 along")
    sync_api.expect(page.locator("#with-count")).to_have_text("0")
    settled(page)
    rows = "SELECT entries, visitors, accompanied FROM engagement.participation FINAL WHERE gathering = "
    eventually(lambda: pipeline.query(f"{rows}'{gathering}'"), lambda rows: [tuple(row) for row in rows] == [(1, 1, 2)])
    sync_api.expect(page.locator("#live-note")).to_contain_text("2 came along")


DETECTOR = """
globalThis.seen = [];
globalThis.BarcodeDetector = class {
  constructor(options) { globalThis.formats = options.formats; }
  async detect(video) {
    globalThis.seen.push([video.videoWidth, video.readyState, video.srcObject.getVideoTracks()[0].readyState]);
    return globalThis.code && globalThis.seen.length > 2 ? [{ rawValue: globalThis.code }] : [];
  }
};
"""


@pytest.fixture(scope="module")
def camera(browser: Any) -> Iterator[Any]:
    """A browser with a camera that shows a test picture, and that asks nobody whether it may be used."""
    fake = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    started = browser.browser_type.launch(executable_path=str(CHROMIUM), args=[*ARGUMENTS, *fake])
    yield started
    started.close()


@pytest.fixture
def scanning(camera: Any) -> Iterator[Any]:
    """A context whose browser has a detector of codes; Chromium on Linux has none, so a stand-in takes its place."""
    context = camera.new_context(**PHONE, locale="en-GB", permissions=["camera"])
    context.add_init_script(DETECTOR)
    yield context
    context.close()


def test_a_cards_code_is_read_by_camera_and_checked_in(
    scanning: Any, gateway: GatewayProcess, pipeline: Pipeline, gathering: str
) -> None:
    """The picture runs, the code that is found goes the way of a typed number, and the camera is let go."""
    page = opened(scanning, gateway, gateway.new_key(), gathering)
    page.click("#card-part summary")
    page.click("#scan")
    until(page, "globalThis.seen.length > 0 && !document.querySelector('#camera').hidden")
    sync_api.expect(page.locator("#scan")).to_have_text("Stop")
    page.evaluate("globalThis.code = '777788889999'")
    sync_api.expect(page.locator("#entries li").first).to_contain_text("card")
    width, ready, track = page.evaluate("globalThis.seen.at(-1)")
    assert (width > 0, ready >= 2, track) == (True, True, "live")
    assert "qr_code" in page.evaluate("globalThis.formats")
    sync_api.expect(page.locator("#camera")).to_be_hidden()
    assert page.evaluate("document.querySelector('#camera').srcObject") is None
    sync_api.expect(page.locator("#scan")).to_have_text("Scan")
    settled(page)
    kept = page.evaluate("import('/keep.js').then((keep) => keep.allEntries())")
    assert [entry["event"]["data"] for entry in kept] == [{"direction": "entry", "method": "qr-code"}]
    visitors = f"SELECT visitors FROM engagement.participation FINAL WHERE gathering = '{gathering}'"  # noqa: S608
    eventually(lambda: pipeline.query(visitors), lambda rows: [tuple(row) for row in rows] == [(1,)])


def test_scanning_is_stopped_and_a_code_too_long_is_cut(scanning: Any, gateway: GatewayProcess, gathering: str) -> None:
    """Stop lets the camera go and checks nobody in; what a code may hold has an end."""
    page = opened(scanning, gateway, gateway.new_key(), gathering)
    page.click("#card-part summary")
    page.click("#scan")
    until(page, "globalThis.seen.length > 0")
    page.click("#scan")
    sync_api.expect(page.locator("#scan")).to_have_text("Scan")
    sync_api.expect(page.locator("#camera")).to_be_hidden()
    assert page.locator("#entries li").count() == 0
    page.evaluate("globalThis.code = '7'.repeat(4000)")
    page.click("#scan")
    sync_api.expect(page.locator("#entries li")).to_have_count(1)
    settled(page)
    sync_api.expect(page.locator("#entries li").first).to_contain_text("Sent")


def test_without_a_camera_the_number_is_typed(
    browser: Any, context: Any, gateway: GatewayProcess, gathering: str
) -> None:
    """A browser without a detector has no button; one whose camera is refused says so and goes to the number."""
    page = opened(context, gateway, gateway.new_key(), gathering)
    page.click("#card-part summary")
    assert page.is_visible("#scan") == page.evaluate("'BarcodeDetector' in globalThis")
    other = browser.new_context(**PHONE, locale="en-GB")
    other.add_init_script(DETECTOR)
    other.add_init_script("navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('no'); };")
    page = opened(other, gateway, gateway.new_key(), gathering)
    page.click("#card-part summary")
    page.click("#scan")
    sync_api.expect(page.locator("#spoken")).to_contain_text("The camera cannot be used")
    assert page.evaluate("document.activeElement.id") == "card-number"
    other.close()


def test_a_refusal_says_what_helps_and_is_sent_again_after_repair(
    context: Any, gateway: GatewayProcess, gathering: str
) -> None:
    """Where no answer says what time it is an impossible time is refused; once one does, the entry is taken."""
    context.clock.install(time="2031-01-01T12:00:00Z")
    context.route("**/v1/**", _without_date)
    page = opened(context, gateway, gateway.new_key(), gathering)
    page.select_option("#language", "sv")
    tap(page, "13-17")
    item = page.locator("#entries li").first
    sync_api.expect(item).to_contain_text("Ställ enhetens klocka rätt")
    sync_api.expect(item).to_contain_text("Avvisad")
    context.unroute("**/v1/**")
    sync_api.expect(page.locator("#clock-note")).to_contain_text("före")
    item.get_by_role("button", name="Skicka igen").click()
    sync_api.expect(item).to_contain_text("Skickad")


def _without_date(route: Any) -> None:
    """Keep the time from the page, as a proxy might."""
    with suppress(sync_api.Error):  # by then nothing is kept from it any more
        answer = route.fetch()
        headers = {name: value for name, value in answer.headers.items() if name != "date"}
        route.fulfill(response=answer, headers=headers)


def test_texts_of_others_are_shown_as_texts(context: Any, gateway: GatewayProcess, pipeline: Pipeline) -> None:
    """Markup in the names of a gathering, an organiser and in a dead letter runs nowhere."""
    mark = uuid4().hex[:8]
    attack = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>"
    key = gateway.new_key(f"{mark}:*", source=f"{mark}:*")
    plan = check_in(f"{mark}:1") | {
        "source": f"{mark}:d",
        "type": "fi.hel.engagement.youth-centre.gathering-scheduled.v1",
        "data": {"name": {"en": attack}, "starts": check_in("x")["time"]},
    }
    assert gateway.post(key, plan).status == 200
    producer = KafkaProducer(bootstrap_servers=pipeline.settings.kafka_bootstrap)
    bad = check_in(f"{mark}:1") | {"source": f"{mark}:d", "data": {"direction": attack, attack: 1}}
    producer.send("engagement.youth-centre.v1", key=b"x", value=json.dumps(bad).encode()).get(10)
    producer.close()
    eventually(lambda: gateway.get("/v1/rejections", key).content["rejections"], bool)
    eventually(lambda: gateway.get("/v1/gatherings", key).content["gatherings"], bool)
    page = opened(context, gateway, key, f"{mark}:1")
    page.click("#rejections-part summary")
    sync_api.expect(page.locator("#gathering-name")).to_have_text(attack)
    sync_api.expect(page.locator("#rejections li")).to_contain_text("onerror")
    assert page.locator("main img, main script").count() == 0
    assert page.title() == "Door"


def test_more_gatherings_than_a_page_holds_are_shown_on_demand(
    context: Any, gateway: GatewayProcess, pipeline: Pipeline
) -> None:
    """A hundred at once; the button goes with the last ones, and the first of the new ones is focused."""
    mark = uuid4().hex[:8]
    with pipeline.store() as store:
        store.run_text(
            "INSERT INTO engagement.participation (programme, gathering, status, day) SELECT 'youth-centre', "  # noqa: S608
            f"concat('{mark}:', leftPad(toString(number), 3, '0')), 'scheduled', toDate(now('Europe/Helsinki')) "
            "FROM numbers(250)"
        )
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"the page has an error: {error}"))
    page.goto(gateway.url)
    page.fill("#key-input", gateway.new_key(f"{mark}:*"))
    page.click("#key-form button")
    choices, more = page.locator("#gatherings li"), page.locator("#more-gatherings")
    for shown in (100, 200, 250):
        sync_api.expect(choices).to_have_count(shown)
        if shown < 250:
            more.click()
    sync_api.expect(more).to_be_hidden()
    sync_api.expect(choices.nth(200).locator("button")).to_be_focused()
    assert len(set(choices.all_inner_texts())) == 250


def test_axe_finds_nothing_in_any_view_or_scheme(
    browser: Any, gateway: GatewayProcess, tmp_path: Path, gathering: str
) -> None:
    """Phone and tablet, light and dark, each view with everything open; controls are at least 44 pixels."""
    folder = Path(os.environ.get("ENGAGE_SCREENSHOTS", tmp_path))
    key = gateway.new_key("youth-centre:kallio:*")
    for name, size, scheme, language in (("phone", PHONE, "light", "fi"), ("tablet", TABLET, "dark", "sv")):
        context = browser.new_context(**size, locale=language, color_scheme=scheme, reduced_motion="reduce")
        if size is PHONE:
            page = context.new_page()
            page.goto(gateway.url)
            page.wait_for_selector("#key-view:not([hidden])")
            assert violations(page) == []
            page.close()
        page = opened(context, gateway, key, gathering)
        tap(page, "13-17", people=3)
        tap(page, "13-17", way="out")
        page.screenshot(path=folder / f"{name}-door.png")
        for part in ("#card-part", "#family-part", "#group-part", "#count-part", "#rejections-part"):
            page.click(f"{part} summary")
        assert violations(page) == []
        small = page.evaluate(
            "[...document.querySelectorAll('button, select, input:not([type=radio]), summary, .chip')]"
            ".filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect())"
            ".filter((box) => box.width < 44 || box.height < 44).length"
        )
        assert small == 0
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.screenshot(path=folder / f"{name}-all.png", full_page=True)
        page.click("#change")
        page.wait_for_selector("#choose-view:not([hidden])")
        assert violations(page) == []
        page.screenshot(path=folder / f"{name}-choose.png")
        context.close()


def test_the_page_is_used_by_keyboard_alone(context: Any, gateway: GatewayProcess, gathering: str) -> None:
    """Tab reaches the controls in order, arrows choose the age, Enter checks in; focus is always seen."""
    page = opened(context, gateway, gateway.new_key(), gathering)
    page.focus("#bands input:checked")
    page.keyboard.press("ArrowRight")
    reached = []
    for _ in range(4):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert reached[:3] == ["more", "out", "in"]
    page.focus("#in")
    page.keyboard.press("Enter")
    sync_api.expect(page.locator("#entries li")).to_have_count(1)
    sync_api.expect(page.locator("#spoken")).to_contain_text("+1 in")


def test_the_key_is_forgotten_on_demand(context: Any, gateway: GatewayProcess, gathering: str) -> None:
    """Afterwards neither key nor entries are on the device."""
    key = gateway.new_key()
    page = opened(context, gateway, key, gathering)
    tap(page, "13-17")
    page.click("#forget")
    page.click("#forget-yes")
    page.wait_for_selector("#key-view:not([hidden])")
    kept = page.evaluate(
        "import('/keep.js').then(async (keep) => "
        "JSON.stringify([await keep.getSetting('key'), await keep.allEntries()]))"
    )
    assert re.fullmatch(r"\[(null,)?\[\]\]", kept)


def test_nothing_comes_from_another_host(context: Any, gateway: GatewayProcess, gathering: str) -> None:
    """The page asks its own gateway and nobody else, and can be installed."""
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = opened(context, gateway, gateway.new_key(), gathering)
    tap(page, "13-17")
    settled(page)
    assert asked
    assert {url for url in asked if not url.startswith(gateway.url)} == set()
    manifest = page.evaluate("fetch('/door.webmanifest').then((answer) => answer.json())")
    assert manifest["display"] == "standalone"
    assert page.evaluate("navigator.serviceWorker.ready.then((one) => Boolean(one.active))")
