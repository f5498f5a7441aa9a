"""Rows and columns, as HTML."""

import re
from collections.abc import Collection, Mapping, Sequence
from html import escape
from typing import Any

from dashboards.preview.fields import Field, field_of
from dashboards.preview.values import number_of, shown
from dashboards.reader import Answer
from dashboards.text import Language

__all__ = ["css_colour", "table"]

_SHORT = 20
"""So many letters stand in one line; a longer reason why there is no number is wrapped."""

_NAMES = ("green", "orange", "red", "blue", "purple", "yellow")


def css_colour(colour: str) -> str:
    """Return a colour of Grafana as CSS takes it: one with a name is the theme's own."""
    if re.fullmatch(r"#[0-9a-fA-F]{3,8}", colour):
        return colour
    return f"var(--{next((name for name in _NAMES if colour.endswith(name)), 'text')})"


def table(panel: Mapping[str, Any], answer: Answer, language: Language, pages: Collection[str]) -> str:
    """Write every row. A link to a dashboard leads to its page, where `pages` has its uid.

    Where the panel colours cells by size, the greatest number is the strongest.
    """
    fields = [field_of(panel, name) for name in answer.columns]
    numeric = [any(word in kind for word in ("Int", "Float", "Decimal")) for kind in answer.types]
    greatest = max((number_of(value) or 0 for row in answer.rows for value in row), default=0) or 1
    head = "".join(
        f'<th scope="col"{_class("right" if right else "")}>{escape(field.label)}</th>'
        for field, right in zip(fields, numeric, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(
            _cell(field, value, language, pages, greatest, right=right)
            for field, value, right in zip(fields, row, numeric, strict=True)
        )
        + "</tr>"
        for row in answer.rows
    )
    if not answer.rows:
        body = f'<tr><td colspan="{len(fields)}" class="missing">{escape(field_of(panel, "").no_value)}</td></tr>'
    name = escape(str(panel["title"]), quote=True)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{name}"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _cell(field: Field, value: Any, language: Language, pages: Collection[str], greatest: float, *, right: bool) -> str:
    its, number = shown(field, value, language), number_of(value)
    kind = (field.custom("cellOptions") or {}).get("type")
    style, before = "", ""
    if (field.config.get("color") or {}).get("mode", "").startswith("continuous") and kind == "color-background":
        if number:
            style = f"background:color-mix(in srgb, var(--blue) {8 + 42 * number / greatest:.0f}%, var(--panel))"
    elif kind == "color-background" and its.colour and not its.missing:
        style = f"background:color-mix(in srgb, {css_colour(its.colour)} 22%, var(--panel))"
    elif kind == "color-text" and its.colour and not its.missing:
        before = f'<span class="dot" style="background:{css_colour(its.colour)}"></span>'
    text = escape(its.text)
    for link in field.config.get("links") or ():
        uid = re.match(r"/d/([\w-]+)", link["url"])
        if uid and uid[1] in pages and not its.missing:
            text = f'<a href="{uid[1]}.html" title="{escape(link["title"], quote=True)}">{text}</a>'
    missing = "missing" if its.missing else ""
    long = "long" if its.missing and len(its.text) > _SHORT else ""
    names = " ".join(name for name in ("right" if right else "", missing, long) if name)
    return f"<td{_class(names)}{f' style={chr(34)}{style}{chr(34)}' if style else ''}>{before}{text}</td>"


def _class(names: str | Sequence[str]) -> str:
    return f' class="{names}"' if names else ""
