"""What a finger does wrong at the desk is asked about or said at its field; nothing is counted twice or elsewhere."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from tests.pipeline import Pipeline, eventually
from tests.producers.gateway.desk_page import opened_desk
from tests.producers.gateway.door_page import needs_chromium, until
from tests.producers.gateway.gateway_process import GatewayProcess
from tests.producers.gateway.test_desk import event_of, rolled_up, today

pytestmark = needs_chromium


@pytest.fixture
def mark() -> str:
    return f"slip-{uuid4().hex[:8]}"


def test_half_a_time_and_what_is_no_number_are_said_at_their_fields(
    context: Any, gateway: GatewayProcess, mark: str
) -> None:
    """Neither counts as now or as nothing; a period to come and thousands at a youth centre are asked about."""
    desk = opened_desk(context, gateway, gateway.new_key(f"{mark}:*"))
    desk.at(f"youth-centre/{mark}:*")
    desk.report("head-count")
    desk.page.focus("[data-field=people] input")
    desk.page.keyboard.type("1e")
    desk.page.click("#save")
    until(desk.page, "document.querySelector('[data-field=people] .error').textContent.includes('in digits')")
    assert desk.page.evaluate("document.activeElement.type") == "number"
    desk.write("people", "2001")
    desk.page.click("#save")
    desk.page.click("[data-answer=no]")
    desk.write("people", "34")
    desk.page.click("details.when summary")
    for kept, cleared, said in (("date", "time", "Give the time too"), ("time", "date", "Give a day")):
        desk.page.fill(f"details.when input[type={kept}]", "2026-11-20" if kept == "date" else "17:00")
        desk.page.fill(f"details.when input[type={cleared}]", "")
        desk.page.click("#save")
        until(desk.page, f"document.querySelector('details.when .error').textContent.includes('{said}')")
        # It is seen, and not behind the buttons at the foot of the screen.
        until(desk.page, f"{TOP % 'details.when .error'} < {TOP % '.save'} && {TOP % 'details.when .error'} > 0")
    assert desk.entries() == []
    desk.page.fill("details.when input[type=date]", today())
    desk.page.fill("details.when input[type=time]", "00:00")
    desk.page.click("details.when summary")  # closed again: what was given still holds, and the summary says it
    assert "00.00" in desk.page.inner_text("details.when summary")
    desk.save()
    (entry,) = desk.entries()
    assert desk.page.evaluate(f"import('/desk-time.js').then((time) => time.timeOf({stamp(entry)}))") == "00:00"
    desk.report("period-count")
    desk.write("visits", "300")
    desk.page.fill("[data-field=first_day] input", "2099-03-01")
    desk.page.click("#save")
    desk.page.wait_for_selector("#ask[open]")
    assert "still to come" in desk.page.inner_text("#ask-question")
    desk.page.click("[data-answer=no]")
    assert len(desk.entries()) == 1


TOP = "document.querySelector('%s').getBoundingClientRect().top"


def stamp(entry: dict[str, Any]) -> int:
    """Return the instant of an entry in milliseconds."""
    return round(datetime.fromisoformat(entry["event"]["time"]).timestamp() * 1000)


def test_a_total_whose_month_is_changed_moves_to_that_month(
    context: Any, gateway: GatewayProcess, pipeline: Pipeline, mark: str
) -> None:
    """Its gathering's id is that of the period, sent or not yet, and what is taken back later is taken back there."""
    desk = opened_desk(context, gateway, gateway.new_key(f"{mark}:*"))
    desk.at(f"youth-centre/{mark}:*")
    desk.report("period-count")
    desk.page.fill("[data-field=first_day] input", "2026-10-01")
    desk.write("visits", "500")
    desk.save()
    desk.sent()
    totals = f"SELECT gathering, visits FROM engagement.period_counts FINAL WHERE startsWith(gathering, '{mark}:')"  # noqa: S608
    rolled_up(pipeline, f"{totals} AND NOT retracted", (f"{mark}:2026-10", 500))
    desk.go("history")
    desk.page.get_by_role("button", name="Change").click()
    desk.page.fill("[data-field=first_day] input", "2026-09-01")
    desk.page.click("#save")
    until(desk.page, "document.querySelector('.said')?.textContent.includes('→')")
    desk.sent()
    periods = "SELECT gathering, visits FROM engagement.period_participation FINAL"
    rolled_up(pipeline, f"{periods} WHERE startsWith(gathering, '{mark}:') AND visits > 0", (f"{mark}:2026-09", 500))
    context.set_offline(True)
    desk.at(f"youth-centre/{mark}:*")
    desk.report("period-count")
    desk.page.fill("[data-field=first_day] input", "2026-08-01")
    desk.write("visits", "80")
    desk.save()
    desk.go("history")
    desk.page.get_by_role("button", name="Change").first.click()
    desk.page.fill("[data-field=first_day] input", "2026-07-01")
    desk.page.click("#save")
    until(desk.page, "document.querySelectorAll('.said s').length === 2")
    assert desk.entries()[-1]["event"]["subject"] == f"{mark}:2026-07"


SAVED_TWICE = (
    "(() => { const form = document.querySelector('#screen form'); form.requestSubmit(); form.requestSubmit(); })()"
)


