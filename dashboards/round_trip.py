"""JSON back into the SDK's dashboard: what Grafana keeps is what the code made."""

from typing import Any

from dashboards.query import query_config
from dashboards.sdk import models, plugins, runtime
from dashboards.tagged import tagged_config

__all__ = ["in_plain_sight", "read_dashboard"]


def read_dashboard(data: dict[str, Any]) -> models.Dashboard:
    """Return a dashboard out of plain JSON values; written again it is the same.

    Raises:
        QueryShapeError: A query is not of the ClickHouse plugin's shape.
    """
    plugins.register_default_plugins()
    runtime.register_dataquery_variant(query_config())
    runtime.register_dataquery_variant(tagged_config())
    read = models.Dashboard.from_json(data)
    in_plain_sight(read)
    return read


def in_plain_sight(dashboard: models.Dashboard) -> None:
    """Show links and annotations above the panels.

    The SDK would put them into a menu, where Grafana 12 and 13 do not open lists of links, and older ones have none.
    """
    for link in dashboard.links or ():
        link.placement = None  # type: ignore[assignment]  # the SDK's type knows no absence
    if dashboard.annotations is not None:
        for marked in dashboard.annotations.list_val or ():
            marked.placement = None  # type: ignore[assignment]
