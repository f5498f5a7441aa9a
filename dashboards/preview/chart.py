"""A chart: what Vega-Lite draws, and the legend that stands under it as text.

Colours that have a name are written `@name`; the page replaces them by those of its theme.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboards.preview.fields import Field
from dashboards.preview.values import unit_words

__all__ = ["Chart", "Legend", "axis_format", "axis_title", "token"]

_NAMES = ("green", "orange", "red", "blue", "purple", "yellow")


@dataclass(frozen=True, slots=True)
class Legend:
    """One entry of a legend: its words, its colour, and whether its line is dashed."""

    text: str
    colour: str = ""
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A specification of Vega-Lite with its legend."""

    spec: Mapping[str, Any]
    legend: tuple[Legend, ...] = ()


def token(colour: str) -> str:
    """Return a colour of Grafana as a chart takes it: as it is where it is a number, else by its name in the theme."""
    if colour.startswith("#"):
        return colour
    return next((f"@{name}" for name in _NAMES if colour.endswith(name)), "@muted")


def axis_title(words: str, unit: str) -> str:
    """Return an axis' title with the unit that its numbers have; a count needs none beyond what is counted."""
    unit = unit_words(unit)
    if not words:
        return unit or "n"
    return f"{words} ({unit})" if unit and unit.lower() not in words.lower() else words


def axis_format(fields: Iterable[Field]) -> str:
    """Return how an axis writes its numbers, in the way of d3."""
    units = {field.unit for field in fields}
    if units == {"percentunit"}:
        return ".0%"
    return "~s" if units & {"bytes", "decbytes"} else ",~f"
