"""The pages, opened in chromium as a reader would."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboards.preview.write import Wanted, Written
from dashboards.queries import panels_of

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
VIEWS = [
    pytest.param(WIDE, "dark", 0, id="wide dark, every other page"),
    pytest.param(PHONE, "light", 1, id="phone light, the others"),
    pytest.param({"width": 820, "height": 1180}, "light", None, id="tablet light", marks=pytest.mark.soak),
    *(
        pytest.param(size, scheme, None, id=f"{name} {scheme}", marks=pytest.mark.soak)
        for name, size in (("wide", WIDE), ("phone", PHONE))
        for scheme in ("dark", "light")
    ),
]
"""Sizes and schemes, with which half of the pages: all of them where there is none."""

OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll('.panel')].map(one => [one.id, one.getBoundingClientRect()]);
  const found = [];
  boxes.forEach(([a, p], i) => boxes.slice(i + 1).forEach(([b, q]) => {
    const aside = Math.min(p.right, q.right) - Math.max(p.left, q.left);
    const below = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
    if (aside > 0.5 && below > 0.5) found.push(`${a} over ${b}`);
  }));
  return found;
}"""
SPILLS = """() => [...document.querySelectorAll('.panel')].flatMap(panel => {
  const box = panel.getBoundingClientRect();
  return [...panel.querySelectorAll('h3, .number, .missing:not(td), .legend, .chart, .scroll, .note, .chart svg')]
    .filter(part => { const its = part.getBoundingClientRect();
      return its.right > box.right + 1 || its.bottom > box.bottom + 1 || its.left < box.left - 1; })
    .map(part => `${panel.id}: ${part.className.baseVal ?? part.className ?? ''} ${part.tagName}`);
})"""
CUT = """() => [...document.querySelectorAll('.chart')].flatMap(chart => {
  const box = chart.getBoundingClientRect();
  return [...chart.querySelectorAll('svg text')].filter(text => {
    const its = text.getBoundingClientRect();
    return its.width && (its.right > box.right + 2 || its.left < box.left - 2 || its.bottom > box.bottom + 2);
  }).map(text => `${chart.closest('.panel').id}: ${text.textContent}`);
})"""
AXES = """() => [...document.querySelectorAll('.chart')].filter(chart => !chart.closest('.geomap')).map(chart => {
  const titles = [...chart.querySelectorAll('.role-axis-title text')].map(text => text.textContent.trim());
  return [chart.closest('.panel').id, titles];
})"""

pytestmark = [
    pytest.mark.engines,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is absent; apt-get install chromium"),
    # Playwright leaves its pipe to the browser for the garbage collector to close.
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


class Opened:
    """A window with all that its pages asked of the network and all that they complained of."""

    def __init__(self, browser: Any, path: Path, size: dict[str, int], scheme: str) -> None:
        self.asked: list[str] = []
        self.said: list[str] = []
        self.context = browser.new_context(viewport=size, color_scheme=scheme)
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        self.page.route(lambda url: not url.startswith("file:"), self._refuse)
        self.page.on("console", lambda line: self.said.append(line.text) if line.type in {"error", "warning"} else None)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.turn_to(path)

    def turn_to(self, path: Path) -> None:
        """Open another page, and wait until it is drawn."""
        self.page.goto(path.as_uri())
        self.page.wait_for_selector("html[data-drawn]", state="attached")

    def _refuse(self, route: Any) -> None:
        self.asked.append(route.request.url)
        route.abort()


def turns(many: int, view: int) -> set[int]:
    """Which pages are looked at: the first and the last in both views, of those between every other one in each."""
    return {0, many - 1, *range(1 + view, many, 2)}


@pytest.mark.parametrize(("size", "scheme", "view"), VIEWS)
def test_a_page_is_whole_and_readable(
    browser: Any, drawn: tuple[Wanted, Written], size: dict[str, int], scheme: str, view: int | None
) -> None:
    """It loads nothing, complains of nothing, shows each panel, in its place, with named axes, and leads to the others.

    `make soak` looks at every page in every view. The rules of accessibility are slow, so they look at two pages: a
    board, and one panel of every kind.
    """
    wanted, written = drawn
    assert written.refusals == []
    faults: list[str] = []
    opened = Opened(browser, written.pages[0], size, scheme)
    for place, ((_, dashboard), path) in enumerate(zip(wanted.built, written.pages, strict=True)):
        if view is not None and place not in turns(len(written.pages), view):
            continue
        if place:
            opened.turn_to(path)
        page, uid = opened.page, dashboard["uid"]
        shown = page.eval_on_selector_all(".panel h3", "all => all.map(one => one.textContent)")
        assert sorted(shown) == sorted(panel["title"] for panel in panels_of(dashboard)), uid
        assert page.locator(".failed").count() == 0, uid
        assert page.locator(".chart svg").count() == page.locator(".chart").count(), uid
        faults += (f"{uid}: asked for {url}" for url in opened.asked)
        faults += (f"{uid}: {line}" for line in opened.said)
        opened.asked.clear()
        opened.said.clear()
        faults += (f"{uid}: {found}" for found in itertools.chain(*map(page.evaluate, (OVERLAPS, SPILLS, CUT))))
        faults += (f"{uid}: {found}" for found in links_amiss(page, drawn))
        wide = page.evaluate("document.documentElement.scrollWidth")
        faults += [f"{uid}: {wide} pixels wide"] if wide > size["width"] else []
        faults += (
            f"{uid}: {panel} has axes {titles}"
            for panel, titles in page.evaluate(AXES)
            if len(titles) < 2 or not all(titles)
        )
        looked_at = dashboard in (wanted.built[0][1], wanted.built[-1][1])
        violations = axe.Axe().run(page).response["violations"] if looked_at else []
        faults += (
            f"{uid}: {one['id']}: {one['nodes'][0]['html'][:120]} {one['nodes'][0]['failureSummary'][:200]}"
            for one in violations
            if one["impact"] in {"serious", "critical"}
        )
    opened.context.close()
    assert not faults, "\n".join(faults)


def test_the_switch_changes_dark_and_light(browser: Any, drawn: tuple[Wanted, Written]) -> None:
    """The page and its charts follow, and a page opened next remembers."""
    opened = Opened(browser, drawn[1].pages[0], WIDE, "dark")
    colour = "getComputedStyle(document.querySelector('.chart .role-axis-title text')).fill"
    page = opened.page
    before = page.evaluate("getComputedStyle(document.body).backgroundColor"), page.evaluate(colour)
    page.click("#switch")
    page.wait_for_function(f"{colour} !== '{before[1]}'")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before[0]
    assert opened.said == []
    opened.context.close()


def links_amiss(page: Any, drawn: tuple[Wanted, Written]) -> list[str]:
    """What a page leads to that is not there, and which pages it does not lead to."""
    wanted, written = drawn
    links = page.eval_on_selector_all("a", "all => all.map(one => one.getAttribute('href'))")
    nowhere = [f"leads to {link}, which is not there" for link in links if not (wanted.folder / link).is_file()]
    return nowhere + [f"does not lead to {one.name}" for one in written.pages if one.name not in links]


def test_the_index_leads_to_each_page(browser: Any, drawn: tuple[Wanted, Written]) -> None:
    """On a phone too; from each page to the others is looked at where it is open."""
    opened = Opened(browser, drawn[0].folder / "index.html", PHONE, "light")
    assert links_amiss(opened.page, drawn) == []
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert opened.said == []
    opened.context.close()
