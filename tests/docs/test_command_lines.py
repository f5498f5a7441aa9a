"""Blocks that say no language hold commands of the product as well."""

import re
import shlex
from pathlib import Path

import pytest

from docs.generate.commands import command_paths, help_of
from tests.docs.pages import PAGES, ROOT, blocks_of

PATHS = set(command_paths())
LINES = [
    (page, line.removeprefix("$ "))
    for page in PAGES
    for block in blocks_of(page.read_text(encoding="utf-8"))
    if block.language in {"", "sh", "console"}
    for line in block.text.splitlines()
    if re.match(r"(\$ )?engage ", line)
]


@pytest.mark.parametrize(("page", "line"), LINES, ids=[f"{page.relative_to(ROOT)}: {line}" for page, line in LINES])
def test_a_line_that_runs_the_product_is_a_command_with_its_options(page: Path, line: str) -> None:
    """It names a command to its end, not a group of them, and only options that its help lists."""
    words = shlex.split(line, comments=True)[1:]
    path = next((tuple(words[:n]) for n in range(len(words), 0, -1) if tuple(words[:n]) in PATHS), None)
    assert path is not None, f"{page}: there is no command {line!r}"
    options = {word.partition("=")[0] for word in words if re.match(r"--[a-z]", word)}
    assert options <= set(re.findall(r"(?<!\S)--[a-z][a-z-]*", help_of(path))), f"{page}: {line}"
