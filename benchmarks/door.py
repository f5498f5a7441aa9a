"""How fast a tap answers at a door that keeps thousands of entries: `python -m benchmarks.door`.

The real page in headless chromium, with a real gateway that has neither Kafka nor ClickHouse, as in a long outage: what
is tapped waits on the device, and each second the page asks in vain. Entries are kept as the page itself keeps them. A
tap's time is from the press to the frame that shows the new number, which is drawn only once the entry is on the disk.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from benchmarks.results import LATEST, record
from embedded.ports import free_port
from producers.gateway.key_register import KeyRegister
from producers.gateway.scope import EVENT_NAMES, Pattern, Scope
from schemas.programmes import Programme

__all__ = ["main"]

CHROMIUM = Path("/usr/bin/chromium")
GATHERING = "youth-centre:kallio:benchmark"
_KEEP = """
async ([count, state]) => {
  const { addEntries, changeEntries } = await import("/keep.js");
  const { record } = await import("/entries.js");
  const { placeNow } = await import("/state.js");
  for (let made = 0; made < count; made += 1000) {
    const people = Array.from({ length: Math.min(1000, count - made) }, () => ({ direction: "entry", method: "tap" }));
    const kept = await record(placeNow(), people);
    await changeEntries(kept.map((entry) => entry.number), (entry) => ({ ...entry, state, group: entry.id }));
  }
}
"""
_TAP = """
() => new Promise((resolve) => {
  const shown = document.querySelector("#inside");
  const pressed = performance.now();
  const watcher = new MutationObserver(() => {
    watcher.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - pressed)));
  });
  watcher.observe(shown, { childList: true, characterData: true, subtree: true });
  document.querySelector("#in").click();
})
"""


def main(
    *,
    kept: Annotated[int, typer.Option(min=0, help="How many entries of the day are kept")] = 10_000,
    taps: Annotated[int, typer.Option(min=20, help="How many taps are measured")] = 200,
    out: Annotated[Path, typer.Option(help="The results file")] = LATEST,
) -> None:
    """Measure taps with entries that were sent, and with entries that all wait, and write milliseconds."""
    from playwright.sync_api import sync_playwright

    found = {}
    with _gateway() as (url, key), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--headless", "--no-sandbox"])
        for state in ("sent", "waiting"):
            with browser.new_context(viewport={"width": 820, "height": 1180}, locale="en-GB") as context:
                times = sorted(_taps(context, url, key, kept, state, taps))
            found[state] = {"median": round(times[len(times) // 2], 1), "p95": round(times[len(times) * 95 // 100], 1)}
            typer.echo(
                f"{kept} {state}: a tap in {found[state]['median']} ms at the median, {found[state]['p95']} at p95"
            )
        browser.close()
    record(out, {"door_tap_milliseconds": {"kept": kept, "taps": taps, **found}})


def _taps(context: Any, url: str, key: str, kept: int, state: str, taps: int) -> Iterator[float]:
    page = context.new_page()
    page.goto(url)
    page.fill("#key-input", key)
    page.click("#key-form button[type=submit]")
    page.click("#other-gathering summary")
    page.fill("#other-id", GATHERING)
    page.click("#other-form button")
    page.wait_for_selector("#door-view:not([hidden])")
    page.evaluate(_KEEP, [kept, state])
    page.reload()
    page.wait_for_selector("html[data-ready]")
    page.get_by_text(f"{kept} {state}").wait_for()
    for _ in range(taps):
        yield page.evaluate(_TAP)
        page.wait_for_timeout(50)


@contextmanager
def _gateway() -> Iterator[tuple[str, str]]:
    """Run a gateway without Kafka and ClickHouse; yield its address and a key."""
    with tempfile.TemporaryDirectory(prefix="engage-door-") as folder:
        organisers = Path(folder) / "organisers.json"
        scope = Scope(frozenset(Programme), (Pattern("*"),), frozenset(EVENT_NAMES), (Pattern("door:*"),))
        key = KeyRegister(organisers).create("Kallio", lambda _: scope, now=datetime.now(UTC))[1]
        url = f"http://127.0.0.1:{free_port()}"
        environment = os.environ | {
            "ENGAGE_ORGANISERS_FILE": str(organisers),
            "ENGAGE_KEY_DIR": f"{folder}/keys",
            "ENGAGE_KAFKA_BOOTSTRAP": f"127.0.0.1:{free_port()}",
            "ENGAGE_CLICKHOUSE_URL": f"http://127.0.0.1:{free_port()}",
        }
        command = [sys.executable, "-m", "engage", "gateway", "--port", url.rpartition(":")[2]]
        process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        try:
            _wait(url)
            yield url, key
        finally:
            process.terminate()
            process.wait(60)


def _wait(url: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{url}/openapi.json") as answer:  # noqa: S310  an address of our own
                json.load(answer)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    sys.exit("the gateway did not start")


if __name__ == "__main__":
    typer.run(main)
