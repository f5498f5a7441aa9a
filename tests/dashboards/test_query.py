"""A query is what the plugin's editor writes, and nothing else."""

from typing import Any

import pytest

from dashboards.errors import QueryShapeError
from dashboards.query import ClickHouseQuery, Format

TARGET: dict[str, Any] = {
    "refId": "A",
    "datasource": {"type": "grafana-clickhouse-datasource", "uid": "${datasource}"},
    "editorType": "sql",
    "rawSql": "SELECT 1",
    "format": 0,
    "pluginVersion": "4.20.0",
    "queryType": "timeseries",
}


@pytest.mark.parametrize("format_", Format)
def test_a_query_read_and_written_is_the_same(format_: Format) -> None:
    """`from_json` and `to_json` are each other's opposite."""
    made = ClickHouseQuery("SELECT 1", format_, "B")
    assert ClickHouseQuery.from_json(made.to_json()) == made
    assert ClickHouseQuery.from_json(TARGET).to_json() == TARGET


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("refId", ""),
        ("rawSql", ""),
        ("rawSql", None),
        ("format", 2),
        ("format", "0"),
        ("editorType", "builder"),
        ("pluginVersion", "3.0.0"),
        ("queryType", "sql"),
        ("datasource", {"type": "prometheus", "uid": "${datasource}"}),
        ("datasource", {"type": "grafana-clickhouse-datasource", "uid": "abc"}),
        ("more", 1),
    ],
)
def test_another_shape_is_refused_with_its_place(key: str, value: object) -> None:
    """A query by hand says where it goes wrong."""
    with pytest.raises(QueryShapeError, match=rf"query .*: {key}"):
        ClickHouseQuery.from_json({**TARGET, key: value})


@pytest.mark.parametrize("key", TARGET)
def test_a_missing_key_is_refused(key: str) -> None:
    """Nothing is optional: a missing format would be a series, a missing editor type the query builder."""
    with pytest.raises(QueryShapeError, match=key):
        ClickHouseQuery.from_json({name: value for name, value in TARGET.items() if name != key})
