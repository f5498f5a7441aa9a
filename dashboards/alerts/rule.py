"""One alert rule, and what Grafana keeps of it."""

from dataclasses import dataclass
from typing import Any, Literal

from dashboards.statement import statement
from dashboards.text import LANGUAGES, Language, Text

__all__ = ["DATASOURCE", "AlertRule"]

DATASOURCE = {"type": "grafana-clickhouse-datasource", "uid": "engagement-clickhouse"}
"""Rules know no variables, so they name the data source that publishing makes."""

_EXPRESSION = {"type": "__expr__", "uid": "__expr__"}
_INTERVAL = {"intervalMs": 1000, "maxDataPoints": 43200}
"""Grafana writes these two into a query that lacks them."""


@dataclass(frozen=True, slots=True)
class AlertRule:
    """One alert rule. Its statement is `dashboards/sql/alerts/<name>.sql`; `name` is also what its uid is made from.

    The statement gives one number a row, and text columns that tell rows apart. It may use what the plugin expands on
    Grafana's server, for nobody opens a page: no `$__conditionalAll`, no variables.

    Attributes:
        name: The name of its statement.
        group: The group it is evaluated in.
        title: What it is called.
        summary: What is the matter, with `{{ $labels.… }}` for the row's columns and `{{ $values.A }}` for its number.
        remedy: What to do.
        above: It fires where the number is greater.
        lasting: For how long, as Grafana writes times (`5m`), before somebody is told.
        window: How many seconds back the time macros reach.
        audience: Whom it is for: `organisers` or `engineers`.
        no_data: What no row means.
        why: Why `no_data` is so, and why `lasting`.
    """

    name: str
    group: str
    title: Text
    summary: Text
    remedy: Text
    above: float
    lasting: str
    window: int
    audience: Literal["organisers", "engineers"]
    no_data: Literal["OK", "NoData", "Alerting"]
    why: str

    @property
    def uid(self) -> str:
        """The rule's uid, the same in every language."""
        return f"engagement-{self.name.replace('_', '-')}"

    @property
    def sql(self) -> str:
        """Its statement."""
        return statement(f"alerts/{self.name}")

    def as_json(self, language: Language, folder: str, organisation: int) -> dict[str, Any]:
        """Return the rule as Grafana keeps it; its title in one language, what it says in all three.

        A statement that fails is an error of its own (`Error`), never an alert of this title: that the books do not
        balance must not be said because ClickHouse is away.
        """
        said = {f"summary_{each}": self.summary.in_(each) for each in LANGUAGES}
        said |= {f"remedy_{each}": self.remedy.in_(each) for each in LANGUAGES}
        return {
            "uid": self.uid,
            "orgID": organisation,
            "folderUID": folder,
            "ruleGroup": self.group,
            "title": self.title.in_(language),
            "condition": "B",
            "data": [self._query(), self._threshold()],
            "noDataState": self.no_data,
            "execErrState": "Error",
            "for": self.lasting,
            "isPaused": False,
            "annotations": {
                "summary": self.summary.in_(language),
                "description": self.remedy.in_(language),
                **said,
            },
            "labels": {"service": "engagement", "audience": self.audience},
        }

    def _query(self) -> dict[str, Any]:
        model = {
            "refId": "A",
            "datasource": DATASOURCE,
            "editorType": "sql",
            "format": 1,
            "pluginVersion": "4.20.0",
            "queryType": "table",
            "rawSql": self.sql,
            **_INTERVAL,
        }
        return {
            "refId": "A",
            "queryType": "table",
            "relativeTimeRange": {"from": self.window, "to": 0},
            "datasourceUid": DATASOURCE["uid"],
            "model": model,
        }

    def _threshold(self) -> dict[str, Any]:
        model = {
            "refId": "B",
            "datasource": _EXPRESSION,
            "type": "threshold",
            "expression": "A",
            "conditions": [{"evaluator": {"type": "gt", "params": [self.above]}}],
            **_INTERVAL,
        }
        return {
            "refId": "B",
            "queryType": "",
            "relativeTimeRange": {"from": 0, "to": 0},
            "datasourceUid": _EXPRESSION["uid"],
            "model": model,
        }
