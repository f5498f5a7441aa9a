"""States over time, as a chart."""

from collections.abc import Mapping
from typing import Any

from dashboards.preview.chart import Chart, Legend, token
from dashboards.preview.fields import field_of
from dashboards.preview.reading import Read
from dashboards.preview.series import time_axis
from dashboards.preview.times import milliseconds
from dashboards.preview.values import shown
from dashboards.reader import Answer
from dashboards.text import Language

__all__ = ["state_chart"]


def state_chart(panel: Mapping[str, Any], answer: Answer, found: Read, language: Language) -> Chart | None:
    """Draw a band a series; a state lasts until the next row. None where there is no state at all."""
    moments = [milliseconds(row[0]) for row in answer.rows]
    ends = [*moments[1:], milliseconds(found.end)]
    bands: list[dict[str, Any]] = []
    legend: dict[str, str] = {}
    for place, name in enumerate(answer.columns[1:], start=1):
        field = field_of(panel, name)
        for row, begin, end in zip(answer.rows, moments, ends, strict=True):
            if row[place] is None:
                continue
            state = shown(field, row[place], language)
            legend.setdefault(state.text, token(state.colour))
            if bands and (bands[-1]["n"], bands[-1]["s"], bands[-1]["e"]) == (field.label, state.text, begin):
                bands[-1]["e"] = end
            else:
                bands.append({"n": field.label, "s": state.text, "t": begin, "e": end})
    if not bands:
        return None
    scale, axis = time_axis(found, language)
    encoding = {
        "x": {"field": "t", "type": "temporal", "scale": scale, "axis": axis},
        "x2": {"field": "e", "type": "temporal"},  # the type of a second end keeps Vega-Lite from a second domain
        "y": {"field": "n", "type": "nominal", "sort": None, "axis": {"title": _called(panel), "labelLimit": 150}},
        "color": {
            "field": "s",
            "type": "nominal",
            "legend": None,
            "scale": {"domain": list(legend), "range": list(legend.values())},
        },
        "tooltip": [{"field": "n", "title": " "}, {"field": "s", "title": " "}],
    }
    spec = {"data": {"values": bands}, "mark": {"type": "bar", "opacity": 0.9, "clip": True}, "encoding": encoding}
    return Chart(spec, tuple(Legend(words, colour) for words, colour in legend.items()))


def _called(panel: Mapping[str, Any]) -> str:
    """Return what the bands are; their names say it, so the panel's title does."""
    return str(panel["title"])
