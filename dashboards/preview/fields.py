"""How one column or series of a panel is configured: the panel's defaults and the overrides that match it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Field", "field_of"]


@dataclass(frozen=True, slots=True)
class Field:
    """A column or series with its configuration.

    Attributes:
        name: As SQL names it, or the value that names the series.
        config: What Grafana would know of it, by the names that overrides use, e.g. `unit` or `custom.lineStyle`.
    """

    name: str
    config: Mapping[str, Any]

    @property
    def label(self) -> str:
        """What it is called."""
        return str(self.config.get("displayName") or self.name)

    @property
    def unit(self) -> str:
        """Grafana's id of its unit; empty where it has none."""
        return str(self.config.get("unit") or "")

    @property
    def no_value(self) -> str:
        """What stands where there is no value."""
        return str(self.config.get("noValue") or "\u2013")

    @property
    def fixed_colour(self) -> str:
        """Its own colour; empty where its values decide."""
        colour = self.config.get("color") or {}
        return str(colour.get("fixedColor") or "") if colour.get("mode") == "fixed" else ""

    @property
    def judged(self) -> bool:
        """Whether thresholds colour its values."""
        return (self.config.get("color") or {}).get("mode") == "thresholds"

    @property
    def steps(self) -> tuple[tuple[float | None, str], ...]:
        """Its thresholds: from which number on, which colour."""
        steps = (self.config.get("thresholds") or {}).get("steps") or ()
        return tuple((step.get("value"), step["color"]) for step in steps)

    def custom(self, name: str) -> Any:
        """Return what only its kind of panel knows; None where it is not set."""
        if (own := self.config.get(f"custom.{name}")) is not None:
            return own
        return (self.config.get("custom") or {}).get(name)


def field_of(panel: Mapping[str, Any], name: str) -> Field:
    """Return a column or series of a panel with its configuration; of two overrides the later one counts."""
    whole = panel.get("fieldConfig") or {}
    config: dict[str, Any] = dict(whole.get("defaults") or {})
    for override in whole.get("overrides") or ():
        if _matches(override["matcher"], name):
            config.update((one["id"], one["value"]) for one in override["properties"])
    return Field(name, config)


def _matches(matcher: Mapping[str, Any], name: str) -> bool:
    wanted = matcher.get("options", "")
    if matcher["id"] == "byRegexp":
        return re.search(str(wanted).removeprefix("/").removesuffix("/"), name) is not None
    return bool(matcher["id"] == "byName" and wanted == name)
