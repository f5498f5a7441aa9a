"""A dashboard as one page of HTML that loads nothing."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from dashboards.preview.panel import panel_html
from dashboards.preview.reading import Read
from dashboards.preview.times import clock
from dashboards.preview.vega import vega
from dashboards.preview.words import ALL, AT_A_GLANCE, DASHBOARDS, MADE, PERIOD, SWITCH
from dashboards.text import Language

__all__ = ["Theme", "document", "page"]

Theme = str
"""`dark`, `light`, or empty for the reader's own choice."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'unsafe-eval'; img-src data:"
"""Nothing is loaded from anywhere; Vega makes functions of its expressions, hence `unsafe-eval`."""


def page(
    dashboard: Mapping[str, Any],
    found: Read,
    language: Language,
    others: Mapping[str, str],
    *,
    theme: Theme,
    made: datetime,
) -> str:
    """Write the page of a dashboard. `others` are the titles of the pages that lie beside it, by uid."""
    title = str(dashboard["title"])
    sections = "".join(
        _section(dashboard, heading, panels, found, language, others)
        for heading, panels in _sections(dashboard["panels"])
        if panels
    )
    links = "".join(
        f'<li><a href="{uid}.html"{" aria-current=page" if uid == dashboard["uid"] else ""}>{escape(name)}</a></li>'
        for uid, name in others.items()
    )
    chosen = "".join(
        f"<div><dt>{escape(one.label)}</dt><dd>{escape(one.text or ALL.in_(language))}</dd></div>"
        for one in found.chosen
    )
    period = f"{clock(found.start):%Y-%m-%d %H:%M} \u2013 {clock(found.end):%Y-%m-%d %H:%M}"
    body = (
        f'<header class="top"><nav aria-label="{DASHBOARDS.in_(language)}"><ul>{links}</ul></nav>{_switch(language)}'
        f"<h1>{escape(title)}</h1><p>{escape(str(dashboard.get('description') or ''))}</p>"
        f'<dl class="chosen"><div><dt>{PERIOD.in_(language)}</dt><dd>{period}</dd></div>{chosen}'
        f"<div><dt>{MADE.in_(language)}</dt><dd>{clock(made):%Y-%m-%d %H:%M}</dd></div></dl></header>"
        f"<main>{sections}</main>"
    )
    return document(title, body, language, theme=theme, charts=True)


def document(title: str, body: str, language: Language, *, theme: Theme = "", charts: bool = False) -> str:
    """Wrap a page's body; with `charts`, what draws them comes along.

    Raises:
        PreviewError: The library that brings Vega is not installed.
    """
    scripts = f"<script>{vega()}</script>" if charts else ""
    return (
        f'<!doctype html><html lang="{language}"{f" data-theme={theme}" if theme else ""}><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{escape(title)}</title><style>{_own('style.css')}</style></head><body>{body}{scripts}"
        f"<script>{_own('page.js')}</script></body></html>\n"
    )


def _switch(language: Language) -> str:
    return f'<button type="button" id="switch">{SWITCH.in_(language)}</button>'


def _sections(panels: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any] | None, list[Any]]]:
    """Yield each heading with its panels, those of a collapsed row too; the first ones may have no heading."""
    heading: Mapping[str, Any] | None = None
    within: list[Any] = []
    for panel in panels:
        if panel["type"] == "row":
            yield heading, within
            heading, within = panel, list(panel.get("panels") or ())
        else:
            within.append(panel)
    yield heading, within


def _section(
    dashboard: Mapping[str, Any],
    heading: Mapping[str, Any] | None,
    panels: Sequence[Mapping[str, Any]],
    found: Read,
    language: Language,
    others: Mapping[str, str],
) -> str:
    above = min(panel["gridPos"]["y"] for panel in panels)
    drawn = "".join(panel_html(dashboard, panel, found, language, others, above=above) for panel in panels)
    title = (
        f'<h2 class="unseen">{AT_A_GLANCE.in_(language)}</h2>'
        if heading is None
        else f"<h2>{escape(str(heading['title']))}</h2>"
    )
    return f'<section>{title}<div class="grid">{drawn}</div></section>'


@cache
def _own(name: str) -> str:
    return (files("dashboards.preview") / name).read_text(encoding="utf-8")
