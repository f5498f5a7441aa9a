"""Every statement of a dashboard: of its panels, its variables and its annotations."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dashboards.query import Format

__all__ = ["BoardQuery", "panels_of", "queries_of"]


@dataclass(frozen=True, slots=True)
class BoardQuery:
    """One statement, and what asks it.

    Attributes:
        uid: The dashboard's uid.
        kind: What asks it.
        name: The panel's title, or the name of the variable or annotation.
        panel: The panel's id; 0 for the others.
        format: What the plugin makes of the rows.
        sql: The statement, with its macros and variables.
    """

    uid: str
    kind: Literal["panel", "variable", "annotation"]
    name: str
    panel: int
    format: Format
    sql: str

    def __str__(self) -> str:
        return f"{self.uid} / {self.kind} {self.name!r}"


def panels_of(dashboard: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the panels in the order of reading, without the headings; those of collapsed rows too."""
    for panel in dashboard.get("panels", ()):
        if panel["type"] == "row":
            yield from panel.get("panels") or ()
        else:
            yield panel


def queries_of(dashboard: Mapping[str, Any]) -> Iterator[BoardQuery]:
    """Yield every statement of a dashboard, given as plain JSON values: variables first, since the others need them."""
    uid = dashboard["uid"]
    for variable in dashboard.get("templating", {}).get("list", ()):
        if variable["type"] == "query":
            asked = variable["query"]
            sql = asked if isinstance(asked, str) else asked["rawSql"]
            yield BoardQuery(uid, "variable", variable["name"], 0, Format.TABLE, sql)
    for panel in panels_of(dashboard):
        for target in panel.get("targets") or ():
            yield BoardQuery(uid, "panel", panel["title"], panel["id"], Format(target["format"]), target["rawSql"])
    for annotation in dashboard.get("annotations", {}).get("list", ()):
        target = annotation["target"]
        if "rawSql" not in target:
            continue  # Grafana's own annotations, by their tags
        yield BoardQuery(uid, "annotation", annotation["name"], 0, Format(target["format"]), target["rawSql"])