def test_a_second_tap_on_save_saves_nothing_more(context: Any, gateway: GatewayProcess, mark: str) -> None:
    """On a form, the closing list, the plan and a concern; the heading has the focus on each screen that follows."""
    key, evening = gateway.new_key(f"{mark}:*"), f"{mark}:{today()}"
    plan = {"name": {"en": "Games"}, "starts": datetime.now(UTC).isoformat(timespec="seconds")}
    alike = event_of(f"{evening}-2", "gathering-scheduled", plan)
    concern = event_of(evening, "concern-raised", {"category": "drugs"})
    gateway.post(key, [event_of(evening, "gathering-scheduled", plan), alike, concern])
    eventually(lambda: gateway.get("/v1/gatherings", key).content["gatherings"], lambda found: len(found) == 2)
    eventually(lambda: gateway.get("/v1/concerns", key).content["concerns"], bool)
    desk = opened_desk(context, gateway, key)
    until(desk.page, f"Boolean(document.querySelector('#place option[value$=\"{evening}\"]'))")
    labels = desk.page.locator("#place option").all_inner_texts()
    assert len(set(labels)) == len(labels)
    assert [label.split(" · ")[0] for label in labels[:2]] == ["Games", "Games"]
    assert {label.rpartition(" · ")[2] for label in labels[:2]} == {evening, f"{evening}-2"}
    assert all(len(label.split(" · ")) == 4 for label in labels[:2])  # name, day, hour, id
    desk.at(f"youth-centre/{evening}")
    counted = {}
    for screen, name, fill in (
        ("report/head-count", "head-count", lambda: desk.write("people", "34")),
        ("closing", "gathering-closed", lambda: desk.choose("agencies", "police")),
        ("planned/new", "gathering-scheduled", lambda: desk.page.fill("#plan-form input[maxlength='300']", "Quiz")),
        ("concerns", "concern-handled", lambda: desk.choose("status", "solved")),
    ):
        desk.page.goto(f"{gateway.url}/desk#{screen}")
        if screen == "concerns":
            until(desk.page, "document.querySelector('#screen-heading')?.textContent === 'Concerns'")
            desk.tap("#screen .choices li button")
        else:
            desk.page.wait_for_selector("#save")
        fill()
        desk.page.evaluate("document.querySelector('#saved').hidden = true")
        desk.page.evaluate(SAVED_TWICE)
        desk.page.wait_for_selector("#saved:not([hidden])")
        counted[name] = [entry["name"] for entry in desk.entries()].count(name)
    assert set(counted.values()) == {1}
    for screen in ("history", "numbers", "plan"):
        desk.page.focus(f"[data-screen={screen}]")
        desk.page.keyboard.press("Enter")
        until(desk.page, f"location.hash === '#{screen}' && document.activeElement.id === 'screen-heading'")


def test_what_is_to_be_checked_follows_the_language(context: Any, gateway: GatewayProcess, mark: str) -> None:
    """The words of the service are asked for anew when another language is chosen."""
    key = gateway.new_key(f"{mark}:*")
    handled = event_of(f"{mark}:{today()}", "concern-handled", {"concern": "never-raised", "status": "solved"})
    gateway.post(key, [handled])
    eventually(lambda: gateway.get("/v1/rejections", key).content["flags"], bool, what="the flag")
    desk = opened_desk(context, gateway, key)
    desk.go("history")
    desk.page.wait_for_selector("#rejections p")
    before = desk.page.inner_text("#rejections p")
    desk.page.select_option("#language", "sv")
    until(desk.page, f"![null, {before!r}].includes(document.querySelector('#rejections p')?.textContent ?? null)")
    swedish = gateway.get("/v1/rejections", key, accept_language="sv").content["flags"][0]["remedy"]
    assert desk.page.inner_text("#rejections p") == swedish


CHANGED = """
([known, changed]) => import("/state.js").then(({ numbers, state }) => {
  const [time, subject, people] = [Date.now(), "kallio:tonight", 34];
  const type = "fi.hel.engagement.youth-centre.head-count.v1";
  const event = { subject, type, time: new Date(time).toISOString(), data: { people } };
  const counted = { id: "d-1", name: "head-count", state: "sent", sent: time, event };
  const correction = { id: "d-2", name: "correction", state: "waiting", corrects: "d-1", event };
  const head_counts = [{ id: "d-1", time, people, since: 2 }];
  const live = known ? { head_counts, doors: [], contains: [[1, 1]], taken_back: [] } : null;
  const entries = changed ? [{ ...counted, before: [{ people }], now: { people: 43 } }, correction] : [counted];
  Object.assign(state, { gathering: { programme: "youth-centre", gathering: subject }, entries, live });
  return numbers().inside;
})
"""


def test_a_head_count_that_was_changed_at_the_desk_holds_at_the_door_at_once(
    context: Any, gateway: GatewayProcess
) -> None:
    """Whether the gateway's answer has the count before or no answer came; two came in since then."""
    page = context.new_page()
    page.goto(f"{gateway.url}/desk")
    told = [page.evaluate(CHANGED, [known, changed]) for known in (True, False) for changed in (False, True)]
    assert told == [36, 45, 34, 43]
