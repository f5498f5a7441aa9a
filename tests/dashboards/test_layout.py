"""Places are computed, so that nothing overlaps."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.layout import Cell, Row, laid_out
from dashboards.rules import RULES
from dashboards.sdk import builder, models, stat
from dashboards.text import Language, Text

TITLE = Text("Row", "Rivi", "Rad")


def panel(_: Language) -> builder.Builder[models.Panel]:
    return stat.Panel().title("A panel")


CELLS = st.builds(Cell, st.just(panel), st.integers(3, 24), st.integers(3, 12))
ROWS = st.builds(Row, st.sampled_from([TITLE, None]), st.lists(CELLS, max_size=6), st.booleans())


def plain(place: Any) -> dict[str, Any]:
    return {
        "id": place.id_val,
        "type": place.type_val,
        "title": place.title,
        "collapsed": getattr(place, "collapsed", False),
        "panels": [plain(inner) for inner in getattr(place, "panels", None) or ()],
        "gridPos": {name: getattr(place.grid_pos, name) for name in "xywh"},
    }


@given(st.lists(ROWS, max_size=5))
def test_nothing_overlaps_or_reaches_over_the_edge(rows: list[Row]) -> None:
    """Whatever the sizes, with each collapsed row closed or opened by itself; ids count up from 1."""
    panels = [plain(place) for place in laid_out(rows, "en")]
    for name in ("R08", "R09", "R10"):
        assert list(RULES[name]({"uid": "x", "panels": panels})) == []


def test_a_panel_that_is_too_wide_is_refused() -> None:
    """25 columns do not fit into 24."""
    with pytest.raises(ValueError, match="25 columns"):
        list(laid_out([Row(None, [Cell(panel, 25, 3)])], "en"))
