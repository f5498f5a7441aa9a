"""Numbers over time, as a chart."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from dashboards.preview.chart import Chart, Legend, axis_format, axis_title, token
from dashboards.preview.fields import Field, field_of
from dashboards.preview.reading import Read
from dashboards.preview.times import milliseconds
from dashboards.preview.values import number_of, shown
from dashboards.preview.words import DATE, TIME
from dashboards.reader import Answer
from dashboards.text import Language

__all__ = ["series_chart", "time_axis"]

_DAY = 86_400_000

Points = dict[str, dict[int, float | None]]


def series_chart(
    panel: Mapping[str, Any], answer: Answer, found: Read, marks: Sequence[Mapping[str, Any]], language: Language
) -> Chart | None:
    """Draw lines or bars over the whole period; what is missing is a gap. None where there is no number at all.

    `marks` are the instants that annotations mark: `at` in ms, `text`, `colour`.
    """
    points = _points(answer, milliseconds(found.start))
    fields = {name: field_of(panel, name) for name in points}
    if not any(number is not None for its in points.values() for number in its.values()):
        return None
    defaults = field_of(panel, "")
    bars = defaults.custom("drawStyle") == "bars"
    stacked = (defaults.custom("stacking") or {}).get("mode") == "normal"
    moments = sorted({moment for its in points.values() for moment in its})
    # How long a lone bar's hour or month is cannot be told; it is as wide as a part of the whole.
    whole_period = milliseconds(found.end) - milliseconds(found.start)
    slot = min((after - before for before, after in pairwise(moments)), default=whole_period / 24) * 0.8
    width = slot if stacked or not bars else slot / len(points)
    rows = [
        {
            "t": moment + (0 if stacked or not bars else int(width * place)),
            "e": moment + int(width * (1 if stacked else place + 1)),
            "s": fields[name].label,
            "v": its.get(moment),
            "shown": shown(fields[name], its.get(moment), language).text,
        }
        for place, (name, its) in enumerate(points.items())
        for moment in moments
    ]
    _raise(rows, stacked=stacked)
    colours = _colours(fields)
    scale = {"domain": [field.label for field in fields.values()], "range": list(colours)}
    dashes = [[8, 6] if field.custom("lineStyle") else [1, 0] for field in fields.values()]
    x, title = time_axis(found, language)
    whole = all(float(row["v"]).is_integer() for row in rows if isinstance(row["v"], float))
    axis = {
        "title": axis_title(str(defaults.custom("axisLabel") or ""), _unit(fields)),
        "format": axis_format(fields.values()),
        **({"tickMinStep": 1} if whole and axis_format(fields.values()) != ".0%" else {}),
    }
    y: dict[str, Any] = {"field": "v", "type": "quantitative", "axis": axis, "stack": "zero" if stacked else None}
    y["scale"] = {"zero": True, "nice": True, **_limits(defaults)}
    encoding: dict[str, Any] = {
        "x": {"field": "t", "type": "temporal", "scale": x, "axis": title},
        "y": y,
        "color": {"field": "s", "type": "nominal", "scale": scale, "legend": None},
        "tooltip": [
            {"field": "t", "type": "temporal", "title": DATE.in_(language), "format": _tooltip_format(moments)},
            {"field": "s", "title": str(defaults.custom("axisLabel") or "")},
            {"field": "shown", "title": " "},
        ],
    }
    layers: list[dict[str, Any]] = [_marks(marks)] if marks else []
    if bars:
        placed = {
            **encoding,
            "x2": {"field": "e", "type": "temporal"},
            "y": {**y, "field": "top", "stack": None},
            "y2": {"field": "base"},
        }
        placed["stroke"] = encoding["color"]  # an hour of a month is narrower than a pixel
        layers.append({"mark": {"type": "rect", "opacity": 0.85, "strokeWidth": 0.8, "clip": True}, "encoding": placed})
    else:
        dash = {"field": "s", "type": "nominal", "legend": None, "scale": {**scale, "range": dashes}}
        line = {"mark": {"type": "area" if stacked else "line", "strokeWidth": 2, "opacity": 0.9}}
        layers.append(line | {"encoding": encoding if stacked else {**encoding, "strokeDash": dash}})
        if not stacked:
            # The layers share one scale; said twice, Vega-Lite takes its domain for two.
            shared = {**encoding, "x": {name: its for name, its in encoding["x"].items() if name != "scale"}}
            layers.append({"mark": {"type": "point", "filled": True, "size": 28, "opacity": 1}, "encoding": shared})
    legend = tuple(
        Legend(field.label, colour, dashed=bool(field.custom("lineStyle")))
        for field, colour in zip(fields.values(), colours, strict=True)
    )
    marked = {str(mark["name"]): str(mark["colour"]) for mark in marks}
    return Chart(
        {"data": {"values": rows}, "layer": layers},
        legend + tuple(Legend(name, its, dashed=True) for name, its in marked.items()),
    )


def time_axis(found: Read, language: Language) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the scale and the axis of a period's time."""
    start, end = milliseconds(found.start), milliseconds(found.end)
    days = (end - start) / _DAY
    if days <= 3:
        form, title = "%H:%M", TIME
    elif days <= 120:
        form, title = {"en": "%-d %b", "fi": "%-d.%-m.", "sv": "%-d/%-m"}[language], DATE
    else:
        form, title = {"en": "%b %Y", "fi": "%-m/%Y", "sv": "%Y-%m"}[language], DATE
    axis = {"title": title.in_(language), "format": form, "labelOverlap": True, "tickCount": {"expr": "width / 90"}}
    return {"type": "utc", "domain": [start, end]}, axis


