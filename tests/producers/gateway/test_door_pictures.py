"""Pictures of every state of the door, to be looked at: `make door-pictures` puts them into build/door."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.producers.gateway.door_page import needs_chromium, sync_api
from tests.producers.gateway.gateway_process import GatewayProcess
from tests.producers.gateway.test_door_evenings import plan

pytestmark = [*needs_chromium, pytest.mark.soak]

DEVICES = {
    "phone-fi-light": (390, 844, 1, "fi-FI", "light"),
    "phone-sv-dark": (390, 844, 1, "sv-FI", "dark"),
    "small-fi-dark": (320, 568, 1, "fi-FI", "dark"),
    "phone-200-fi-light": (390, 844, 2, "fi-FI", "light"),
    "landscape-en-light": (667, 375, 1, "en-GB", "light"),
    "landscape-200-sv-dark": (667, 375, 2, "sv-FI", "dark"),
    "tablet-en-dark": (820, 1180, 1, "en-GB", "dark"),
    "tablet-wide-fi-light": (1180, 820, 1, "fi-FI", "light"),
}


@pytest.mark.parametrize("device", DEVICES)
def test_each_state_is_pictured(  # noqa: PLR0915  one state after another, as an evening goes
    browser: Any, gateway: GatewayProcess, device: str, tmp_path: Path
) -> None:
    """From the visitor's welcome to the revoked key, with what a screen reader is told of the door beside it."""
    width, height, letters, locale, scheme = DEVICES[device]
    folder = Path(os.environ.get("ENGAGE_SCREENSHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    mark, now = uuid4().hex[:8], datetime.now(UTC)
    gathering, key = f"{mark}:kallio", gateway.new_key(f"{mark}:*")
    names = {"fi": "Perjantain bändi-ilta", "sv": "Fredagens bandkväll", "en": "Friday's band night"}
    scheduled = plan(gathering, now - timedelta(hours=1), 4, capacity=3)
    scheduled["data"]["name"] = names
    assert gateway.post(key, scheduled).status == 200
    size = {"width": width, "height": height}
    with browser.new_context(viewport=size, has_touch=True, locale=locale, color_scheme=scheme) as context:
        page = context.new_page()

        def picture(state: str) -> None:
            page.evaluate(f"document.documentElement.style.fontSize = '{letters * 100}%'")
            page.wait_for_timeout(150)
            page.screenshot(path=folder / f"{device}-{state}.png")

        page.goto(f"{gateway.url}/?gathering=youth-centre%2F{mark}%3Akallio")
        page.wait_for_selector("html[data-ready]")
        picture("01-visitor")
        page.click("#staff")
        picture("02-key")
        page.fill("#key-input", key)
        page.click("#key-form button[type=submit]")
        sync_api.expect(page.locator("#capacity")).to_contain_text("3")
        picture("03-door")
        page.click("#in")
        sync_api.expect(page.locator("#inside")).to_have_text("1")
        picture("04-tapped")
        page.click("#more")
        page.click("#in")
        sync_api.expect(page.locator("#inside")).to_have_text("3")
        picture("05-full")
        context.set_offline(True)
        page.click("#in")
        sync_api.expect(page.locator("#inside")).to_have_text("4")
        sync_api.expect(page.locator("#others")).to_be_visible()
        picture("06-over-offline")
        context.set_offline(False)
        for part in ("#card-part", "#family-part", "#group-part", "#count-part", "#rejections-part"):
            page.click(f"{part} summary")
        page.set_viewport_size({"width": width, "height": 2600 * letters})
        picture("07-everything")
        page.set_viewport_size(size)
        page.click("#close-doors")
        picture("08-close")
        page.click("#close-yes")
        page.click("#in")
        sync_api.expect(page.locator("#trouble")).to_be_visible()
        page.evaluate("scrollTo(0, 0)")
        picture("09-closed")
        (folder / f"{device}-accessibility.txt").write_text(page.locator("body").aria_snapshot(), encoding="utf-8")
        page.click("#change")
        sync_api.expect(page.locator("#gatherings li")).to_have_count(1)
        picture("10-choose")
        page.locator("#gatherings button").click()
        gateway.register.revoke(key.removeprefix("engage-").partition("-")[0], now=now)
        sync_api.expect(page.locator("#revoked")).to_be_visible()
        page.evaluate("scrollTo(0, 0)")
        picture("11-revoked")
