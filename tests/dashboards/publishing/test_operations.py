"""The table of operations, and every request that is made, are those of Grafana's published definitions."""

import dataclasses
import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from dashboards.errors import DashboardError
from dashboards.publishing.grafana import Grafana
from dashboards.publishing.operations import OPERATIONS
from dashboards.publishing.publish import Wanted
from dashboards.publishing.settings import PublishingSettings
from tests.dashboards.publishing.publishing import CAMPAIGNS, publish
from tests.dashboards.publishing.stand_in import Fault, StandIn

FILE = Path(__file__).parents[4] / "shared" / "grafana" / "grafana-13.0.0.subset.openapi3.json"
PUBLISHED = [name for name, operation in OPERATIONS.items() if operation.published]

there = pytest.mark.skipif(not FILE.is_file(), reason=f"Grafana's published definitions are absent: {FILE}")


@cache
def definitions() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def of(name: str) -> dict[str, Any]:
    operation = OPERATIONS[name]
    found: dict[str, Any] = definitions()["paths"][operation.path][operation.method.lower()]
    return found


def body_schema(name: str) -> dict[str, Any]:
    asked: dict[str, Any] = of(name)["requestBody"]["content"]["application/json"]["schema"]
    return asked


@there
@pytest.mark.parametrize("name", PUBLISHED)
def test_an_operation_of_the_table_is_published_with_its_parameters(name: str) -> None:
    """Method, path, parameters of the address, headers."""
    parameters = {(one["in"], one["name"]) for one in of(name).get("parameters", ())}
    operation = OPERATIONS[name]
    assert {("query", key) for key in operation.query} | {("header", key) for key in operation.headers} <= parameters
    assert ("requestBody" in of(name)) == bool(operation.body)


@there
@pytest.mark.parametrize("name", PUBLISHED)
def test_the_answers_of_the_table_are_published_or_known_from_the_server(name: str) -> None:
    """Grafana's code answers more than its definitions say in these places, and no others."""
    beyond = {
        ("name folder", 412),
        ("make data source", 400),
        ("save dashboard", 409),
        ("put alert rules", 409),
        ("delete alert rules", 404),
    }
    extra = {(name, status) for status in OPERATIONS[name].answers if str(status) not in of(name)["responses"]}
    assert extra <= beyond


@there
@pytest.mark.parametrize("name", [name for name in PUBLISHED if OPERATIONS[name].body])
def test_the_keys_of_a_body_are_published(name: str) -> None:
    """The table names no key that Grafana does not know."""
    schema = definitions()["components"]["schemas"][body_schema(name)["$ref"].rpartition("/")[2]]
    assert set(OPERATIONS[name].body) <= set(schema["properties"])


@there
def test_every_body_that_is_sent_is_valid(
    grafana: Grafana, settings: PublishingSettings, wanted: Wanted, stand_in: StandIn
) -> None:
    """Published first, changed, broken and taken back: all operations that send something."""
    publish(grafana, settings, dataclasses.replace(wanted, campaigns=CAMPAIGNS))
    stand_in.folders["engagement-en"]["title"] = "Older"
    later = dataclasses.replace(CAMPAIGNS[0], ends=CAMPAIGNS[0].ends.replace(day=2))
    swedish = {**wanted.dashboards["sv"][0], "title": "Ny"}
    new = dataclasses.replace(wanted, dashboards={**wanted.dashboards, "sv": [swedish]}, campaigns=[later])
    elsewhere = settings.model_copy(update={"grafana_clickhouse_url": "http://elsewhere:1"})
    stand_in.faults.append(Fault("delete annotation", 400))
    with pytest.raises(DashboardError):
        publish(grafana, elsewhere, new)
    publish(grafana, elsewhere, new)
    checked = set()
    for asked in stand_in.asked:
        if asked.body is not None:
            schema = {**body_schema(asked.operation), "components": definitions()["components"]}
            errors = [error.message for error in jsonschema_rs.validator_for(schema).iter_errors(asked.body)]
            assert errors == [], asked.operation
            checked.add(asked.operation)
    assert checked == {name for name, operation in OPERATIONS.items() if operation.body}


def test_every_operation_of_the_table_is_answered_by_the_stand_in() -> None:
    """It is made from the table, and leaves none out."""
    assert [name for name in OPERATIONS if not hasattr(StandIn, f"_do_{name.replace(' ', '_')}")] == []
