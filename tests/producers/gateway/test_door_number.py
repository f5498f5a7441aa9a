"""The number Inside at one door: a tablet's own taps at once, others' a moment later, whatever stops meanwhile."""

import mimetypes
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.pipeline import Pipeline
from tests.producers.gateway.door_page import TABLET, chromium, needs_chromium, opened, until
from tests.producers.gateway.gateway_process import GatewayProcess

pytestmark = needs_chromium

WATCHING = """
globalThis.watched = { taps: [], kept: [], sent: [], answers: [], samples: [] };
{
  const add = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = function (entry, ...rest) {
    if (entry?.name === "check-in") {
      this.transaction.addEventListener("complete", () => setTimeout(() => globalThis.watched.kept.push(Date.now())));
    }
    return add.call(this, entry, ...rest);
  };
  const ask = globalThis.fetch;
  globalThis.fetch = async (path, options) => {
    const asked = Date.now();
    const answer = await ask(path, options);
    const read = answer.json.bind(answer);
    answer.json = async () => {
      const content = await read();
      const accepted = path === "/v1/events" ? content.accepted ?? 0 : 0;
      for (let each = 0; each < accepted; each += 1) globalThis.watched.sent.push(Date.now());
      if (/gatherings\\/[^/]+\\/[^/]+$/.test(path.split("?")[0]) && answer.ok) {
        setTimeout(() => globalThis.watched.answers.push([Date.now(), asked]));
      }
      return content;
    };
    return answer;
  };
}
"""
"""Notes when an entry was kept, when the gateway took it, and when each answer was asked for and shown."""

TAPPING = """
([between, samples]) => {
  globalThis.running = [
    setInterval(() => { globalThis.watched.taps.push(Date.now()); document.querySelector("#in").click(); }, between),
    setInterval(() => {
      globalThis.watched.samples.push([Date.now(), document.querySelector("#inside").textContent]);
    }, samples),
  ];
}
"""
STOP = "globalThis.running.forEach(clearInterval), globalThis.watched"

