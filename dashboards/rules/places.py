"""Where panels stand: R07 to R11, and what is above them: R31."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from dashboards.queries import panels_of
from dashboards.rules.fault import Dashboard, Fault

__all__ = ["MINIMUM", "headings", "large_enough", "no_overlaps", "rows", "unique_ids", "within_columns"]

MINIMUM = {
    "stat": (3, 3),
    "gauge": (3, 4),
    "timeseries": (6, 6),
    "barchart": (6, 6),
    "state-timeline": (6, 5),
    "table": (8, 5),
    "geomap": (8, 7),
    "heatmap": (8, 7),
    "text": (6, 3),
}
"""The least width and height of each kind of panel, so that its text fits."""


def rows(dashboard: Dashboard) -> Iterator[Fault]:
    """R07: many panels need rows; the first is the answer in single numbers, details are collapsed."""
    panels = dashboard.get("panels", [])
    headings_ = [panel for panel in panels if panel["type"] == "row"]
    if len(list(panels_of(dashboard))) <= 8:
        return
    if not headings_:
        yield Fault("", "it has more than 8 panels and no rows", "group them into rows")
    elif not any(heading.get("collapsed") for heading in headings_):
        yield Fault("", "no row is collapsed", "collapse the rows of details")
    first = [panel for panel in panels if panel["type"] != "row" and panel["gridPos"]["y"] == panels[0]["gridPos"]["y"]]
    if not first or any(panel["type"] not in {"stat", "gauge"} for panel in first):
        yield Fault("", "its first line is not the answer in single numbers", "begin with a row of stats")


def unique_ids(dashboard: Dashboard) -> Iterator[Fault]:
    """R08: every panel and row has an id of its own, from 1."""
    ids = Counter(panel.get("id") for panel, _ in _placed(dashboard))
    for number, times in ids.items():
        if not isinstance(number, int) or number < 1 or times > 1:
            yield Fault("", f"{times} panels have the id {number}", "let dashboards.layout number them")


def within_columns(dashboard: Dashboard) -> Iterator[Fault]:
    """R09: nothing reaches over the 24 columns."""
    for panel, _ in _placed(dashboard):
        place = panel["gridPos"]
        if place["x"] < 0 or place["y"] < 0 or place["w"] < 1 or place["h"] < 1 or place["x"] + place["w"] > 24:
            yield Fault(_name(panel), f"it stands at {place}", "keep within 24 columns")


def no_overlaps(dashboard: Dashboard) -> Iterator[Fault]:
    """R10: no panel stands on another, with each collapsed row opened by itself."""
    for (one, first), (other, second) in combinations(_placed(dashboard), 2):
        if first == second and _touch(one["gridPos"], other["gridPos"]):
            yield Fault(_name(one), f"it stands on {_name(other)!r}", "let dashboards.layout place them")


def large_enough(dashboard: Dashboard) -> Iterator[Fault]:
    """R11: each kind of panel has the room that its text needs."""
    for panel in panels_of(dashboard):
        width, height = MINIMUM.get(panel["type"], (3, 3))
        place = panel["gridPos"]
        if place["w"] < width or place["h"] < height:
            yield Fault(_name(panel), f"it is {place['w']} x {place['h']}", f"make it {width} x {height} or larger")


def headings(dashboard: Dashboard) -> Iterator[Fault]:
    """R31: headings have at most four words; at most one panel of text, 3 or 4 high."""
    for panel in dashboard.get("panels", []):
        words = (panel.get("title") or "").split()
        if panel["type"] == "row" and not 1 <= len(words) <= 4:
            yield Fault(_name(panel), f"the heading has {len(words)} words", "one to four")
    texts = [panel for panel in panels_of(dashboard) if panel["type"] == "text"]
    for number, panel in enumerate(texts):
        if number or panel["gridPos"]["h"] not in {3, 4}:
            yield Fault(_name(panel), "it is a second text, or not 3 or 4 high", "one text, on an overview only")


def _placed(dashboard: Dashboard) -> Iterator[tuple[Any, int]]:
    """Yield every panel and row with the row that hides it, 0 for none."""
    for panel in dashboard.get("panels", []):
        yield panel, 0
        for inner in panel.get("panels") or ():
            yield inner, panel["id"]


def _touch(one: dict[str, int], other: dict[str, int]) -> bool:
    return (
        one["x"] < other["x"] + other["w"]
        and other["x"] < one["x"] + one["w"]
        and one["y"] < other["y"] + other["h"]
        and other["y"] < one["y"] + one["h"]
    )


def _name(panel: Any) -> str:
    return panel.get("title") or f"panel {panel.get('id')}"
