"""What the plugin's own code answered to statements, beside what ours does."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dashboards.errors import MacroError
from dashboards.macros import Context, Selection, expand_in_backend, expand_in_browser

REFUSED = {
    "statement macro columns",
    "statement macro lttb",
    "statement macro columns in place of SELECT",
    "statement macro lttb in place of SELECT",
}
"""What a later step of the plugin would write a whole statement for."""


@pytest.fixture(scope="module")
def vectors(shared_data: Path) -> dict[str, Any]:
    file = shared_data.parent / "grafana" / "macro_vectors.json"
    if not file.is_file():
        pytest.skip(f"the plugin's answers are absent: {file}")
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def test_the_backend_answers_as_the_plugin_does(vectors: dict[str, Any]) -> None:
    """The same SQL, or refused where the plugin refuses; macros of whole statements are refused by name."""
    assert len(vectors["backend"]) > 300
    for one in vectors["backend"]:
        start, end = datetime.fromisoformat(one["from"]), datetime.fromisoformat(one["to"])
        context = Context(start, end, one["interval_ms"], process_zone=ZoneInfo(one["process_time_zone"]))
        if one["name"] in REFUSED:
            with pytest.raises(MacroError, match="writes a whole statement"):
                expand_in_backend(one["sql"], context)
        elif "error" in one:
            with pytest.raises(MacroError):
                expand_in_backend(one["sql"], context)
        else:
            assert expand_in_backend(one["sql"], context) == one["expected"], one["name"]


def test_the_browser_interpolates_as_grafana_does(vectors: dict[str, Any]) -> None:
    """Each selection in each statement."""
    assert len(vectors["browser"]) > 500
    moment = datetime.fromisoformat("2026-11-27T12:00:00Z")
    for one in vectors["browser"]:
        chosen = one["selection"]
        selection = Selection(tuple(chosen["values"]), every=chosen["every"], multi=chosen["multi"])
        found = expand_in_browser(one["sql"], Context(moment, moment, selections={"x": selection}))
        assert found == one["expected"], (chosen, one["sql"])
