"""The reference is complete and says nothing of what is not there."""

import re

import pytest

from docs.__main__ import FOLDER
from docs.generate import PAGES
from docs.generate.events import fields_of
from docs.generate.field_meanings import FIELDS
from docs.generate.rejections import meanings
from docs.generate.settings import variables
from schemas.contract import CORRECTION, RETRACTION
from schemas.events import EVENT_TYPES
from schemas.rejections import Rejection
from streams.store import Store
from streams.views import PUBLISHED
from tests.docs.pages import ROOT, sections_of, tables_of


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_that_of_the_code(name: str) -> None:
    """If this fails, run `python -m docs` and look at what changed."""
    assert (FOLDER / name).read_text(encoding="utf-8") == PAGES[name]()


def test_every_field_of_an_event_has_a_meaning_and_no_meaning_is_left_over() -> None:
    """A field says what it means in its contract, or in the page's own list; the list names no field that is not."""
    elsewhere = {name for name in FIELDS if name.partition(".")[0] in {CORRECTION, RETRACTION}}
    undescribed = {
        f"{kind.name}.{path}"
        for kind in EVENT_TYPES
        for path, field in fields_of(kind)
        if "description" not in field or "$ref" in field
    }
    assert undescribed == set(FIELDS) - elsewhere


def test_every_rejection_has_a_meaning() -> None:
    """The sentence below each member of the list is found."""
    assert set(meanings()) == set(Rejection)


def test_every_setting_has_a_meaning() -> None:
    """No variable without a description."""
    assert [name for name, (field, _) in variables().items() if not field.description] == []


def test_settings_named_in_the_code_and_the_pages_exist() -> None:
    """An ENGAGE_ variable in a message or a page is one that is read."""
    known = set(variables(mounted=False))
    files = [
        path
        for package in ("producers", "streams", "embedded", "schemas", "connections")
        for path in (ROOT / package).rglob("*.py")
    ]
    for path in [*files, ROOT / "engage.py", ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        assert set(re.findall(r"ENGAGE_[A-Z_]*[A-Z]", path.read_text(encoding="utf-8"))) <= known, path


def test_every_log_event_is_described() -> None:
    """The page of logs has each name that the code logs, with its level."""
    line = r"\b(?:log|_LOG)\.(\w+)\(\s*\"([a-z]+\.[a-z_]+)"
    logged = {
        (name, level)
        for package in ("streams", "producers")
        for path in (ROOT / package).rglob("*.py")
        for level, name in re.findall(line, path.read_text(encoding="utf-8"))
    }
    rows = tables_of((FOLDER / "logs.md").read_text(encoding="utf-8"))
    assert {(cells[0].strip("`"), cells[1]) for cells in rows} == logged


Columns = dict[str, str]


def described() -> dict[str, Columns]:
    """The tables and views that the page describes, with the columns that it says they have."""
    sections = sections_of((FOLDER / "tables.md").read_text(encoding="utf-8"))
    columns = {name: {cells[0].strip("`"): cells[1] for cells in tables_of(text)} for name, text in sections.items()}
    shared = {
        "Facts:": columns.pop("Columns that every table of facts has"),
        "View of many gatherings:": columns.pop("Columns that every view of many gatherings has"),
    }
    for name, own in columns.items():
        for beginning, others in shared.items():
            if sections[name].strip().startswith(beginning):
                own.update(others)
    return columns


@pytest.mark.engines
def test_every_table_and_view_is_described_column_by_column(store: Store) -> None:
    """The page has the engine's own names and types, no more and no less."""
    found: dict[str, Columns] = {}
    for table, name, kind in store.query("SELECT table, name, type FROM system.columns WHERE database = 'engagement'"):
        found.setdefault(table, {})[name] = re.sub(r"^Enum8\(.*\)$", "Enum8", kind)
    assert described() == found


@pytest.mark.engines
def test_every_published_view_is_described_column_by_column(store: Store) -> None:
    """The page of what people may read has the engine's own names and types, no more and no less."""
    sections = sections_of((FOLDER / "published.md").read_text(encoding="utf-8"))
    found: dict[str, Columns] = {}
    for table, name, kind in store.query("SELECT table, name, type FROM system.columns WHERE database = 'published'"):
        found.setdefault(table, {})[name] = kind
    assert {n: {cells[0].strip("`"): cells[1] for cells in tables_of(text)} for n, text in sections.items()} == found
    assert list(sections) == list(PUBLISHED)


@pytest.mark.engines
def test_every_description_is_that_of_the_engine(store: Store) -> None:
    """What a table says of itself in ClickHouse stands in its section."""
    sections = sections_of((FOLDER / "tables.md").read_text(encoding="utf-8"))
    for table, comment in store.query("SELECT name, comment FROM system.tables WHERE database = 'engagement'"):
        if comment and not comment.startswith("Roll-up"):
            assert comment in " ".join(sections[table].split()), table
