"""Drawings of a report's tables, as SVG by Vega-Lite, as previews draw the boards."""

import json
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

from dashboards.colours import PROGRAMMES
from dashboards.preview.vega import cached, kept
from dashboards.reports.catalogue import Catalogue, catalogue
from dashboards.reports.cells import largest_first
from dashboards.reports.model import Chart, DateCell, MissingCell, NumberCell, Report, Table, TextCell
from dashboards.reports.written import written

__all__ = ["can_draw", "drawn"]

_BLUE, _INK, _QUIET, _LINE = "#2b66bd", "#1c2024", "#4b535c", "#d5dae0"
_FONT = "DejaVu Sans, Helvetica, Arial, sans-serif"
_MOST_BARS = 15
_WIDTH = 560
_AXIS = {
    "labelColor": _QUIET, "titleColor": _QUIET, "gridColor": _LINE, "domainColor": _LINE, "tickColor": _LINE,
    "labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal",
}  # fmt: skip
_CONFIG = {"background": None, "font": _FONT, "view": {"stroke": None}, "axis": _AXIS, "legend": {"labelFontSize": 11}}


def can_draw() -> bool:
    """Return whether the library that draws is installed; without it a report has its tables alone."""
    return find_spec("vl_convert") is not None


def drawn(report: Report, chart: Chart) -> str:
    """Return a chart as SVG; empty where its table has no number. Kept in the user's cache by what it shows."""
    tables = {one.id: one for one in report.tables}
    words = catalogue(report.language)
    table = tables[chart.table]
    spec = _bars(chart, table, words) if chart.kind == "bars" else _lines(chart, table, words)
    if spec is None:
        return ""
    text = json.dumps(spec, ensure_ascii=False, sort_keys=True)
    name = sha256(f"{version('vl-convert-python')} {report.language} {text}".encode()).hexdigest()[:32]
    return kept(cached(f"chart-{name}.svg"), lambda: _svg(spec, report.language != "en"))


def _svg(spec: dict[str, Any], comma: bool) -> str:  # noqa: FBT001  of one caller
    import vl_convert

    locale = {"decimal": "," if comma else ".", "thousands": "\u00a0" if comma else ",", "grouping": [3]}
    return str(
        vl_convert.vegalite_to_svg(spec, format_locale={**locale, "currency": ["", "\u00a0€"], "minus": "\u2212"})
    )


def _bars(chart: Chart, table: Table, words: Catalogue) -> dict[str, Any] | None:
    every = zip(table.cells(chart.by), table.cells(chart.value), strict=True)
    pairs = [pair for pair in every if pair[1] != MissingCell("not applicable")]
    if not chart.in_order:
        pairs = largest_first(pairs, 1)[:_MOST_BARS]
    numbers = [cell.value for _, cell in pairs if isinstance(cell, NumberCell)]
    if not numbers:
        return None
    rows = [
        {
            "k": place,
            "n": written(name, words),
            "v": cell.value if isinstance(cell, NumberCell) else 0,
            "label": written(cell, words),
        }
        for place, (name, cell) in enumerate(pairs)
    ]
    names = json.dumps([row["n"] for row in rows], ensure_ascii=False)
    y = {
        "field": "k",
        "type": "ordinal",
        "axis": {
            "title": None,
            "labelExpr": f"{names}[datum.value]",
            "labelLimit": 220,
            "ticks": False,
            "domain": False,
        },
        "scale": {"paddingInner": 0.3, "paddingOuter": 0.1},
    }
    x = {
        "field": "v",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, max(numbers) * 1.2 or 1], "nice": False},
    }
    label = {"type": "text", "align": "left", "dx": 4, "fontSize": 11, "color": _INK}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": _WIDTH - 200,
        "height": {"step": 22},
        "config": _CONFIG,
        "data": {"values": rows},
        "layer": [
            {"mark": {"type": "bar", "color": _BLUE}, "encoding": {"y": y, "x": x}},
            {"mark": label, "encoding": {"y": y, "x": x, "text": {"field": "label"}}},
        ],
    }


def _lines(chart: Chart, table: Table, words: Catalogue) -> dict[str, Any] | None:
    colours = {programme.value: colour for programme, colour in PROGRAMMES.items()}
    rows, series = [], {}
    for moment, value, name in zip(
        table.cells(chart.by), table.cells(chart.value), table.cells(chart.series), strict=True
    ):
        if isinstance(moment, DateCell) and isinstance(name, TextCell):
            series[name.value] = colours.get(name.code, _BLUE)
            number = value.value if isinstance(value, NumberCell) else None
            rows.append({"t": moment.value.isoformat(), "s": name.value, "v": number})
    if not any(row["v"] is not None for row in rows):
        return None
    form = {"en": "%-d %b", "fi": "%-d.%-m.", "sv": "%-d/%-m"}[words.language]
    value_column = next(column for column in table.columns if column.id == chart.value)
    encoding = {
        "x": {
            "field": "t",
            "type": "temporal",
            "scale": {"type": "utc"},
            "axis": {"title": None, "format": form, "grid": False},
        },
        "y": {"field": "v", "type": "quantitative", "axis": {"title": value_column.title, "format": ",~f"}},
        "color": {
            "field": "s",
            "type": "nominal",
            "scale": {"domain": list(series), "range": list(series.values())},
            "legend": {"title": None, "orient": "bottom"},
        },
        "shape": {
            "field": "s",
            "type": "nominal",
            "scale": {"domain": list(series)},
            "legend": {"title": None, "orient": "bottom"},
        },
    }
    line = {name: its for name, its in encoding.items() if name != "shape"}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": _WIDTH - 60,
        "height": 200,
        "config": _CONFIG,
        "data": {"values": rows},
        "layer": [
            {"mark": {"type": "line", "strokeWidth": 2}, "encoding": line},
            {"mark": {"type": "point", "filled": True, "size": 40}, "encoding": encoding},
        ],
    }
