"""How numbers are shown: R14 and R16 to R20."""

from collections.abc import Iterator, Mapping
from typing import Any

from dashboards import colours
from dashboards.labels import AGE_BANDS
from dashboards.queries import panels_of
from dashboards.rules.fault import Dashboard, Fault
from dashboards.rules.units import is_unit

__all__ = ["gauge_ends", "legend", "shares", "stacking", "thresholds", "units"]

_GOOD, _WARN, _BAD = {colours.GOOD}, {colours.WARN}, {colours.BAD}
_NO_JUDGEMENT = {colours.NEUTRAL, colours.SECOND, colours.MUTED}
_KNOWN = (
    _GOOD
    | _WARN
    | _BAD
    | _NO_JUDGEMENT
    | set(colours.PROGRAMMES.values())
    | set(colours.AGE_BANDS)
    | set(colours.HUES)
    | {label.colour for label in AGE_BANDS.values()}
)
_SUMS = ("sum", "summ")


def units(dashboard: Dashboard) -> Iterator[Fault]:
    """R14: every number has a unit that Grafana knows."""
    for panel, field in _fields(dashboard):
        unit = field.get("unit")
        if (unit is None and field.get("default")) or (unit is not None and not is_unit(unit)):
            yield Fault(panel["title"], f"its unit is {unit!r}", "give Question a unit of Grafana, e.g. locale")


def gauge_ends(dashboard: Dashboard) -> Iterator[Fault]:
    """R16: a gauge has both ends."""
    for panel, field in _fields(dashboard):
        if panel["type"] == "gauge" and field.get("default") and not {"min", "max"} <= field.keys():
            yield Fault(panel["title"], "the gauge has no least or no greatest", "use dashboards.panels.gauge")


def thresholds(dashboard: Dashboard) -> Iterator[Fault]:
    """R17: steps begin with null and rise, green to orange to red or back; colours have a meaning; no fall is green."""
    for panel, field in _fields(dashboard):
        steps = field.get("thresholds", {}).get("steps") or []
        values = [step["value"] for step in steps]
        if steps and (values[0] is not None or None in values[1:] or values[1:] != sorted(set(values[1:]))):
            yield Fault(panel["title"], f"its steps are {values}", "begin with None and rise")
        if field.get("min") == -1 and any(
            step["color"] in _GOOD and (step["value"] is None or step["value"] < 0) for step in steps
        ):
            yield Fault(
                panel["title"], "it shows a fall in green", "let green begin at 0, and what is usual be neutral"
            )
        ranks = [rank for step in steps if (rank := _rank(step["color"])) is not None]
        if ranks not in (sorted(ranks), sorted(ranks, reverse=True)):
            yield Fault(
                panel["title"], f"its steps judge {[step['color'] for step in steps]}", "from good to bad or back"
            )
        used = {step["color"] for step in steps} | {field.get("color", {}).get("fixedColor")}
        used |= {
            answer.get("color")
            for mapping in field.get("mappings", [])
            for answer in mapping["options"].values()
            if isinstance(answer, Mapping)
        }
        if strange := sorted(used - _KNOWN - {None, ""}):
            yield Fault(panel["title"], f"the colour {strange[0]} has no meaning", "take one of dashboards.colours")


def shares(dashboard: Dashboard) -> Iterator[Fault]:
    """R18: shares are percentunit with a greatest of 1; a change says its least, -1; percent (0 to 100) is not used."""
    for panel, field in _fields(dashboard):
        if field.get("unit") == "percent":
            yield Fault(panel["title"], "its unit is percent of 0 to 100", "give shares of 0 to 1 as percentunit")
        if field.get("unit") == "percentunit" and field.get("max") != 1 and field.get("min") != -1:
            yield Fault(panel["title"], "a share without an end", "greatest=1 for a share, least=-1 for a change")


def stacking(dashboard: Dashboard) -> Iterator[Fault]:
    """R19: only what sums is stacked, and the description says that it does."""
    for panel in panels_of(dashboard):
        custom = panel.get("fieldConfig", {}).get("defaults", {}).get("custom") or {}
        modes = {panel.get("options", {}).get("stacking"), (custom.get("stacking") or {}).get("mode")}
        if modes - {None, "none"} and not any(word in panel["description"].lower() for word in _SUMS):
            yield Fault(panel["title"], "it is stacked, and does not say that its parts sum", "say so, or do not stack")


def legend(dashboard: Dashboard) -> Iterator[Fault]:
    """R20: more than one series has a legend."""
    for panel in panels_of(dashboard):
        if panel["type"] not in {"timeseries", "barchart", "state-timeline"}:
            continue
        names = [over["matcher"]["options"] for over in panel["fieldConfig"]["overrides"]]
        many = len(names) - (panel["type"] == "barchart") > 1
        if many and not panel["options"].get("legend", {}).get("showLegend"):
            yield Fault(panel["title"], "it has several series and no legend", "show the legend")


def _fields(dashboard: Dashboard) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Yield the configuration of each panel's fields: the panel's own, marked `default`, and each override's."""
    for panel in panels_of(dashboard):
        if panel["type"] == "text":
            continue
        config = panel.get("fieldConfig", {})
        yield panel, {**config.get("defaults", {}), "default": True}
        for over in config.get("overrides", []):
            yield panel, {one["id"]: one.get("value") for one in over["properties"]}


def _rank(colour: str) -> int | None:
    for rank, those in enumerate((_GOOD, _WARN, _BAD)):
        if colour in those:
            return rank
    return None
