"""Numbers at the centres of districts, as a chart."""

from collections.abc import Mapping
from typing import Any

from dashboards.preview.chart import Chart, Legend, token
from dashboards.preview.fields import field_of
from dashboards.preview.values import number_of, shown, step_colour
from dashboards.preview.words import LARGER
from dashboards.reader import Answer
from dashboards.text import Language

__all__ = ["map_chart"]

_ROOM = 0.15
_BESIDE, _ABOVE = 0.17, 0.035
"""So much of the map's width and height a name needs; where a larger circle's stands already, the tooltip has it."""

_NARROW = 420
"""Pixels; on a narrower map a name needs twice as much."""


def map_chart(panel: Mapping[str, Any], answer: Answer, language: Language) -> Chart | None:
    """Draw a circle a row, larger and coloured by the number, named by the first text; no lines of a map beneath.

    A row without a number is a small grey circle. None where there is no row.
    """
    style = panel["options"]["layers"][0]["config"]["style"]
    size = field_of(panel, style["size"]["field"])
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    rows = [row for row in rows if row["latitude"] is not None and row["longitude"] is not None]
    if not rows:
        return None
    others = [name for name in answer.columns if name not in {"latitude", "longitude"}]
    names = next((name for name in others if isinstance(rows[0][name], str)), others[0])
    drawn = []
    for row in rows:
        number = number_of(row[size.name])
        details = {
            field_of(panel, name).label: shown(field_of(panel, name), row[name], language).text for name in others
        }
        colour = token(step_colour(size, number)) if number is not None else "@muted"
        place = {"latitude": row["latitude"], "longitude": row["longitude"]}
        drawn.append(
            {
                **place,
                "n": shown(field_of(panel, names), row[names], language).text,
                "v": number or 0,
                "c": colour,
                **details,
            }
        )
    tips = [
        {"field": _escaped(label), "title": label}
        for label in dict.fromkeys(field_of(panel, name).label for name in others)
    ]
    position = {
        "longitude": {"field": "longitude", "type": "quantitative"},
        "latitude": {"field": "latitude", "type": "quantitative"},
    }
    circles = {
        "mark": {"type": "circle", "opacity": 0.7, "stroke": "@panel"},
        "encoding": {
            **position,
            "size": {
                "field": "v",
                "type": "quantitative",
                "legend": None,
                "scale": {"range": [40, 1400], "zero": True},
            },
            "color": {"field": "c", "type": "nominal", "scale": None, "legend": None},
            "tooltip": tips,
        },
    }
    roomy = _named(drawn, 2)
    text = {
        "data": {"values": [{**one, "roomy": one in roomy} for one in _named(drawn)]},
        "mark": {"type": "text", "fontSize": 11, "color": "@text", "dy": 0},
        "encoding": {
            **position,
            "text": {"field": "n"},
            "opacity": {"condition": {"test": f"width < {_NARROW} && !datum.roomy", "value": 0}, "value": 1},
            "tooltip": tips,
        },
    }
    corners = {"data": {"values": _corners(rows)}, "mark": {"type": "point", "opacity": 0}, "encoding": position}
    spec = {"data": {"values": drawn}, "projection": {"type": "mercator"}, "layer": [corners, circles, text]}
    steps = tuple(
        Legend(f"\u2265 {shown(size, least, language).text}", token(colour))
        for least, colour in size.steps
        if least is not None
    )
    return Chart(spec, (Legend(f"{LARGER.in_(language)}: {size.label}"), *steps))


def _named(drawn: list[dict[str, Any]], times: float = 1) -> list[dict[str, Any]]:
    """Return the circles whose names have room, or so many times that, the larger ones first."""
    width = max(one["longitude"] for one in drawn) - min(one["longitude"] for one in drawn)
    height = max(one["latitude"] for one in drawn) - min(one["latitude"] for one in drawn)
    named: list[dict[str, Any]] = []
    for one in sorted(drawn, key=lambda one: -one["v"]):
        if all(
            abs(one["longitude"] - other["longitude"]) > times * _BESIDE * width
            or abs(one["latitude"] - other["latitude"]) > times * _ABOVE * height
            for other in named
        ):
            named.append(one)
    return named


def _corners(rows: list[dict[str, Any]]) -> list[dict[str, float]]:
    """Return two unseen places that leave room around the outermost circles."""
    north, south = max(row["latitude"] for row in rows), min(row["latitude"] for row in rows)
    east, west = max(row["longitude"] for row in rows), min(row["longitude"] for row in rows)
    up, aside = max((north - south) * _ROOM, 0.01), max((east - west) * _ROOM, 0.02)
    return [
        {"latitude": north + up, "longitude": east + aside},
        {"latitude": south - up, "longitude": west - aside},
    ]


def _escaped(name: str) -> str:
    """Return a field's name as Vega-Lite takes it, whose dots and brackets are steps into objects."""
    return "".join("\\" + character if character in ".[]\\'\"" else character for character in name)
