"""Following a recipe: a page whose blocks say which files to write and change, and what to run."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.docs.pages import ROOT, Block, blocks_of
from tests.pipeline import eventually

__all__ = ["PLACE", "Checkout"]

PLACE = re.compile(r"\b(Write|In|Add to) `([^`]+)`[^`]*:$")
"""How the line before a block says what is to be done with it."""

_COPIED = (
    *("schemas", "connections", "producers", "streams", "dashboards", "embedded", "tests", "docs", "deploy"),
    *("engage.py", "pyproject.toml", "README.md", "CONTRIBUTING.md", "CHANGELOG.md"),
)
_GATE = "make test\n"
_UP = ".venv/bin/engage up\n"
_BOOKS = ".venv/bin/engage books\n"


@dataclass
class Checkout:
    """A copy of the repository in which pages are followed. Its `.venv` is the one that runs the tests.

    Attributes:
        root: Where it is.
        files: What the pages wrote or changed, in order.
        printed: What each line of shell printed, by its text.
    """

    root: Path
    files: list[str] = field(default_factory=list)
    printed: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Copy the repository, with what Python compiled of it: that goes by a file's time and size."""
        for name in _COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, self.root / name)
            else:
                shutil.copy(ROOT / name, self.root / name)
        (self.root / ".venv").symlink_to(sys.prefix)

    @property
    def environment(self) -> dict[str, str]:
        """A machine on which nothing of the product ran yet; Python takes the copy, and nothing of the repository."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "ENGAGE_"))}
        data = self.root / "data"
        return kept | {
            "PYTHONPATH": str(self.root),
            "ENGAGE_DATA_DIR": str(data / "engines"),
            "ENGAGE_KEY_DIR": str(data / "keys"),
            "ENGAGE_ORGANISERS_FILE": str(data / "organisers.json"),
            "ENGAGE_GATEWAY_PORT": "0",
        }

    def follow(self, page: Path) -> None:
        """Do what each block of a page says, up to its gate. What comes after `engage up` is typed while it runs.

        The gate itself is not run here: a test runs of it what the pages can break.
        """
        blocks = list(blocks_of(page.read_text(encoding="utf-8")))
        assert _GATE not in [block.text for block in blocks[:-1]], "the gate comes last"
        for place, block in enumerate(blocks):
            if block.text == _UP:
                with self._up():
                    self._do(blocks[place + 1 :])
                return
            self._do([block])

    def run(self, *arguments: str) -> str:
        """Run Python in the copy."""
        return self._ended([sys.executable, *arguments])

    def _do(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            match = PLACE.search(block.before)
            if match is None:
                assert block.language == "sh", f"what is to be done with this block? {block.before}"
                self._type(block.text)
                continue
            verb, name = match.groups()
            self.files.append(free(name, self.root))
            path = self.root / self.files[-1]
            if verb == "Write":
                assert not path.exists(), f"{name} is there already"
                path.write_text(block.text, encoding="utf-8")
            elif verb == "Add to":
                path.write_text(path.read_text(encoding="utf-8") + block.text, encoding="utf-8")
            else:
                for hunk in block.text.split("@@\n"):
                    change(path, hunk.splitlines())

    def _type(self, text: str) -> None:
        """Type lines into a shell, and keep what they print; the books are asked until nothing waits."""
        if text == _GATE:
            return

        def printed() -> str:
            return self._ended(["bash", "-euc", text])

        def none_waits(said: str) -> bool:
            return re.search(r"│ all .+ 0 │$", said, re.MULTILINE) is not None

        self.printed[text] = eventually(printed, none_waits, seconds=60) if text == _BOOKS else printed()

    @contextmanager
    def _up(self) -> Iterator[None]:
        """Type `engage up` into the terminal that stays open, and press Ctrl-C at the end."""
        log = self.root / "up.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                ["bash", "-c", f"exec {_UP}"], cwd=self.root, env=self.environment, stdout=out, stderr=out
            )
        try:
            eventually(
                lambda: (process.poll(), log.read_text()),
                lambda seen: "data, logs" in seen[1] or seen[0] is not None,
                seconds=90,
            )
            assert process.poll() is None, log.read_text()
            yield
        finally:
            process.terminate()
            process.wait(30)

    def _ended(self, command: Sequence[str]) -> str:
        ended = subprocess.run(
            command,
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )
        assert ended.returncode == 0, f"{' '.join(command)}\n{ended.stdout}{ended.stderr}"
        return ended.stdout


def free(name: str, root: Path) -> str:
    """Give a migration the next number that is free, whatever the page calls it: the product's own come in between."""
    folder, file = name.rpartition("/")[::2]
    if folder != "streams/sql/migrations":
        return name
    taken = [int(found.name.partition("_")[0]) for found in (root / folder).glob("*.sql")]
    return f"{folder}/{max(taken) + 1:04d}_{file.partition('_')[2]}"


def change(path: Path, lines: Sequence[str]) -> None:
    before = "".join(f"{line[1:]}\n" for line in lines if line[:1] in {" ", "-"})
    after = "".join(f"{line[1:]}\n" for line in lines if line[:1] in {" ", "+"})
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{path.name} no longer has these lines, so the recipe is old:\n{before}"
    path.write_text(text.replace(before, after), encoding="utf-8")
