"""One panel as HTML: its frame, its words, and what its kind draws."""

import json
from collections.abc import Collection, Mapping
from datetime import timedelta
from html import escape
from typing import Any

from dashboards.preview.bars import bar_chart
from dashboards.preview.chart import Chart, Legend
from dashboards.preview.district_map import map_chart
from dashboards.preview.fields import field_of
from dashboards.preview.markdown import as_html
from dashboards.preview.numbers import gauges, stat
from dashboards.preview.reading import Read
from dashboards.preview.series import series_chart
from dashboards.preview.states import state_chart
from dashboards.preview.tables import css_colour, table
from dashboards.preview.times import milliseconds
from dashboards.preview.words import ABOUT, FAILED
from dashboards.reader import Answer
from dashboards.text import Language

__all__ = ["panel_html"]

_MONTH = timedelta(days=31)


def panel_html(
    dashboard: Mapping[str, Any],
    panel: Mapping[str, Any],
    found: Read,
    language: Language,
    pages: Collection[str],
    *,
    above: int,
) -> str:
    """Write a panel. `above` is how many grid rows lie above its section; `pages` are the uids that have a page.

    A kind of panel that has no drawing of its own here is shown as a table.
    """
    place, title, about = panel["gridPos"], escape(str(panel["title"])), escape(str(panel.get("description") or ""))
    number = panel["id"]
    style = f"--x:{place['x'] + 1};--w:{place['w']};--y:{place['y'] - above + 1};--h:{place['h']}"
    wide = " wide" if place["w"] >= 12 else ""
    return (
        f'<article class="panel {escape(panel["type"])}{wide}" id="panel-{number}" style="{style}" '
        f'aria-labelledby="title-{number}" aria-describedby="about-{number}">'
        f'<header><h3 id="title-{number}" title="{about}">{title}</h3>'
        f'<details class="about"><summary aria-label="{ABOUT.in_(language)}: {title}">i</summary>'
        f'<p id="about-{number}">{about}</p></details></header>'
        f'<div class="body">{_body(dashboard, panel, found, language, pages)}</div></article>'
    )


def _body(
    dashboard: Mapping[str, Any], panel: Mapping[str, Any], found: Read, language: Language, pages: Collection[str]
) -> str:
    if panel["type"] == "text":
        return f'<div class="note">{as_html(str(panel["options"]["content"]))}</div>'
    answer = found.answers.get(panel["id"])
    if answer is None:
        return f'<p class="missing failed">{FAILED.in_(language)}.</p>'
    kind = panel["type"]
    if kind in {"stat", "gauge"}:
        return (stat if kind == "stat" else gauges)(panel, answer, language)
    charts = {
        "timeseries": lambda: series_chart(panel, answer, found, _marks(dashboard, found), language),
        "barchart": lambda: bar_chart(panel, answer, language),
        "state-timeline": lambda: state_chart(panel, answer, found, language),
        "geomap": lambda: map_chart(panel, answer, language),
    }
    return _chart(panel, charts[kind](), answer) if kind in charts else table(panel, answer, language, pages)


def _chart(panel: Mapping[str, Any], chart: Chart | None, answer: Answer) -> str:
    if chart is None:
        words = field_of(panel, answer.columns[-1] if answer.rows else "").no_value
        return f'<p class="missing">{escape(words)}</p>'
    spec = json.dumps(chart.spec, ensure_ascii=False).replace("<", "\\u003c")
    name = escape(f"{panel['title']} {panel.get('description') or ''}".strip(), quote=True)
    legend = "".join(map(_legend, chart.legend))
    return (
        f'<div class="chart" role="img" aria-label="{name}"></div>'
        f'<script type="application/json" class="spec">{spec}</script>'
        + (f'<ul class="legend">{legend}</ul>' if legend else "")
    )


def _legend(entry: Legend) -> str:
    key = ""
    if entry.colour:
        colour = (
            css_colour(entry.colour) if entry.colour.startswith("#") else f"var(--{entry.colour.removeprefix('@')})"
        )
        key = f'<span class="key{" dashed" if entry.dashed else ""}" style="--key:{colour}"></span>'
    return f"<li>{key}{escape(entry.text)}</li>"


def _marks(dashboard: Mapping[str, Any], found: Read) -> list[dict[str, Any]]:
    """Return what annotations mark within the period; of one that is off at first, only where it is short enough."""
    marks = []
    short = found.end - found.start <= _MONTH
    for annotation in dashboard.get("annotations", {}).get("list", ()):
        if not annotation.get("enable") and not short:
            continue
        answer = found.marks.get(annotation["name"])
        for row in answer.rows if answer else ():
            its = dict(zip(answer.columns if answer else (), row, strict=True))
            at = milliseconds(its["time"])
            if milliseconds(found.start) <= at <= milliseconds(found.end):
                mark = {"at": at, "text": str(its.get("text") or annotation["name"])}
                marks.append({**mark, "name": annotation["name"], "colour": annotation["iconColor"]})
    return marks
