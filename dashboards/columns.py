"""How a column of an answer is shown: its name, unit, words, colour and where it leads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from re import escape
from typing import Any

from dashboards.labels import Labels, value_mapping
from dashboards.links import DataLink
from dashboards.sdk import models
from dashboards.text import Language, Text

__all__ = ["Column", "Steps", "overrides", "series_of", "thresholds"]

_NO_NUMBER = "-"
"""What a cell without a number shows: the state beside it says why. The panel's text is for a table without rows."""

Steps = Sequence[tuple[float | None, str]]
"""Colours from a number on: the first from None, the others rising."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an answer, or one series of it.

    Attributes:
        name: The column as SQL names it, or, where `series` is set, the value of the text column that names the series.
        label: What it is called.
        unit: Grafana's id of the unit; empty takes the panel's.
        labels: What its values are called, with their colours.
        colour: A colour of its own; empty takes the panel's.
        steps: Colours of its cells by number.
        decimals: How many are shown; None lets Grafana choose.
        greatest: The greatest that it can be, 1 for a share, and then the least is 0; None where there is none.
        least: The least that it can be, -1 for a change; None where there is none.
        link: Where its cells lead.
        width: Its width in a table, in pixels; 0 lets Grafana choose.
        dashed: Whether its line is dashed, as what is usual or an end of an interval is.
        series: Whether it is a series.
    """

    name: str
    label: Text
    unit: str = ""
    labels: Labels | None = None
    colour: str = ""
    steps: Steps = ()
    decimals: int | None = None
    greatest: float | None = None
    least: float | None = None
    link: DataLink | None = None
    width: int = 0
    dashed: bool = False
    series: bool = False

    def matcher(self) -> models.MatcherConfig:
        """Return which field it is.

        A series out of a text column is called by its value, alone or behind the column's name, as Grafana sees fit.
        """
        if self.series:
            return models.MatcherConfig("byRegexp", f'/(^|[\\s"]){escape(self.name)}($|[\\s"])/')
        return models.MatcherConfig("byName", self.name)

    def properties(self, language: Language, *, cells: bool, missing: Text | None = None) -> Iterator[tuple[str, Any]]:
        """Yield what Grafana is to do with the field.

        `cells` says that it stands in a table; `missing` stands in place of a number that is not there, where that is
        not what the panel says of an answer without rows.
        """
        coloured = bool(self.steps) or any(label.colour for label in (self.labels or {}).values())
        background = {"type": "color-background", "mode": "basic"}
        found: dict[str, Any] = {
            "displayName": self.label.in_(language),
            "unit": self.unit or None,
            "decimals": self.decimals,
            "min": 0 if self.greatest is not None else self.least,
            "max": self.greatest,
            "noValue": _NO_NUMBER if cells else missing and missing.in_(language),
            "mappings": None if self.labels is None else value_mapping(self.labels, language, coloured=True),
            "thresholds": _plain(self.steps) if self.steps else None,
            "color": _colour(self.colour, self.steps),
            "links": [self.link.as_json(language)] if self.link else None,
            "custom.lineStyle": {"fill": "dash", "dash": [8, 6]} if self.dashed else None,
            "custom.width": (self.width or None) if cells else None,
            "custom.cellOptions": (background if self.steps else {"type": "color-text"})
            if cells and coloured
            else None,
        }
        yield from ((name, value) for name, value in found.items() if value is not None)


def overrides(
    columns: Sequence[Column], language: Language, *, cells: bool = False, missing: Text | None = None
) -> Iterator[tuple[models.MatcherConfig, list[models.DynamicConfigValue]]]:
    """Yield the override of each column: which field, and its properties; for the rest see `Column.properties`."""
    for column in columns:
        yield (
            column.matcher(),
            [
                models.DynamicConfigValue(name, value)
                for name, value in column.properties(language, cells=cells, missing=missing)
            ],
        )


def series_of(labels: Labels) -> tuple[Column, ...]:
    """Return a series for each value of a table of labels, in its colour."""
    return tuple(
        Column(value, label.text, colour=label.colour, series=True) for value, label in labels.items() if value
    )


def thresholds(steps: Steps) -> list[models.Threshold]:
    """Return steps as the SDK takes them."""
    return [models.Threshold(value=value, color=colour) for value, colour in steps]


def _plain(steps: Steps) -> dict[str, Any]:
    return {"mode": "absolute", "steps": [{"value": value, "color": colour} for value, colour in steps]}


def _colour(fixed: str, steps: Steps) -> dict[str, Any] | None:
    if fixed:
        return {"mode": "fixed", "fixedColor": fixed}
    return {"mode": "thresholds"} if steps else None
