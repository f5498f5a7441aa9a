"""One number large, or as a share of an arc, as HTML."""

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from dashboards.preview.fields import Field, field_of
from dashboards.preview.tables import css_colour
from dashboards.preview.values import Shown, number_of, shown
from dashboards.reader import Answer
from dashboards.text import Language

__all__ = ["gauges", "stat"]

_RADIUS = 50
_LENGTH = math.pi * _RADIUS


def stat(panel: Mapping[str, Any], answer: Answer, language: Language) -> str:
    """Write the number of the last row, or why there is none."""
    field, value = _one(panel, answer, answer.rows[-1] if answer.rows else None)
    its = shown(field, value, language)
    if its.missing:
        return f'<p class="missing">{escape(its.text)}</p>'
    return f'<p class="number" style="color:{css_colour(its.colour)}">{escape(its.text)}</p>'


def gauges(panel: Mapping[str, Any], answer: Answer, language: Language) -> str:
    """Draw an arc for the last row, or for each row where the panel shows each."""
    each = bool(panel["options"].get("reduceOptions", {}).get("values"))
    rows: Sequence[Any] = answer.rows if each else answer.rows[-1:]
    drawn = []
    for row in rows or [None]:
        field, value = _one(panel, answer, row)
        name = next((text for text in row or () if isinstance(text, str)), "") if each else ""
        drawn.append(_gauge(field, number_of(value), shown(field, value, language), name))
    return f'<div class="dials">{"".join(drawn)}</div>'


def _one(panel: Mapping[str, Any], answer: Answer, row: Sequence[Any] | None) -> tuple[Field, Any]:
    """Return the field and value of a row's first number, else of the last column; without a row no column's field."""
    places = [place for place, kind in enumerate(answer.types) if any(word in kind for word in ("Int", "Float", "Dec"))]
    place = places[0] if places else len(answer.columns) - 1
    return (field_of(panel, ""), None) if row is None else (field_of(panel, answer.columns[place]), row[place])


def _gauge(field: Field, number: float | None, its: Shown, name: str) -> str:
    caption = f'<p class="of">{escape(name)}</p>' if name else ""
    if number is None:
        return f'<div class="dial"><p class="missing">{escape(its.text)}</p>{caption}</div>'
    least, greatest = float(field.config.get("min") or 0), float(field.config.get("max") or 1)
    share = min(max((number - least) / (greatest - least), 0), 1)
    arc = f"M 10 60 A {_RADIUS} {_RADIUS} 0 0 1 110 60"
    colour, length = css_colour(its.colour), f"{share * _LENGTH:.1f}"
    filled = f'<path d="{arc}" class="filled" style="stroke:{colour}" stroke-dasharray="{length} 999"/>'
    text = f'<p class="number" style="color:{colour}">{escape(its.text)}</p>'
    return (
        f'<div class="dial"><svg viewBox="0 0 120 66" aria-hidden="true"><path d="{arc}" class="whole"/>'
        f"{filled if share else ''}</svg>{text}{caption}</div>"
    )
