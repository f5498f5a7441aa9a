"""The number Inside at one door: a tablet's own taps at once, others' a moment later, whatever stops meanwhile."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from tests.pipeline import Pipeline
from tests.producers.gateway.door_page import TABLET, chromium, needs_chromium, opened, until
from tests.producers.gateway.gateway_process import GatewayProcess

pytestmark = needs_chromium

TAPPING = """
([between, samples]) => {
  globalThis.taps = [];
  globalThis.samples = [];
  globalThis.running = [
    setInterval(() => { globalThis.taps.push(Date.now()); document.querySelector("#in").click(); }, between),
    setInterval(() => globalThis.samples.push([Date.now(), document.querySelector("#inside").textContent]), samples),
  ];
}
"""
STOP = "globalThis.running.forEach(clearInterval), [globalThis.taps, globalThis.samples]"


@dataclass(frozen=True, slots=True)
class Watched:
    """What one tablet tapped and showed, in milliseconds of the machine's clock, and when it had no network."""

    taps: Sequence[int]
    samples: Sequence[tuple[int, str]]
    cut: tuple[int, int] | None = None

    def seen_by_others(self, before: float) -> int:
        """Count the taps that can have reached others: those made without a network wait for its return."""
        began, ended = self.cut or (0, 0)
        return sum((ended if began <= tap <= ended else tap) <= before for tap in self.taps)


def wrong_samples(tablets: Sequence[Watched], *, own_seconds: float, others_seconds: float) -> list[str]:
    """Return the samples that are not true: own taps are in after `own_seconds`, others' after `others_seconds`."""
    wrong = []
    for number, tablet in enumerate(tablets):
        others = [one for place, one in enumerate(tablets) if place != number]
        began, ended = tablet.cut or (0, 0)
        for at, text in tablet.samples:
            shown = int(text.replace("–", "0"))  # noqa: RUF001  the page's own dash
            heard = began if began <= at <= ended + 1000 * others_seconds else at
            lowest = sum(tap <= at - 1000 * own_seconds for tap in tablet.taps) + sum(
                one.seen_by_others(heard - 1000 * others_seconds) for one in others
            )
            highest = sum(tap <= at for tap in tablet.taps) + sum(one.seen_by_others(at) for one in others)
            if not lowest <= shown <= highest:
                wrong.append(f"tablet {number} showed {shown} at {at}, true are {lowest} to {highest}")
    return wrong


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
        contexts = [stack.enter_context(browser.new_context(**TABLET, locale="en-GB")) for _ in range(tablets)]
        pages = [opened(context, gateway, key, gathering) for context in contexts]
        for page in pages:
            page.evaluate(TAPPING, [between, between // 4])
        cut = None
        for last in [False] * (rounds - 1) + [True]:
            pages[0].wait_for_timeout(pause)
            with pipeline.paused():
                pages[0].wait_for_timeout(pause)
                if last:
                    began = pages[0].evaluate("Date.now()")
                    contexts[0].set_offline(True)
                    pages[0].wait_for_timeout(pause)
                    contexts[0].set_offline(False)
                    cut = (began, pages[0].evaluate("Date.now()"))
        pages[0].wait_for_timeout(pause)
        found = [page.evaluate(STOP) for page in pages]
        total = sum(len(taps) for taps, _ in found)
        for page in pages:
            until(page, f"document.querySelector('#inside').textContent === '{total}'", seconds=60)
        return [Watched(taps, samples, cut if place == 0 else None) for place, (taps, samples) in enumerate(found)]


def test_three_tablets_show_no_number_that_never_was(browser: Any, gateway: GatewayProcess, pipeline: Pipeline) -> None:
    """Never more than was tapped, own taps never missing, and all agree in the end; a pause and a cut between."""
    tablets = watched(browser, gateway, pipeline, 3, rounds=1, between=250, pause=800)
    assert sum(len(tablet.samples) for tablet in tablets) > 30
    assert wrong_samples(tablets, own_seconds=3, others_seconds=60) == []


@pytest.mark.soak
@pytest.mark.timeout(400)
@pytest.mark.parametrize("tablets", [1, 3, 8])
def test_two_minutes_at_one_door(browser: Any, gateway: GatewayProcess, pipeline: Pipeline, tablets: int) -> None:
    """A tap a second on each, workers that stop for five seconds, a cut: 0 samples are wrong by the promised bounds."""
    found = watched(browser, gateway, pipeline, tablets, rounds=11, between=1_000, pause=5_000)
    wrong = wrong_samples(found, own_seconds=0.1, others_seconds=2)
    samples = sum(len(one.samples) for one in found)
    sys.stdout.write(f"{tablets} tablets: {len(wrong)} wrong of {samples} samples\n")
    for seconds in (3, 5, 10, 20):
        late = len(wrong_samples(found, own_seconds=0.1, others_seconds=seconds))
        sys.stdout.write(f"  {late} would be wrong if others' taps had {seconds} s\n")
    late = len(wrong_samples(found, own_seconds=1, others_seconds=2))
    sys.stdout.write(f"  {late} would be wrong if own taps had 1 s\n")
    assert wrong == []


def test_a_wrong_number_would_be_found() -> None:
    """One too many, one too few of one's own, one of the others' that is missing too long."""
    other = Watched([0, 1_000], [])
    shown = [(5_000, "5"), (5_000, "3"), (5_000, "4"), (1_500, "2"), (5_000, "2")]
    wrong = wrong_samples([Watched([100, 2_000], shown), other], own_seconds=0.1, others_seconds=2)
    assert [one.partition(",")[0] for one in wrong] == [
        "tablet 0 showed 5 at 5000",
        "tablet 0 showed 3 at 5000",
        "tablet 0 showed 2 at 5000",
    ]
