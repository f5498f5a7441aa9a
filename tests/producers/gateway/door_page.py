"""The door page in headless chromium, as its tests open and watch it."""

import gc
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline import eventually
from tests.producers.gateway.gateway_process import GatewayProcess

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

__all__ = [
    "ARGUMENTS",
    "CHROMIUM",
    "PHONE",
    "TABLET",
    "chromium",
    "keep_answer",
    "needs_chromium",
    "opened",
    "sync_api",
    "until",
    "violations",
]

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
TABLET = {"viewport": {"width": 820, "height": 1180}, "has_touch": True}

needs_chromium = [
    pytest.mark.engines,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is absent; apt-get install chromium"),
    # Playwright leaves its pipe to the browser for the garbage collector to close.
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
]


def keep_answer(route: Any, lost: list[int]) -> None:
    """Let the gateway take a request, and keep its answer from the page; note its status in `lost`."""
    with suppress(sync_api.Error):  # by then the gateway may be gone
        lost.append(route.fetch().status)
    with suppress(sync_api.Error):  # or the page may wait for it no more
        route.abort()


@contextmanager
def chromium() -> Iterator[Any]:
    """Start the machine's chromium, headless, and close it at the end."""
    with sync_api.sync_playwright() as playwright:
        sync_api.expect.set_options(timeout=60_000)
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()
    with warnings.catch_warnings():  # its pipe to the browser must not be found by the collector in a later test
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def opened(context: Any, gateway: GatewayProcess, key: str, gathering: str) -> Any:
    """Return the page at its door view, with a key entered and the gathering chosen; an error of the page fails."""
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.on("pageerror", lambda error: pytest.fail(f"the page has an error: {error}"))
    page.goto(f"{gateway.url}/?gathering=youth-centre/{gathering}")
    page.wait_for_selector("#key-view:not([hidden]), #visitor-view:not([hidden])")
    if page.is_visible("#staff"):
        page.click("#staff")
    page.fill("#key-input", key)
    page.click("#key-form button")
    page.wait_for_selector("#choose-view:not([hidden]), #door-view:not([hidden])")
    if page.is_hidden("#door-view"):
        page.click("#other-gathering summary")
        page.fill("#other-id", gathering)
        page.click("#other-form button")
    page.wait_for_selector("#door-view:not([hidden])")
    return page


def until(page: Any, expression: str, *, seconds: float = 60) -> None:
    """Wait until an expression holds in the page; Playwright's own way needs `eval`, which the page forbids."""
    eventually(
        lambda: (page.wait_for_timeout(100), page.evaluate(expression))[1], bool, seconds=seconds, what=expression
    )


def violations(page: Any) -> list[str]:
    """Return what axe finds in the page as it is now: WCAG 2.2 AA and its best practices."""
    found = axe.Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['target']} {one['nodes'][0]['failureSummary']}" for one in found]
