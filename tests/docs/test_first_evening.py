"""The first-time organiser's page, followed word for word: its commands in a shell, its clicks in a browser."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.docs.pages import ROOT, sections_of
from tests.pipeline import eventually

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

PAGE = ROOT / "docs" / "how-to" / "first-evening.md"
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

pytestmark = [
    pytest.mark.engines,
    pytest.mark.timeout(240),
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is absent; apt-get install chromium"),
    # Playwright leaves its pipe to the browser for the garbage collector to close.
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
]

STEP = re.compile(
    r"[Oo]pen the \*\*link\*\*"
    r"|[Oo]pen \*\*(?P<opened>[^*]+)\*\*"
    r"|[Cc]hoose `(?P<choice>[^`]+)` in the list at the top"
    r"|[Tt]ype `(?P<text>[^`]+)` into \*\*(?P<field>[^*]+)\*\*"
    r"|[Pp]ress \*\*(?P<button>[^*]+)\*\*(?P<twice> twice)?"
    r"|\*\*Inside\*\* shows `(?P<inside>\d+)`"
    r"|switch it (?P<switch>off|on)"
    r"|the page says `(?P<said>[^`]+)`|The page says `(?P<then_said>[^`]+)`"
)
"""What the page can ask for; whatever else is bold or code in a step is a mistake, of the page or of this test."""


class Evening:
    """A machine on which nothing of the product was ever run, but for its downloads."""

    def __init__(self, home: Path) -> None:
        self.home = home
        clean = {name: value for name, value in os.environ.items() if not name.startswith("ENGAGE_")}
        data = home / "data"
        self.environment = clean | {
            "ENGAGE_GATEWAY_PORT": "0",
            "ENGAGE_DATA_DIR": str(data / "engines"),
            "ENGAGE_KEY_DIR": str(data / "keys"),
            "ENGAGE_ORGANISERS_FILE": str(data / "organisers.json"),
            "ENGAGE_SHEET_DIR": str(data / "sheets"),
            "PYTHONPATH": str(ROOT),
        }
        self.printed = ""

    def sh(self, line: str) -> str:
        """Type a line into the second terminal, and give what it prints."""
        line = re.sub(r"^engage ", f"{sys.executable} -m engage ", line)
        ended = subprocess.run(
            ["bash", "-c", line], env=self.environment, cwd=self.home, capture_output=True, timeout=60, check=False
        )
        assert ended.returncode == 0, f"{line}\n{ended.stdout!r}{ended.stderr!r}"
        return ended.stdout.decode(errors="replace")

    @contextmanager
    def up(self) -> Iterator[str]:
        """Type `engage up` into the first terminal, give the door page's address, and press Ctrl-C at the end."""
        with (self.home / "up.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "engage", "up"],
                env=self.environment,
                cwd=self.home,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert process.stdout is not None
        try:
            lines = [process.stdout.readline() for _ in range(4)]
            found = re.match(r"door page\s+(http://\S+)", lines[2])
            assert found, (lines, (self.home / "up.log").read_text())
            yield found[1]
        finally:
            process.send_signal(signal.SIGINT)
            try:
                code = process.wait(60)
            finally:
                process.kill()
                process.stdout.close()
        assert code == 0


def steps_of(text: str) -> Iterator[re.Match[str]]:
    """What a section asks for, in order; each bold word and each piece of code is part of a step."""
    for item in re.findall(r"^- (.+(?:\n  .+)*)", text, re.MULTILINE):
        found = list(STEP.finditer(" ".join(item.split())))
        rest = STEP.sub("", " ".join(item.split()))
        assert found, item
        assert not re.search(r"\*\*|`", rest), f"what is to be done with {rest!r}?"
        yield from found


class Door:
    """The page in the browser, used by what its words say."""

    def __init__(self, context: Any, link: str) -> None:
        self.context = context
        self.link = link
        self.page = context.new_page()
        self.page.set_default_timeout(60_000)

    def do(self, step: re.Match[str]) -> None:
        asked = {name: value for name, value in step.groupdict().items() if value is not None}
        match asked:
            case {"opened": name}:
                self.page.locator("summary", has_text=re.compile(f"^{re.escape(name)}$")).click()
            case {"choice": choice}:
                self.page.locator("header select").select_option(label=choice)
            case {"field": name, "text": words}:
                self.page.get_by_label(name, exact=True).fill(words)
            case {"button": name}:
                for _ in range(2 if "twice" in asked else 1):
                    self.press(name)
            case {"inside": number}:
                sync_api.expect(self.page.locator("#inside")).to_have_text(number)
            case {"switch": way}:
                self.context.set_offline(way == "off")
            case {"said": words} | {"then_said": words}:
                sync_api.expect(self.page.locator("#entries-summary")).to_contain_text(words)
            case _:
                self.page.goto(self.link)
                self.page.wait_for_selector("#choose-view:not([hidden])")  # nobody is faster than the page itself

    def press(self, name: str) -> None:
        """Press a button or an age by the words that it shows, or that are read out for it."""
        words = re.compile(rf"(?:^|[+−]\d+\s*){re.escape(name)}$")  # noqa: RUF001  the page's own sign
        chips, buttons = self.page.locator(".chip", has_text=words), self.page.get_by_role("button", name=words)
        chips.or_(buttons).filter(visible=True).first.click()
        self.page.wait_for_timeout(50)  # a hand's pace


def blocks(text: str) -> list[str]:
    return [
        line
        for block in re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
        for line in block.splitlines()
    ]


def test_a_first_evening_goes_as_the_page_says(tmp_path: Path) -> None:
    """Who does what the page says has a counted evening, a poster and books that balance."""
    parts = sections_of(PAGE.read_text(encoding="utf-8"))
    start, enrol, *door = parts.values()
    assert blocks(start) == ["make setup", "engage up"]
    evening = Evening(tmp_path)
    with sync_api.sync_playwright() as playwright, evening.up() as address:
        (create,) = blocks(enrol)
        link = evening.sh(create.replace("http://127.0.0.1:8080", address)).strip()
        assert re.fullmatch(r"http://\S+/#enrol=enrol-\S+", link)
        sync_api.expect.set_options(timeout=60_000)
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 390, "height": 844}, locale="fi-FI")
        page = Door(context, link)
        for part in door:
            for step in steps_of(part):
                page.do(step)
        numbers = (
            "SELECT entries, exits, inside, status FROM engagement.participation FINAL "
            "WHERE gathering = 'youth-centre:kallio:first-evening'"
        )
        eventually(lambda: rows_of(evening, numbers), lambda rows: rows == [(6, 0, 0, "closed")])
        for part in door:
            for line in blocks(part):
                evening.sh(line)
        browser.close()
    assert (tmp_path / "poster.pdf").read_bytes().startswith(b"%PDF-")


def rows_of(evening: Evening, query: str) -> list[tuple[Any, ...]]:
    from clickhouse_connect import get_client

    from embedded.machine import read_running

    running = read_running(Path(evening.environment["ENGAGE_DATA_DIR"]))
    assert running is not None
    client = get_client(dsn=running.clickhouse_url)
    try:
        return [tuple(row) for row in client.query(query).result_rows]
    finally:
        client.close()


def test_the_page_is_one_page() -> None:
    """It is read while people wait at the door."""
    assert len(PAGE.read_text(encoding="utf-8").splitlines()) <= 80
