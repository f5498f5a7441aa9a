"""The page of privacy says what the code does, and leaves nothing out."""

import re

import pytest

from docs.__main__ import FOLDER
from docs.generate.events import fields_of
from docs.generate.privacy import OF_ONE_PERSON, field_rows, retention_rows
from schemas.events import EVENT_TYPES
from schemas.privacy import PRIVACY
from schemas.programmes import Programme
from streams.store import Store
from tests.docs.pages import sections_of, tables_of

PAGE = (FOLDER / "privacy.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("programme", Programme)
def test_each_programme_says_why_and_from_how_many_on(programme: Programme) -> None:
    """Its section has the purpose and the threshold that the views use."""
    section = sections_of(PAGE)[programme.value]
    assert PRIVACY[programme].purpose in section
    assert f"shown from {PRIVACY[programme].threshold} people on" in section


@pytest.mark.parametrize("programme", Programme)
def test_every_field_that_a_programme_carries_is_listed(programme: Programme) -> None:
    """Each with its meaning, and none that it does not carry."""
    rows = [cells for cells in tables_of(sections_of(PAGE)[programme.value]) if len(cells) == 4]
    carried = {
        (f"`{kind.name}`", f"`{path}`")
        for kind in EVENT_TYPES
        if programme in kind.carried_by
        for path, _ in fields_of(kind, programme)
    }
    assert {(event, field) for event, field, *_ in rows} == carried
    assert all(meaning for _, _, meaning, _ in rows)


def test_police_dialogue_has_no_pseudonym() -> None:
    """Neither in its fields nor in what is said of them; the others have one."""
    for programme in Programme:
        said = [of_one for *_, of_one in field_rows(programme)]
        assert any("pseudonym" in text for text in said) is programme.carries_persons
    assert "| `visitor` |" not in sections_of(PAGE)["police-dialogue"]


def test_each_field_of_an_event_of_one_person_says_what_it_tells() -> None:
    """A field that is added to a check-in or an answer must be said here, and nothing is said of others."""
    fields = {f"{kind.name}.{path}" for kind in EVENT_TYPES for path, _ in fields_of(kind)}
    assert set(OF_ONE_PERSON) == {name for name in fields if name.startswith(("check-in.", "pulse."))}


@pytest.mark.engines
def test_how_long_each_table_keeps_its_rows_is_what_clickhouse_was_told(store: Store) -> None:
    """Every table is listed, with its TTL in days, or for good where it has none."""
    found = {}
    for name, definition in store.query(
        "SELECT name, create_table_query FROM system.tables WHERE database = 'engagement' AND engine LIKE '%Tree'"
    ):
        days = re.search(r" TTL \S+ \+ toIntervalDay\((\d+)\)", definition)
        found[name] = f"{days[1]} days" if days else "for good"
    listed = {
        where.removeprefix("table `").removesuffix("`"): re.sub(r" after it .*", "", kept)
        for where, kept, _ in retention_rows()
        if where.startswith("table ")
    }
    assert listed == found
