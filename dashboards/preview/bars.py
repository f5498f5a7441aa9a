"""Numbers side by side, as a chart of lying bars."""

import json
from collections.abc import Mapping
from typing import Any

from dashboards.preview.chart import Chart, Legend, axis_format, axis_title, token
from dashboards.preview.fields import Field, field_of
from dashboards.preview.values import number_of, shown, step_colour
from dashboards.reader import Answer
from dashboards.text import Language

__all__ = ["bar_chart"]


def bar_chart(panel: Mapping[str, Any], answer: Answer, language: Language) -> Chart | None:
    """Draw a bar for each row and column of numbers, in the order of the rows. None where there is no number at all."""
    by = panel["options"]["xField"]
    names = field_of(panel, by)
    fields = [field_of(panel, name) for name in answer.columns if name != by]
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    drawn = [
        {
            "k": place,
            "n": shown(names, row[by], language).text,
            "s": field.label,
            "v": (number := number_of(row[field.name])),
            "shown": shown(field, row[field.name], language).text,
            "label": "\u2013" if number is None else shown(field, number, language).text,
            "at": number or 0,
            "c": token(step_colour(field, number) if number is not None and field.judged else field.fixed_colour),
        }
        for place, row in enumerate(rows)
        for field in fields
        if number_of(row[field.name]) is not None or row[field.name] is None
    ]
    numbers = [one["v"] for one in drawn if isinstance(one["v"], float)]
    if not numbers:
        return None
    stacked = panel["options"].get("stacking") == "normal"
    axis: dict[str, Any] = {
        "title": axis_title(str(field_of(panel, "").custom("axisLabel") or ""), fields[0].unit),
        "format": axis_format(fields),
        "labelOverlap": True,
        "tickCount": {"expr": "max(2, width / 70)"},
    }
    if all(number.is_integer() for number in numbers):
        axis["tickMinStep"] = 1
    room = {} if stacked or min(numbers) < 0 else {"domainMax": max(numbers) * 1.25 or 1}
    limits = _limits(fields[0]) or room
    called = json.dumps([shown(names, row[by], language).text for row in rows])
    labels = [field.label for field in fields]
    encoding: dict[str, Any] = {
        "y": {
            "field": "k",  # two rows may have one name
            "type": "ordinal",
            "axis": {
                "title": names.label,
                "labelExpr": f"{called}[datum.value]",
                "labelLimit": 180,
                "ticks": False,
                "domain": False,
            },
            "scale": {"paddingInner": 0.25, "paddingOuter": 0.1},
        },
        "tooltip": [
            {"field": "n", "title": names.label},
            {"field": "s", "title": " "},
            {"field": "shown", "title": " "},
        ],
    }
    if not stacked and len(fields) > 1:
        encoding["yOffset"] = {"field": "s", "sort": labels, "scale": {"domain": labels}}
    colour = {"field": "c", "type": "nominal", "scale": None, "legend": None}
    bars = {
        "mark": {"type": "bar", "opacity": 0.9},
        "encoding": {
            **encoding,
            "x": {
                "field": "v",
                "type": "quantitative",
                "axis": axis,
                "scale": limits | {"nice": False},
                "stack": "zero" if stacked else None,
            },
            "color": colour,
            "order": {"field": "place"},
        },
    }
    layers = [bars]
    if not stacked:
        layers.append(_numbers(encoding))
    for place, one in enumerate(drawn):
        one["place"] = place
    legend = tuple(Legend(field.label, token(field.fixed_colour)) for field in fields) if len(fields) > 1 else ()
    if len(numbers) < len(drawn):
        legend += (Legend(f"\u2013: {fields[0].no_value}"),)
    return Chart({"data": {"values": drawn}, "layer": layers}, legend)


def _numbers(encoding: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "mark": {"type": "text", "align": "left", "dx": 4, "color": "@text"},
        "encoding": {**encoding, "x": {"field": "at", "type": "quantitative"}, "text": {"field": "label"}},
    }


def _limits(field: Field) -> dict[str, float]:
    least, greatest = field.config.get("min"), field.config.get("max")
    if greatest is None:
        return {}
    return {"domainMin": least or 0, "domainMax": greatest + (greatest - (least or 0)) * 0.15}
