"""The Markdown pages of this project, and their parts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["PAGES", "ROOT", "Block", "anchors_of", "blocks_of", "links_of", "prose_of", "sections_of", "tables_of"]

ROOT = Path(__file__).parents[2]
_BESIDE = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
PAGES = [*(ROOT / name for name in _BESIDE), *sorted((ROOT / "docs").rglob("*.md"))]

_BLOCK = re.compile(r"^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Block:
    """A block of code: its language, its text, and the line of prose before it."""

    language: str
    text: str
    before: str


def blocks_of(text: str) -> Iterator[Block]:
    for match in _BLOCK.finditer(text):
        before = text[: match.start()].rstrip().rpartition("\n")[2]
        yield Block(match["language"], match["text"], before)


def prose_of(text: str) -> str:
    return _BLOCK.sub("", text)


def links_of(text: str) -> Iterator[str]:
    yield from _LINK.findall(prose_of(text))


def anchors_of(text: str) -> set[str]:
    """The anchors that GitHub gives a page's headings."""
    heads = re.findall(r"^#+ (.+)$", prose_of(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def sections_of(text: str) -> dict[str, str]:
    """A page's sections of the second level, by their headings."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def tables_of(text: str) -> Iterator[list[str]]:
    """The rows of a page's tables as cells, heads and rules left out."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if line.startswith("| ") and not line.startswith("| ---"):
            if number + 1 < len(lines) and lines[number + 1].startswith("| ---"):
                continue
            yield [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
