"""Every kind of panel is of Grafana's schema and comes back as it was."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from dashboards.colours import BAD, GOOD, NEUTRAL, WARN
from dashboards.columns import Column, series_of
from dashboards.labels import PROGRAMMES, STATES
from dashboards.links import DataLink
from dashboards.panels import bars, district_map, gauge, matrix, note, series, stat, states, table
from dashboards.question import Question
from dashboards.round_trip import read_dashboard
from dashboards.sdk import builder, dashboard, encoder, models
from dashboards.text import LANGUAGES, Language, Text
from tests.dashboards.test_schema import FOLDER, faults, has_schema

WORDS = Text("Words in English", "Sanoja suomeksi", "Ord på svenska")
QUESTION = Question("city_overview/visits", WORDS, WORDS, unit="locale", decimals=1)
STEPS = ((None, GOOD), (0.8, WARN), (1, BAD))
NAME = Column("name", WORDS, labels=PROGRAMMES, width=90, link=DataLink(WORDS, "gatherings", "programme", "name"))
COLUMNS = (
    Column("visits", WORDS, colour=NEUTRAL, dashed=True),
    Column("share", WORDS, unit="percentunit", steps=STEPS, greatest=1),
    Column("change", WORDS, unit="percentunit", least=-1),
    Column("state", WORDS, labels=STATES),
)

KINDS: dict[str, Callable[[Language], builder.Builder[models.Panel]]] = {
    "stat": lambda language: stat(language, QUESTION, steps=STEPS, least=-1),
    "gauge": lambda language: gauge(language, QUESTION, steps=STEPS, greatest=1, each_row=True),
    "timeseries": lambda language: series(
        language, QUESTION, (*COLUMNS, *series_of(PROGRAMMES)), axis=WORDS, bars=True, stacked=True, greatest=1
    ),
    "barchart": lambda language: bars(language, QUESTION, NAME, COLUMNS, axis=WORDS, stacked=True),
    "table": lambda language: table(language, QUESTION, (NAME, *COLUMNS)),
    "table as a matrix": lambda language: matrix(language, QUESTION, NAME, COLUMNS),
    "geomap": lambda language: district_map(language, QUESTION, COLUMNS, size="visits", steps=STEPS),
    "state-timeline": lambda language: states(language, QUESTION, COLUMNS, STATES),
    "text": lambda language: note(language, WORDS, WORDS, WORDS),
}


def plain(panel: builder.Builder[models.Panel]) -> dict[str, Any]:
    whole = dashboard.Dashboard("One").uid("one").with_panel(panel).build()
    found: dict[str, Any] = json.loads(json.dumps(whole, cls=encoder.JSONEncoder))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_comes_back_as_it_was(kind: str) -> None:
    """In each language; its words are of that language alone."""
    for language in LANGUAGES:
        built = plain(KINDS[kind](language))
        assert json.loads(json.dumps(read_dashboard(built), cls=encoder.JSONEncoder)) == built
        text = json.dumps(built, ensure_ascii=False)
        assert {one for one in LANGUAGES if WORDS.in_(one) in text} == {language}
        assert built["panels"][0]["type"] == kind.partition(" ")[0]


@pytest.mark.skipif(not FOLDER.is_dir(), reason=f"Grafana's schemas are absent: {FOLDER}")
@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_of_the_schema(kind: str) -> None:
    """The panel itself, and the options of its kind where there is a schema for them."""
    (panel,) = plain(KINDS[kind]("sv"))["panels"]
    assert faults("dashboard.patched", "Panel", panel) == []
    if has_schema(panel["type"]):
        assert faults(panel["type"], "Options", panel["options"]) == []
