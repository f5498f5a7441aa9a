"""What a dashboard is as a whole: R01 to R06 and R35."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from dashboards.periods import instant
from dashboards.queries import panels_of, queries_of
from dashboards.query import DATASOURCE, PLUGIN
from dashboards.rules.fault import Dashboard, Fault
from dashboards.rules.sql_text import views_of
from dashboards.tagged import GRAFANA

__all__ = [
    "LIVE_VIEWS",
    "few_lines",
    "no_numbers_of_the_server",
    "one_datasource",
    "refresh",
    "tag_dropdown",
    "tooltip",
    "whole_name",
]

LIVE_VIEWS = frozenset({"inside", "pipeline_hours", "pipeline_workers", "pipeline_dead_letters", "pipeline_books"})
"""The published views that change within a day."""

_MONTH = timedelta(days=31)
_ANY_DAY = datetime(2026, 1, 31, tzinfo=UTC)
_REFERENCE = {"type": PLUGIN, "uid": DATASOURCE.uid}
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def one_datasource(dashboard: Dashboard) -> Iterator[Fault]:
    """R01: one variable for the data source, and everything uses it."""
    listed = dashboard.get("templating", {}).get("list", [])
    sources = [one for one in listed if one["type"] == "datasource"]
    if [(one["name"], one["query"]) for one in sources] != [("datasource", PLUGIN)]:
        yield Fault("", f"it has {len(sources)} data sources to choose", f"have one variable `datasource` of {PLUGIN}")
    used: list[tuple[str, Any]] = []
    for panel in panels_of(dashboard):
        if panel["type"] != "text":
            used.append((panel["title"], panel.get("datasource")))
        used += [(panel["title"], target.get("datasource")) for target in panel.get("targets") or ()]
    used += [(one["name"], one.get("datasource")) for one in listed if one["type"] == "query"]
    for marked in dashboard.get("annotations", {}).get("list", []):
        if marked.get("datasource") == {"type": GRAFANA.type_val, "uid": GRAFANA.uid}:
            continue
        used += [(marked["name"], marked.get("datasource")), (marked["name"], marked["target"].get("datasource"))]
    for where, reference in used:
        if reference != _REFERENCE:
            yield Fault(where, f"its data source is {reference}", "use dashboards.query.DATASOURCE")


def whole_name(dashboard: Dashboard) -> Iterator[Fault]:
    """R02: a title, a uid that Grafana takes, a description and tags."""
    for key in ("title", "description", "tags"):
        if not dashboard.get(key):
            yield Fault("", f"it has no {key}", "give one in its Board")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,40}", dashboard.get("uid") or ""):
        yield Fault("", f"Grafana does not take the uid {dashboard.get('uid')!r}", "at most 40 of A-Z a-z 0-9 _ -")


def no_numbers_of_the_server(dashboard: Dashboard) -> Iterator[Fault]:
    """R03: no numeric id and no version: they are the server's."""
    for key in ("id", "version"):
        if key in dashboard:
            yield Fault("", f"it has the server's {key} {dashboard[key]}", "leave it out; publishing overwrites by uid")


def tooltip(dashboard: Dashboard) -> Iterator[Fault]:
    """R04: the crosshair is shared, so that one moment is seen on all panels."""
    if dashboard.get("graphTooltip") not in {1, 2}:
        yield Fault("", "its panels do not share the crosshair", "set the tooltip to CROSSHAIR or TOOLTIP")


def refresh(dashboard: Dashboard) -> Iterator[Fault]:
    """R05: it asks again every 30 s at most, and only where a view changes within the day."""
    every = dashboard.get("refresh", "")
    if not every:
        return
    match = re.fullmatch(r"(\d+)([smhd])", every)
    seconds = int(match[1]) * _SECONDS[match[2]] if match else 0
    if seconds < 30:
        yield Fault("", f"it asks again every {every}", "30s or more")
    live = any(views_of(query.sql) & LIVE_VIEWS for query in queries_of(dashboard))
    if seconds < 3600 and not live:
        yield Fault("", f"it asks again every {every}, but its views change once a day", "leave `refresh` empty")


def tag_dropdown(dashboard: Dashboard) -> Iterator[Fault]:
    """R06: a list of its fellows, which keeps the period and the variables."""
    wanted = {"type": "dashboards", "asDropdown": True, "keepTime": True, "includeVars": True}
    if not any(wanted.items() <= link.items() and link.get("tags") for link in dashboard.get("links") or ()):
        yield Fault("", "it has no list of its fellow dashboards", "add dashboards.links.dropdown")


def few_lines(dashboard: Dashboard) -> Iterator[Fault]:
    """R35: annotations have a switch; those out of a statement are off at first where more than a month is shown."""
    long = _ANY_DAY - instant(dashboard["time"]["from"], _ANY_DAY) > _MONTH
    for marked in dashboard.get("annotations", {}).get("list", []):
        if marked.get("hide"):
            yield Fault(marked["name"], "the annotation has no switch", "leave `hide` out")
        if long and marked.get("enable") and "rawSql" in marked["target"]:
            yield Fault(marked["name"], "its lines crowd the series of more than a month", "let it be off at first")
