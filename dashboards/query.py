"""A query of Grafana's ClickHouse plugin, as the SDK's panels hold it."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from dashboards.errors import QueryShapeError
from dashboards.sdk import builder, common_models, runtime, variants

__all__ = ["DATASOURCE", "PLUGIN", "PLUGIN_VERSION", "ClickHouseQuery", "Format", "Target", "query", "query_config"]

PLUGIN = "grafana-clickhouse-datasource"
PLUGIN_VERSION = "4.20.0"

DATASOURCE = common_models.DataSourceRef(type_val=PLUGIN, uid="${datasource}")
"""The data source that the dashboard's variable `datasource` names."""


class Format(IntEnum):
    """What the plugin makes of the rows. Rows of `SERIES` must come in ascending order of time."""

    SERIES = 0
    TABLE = 1

    @property
    def query_type(self) -> str:
        """What the plugin's editor calls it."""
        return "timeseries" if self is Format.SERIES else "table"


class _Datasource(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    type: str = Field(pattern=f"^{PLUGIN}$")
    uid: str = Field(pattern=r"^\$\{datasource\}$")


class Target(BaseModel):
    """The strict shape of a query: what the plugin's editor writes for SQL, and nothing else."""

    model_config = ConfigDict(extra="forbid", strict=True, alias_generator=to_camel)

    ref_id: str = Field(pattern=r"^[A-Za-z]\w*$")
    datasource: _Datasource
    editor_type: str = Field(pattern=r"^sql$")
    raw_sql: str = Field(min_length=1)
    format: int = Field(ge=0, le=1)
    plugin_version: str = Field(pattern=rf"^{PLUGIN_VERSION}$")
    query_type: str = Field(pattern=r"^(timeseries|table)$")


@dataclass
class ClickHouseQuery(variants.Dataquery):
    """One query; `to_json` and `from_json` are each other's opposite."""

    sql: str
    format: Format
    ref_id: str = "A"

    def to_json(self) -> dict[str, object]:
        """Return the target as the plugin reads it."""
        return {
            "refId": self.ref_id,
            "datasource": {"type": PLUGIN, "uid": DATASOURCE.uid},
            "editorType": "sql",
            "rawSql": self.sql,
            "format": int(self.format),
            "pluginVersion": PLUGIN_VERSION,
            "queryType": self.format.query_type,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Take a target.

        Raises:
            QueryShapeError: It is not of the strict shape.
        """
        try:
            target = Target.model_validate(data)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"]))
            raise QueryShapeError(
                f"query {data.get('refId', '(no refId)')}: {place}: {first['msg']}; make it with dashboards.query"
            ) from error
        return cls(target.raw_sql, Format(target.format), target.ref_id)


class _Ready(builder.Builder[variants.Dataquery]):
    """The SDK's panels take builders of queries, not queries."""

    def __init__(self, made: ClickHouseQuery) -> None:
        self._made = made

    def build(self) -> variants.Dataquery:
        return self._made


def query(sql: str, format_: Format, ref_id: str = "A") -> builder.Builder[variants.Dataquery]:
    """Return a query in the form that panels and annotations take."""
    return _Ready(ClickHouseQuery(sql, format_, ref_id))


def query_config() -> runtime.DataqueryConfig:
    """Return how the SDK's reader of JSON reads our queries."""
    return runtime.DataqueryConfig(identifier=PLUGIN, from_json_hook=ClickHouseQuery.from_json)
