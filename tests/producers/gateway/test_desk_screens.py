"""What the desk does beside reporting: mending, concerns, the plan, the kiosk, own numbers; each with its limits."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from producers.gateway.scope import ROLES
from schemas.programmes import Programme
from tests.pipeline import Pipeline, eventually
from tests.producers.gateway.desk_page import opened_desk
from tests.producers.gateway.door_page import PHONE, TABLET, needs_chromium, until, violations
from tests.producers.gateway.gateway_process import GatewayProcess, check_in
from tests.producers.gateway.test_desk import event_of, rolled_up, today

pytestmark = needs_chromium


@pytest.fixture
def mark() -> str:
    return f"own-{uuid4().hex[:8]}"


def test_what_was_reported_is_changed_and_taken_back(
    context: Any, gateway: GatewayProcess, pipeline: Pipeline, mark: str
) -> None:
    """Contradictions and slips before sending; 34 becomes 43 by a correction, and is taken back with a reason."""
    desk = opened_desk(context, gateway, gateway.new_key(f"{mark}:*"))
    desk.at(f"youth-centre/{mark}:*")
    desk.report("head-count")
    desk.write("people", "34")
    desk.more()
    desk.write("by_age_band", "40", place=2)
    desk.page.click("#save")
    until(
        desk.page, "document.querySelector('[data-field=by_age_band] .error').textContent.includes('40 by age, but 34')"
    )
    desk.write("by_age_band", "30", place=2)
    desk.write("people", "34000")
    desk.page.click("#save")
    desk.page.click("[data-answer=no]")
    assert desk.entries() == []
    desk.write("people", "34")
    desk.save()
    desk.sent()
    heads = f"SELECT peak_head_count FROM engagement.participation FINAL WHERE gathering = '{mark}:{today()}'"  # noqa: S608
    rolled_up(pipeline, heads, (34,))
    desk.go("history")
    desk.page.get_by_role("button", name="Change").click()
    desk.write("people", "43")
    desk.page.click("#save")
    until(desk.page, "document.querySelector('.said')?.textContent.includes('→')")
    assert "Inside now 43" in desk.page.inner_text(".said")
    desk.sent()
    rolled_up(pipeline, heads, (43,))
    assert violations(desk.page) == []
    desk.page.get_by_role("button", name="Take back").click()
    desk.page.click("[data-answer=duplicate]")
    desk.sent()
    rolled_up(pipeline, heads, (None,))
    assert desk.entries()[-1]["event"]["data"]["reason"] == "duplicate"


def test_what_was_refused_is_mended_and_counts_once(
    context: Any, gateway: GatewayProcess, pipeline: Pipeline, mark: str
) -> None:
    """A key that may not send head counts refuses them; with another key the same entry goes."""
    desk = opened_desk(context, gateway, gateway.new_key(f"{mark}:*"))
    desk.at(f"youth-centre/{mark}:*")
    context.route(
        "**/v1/events",
        lambda route: route.fulfill(
            json={
                "results": [
                    {"status": "refused", "reason": "wrong-data", "field": "data.people", "remedy": "Correct it."}
                ]
            }
        ),
    )
    desk.report("head-count")
    desk.write("people", "12")
    desk.save()
    until(desk.page, "document.querySelector('#trouble').textContent.includes('1 entry was refused')")
    context.unroute("**/v1/events")
    desk.go("history")
    desk.page.get_by_role("button", name="Change").click()
    desk.write("people", "13")
    desk.page.click("#save")
    desk.sent()
    rolled_up(
        pipeline,
        f"SELECT peak_head_count FROM engagement.participation FINAL WHERE gathering = '{mark}:{today()}'",  # noqa: S608
        (13,),
    )


def test_a_plan_repeats_weekly_changes_and_has_a_poster(
    context: Any, gateway: GatewayProcess, pipeline: Pipeline, mark: str
) -> None:
    """Four ids are made, one a week at the same hour in Helsinki; a change holds for its own evening alone."""
    desk = opened_desk(context, gateway, gateway.new_key(f"{mark}:*", programmes=[Programme.THEME_NIGHT]))
    desk.go("plan")
    desk.tap("#new-gathering")
    desk.page.fill("#plan-form input[maxlength='300']", "Board games")
    desk.page.select_option("#weeks", "4")
    desk.page.fill("#plan-form input[list=venues]", "Kallio library")
    desk.save()
    desk.page.locator(".choices li").nth(3).wait_for()
    desk.sent()
    columns = "gathering, toString(toTimeZone(starts, 'Europe/Helsinki')), venue, capacity"
    plans = f"SELECT {columns} FROM engagement.participation FINAL WHERE gathering LIKE '{mark}:%' ORDER BY starts"  # noqa: S608
    first = datetime.fromisoformat(today())
    days = [(first + timedelta(days=7 * week)).date().isoformat() for week in range(4)]
    rows = eventually(lambda: pipeline.query(plans), lambda rows: len(rows) == 4)
    assert [(row[0], row[1][:16], row[2], row[3]) for row in rows] == [
        (f"{mark}:{day}", f"{day} 17:00", "venue:kallio-library", None) for day in days
    ]
    desk.page.locator(".choices li").nth(1).locator("button").click()
    desk.page.fill("#plan-form [data-field=capacity] input", "60")
    desk.save()
    desk.sent()
    rows = eventually(lambda: pipeline.query(plans), lambda rows: rows[1][3] == 60)
    assert [row[3] for row in rows] == [None, 60, None, None]
    desk.page.locator(".choices li").nth(1).locator("button").click()
    desk.page.get_by_role("button", name="Poster").click()
    desk.page.wait_for_selector("#poster-code")
    until(desk.page, "document.querySelector('#poster-code').naturalWidth > 0")
    assert (
        desk.page.get_attribute("#poster-code", "alt") == f"{gateway.url}/?gathering=theme-night%2F{mark}%3A{days[1]}"
    )
    assert violations(desk.page) == []


TAPPING = """
([taps, seed]) => {
  globalThis.left = taps;
  globalThis.running = setInterval(() => {
    if (!globalThis.left) return;
    const answers = document.querySelectorAll("[data-answer]");
    const bands = document.querySelectorAll("[data-band]");
    const [first] = bands.length ? bands : answers;
    if (!first || first === globalThis.tapped) return;
    globalThis.tapped = first;
    const row = bands.length ? bands : answers;
    row[(globalThis.left + seed) % row.length].click();
    if (bands.length) globalThis.left -= 1;
  }, 10);
}
"""


def test_two_kiosks_lose_and_double_no_answer_and_a_run_of_them_is_flagged(
    browser: Any, gateway: GatewayProcess, pipeline: Pipeline, mark: str
) -> None:
    """Two hundred answers by two tablets, with cuts and reloads between."""
    key = gateway.new_key(f"{mark}:*", programmes=[Programme.YOUTH_CENTRE], events=["pulse"])
    contexts = [browser.new_context(**TABLET, locale="en-GB") for _ in range(2)]
    pages = []
    for context in contexts:
        page = opened_desk(context, gateway, key).page
        until(page, "navigator.serviceWorker.ready.then(() => Boolean(navigator.serviceWorker.controller))")
        page.goto(f"{gateway.url}/kiosk")
        page.select_option("#kiosk-question", "both")
        page.click("#kiosk-start")
        page.wait_for_selector("[data-answer]")
        pages.append(page)
    assert violations(pages[0]) == []
    for number, count in enumerate((30, 40, 30)):
        if number == 1:
            contexts[0].set_offline(True)
        for seed, page in enumerate(pages):
            page.evaluate(
                "import('/kiosk-pace.js').then(({ pace }) => Object.assign(pace, { thanks: 0, pause: 0, deaf: 0 }))"
            )
            page.evaluate(TAPPING, [count, seed])
        for page in pages:
            until(page, "globalThis.left === 0 && document.querySelectorAll('[data-answer]').length > 0", seconds=60)
            page.reload()
            page.wait_for_selector("[data-answer]")
    contexts[0].set_offline(False)
    kept = "import('/keep.js').then((keep) => keep.allEntries())"
    sent = f"{kept}.then((all) => all.filter((one) => one.state === 'sent').length)"
    for page in pages:
        until(page, f"{sent}.then((count) => count === 100)", seconds=60)
    answers = f"SELECT count(), uniqExact(source, id), countIf(question = 'trust') FROM engagement.pulses FINAL WHERE gathering = '{mark}:{today()}'"  # noqa: E501, S608
    rolled_up(pipeline, answers, (200, 200, 100))
    flags = eventually(lambda: gateway.get("/v1/rejections", key).content["flags"], lambda flags: len(flags) >= 2)
    assert [one["flag"] for one in flags] == ["pulse-burst"] * 2
    pages[0].evaluate("import('/kiosk-pace.js').then(({ pace }) => Object.assign(pace, { thanks: 60_000, deaf: 0 }))")
    pages[0].click("[data-answer='5']")
    pages[0].reload()  # before the age was asked: the answer is kept without one
    until(pages[0], sent.replace("sent'", "sent' && !one.event.data.age_band") + ".then((count) => count === 1)")
    for context in contexts:
        context.close()


def test_own_numbers_stay_within_the_key_and_those_of_police_dialogues_are_rounded(
    gateway: GatewayProcess, mark: str
) -> None:
    """Exact for a youth centre, to the nearest five for police, nothing below ten; a reader reads and sends nothing."""
    everything = gateway.new_key("*")
    reader = gateway.new_key(f"{mark}:*", events=tuple(ROLES["reader"]))
    day = f"{mark}:{today()}"
    dialogue = "fi.hel.engagement.police-dialogue.dialogue-held.v1"

    def held(gathering: str, people: int) -> dict[str, Any]:
        return check_in(gathering) | {"type": dialogue, "data": {"section": "extremism", "participants": people}}

    events: Sequence[dict[str, Any]] = [
        *(check_in(day, age_band="13-17") for _ in range(3)),
        check_in(f"other-{mark}:{today()}"),
        held(f"{day}-a", 13),
        held(f"{day}-b", 7),
        # A cancelled gathering counts with whoever came all the same, and not at all where nobody did.
        event_of(f"{day}-called-off", "gathering-scheduled", {"name": {"en": "Off"}, "starts": check_in(day)["time"]}),
        check_in(f"{day}-called-off"),
        check_in(f"{day}-called-off"),
        event_of(f"{day}-called-off", "gathering-cancelled", {}),
        event_of(f"{day}-empty", "gathering-scheduled", {"name": {"en": "Off"}, "starts": check_in(day)["time"]}),
        event_of(f"{day}-empty", "gathering-cancelled", {}),
    ]
    assert gateway.post(everything, list(events)).status == 200

    def numbers() -> dict[tuple[str, str], dict[str, Any]]:
        found = gateway.get("/v1/numbers", reader).content["numbers"]
        return {(row["gathering"] or row["period"], row["programme"]): row for row in found}

    found = eventually(
        numbers,
        lambda rows: (
            {("season", "police-dialogue"), ("today", "police-dialogue"), ("today", "youth-centre")} <= set(rows)
            and rows["today", "police-dialogue"]["gatherings"] == 2
            and rows["today", "youth-centre"]["visits"] == 5
        ),
    )
    assert {name for name, _ in found} >= {"today", "week", "month", "season", day, f"{day}-a", f"{day}-b"}
    own = found["today", "youth-centre"]
    assert (own["visits"], own["by_age_band"], own["gatherings"], own["unrecorded"]) == (5, {"13-17": 3}, 2, 0)
    assert found[f"{day}-called-off", "youth-centre"]["visits"] == 2
    assert (f"{day}-empty", "youth-centre") not in found
    assert (
        found[f"{day}-a", "police-dialogue"]["participants"],
        found["today", "police-dialogue"]["participants"],
    ) == (15, 20)
    few = found[f"{day}-b", "police-dialogue"]
    assert (few["participants"], few["fewer_than"]) == (None, {"participants": 10})
    assert all(mark in (row["gathering"] or mark) and "other" not in (row["gathering"] or "") for row in found.values())
    assert gateway.post(reader, check_in(day)).status == 403
    assert gateway.get(f"/v1/gatherings/youth-centre/other-{mark}:x/code", reader).status == 403
    for path in ("/v1/numbers", "/v1/plan", "/v1/concerns", f"/v1/gatherings/youth-centre/{day}/code"):
        assert gateway.get(path).status == 401


def test_how_a_police_dialogue_stands_is_exact_for_who_counts_there_and_rounded_for_who_reads(
    gateway: GatewayProcess, mark: str
) -> None:
    """By role: a reporter's key has the number inside, a reader's the one that /v1/numbers would tell; lists, too."""
    reporter = gateway.new_key(f"{mark}:*", events=tuple(ROLES["reporter"]))
    reader = gateway.new_key(f"{mark}:*", events=tuple(ROLES["reader"]))
    evening = f"{mark}:{today()}"

    def of_police(name: str, data: dict[str, Any]) -> dict[str, Any]:
        return check_in(evening) | {"type": f"fi.hel.engagement.police-dialogue.{name}.v1", "data": data}

    events = [of_police("head-count", {"people": 17}), of_police("group-visit", {"people": 7, "kind": "club"})]
    assert gateway.post(reporter, events).status == 200
    path = f"/v1/gatherings/police-dialogue/{evening}"
    exact = eventually(lambda: gateway.get(path, reporter).content, lambda found: found.get("people_in_groups") == 7)
    assert (exact["inside"], exact["rounded_to"], exact["fewer_than"]) == (17, 1, {})
    assert [one["people"] for one in exact["head_counts"]] == [17]
    told = gateway.get(path, reader).content
    assert (told["inside"], told["people_in_groups"], told["rounded_to"]) == (15, None, 5)
    assert told["fewer_than"]["people_in_groups"] == 10
    assert [one["people"] for one in told["head_counts"]] == [15]
    assert "17" not in {str(value) for value in told.values()}

    def inside(key: str) -> list[int]:
        return [one["inside"] for one in gateway.get("/v1/gatherings", key).content["gatherings"]]

    eventually(lambda: inside(reporter), lambda found: found == [17])
    assert inside(reader) == [15]


def test_no_screen_has_a_fault_that_axe_finds(browser: Any, gateway: GatewayProcess, mark: str) -> None:
    """On a phone, dark, in Finnish, with a plan, a concern and numbers to show; names are text, whatever they hold."""
    key, evening = gateway.new_key(f"{mark}:*"), f"{mark}:{today()}"
    evil = "<img src=x onerror=alert(1)>"
    plan = {"name": {"fi": evil}, "starts": datetime.now(UTC).isoformat(timespec="seconds")}
    events = [
        event_of(evening, "gathering-scheduled", plan),
        event_of(evening, "concern-raised", {"category": "drugs"}),
    ]
    gateway.post(key, [*events, check_in(evening)])
    eventually(lambda: gateway.get("/v1/numbers", key).content["numbers"], bool)
    context = browser.new_context(**PHONE, locale="fi-FI", color_scheme="dark")
    desk = opened_desk(context, gateway, key)
    until(desk.page, "document.querySelectorAll('#place option').length > 4")
    found = {"report": violations(desk.page)}
    for screen, ready in (
        ("concerns", ".choices li"),
        ("plan", ".choices li"),
        ("numbers", "table"),
        ("report/dialogue-held", "#save"),
        ("report/pulse", "#save"),
        ("planned/new", "#save"),
        ("closing", "#save"),
    ):
        if screen == "report/dialogue-held":
            desk.at(f"police-dialogue/{mark}:*")
        if screen in {"report/pulse", "closing"}:
            desk.at(f"youth-centre/{evening}")
        desk.page.goto(f"{gateway.url}/desk#{screen}")
        desk.page.wait_for_selector(f"#screen {ready}")
        found[screen] = violations(desk.page)
        assert desk.page.locator("#screen img").count() == 0
    context.close()
    assert [one for some in found.values() for one in some] == []
