"""The little Markdown that notes on dashboards use, as HTML."""

import re
from html import escape

__all__ = ["as_html"]


def as_html(text: str) -> str:
    """Return paragraphs, lists with `-`, headings, **bold**, *leaning* and `code`; all else is shown as it is."""
    return "".join(_block(block.strip()) for block in re.split(r"\n\s*\n", text) if block.strip())


def _block(block: str) -> str:
    lines = block.splitlines()
    if all(re.match(r"\s*[-*] ", line) for line in lines):
        items = "".join(f"<li>{_inline(line.strip()[2:])}</li>" for line in lines)
        return f"<ul>{items}</ul>"
    return f"<p>{_inline(' '.join(line.strip().lstrip('#').strip() for line in lines))}</p>"


def _inline(text: str) -> str:
    text = escape(text)
    text = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", text)
    text = re.sub(r"\*(.+?)\*", r"<em>\1</em>", text)
    return re.sub(r"`(.+?)`", r"<code>\1</code>", text)
