"""Markdown, as the pages use it."""

from collections.abc import Iterable, Sequence

__all__ = ["GENERATED", "code", "page", "table"]

GENERATED = "<!-- Made by `python -m docs` from the code; a test compares. Change the code, then run it again. -->"


def page(title: str, *parts: str) -> str:
    """Join a page's parts below its title."""
    return "\n\n".join([f"# {title}", GENERATED, *parts]) + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; `|` in a cell is escaped."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def code(text: str, language: str = "") -> str:
    """Return a block of code."""
    return f"```{language}\n{text.rstrip()}\n```"
