"""What has to be so before anything is planned: Grafana answers, is new enough, and has the plugin."""

import re

from dashboards.errors import GrafanaUnavailableError, GrafanaVersionError
from dashboards.publishing.grafana import Grafana

__all__ = ["OLDEST_GRAFANA", "OLDEST_PLUGIN", "PLUGIN", "check_grafana"]

PLUGIN = "grafana-clickhouse-datasource"

OLDEST_GRAFANA = (11, 6)
"""The oldest Grafana that the plugin runs in: `grafanaDependency` of plugin.json of 4.20.0."""

OLDEST_PLUGIN = (4, 0)
"""From here on the plugin reads `editorType` and numbers as `format`, which the dashboards' queries have."""

_NUMBERS = re.compile(r"(\d+)\.(\d+)")


def check_grafana(grafana: Grafana) -> int:
    """Look at health, version, who asks, and the plugin; give the organisation's id. Nothing is written.

    Raises:
        GrafanaUnavailableError: it does not answer, or its database fails.
        GrafanaTokenError, GrafanaRightsError: it does not know who asks, or does not let him.
        GrafanaVersionError: it is older than 11.6, or lacks the plugin.
    """
    health = grafana.call("health", subject="its health")
    if not isinstance(health, dict) or "database" not in health:
        raise GrafanaUnavailableError(
            f"{grafana.url} did not answer as Grafana does when asked for its health; is ENGAGE_GRAFANA_URL right?"
        )
    if health["database"] != "ok":
        raise GrafanaUnavailableError(
            f"the database of Grafana at {grafana.url} is {health['database']!r}; look at its log, then try again"
        )
    version = str(health.get("version", ""))
    # A Grafana that hides its version is judged by its plugin alone, which runs in no older one.
    if version and _parsed(version) < OLDEST_GRAFANA:
        raise GrafanaVersionError(
            f"Grafana at {grafana.url} is {version}; the plugin {PLUGIN} needs 11.6 or newer: upgrade Grafana"
        )
    organisation = grafana.call("organisation", subject="its organisation")
    _check_plugin(grafana)
    return int(organisation["id"])


def _check_plugin(grafana: Grafana) -> None:
    found = grafana.call("plugin", path={"plugin": PLUGIN}, subject=f"the plugin {PLUGIN}")
    install = f"run `grafana cli plugins install {PLUGIN} 4.20.0`, and start Grafana anew"
    if found is None:
        raise GrafanaVersionError(f"Grafana at {grafana.url} has no plugin {PLUGIN}; {install}")
    version = str(found.get("info", {}).get("version", ""))
    if version and _parsed(version) < OLDEST_PLUGIN:
        raise GrafanaVersionError(f"Grafana at {grafana.url} has {PLUGIN} {version}, which is too old; {install}")


def _parsed(version: str) -> tuple[int, int]:
    found = _NUMBERS.search(version)
    return (int(found[1]), int(found[2])) if found else (0, 0)