def _points(answer: Answer, start: int) -> Points:
    """Return the numbers from `start` on by series and moment: of each column, or of each value of the text column."""
    numbers = [
        place
        for place, kind in enumerate(answer.types)
        if place and ("Int" in kind or "Float" in kind or "Decimal" in kind)
    ]
    texts = [place for place in range(1, len(answer.columns)) if place not in numbers]
    points: Points = {}
    for row in answer.rows:
        if (moment := milliseconds(row[0])) < start:
            continue  # a week that began before, which Grafana would not show either
        for place in numbers:
            words = [str(row[text]) for text in texts]
            if len(numbers) > 1 or not words:
                words.insert(0, answer.columns[place])
            points.setdefault(" ".join(words), {})[moment] = number_of(row[place])
    return points


def _raise(rows: Sequence[dict[str, Any]], *, stacked: bool) -> None:
    """Add where each bar begins and ends; of stacked ones each stands on the one before."""
    tops: dict[int, float] = {}
    for row in rows:
        base = tops.get(row["t"], 0.0) if stacked else 0.0
        row["base"], row["top"] = base, None if row["v"] is None else base + row["v"]
        tops[row["t"]] = base if row["top"] is None else row["top"]


def _colours(fields: Mapping[str, Field]) -> tuple[str, ...]:
    return tuple(token(field.fixed_colour) for field in fields.values())


def _unit(fields: Mapping[str, Field]) -> str:
    units = {field.unit for field in fields.values()}
    return units.pop() if len(units) == 1 else ""


def _limits(field: Field) -> dict[str, float]:
    names = {"domainMin": field.config.get("min"), "domainMax": field.config.get("max")}
    return {name: limit for name, limit in names.items() if limit is not None}


def _tooltip_format(moments: Sequence[int]) -> str:
    return "%Y-%m-%d" if all(moment % _DAY == 0 for moment in moments) else "%Y-%m-%d %H:%M"


def _marks(marks: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "data": {"values": [{**mark, "colour": None} for mark in marks]},
        "mark": {"type": "rule", "strokeWidth": 1.5, "opacity": 0.4, "strokeDash": [3, 3], "clip": True},
        "encoding": {
            "x": {"field": "at", "type": "temporal"},
            "color": {"value": token(str(marks[0]["colour"]))},
            "tooltip": [{"field": "text", "title": " "}],
        },
    }
