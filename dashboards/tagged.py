"""Grafana's own annotations, found by their tags: what publishing puts there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from dashboards.sdk import builder, common_models, runtime, variants

__all__ = ["GRAFANA", "Tagged", "tagged", "tagged_config"]

_TYPE = "grafana"
_MOST = 100

GRAFANA = common_models.DataSourceRef(type_val=_TYPE, uid="-- Grafana --")
"""The data source that every Grafana has: its own database."""


@dataclass
class Tagged(variants.Dataquery):
    """Annotations that have all of the tags; `to_json` and `from_json` are each other's opposite."""

    tags: Sequence[str]

    def to_json(self) -> dict[str, object]:
        """Return the target as Grafana reads it."""
        return {"type": "tags", "tags": [*self.tags], "matchAny": False, "limit": _MOST}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Take a target."""
        return cls(data["tags"])


class _Ready(builder.Builder[variants.Dataquery]):
    """The SDK's annotations take builders of queries, not queries."""

    def __init__(self, made: Tagged) -> None:
        self._made = made

    def build(self) -> variants.Dataquery:
        return self._made


def tagged(*tags: str) -> builder.Builder[variants.Dataquery]:
    """Ask for the annotations that have all of these tags."""
    return _Ready(Tagged(tags))


def tagged_config() -> runtime.DataqueryConfig:
    """Return how the SDK's reader of JSON reads these targets."""
    return runtime.DataqueryConfig(identifier=_TYPE, from_json_hook=Tagged.from_json)
