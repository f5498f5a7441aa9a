"""The words of reports are complete in each language, and none is left over."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import dashboards.reports
from dashboards.errors import ReportError
from dashboards.reports.build import build_report
from dashboards.reports.catalogue import catalogue
from dashboards.reports.columns import COLUMNS
from dashboards.reports.period import Period
from dashboards.text import LANGUAGES, Language
from streams.releases.calendar import Stage
from tests.dashboards.reports.hand_made import nothing

CODE = Path(str(dashboards.reports.__file__)).parent


def texts_of(words: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for name, its in words.items():
        if isinstance(its, Mapping):
            yield from texts_of(its, f"{path}{name}.")
        elif isinstance(its, str):
            yield path + name, its


def places_of(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_the_same_texts_with_the_same_places(language: Language) -> None:
    """Compared with English; none is empty, and a year has twelve months."""
    mine, english = (dict(texts_of(catalogue(one).words)) for one in (language, "en"))
    assert list(mine) == list(english)
    assert all(text.strip() for text in mine.values())
    days = {"day", "month", "month_name", "year"}
    for id_, text in english.items():
        assert places_of(mine[id_]) - days == places_of(text) - days, id_
    assert len(set(catalogue(language).words["months"])) == 12


def test_no_text_is_left_over() -> None:
    """Each is named in the code; columns are those of tables, stages those of releases."""
    code = "".join(path.read_text(encoding="utf-8") for path in CODE.glob("*.py"))
    for id_, _ in texts_of(catalogue("en").words):
        family, *rest = id_.split(".")
        name = rest[-2] if len(rest) > 1 and rest[-1] in {"title", "description", "introduction"} else rest[-1]
        if family not in {"columns", "definitions", "stages"}:
            assert re.search(rf"\b{re.escape(name)}\b", code), id_
    report = build_report(nothing(), nothing(), Period.parse("2026-10"), "en")
    shown = {column.id for table in report.tables for column in table.columns}
    assert set(catalogue("en").ids_of("columns")) == set(COLUMNS) == shown
    assert set(catalogue("en").ids_of("stages")) == {stage.name for stage in Stage}


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_tables_fit_the_sheets_of_a_workbook(language: Language) -> None:
    """At most 31 letters, none that Excel refuses; each table and column has its words."""
    report = build_report(nothing(), nothing(), Period.parse("2026-10"), language)
    for table in report.tables:
        assert re.fullmatch(r"[^\[\]:*?/\\]{1,31}", table.title), table.title
        assert table.description
        assert all(column.title and column.description for column in table.columns)
    assert len({table.id for table in report.tables}) == len(report.tables)


def test_a_text_that_is_missing_is_named() -> None:
    """With its file; one that lacks a value, too."""
    with pytest.raises(ReportError, match=r"en\.toml has no text 'tables\.nothing\.title'"):
        catalogue("en").text("tables.nothing.title")
    with pytest.raises(ReportError, match="no value"):
        catalogue("en").text("report.title")


def test_months_and_days_go_by_their_names() -> None:
    """In each language."""
    day = date(2026, 10, 5)
    assert [catalogue(one).month(day) for one in LANGUAGES] == ["October 2026", "lokakuu 2026", "oktober 2026"]
    assert [catalogue(one).day(day) for one in LANGUAGES] == ["5 October 2026", "5.10.2026", "5.10.2026"]
