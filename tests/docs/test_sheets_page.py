"""The page on sheets is that of the code."""

import tomllib
from typing import Any

from pydantic import BaseModel

from producers.sheets import SheetMapping
from tests.docs.pages import ROOT, blocks_of, tables_of

PAGE = ROOT / "docs" / "how-to" / "sheets.md"
SAMPLES = ROOT / "tests" / "producers" / "samples" / "sheets"


def keys_of(model: type[BaseModel], path: str = "") -> dict[str, bool]:
    """The keys of a mapping, each with whether it is needed whatever the layout."""
    keys: dict[str, bool] = {}
    for name, field in model.model_fields.items():
        inner: Any = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            keys |= keys_of(inner, f"{name}.")
        else:
            keys[path + name] = field.is_required()
    return keys


def test_every_key_of_a_mapping_is_on_the_page() -> None:
    """And no other; those that are needed are marked."""
    rows = {cells[0].strip("`"): cells[1] for cells in tables_of(PAGE.read_text(encoding="utf-8"))}
    keys = keys_of(SheetMapping)
    assert set(rows) == set(keys)
    assert {name for name, needed in rows.items() if needed == "yes"} == {
        name for name, needed in keys.items() if needed
    }


def test_the_mappings_on_the_page_are_mappings() -> None:
    """The first is the sample that the tests read a sheet with."""
    blocks = [block.text for block in blocks_of(PAGE.read_text(encoding="utf-8")) if block.language == "toml"]
    assert blocks[0] == (SAMPLES / "visits.toml").read_text(encoding="utf-8")
    assert [SheetMapping.model_validate(tomllib.loads(block)).layout for block in blocks] == ["long", "wide", "long"]
