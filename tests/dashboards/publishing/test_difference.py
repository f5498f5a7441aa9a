"""What differs between two dashboards is said, and nothing is said where nothing does."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.publishing.difference import comparable, differences
from dashboards.publishing.fingerprint import fingerprint
from tests.dashboards.publishing.publishing import BOARD

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text("ab", max_size=2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "title", "name"]), inner),
    max_leaves=8,
)
DASHBOARDS = st.fixed_dictionaries(
    {},
    optional={
        "title": st.text("ab", max_size=2),
        "version": st.integers(0, 3),
        "panels": st.lists(
            st.dictionaries(st.sampled_from(["id", "title", "gridPos", "panels", "x"]), JSON), max_size=3
        ),
        "templating": st.fixed_dictionaries({"list": st.lists(JSON, max_size=2)}),
        "annotations": JSON,
    },
)


@given(DASHBOARDS, DASHBOARDS)
@settings(max_examples=150)
def test_a_difference_is_said_exactly_where_there_is_one(old: dict[str, Any], new: dict[str, Any]) -> None:
    """But for Grafana's own id and version; and equal ones have one fingerprint."""
    same = fingerprint(comparable(old)) == fingerprint(comparable(new))
    assert bool(differences(old, new)) is not same


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda board: board["panels"].pop(0), ["panel 'Visits' removed"]),
        (lambda board: board["panels"].append({"id": 9, "title": "New"}), ["panel 'New' added"]),
        (lambda board: board["panels"][0]["gridPos"].update(w=12), ["panel 'Visits': moved or resized"]),
        (
            lambda board: board["panels"][1]["panels"][0].update(description="x"),
            ["panel 'By district': description added: \"x\""],
        ),
        (lambda board: board["templating"]["list"].pop(), ["variable 'programme' removed"]),
        (lambda board: board.update(refresh="1m"), ['refresh added: "1m"']),
        (lambda board: board["tags"].append("x"), ['tags: ["engagement"] -> ["engagement", "x"]']),
        (lambda board: board.update(version=7, id=3), []),
    ],
)
def test_a_change_is_said_in_words(change: Any, said: list[str]) -> None:
    """By panel, variable or key."""
    new = copy.deepcopy(BOARD)
    change(new)
    assert differences(BOARD, new) == said
