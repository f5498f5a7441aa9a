"""The desk in headless chromium, as its tests open it, fill in its forms, and count the taps."""

from typing import Any

import pytest

from tests.producers.gateway.door_page import until
from tests.producers.gateway.gateway_process import GatewayProcess

__all__ = ["Desk", "opened_desk"]


class Desk:
    """One device at the desk; `taps` counts what a finger does: each tap, and each key of the keyboard."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.taps = 0

    def tap(self, selector: str) -> None:
        """Tap what a selector finds."""
        self.page.click(selector)
        self.taps += 1

    def go(self, screen: str) -> None:
        """Open a screen by its button."""
        self.page.click(f"#screens [data-screen={screen}]")

    def at(self, place: str) -> None:
        """Choose the place; a device stands at one for the evening, so this is no tap of a report."""
        self.go("report")
        self.page.wait_for_selector("#screen .reports")
        if self.page.locator("#place").count():
            self.page.select_option("#place", place)

    def report(self, event: str) -> None:
        """Open the form of an event type."""
        self.tap(f"[data-report={event}]")

    def choose(self, field: str, value: str) -> None:
        """Tap a chip."""
        self.page.locator(f"[data-field={field}] .chip", has=self.page.locator(f"input[value='{value}']")).click()
        self.taps += 1

    def write(self, field: str, text: str, *, place: int = 0) -> None:
        """Tap into a field of a form and write."""
        box = self.page.locator(f"[data-field={field}] input").nth(place)
        box.fill(text)
        self.taps += 1 + len(text)

    def more(self) -> None:
        """Open the rest of a form."""
        self.tap("#screen form > details:not(.when) > summary")

    def save(self, button: str = "#save") -> None:
        """Save by a button, and wait until the page has it in its queue, and says so anew."""
        self.page.evaluate("document.querySelector('#saved').hidden = true")
        self.tap(button)
        self.page.wait_for_selector("#saved:not([hidden])")

    def sent(self) -> None:
        """Wait until nothing on the device waits any more."""
        until(
            self.page,
            "import('/keep.js').then((keep) => keep.entriesIn('waiting', 1)).then((some) => some.length === 0)",
        )

    def entries(self) -> list[dict[str, Any]]:
        """Return the device's queue."""
        found: list[dict[str, Any]] = self.page.evaluate("import('/keep.js').then((keep) => keep.allEntries())")
        return found


def opened_desk(context: Any, gateway: GatewayProcess, key: str) -> Desk:
    """Return the desk with a key entered; an error of the page fails."""
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.on("pageerror", lambda error: pytest.fail(f"the page has an error: {error}"))
    page.on(
        "console",
        lambda said: (
            pytest.fail(f"the page says {said.text}") if said.type == "error" and "Error:" in said.text else None
        ),
    )
    page.goto(f"{gateway.url}/desk")
    page.fill("#key-input", key)
    page.click("#key-form button")
    page.wait_for_selector("#screen:not([hidden])")
    return Desk(page)
