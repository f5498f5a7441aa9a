"""Grafana's published schemas take the dashboards, panel by panel."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from dashboards.build import built_dashboards
from dashboards.queries import panels_of

FOLDER = Path(__file__).parents[3] / "shared" / "grafana" / "schema"
DASHBOARDS = {dashboard["uid"]: dashboard for _, dashboard in built_dashboards(["en"])}

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"Grafana's schemas are absent: {FOLDER}")


def has_schema(kind: str) -> bool:
    """Whether there is a schema for the options of a kind of panel; files leave the dash out."""
    return (FOLDER / f"{kind.replace('-', '')}.jsonschema.json").is_file()


@cache
def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (FOLDER / f"{name.replace('-', '')}.jsonschema.json").read_text(encoding="utf-8")
    )
    return found


def faults(name: str, definition: str, value: Any) -> list[str]:
    whole = {key: part for key, part in schema(name).items() if key != "$ref"}
    validator = jsonschema_rs.validator_for({**whole, "$ref": f"#/definitions/{definition}"})
    return [
        f"{'/'.join(map(str, error.instance_path))}: {error.message[:200]}" for error in validator.iter_errors(value)
    ]


@pytest.mark.parametrize("uid", DASHBOARDS)
def test_a_dashboard_is_of_the_schema(uid: str) -> None:
    """As a whole, without its panels, whose `oneOf` would hide what is wrong."""
    whole = {key: value for key, value in DASHBOARDS[uid].items() if key != "panels"}
    assert faults("dashboard.patched", "Dashboard", whole) == []


@pytest.mark.parametrize("uid", DASHBOARDS)
def test_every_panel_is_of_the_schema_and_its_options_of_its_kind(uid: str) -> None:
    """`Panel` and `RowPanel` directly, and the options of each kind that has a schema."""
    tried = set()
    for panel in panels_of(DASHBOARDS[uid]):
        assert faults("dashboard.patched", "Panel", panel) == [], panel["title"]
        if has_schema(panel["type"]):
            tried.add(panel["type"])
            assert faults(panel["type"], "Options", panel["options"]) == [], panel["title"]
    assert tried
    for row in DASHBOARDS[uid]["panels"]:
        if row["type"] == "row":
            assert faults("dashboard.patched", "RowPanel", row) == []


@pytest.mark.parametrize(
    "broken", [{"gridPos": {"x": "left"}}, {"title": 1}, {"fieldConfig": {"defaults": {"unit": 1}}}]
)
def test_the_schema_refuses_what_is_broken(broken: Mapping[str, Any]) -> None:
    """So that it can fail at all."""
    panel = next(iter(panels_of(next(iter(DASHBOARDS.values())))))
    assert faults("dashboard.patched", "Panel", {**panel, **broken})


def test_the_units_are_those_of_the_schema() -> None:
    """Every unit that a panel has and that is no form of its own stands in Grafana's list."""
    text = json.dumps(schema("units"))
    for dashboard in DASHBOARDS.values():
        for panel in panels_of(dashboard):
            unit = panel["fieldConfig"]["defaults"]["unit"] if panel["type"] != "text" else "short"
            assert f'"{unit}"' in text or ":" in unit, (panel["title"], unit)
