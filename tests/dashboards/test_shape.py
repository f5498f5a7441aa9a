"""An answer that a panel could not draw is named."""

from datetime import date
from typing import Any

import pytest

from dashboards.boards.city_overview import CITY_OVERVIEW
from dashboards.build import as_json
from dashboards.labels import ANSWERS, STATUSES, Labels, value_mapping
from dashboards.queries import panels_of
from dashboards.query import Format
from dashboards.reader import Answer
from dashboards.shape import misfits

DAY, LATER = date(2026, 1, 1), date(2026, 1, 2)
TEXT, NUMBER = "LowCardinality(String)", "Nullable(UInt64)"


def found(
    kind: str, columns: dict[str, str], *rows: Any, named: tuple[str, ...] = (), labels: Labels | None = None
) -> list[str]:
    mappings = [{"id": "mappings", "value": value_mapping(labels, "en")}] if labels else []
    overrides = [{"matcher": {"id": "byName", "options": name}, "properties": mappings} for name in named]
    panel = {"type": kind, "fieldConfig": {"overrides": overrides}, "options": {"reduceOptions": {"values": False}}}
    format_ = Format.SERIES if kind == "timeseries" else Format.TABLE
    return list(misfits(panel, format_, Answer(tuple(columns), tuple(columns.values()), rows, 1.0)))


SERIES = {"time": "Date", "programme": TEXT, "visits": NUMBER}


@pytest.mark.parametrize(
    ("columns", "rows", "wrong"),
    [
        ({"day": "Date", "visits": NUMBER}, [], "begins with the column time"),
        ({"time": "String", "visits": NUMBER}, [], "begins with the column time"),
        ({"time": "Date", "programme": TEXT}, [], "a series has numbers"),
        ({"time": "Date", "a": TEXT, "b": "String", "visits": NUMBER}, [], "a series has numbers"),
        ({**SERIES, "usual": "Nullable(Float64)"}, [], "a series has numbers"),
        (SERIES, [(LATER, "a", 1), (DAY, "a", 2)], "not in order of time"),
        (SERIES, [(DAY, "a", 1), (DAY, "a", 2)], "two rows of one time"),
    ],
)
def test_a_series_has_a_form(columns: dict[str, str], rows: list[Any], wrong: str) -> None:
    """Time first and rising, then one text and one number, or numbers; each point once."""
    assert any(wrong in one for one in found("timeseries", columns, *rows))


def test_what_can_be_drawn_is_let_be() -> None:
    """Long and wide series, a single number, a list with a name for each column."""
    assert found("timeseries", SERIES, (DAY, "a", 1), (DAY, "b", None), (LATER, "a", 3)) == []
    assert found("timeseries", {"time": "DateTime64(3, 'UTC')", "a": "Nullable(Float64)", "b": "UInt64"}) == []
    assert found("stat", {"visits": NUMBER}, (None,)) == []
    assert found("table", {"name": "String", "visits": NUMBER}, named=("name", "visits")) == []


def test_a_single_number_is_one() -> None:
    """Of one row and one column."""
    assert found("stat", {"a": NUMBER, "b": NUMBER}) == ["a stat takes one number, not 2"]
    assert found("gauge", {"a": NUMBER}, (1,), (2,)) == ["a gauge takes one row, not 2"]


def test_columns_and_their_names_are_the_same() -> None:
    """A column without a name would show SQL's, a name without a column is a slip of the pen."""
    assert found("table", {"visits": NUMBER}) == ["the column visits has no Column, so it would go by its name in SQL"]
    assert found("barchart", {"visits": NUMBER}, named=("visits", "gone")) == [
        "it names the column gone, and the statement gives visits"
    ]


def test_every_value_that_is_shown_has_a_word() -> None:
    """Of columns that have words; an answer of yes or no comes as a number or as a truth."""
    rows = [("open",), ("lost",), ("",), (None,)]
    assert found("table", {"status": TEXT}, *rows, named=("status",), labels=STATUSES) == [
        "the value 'lost' of its column status has no word in dashboards/labels"
    ]
    assert found("table", {"final": "Bool"}, (True,), (False,), (1,), named=("final",), labels=ANSWERS) == []


def test_every_series_that_is_shown_has_a_word() -> None:
    """A series that no Column names would go by its value."""
    panel = as_json(CITY_OVERVIEW, "en")
    (series,) = (one for one in panels_of(panel) if one["title"] == "How many came each week?")
    rows = [(DAY, "theme-night", 1), (DAY, "lost", 2)]
    assert list(misfits(series, Format.SERIES, Answer(tuple(SERIES), tuple(SERIES.values()), rows, 1.0))) == [
        "the series 'lost' has no Column, so it would go by its name in SQL"
    ]


def test_variables_have_no_panel() -> None:
    """Only two columns of one name are wrong there."""
    assert list(misfits(None, Format.TABLE, Answer(("a", "a"), ("String", "String"), (), 1.0))) == [
        "two columns have one name: a, a"
    ]
