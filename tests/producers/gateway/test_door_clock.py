"""A tablet whose clock is wrong counts at the right time, says so, and refuses only what it cannot mend."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.pipeline import Pipeline, eventually
from tests.producers.gateway.door_page import PHONE, needs_chromium, opened, sync_api
from tests.producers.gateway.gateway_process import GatewayProcess

pytestmark = needs_chromium


CLOCKS: dict[str, Callable[[datetime], datetime]] = {
    "This device's clock is 20 minutes fast. Times are corrected.": lambda true: true + timedelta(minutes=20),
    "This device's clock is 24 hours slow. Times are corrected.": lambda true: true - timedelta(days=1),
    r"This device's clock is [\d,]+ days slow. Times are corrected.": lambda _: datetime(1970, 1, 1, 0, 5, tzinfo=UTC),
}


def test_entries_count_at_the_right_time_whatever_the_clock_says(
    browser: Any, gateway: GatewayProcess, pipeline: Pipeline
) -> None:
    """20 minutes fast, a day slow, 1970; online and offline: `time` is right, `recordedtime` the device's own.

    A time before the year 2000 is in no contract: such a clock's is left out.
    """
    gathering, key = f"youth-centre:kallio:{uuid4()}", gateway.new_key()
    expected: list[datetime | None] = []
    for words, wrong in CLOCKS.items():
        device_time = wrong(datetime.now(UTC))
        with browser.new_context(**PHONE, locale="en-GB") as context:
            context.clock.install(time=device_time)
            page = opened(context, gateway, key, gathering)
            sync_api.expect(page.locator("#clock-note")).to_have_text(re.compile(words))
            page.click("#in")
            context.set_offline(True)
            page.click("#in")
            context.set_offline(False)
            sync_api.expect(page.locator("#entries-summary")).to_contain_text("0 waiting, 2 sent")
        expected += [device_time if device_time.year >= 2000 else None] * 2
    rows = f"SELECT time, recorded FROM engagement.check_ins FINAL WHERE gathering = '{gathering}' ORDER BY appended"  # noqa: S608
    found = eventually(lambda: pipeline.query(rows), lambda rows: len(rows) == len(expected))
    true = datetime.now(UTC)
    for (time, recorded), own in zip(found, expected, strict=True):
        assert true - timedelta(minutes=5) < time.replace(tzinfo=UTC) < true + timedelta(seconds=5)
        assert abs(recorded.replace(tzinfo=UTC) - (own or true)) < timedelta(minutes=5)


MEASURED = """
async (answers) => {
  const { clockOffset, measure, setClockOffset } = await import("/clock.js");
  const second = Math.floor(Date.now() / 1000) * 1000;
  Date.now = () => second;
  return answers.map(([known, ahead, took]) => {
    setClockOffset(known);
    measure(new Date(second + ahead * 1000).toUTCString(), second - took * 1000);
    return clockOffset() / 1000;
  });
}
"""


STEPPED = """
async () => {
  const { clockOffset, setClockOffset } = await import("/clock.js");
  const { getKey } = await import("/gateway.js");
  const [ask, right, minutes] = [globalThis.fetch, Date.now, []];
  Date.now = () => right() + 1_200_000;
  setClockOffset(-1_200_000);
  globalThis.fetch = async (...all) => {
    const answer = await ask(...all);
    Date.now = right;
    return answer;
  };
  for (let answers = 0; answers < 2; answers += 1) {
    await getKey({ key: "none", language: "en" }).catch(() => {});
    minutes.push(Math.abs(Math.round(clockOffset() / 60_000)));
  }
  return minutes;
}
"""
"""How wrong a clock counts after an answer during which it was set right, and after the next one, in minutes."""


def test_a_slow_answer_does_not_set_the_clock(context: Any, gateway: GatewayProcess) -> None:
    """What was dated at any moment of twenty seconds says nothing of a few; a clock set right is noticed.

    One that is set during an answer is noticed by the next.
    """
    answers = {
        (None, 0, 0): 0,
        (None, 2, 0): 0,
        (None, -600, 0): -599.5,
        (None, -10, 20): 0,
        (None, -600, 20): -589.5,
        (-599_500, -600, 20): -599.5,
        (-599_500, 0, 0): 0,
    }
    page = context.new_page()
    page.goto(gateway.url)
    page.wait_for_selector("html[data-ready]")
    assert page.evaluate(STEPPED) == [20, 0]
    assert page.evaluate(MEASURED, [list(asked) for asked in answers]) == list(answers.values())
