"""What the tests of publishing share: a small dashboard, campaigns, and publishing as the command does it."""

from datetime import date
from typing import Any

from dashboards.publishing.campaigns import Campaign
from dashboards.publishing.grafana import Grafana
from dashboards.publishing.publish import Wanted, plan, write
from dashboards.publishing.settings import PublishingSettings
from dashboards.publishing.step import Step
from dashboards.text import Text

__all__ = ["BOARD", "CAMPAIGNS", "publish"]

BOARD: dict[str, Any] = {
    "uid": "engagement-small-en",
    "title": "Small",
    "tags": ["engagement"],
    "schemaVersion": 42,
    "templating": {"list": [{"name": "programme", "type": "query", "query": "SELECT 1"}]},
    "panels": [
        {
            "id": 1,
            "title": "Visits",
            "type": "stat",
            "description": "How many came",
            "gridPos": {"h": 4, "w": 6, "x": 0, "y": 0},
            "targets": [{"refId": "A", "rawSql": "SELECT sum(visits)\nFROM published.days\nWHERE day > today() - 7"}],
        },
        {"id": 2, "title": "Details", "type": "row", "collapsed": True, "panels": [{"id": 3, "title": "By district"}]},
    ],
}

CAMPAIGNS = (
    Campaign("autumn", date(2026, 9, 1), date(2026, 9, 30), Text("Autumn", "Syksy", "Höst")),
    Campaign("night", date(2026, 10, 24), date(2026, 10, 24), Text("A night", "Ilta", "En kväll")),
)


def publish(grafana: Grafana, settings: PublishingSettings, wanted: Wanted) -> list[Step]:
    """Plan and write, as `engage dashboards publish` does."""
    steps = plan(grafana, settings, wanted)
    write(grafana, steps, overwrite=wanted.overwrite, done=lambda _step: None)
    return steps