SHARED_MILLISECONDS = 500
"""The gateway gives the same answer to all who ask within half a second."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What happened on one tablet, in milliseconds of the machine's clock.

    `taps` were pressed, `kept` are in its queue, `sent` were taken by the gateway; `answers` are when each was shown
    and asked for; `samples` are what was read on the screen.
    """

    taps: Sequence[int]
    kept: Sequence[int]
    sent: Sequence[int]
    answers: Sequence[tuple[int, int]]
    samples: Sequence[tuple[int, str]]

    def asked_before(self, at: int) -> float:
        """Return when the last answer that is on the screen was asked for; nothing is known before the first."""
        return max((asked for shown, asked in self.answers if shown <= at), default=float("-inf"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """The samples that are not true, and how old the answers were on which each rested, in milliseconds."""

    wrong: Sequence[str]
    ages: Sequence[float]


def verdict(tablets: Sequence[Watched]) -> Verdict:
    """Return what is wrong with the numbers that tablets showed at one door.

    A number contains all that its tablet has kept, and all of the others that the gateway had taken when the last
    answer on the screen was asked for; it contains nothing that nobody tapped. How fast a machine is, is not judged:
    it is in the ages.
    """
    wrong, ages = [], []
    for number, tablet in enumerate(tablets):
        others = [one for place, one in enumerate(tablets) if place != number]
        for at, text in tablet.samples:
            shown = int(text.replace("–", "0"))  # noqa: RUF001  the page's own dash
            asked = tablet.asked_before(at)
            lowest = sum(kept <= at for kept in tablet.kept) + sum(
                sent <= asked - SHARED_MILLISECONDS for one in others for sent in one.sent
            )
            highest = sum(tap <= at for one in tablets for tap in one.taps)
            ages.append(at - asked)
            if not lowest <= shown <= highest:
                wrong.append(f"tablet {number} showed {shown} at {at}, true are {lowest} to {highest}")
    return Verdict(wrong, ages)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


def watched(
    browser: Any, gateway: GatewayProcess, pipeline: Pipeline, tablets: int, *, rounds: int, between: int, pause: int
) -> list[Watched]:
    """Tap on tablets at one door; in each round the workers stand still for a while, in the last one network is cut.

    Returns what each tablet tapped and showed, once all of them show the sum of all taps.
    """
    gathering, key = f"youth-centre:kallio:{uuid4()}", gateway.new_key()
    with ExitStack() as stack:
        contexts = [stack.enter_context(tablet(browser)) for _ in range(tablets)]
        pages = [opened(context, gateway, key, gathering) for context in contexts]
        for page in pages:
            page.evaluate(TAPPING, [between, between // 4])
        for last in [False] * (rounds - 1) + [True]:
            pages[0].wait_for_timeout(pause)
            with pipeline.paused():
                pages[0].wait_for_timeout(pause)
                if last:
                    contexts[0].set_offline(True)
                    pages[0].wait_for_timeout(pause)
                    contexts[0].set_offline(False)
        pages[0].wait_for_timeout(pause)
        found = [Watched(**page.evaluate(STOP)) for page in pages]
        total = sum(len(one.taps) for one in found)
        if OLD_PAGE is None:
            for page in pages:
                until(page, f"document.querySelector('#inside').textContent === '{total}'", seconds=60)
        return found


OLD_PAGE = os.environ.get("ENGAGE_DOOR_PAGE") or None
"""A folder with the files of another page, which is put in the place of the gateway's own: it must be found wrong."""


@contextmanager
def tablet(browser: Any) -> Iterator[Any]:
    """Open a tablet of its own whose page is watched."""
    with browser.new_context(**TABLET, locale="en-GB", service_workers="block") as context:
        context.add_init_script(WATCHING)
        if OLD_PAGE is not None:
            context.route(re.compile(r"^[^?]*/[\w.-]*(\?.*)?$"), _old_file)
        yield context


def _old_file(route: Any) -> None:
    path = route.request.url.partition("?")[0].rpartition("/")[2] or "index.html"
    file = Path(OLD_PAGE or "") / path
    if file.is_file():
        route.fulfill(path=file, content_type=mimetypes.guess_type(path)[0])
    else:
        route.fallback()


def test_three_tablets_show_no_number_that_never_was(browser: Any, gateway: GatewayProcess, pipeline: Pipeline) -> None:
    """Never more than was tapped, own taps and what the gateway had taken never missing; all agree in the end."""
    tablets = watched(browser, gateway, pipeline, 3, rounds=1, between=250, pause=800)
    assert sum(len(tablet.samples) for tablet in tablets) > 30
    assert all(one.answers and one.kept and one.sent for one in tablets)
    assert verdict(tablets).wrong == []


@pytest.mark.soak
@pytest.mark.timeout(400)
@pytest.mark.parametrize("tablets", [1, 3, 8])
def test_two_minutes_at_one_door(browser: Any, gateway: GatewayProcess, pipeline: Pipeline, tablets: int) -> None:
    """A tap a second on each, workers that stop for five seconds, a cut: no sample is wrong."""
    found = watched(browser, gateway, pipeline, tablets, rounds=11, between=1_000, pause=5_000)
    judged = verdict(found)
    sys.stdout.write(f"{tablets} tablets: {len(judged.wrong)} wrong of {len(judged.ages)} samples\n")
    ages = sorted(judged.ages)
    half, most = ages[len(ages) // 2], ages[len(ages) * 95 // 100]
    within = sum(age <= 2_000 for age in ages) / len(ages)
    sys.stdout.write(
        f"  answers shown were {half:.0f} ms old at the median, {most:.0f} at p95; {within:.1%} within 2 s\n"
    )
    delays = sorted(kept - tap for one in found for tap, kept in zip(one.taps, one.kept, strict=False))
    sys.stdout.write(
        f"  a tap was kept and shown after {delays[len(delays) // 2]} ms, p95 {delays[len(delays) * 95 // 100]}\n"
    )
    for line in judged.wrong[:5]:
        sys.stdout.write(f"  {line}\n")
    assert judged.wrong == []


def test_a_wrong_number_would_be_found() -> None:
    """One more than was tapped, one of one's own missing, one missing that the gateway had taken when it was asked."""
    other = Watched(taps=[0, 1_000], kept=[5, 1_005], sent=[50, 1_050], answers=[], samples=[])
    shown = [(5_000, "5"), (5_000, "1"), (5_000, "4"), (1_500, "1"), (1_500, "0"), (5_000, "3")]
    first = Watched([100, 2_000], [110, 2_010], [200, 2_100], [(300, 250), (3_000, 2_500)], shown)
    judged = verdict([first, other])
    assert [one.partition(",")[0] for one in judged.wrong] == [
        "tablet 0 showed 5 at 5000",
        "tablet 0 showed 1 at 5000",
        "tablet 0 showed 0 at 1500",
        "tablet 0 showed 3 at 5000",
    ]
    assert judged.ages == [2_500, 2_500, 2_500, 1_250, 1_250, 2_500]
