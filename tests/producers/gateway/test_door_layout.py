"""The door on small screens, with large letters, in either hand: number and buttons are always seen whole."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.producers.gateway.door_page import needs_chromium, opened, sync_api
from tests.producers.gateway.gateway_process import GatewayProcess, check_in
from tests.producers.gateway.test_door_evenings import plan

pytestmark = needs_chromium

SIZES = {
    "small": (320, 568, 1),
    "small-200": (320, 568, 2),
    "phone": (390, 844, 1),
    "phone-200": (390, 844, 2),
    "landscape": (667, 375, 1),
    "landscape-200": (667, 375, 2),
    "tablet": (820, 1180, 1),
    "tablet-wide": (1180, 820, 1),
    "tablet-wide-200": (1180, 820, 2),
}
"""Width and height in CSS pixels, and how large the letters are."""

UNSEEN = """
[...document.querySelectorAll("#inside, #full, #others, #in, #out, #undo")].filter((one) => {
  const box = one.getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const inside = box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight && box.right <= innerWidth;
  const top = document.elementFromPoint(x, y);
  return !inside || one.scrollWidth > Math.ceil(box.width) || !(one.contains(top) || top?.contains(one));
}).map((one) => `${one.id} ${JSON.stringify(one.getBoundingClientRect())}`)
"""

WIDE = """
[...document.querySelectorAll("body *")].filter((one) =>
  one.checkVisibility() && !one.closest(".visually-hidden") && one.getBoundingClientRect().right > innerWidth + 1
).map((one) => one.id || one.className || one.tagName)
"""


@pytest.fixture(scope="module")
def evening(gateway: GatewayProcess) -> tuple[str, str]:
    """A full evening with a long name, and a key for it."""
    gathering, key = f"youth-centre:kallio:{uuid4()}", gateway.new_key()
    name = {"fi": "Perjantain bändi-ilta ja nuorten kokkikerho", "en": "Friday's band night and cooking club"}
    scheduled = plan(gathering, datetime.now(UTC) - timedelta(hours=1), 4, capacity=12)
    scheduled["data"]["name"] = name
    assert gateway.post(key, [scheduled, *(check_in(gathering) for _ in range(15))]).status == 200
    return gathering, key


def test_number_and_buttons_are_always_seen(browser: Any, gateway: GatewayProcess, evening: tuple[str, str]) -> None:
    """320 pixels, a phone on its side, letters of twice the size; at the top, in the middle, at the end of the page."""
    gathering, key = evening
    with browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, locale="fi-FI") as context:
        page = opened(context, gateway, key, gathering)
        sync_api.expect(page.locator("#full")).to_contain_text("liikaa")
        page.click("#count-part summary")
        context.set_offline(True)  # so that all that stands beside the number does
        sync_api.expect(page.locator("#others")).to_be_visible()
        faults = []
        for hand in ("right", "left"):
            for name, (width, height, letters) in SIZES.items():
                page.set_viewport_size({"width": width, "height": height})
                page.evaluate(f"document.documentElement.style.fontSize = '{letters * 100}%'")
                for place in ("0", "document.body.scrollHeight / 2", "document.body.scrollHeight"):
                    page.evaluate(f"scrollTo(0, {place})")
                    faults += [f"{name} {hand} {place}: {fault}" for fault in page.evaluate(UNSEEN)]
                faults += [f"{name} {hand}: {fault} is wider than the screen" for fault in page.evaluate(WIDE)]
            page.evaluate("document.documentElement.style.fontSize = ''")
            page.locator("#left-hand").check()
        assert "\n".join(faults) == ""
