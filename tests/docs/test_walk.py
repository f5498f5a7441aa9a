"""The walk of a check-in in docs/architecture.md: what to read, in order, is what there is."""

import importlib
from functools import reduce

import grimp
import pytest

from tests.docs.pages import ROOT, sections_of, tables_of

STEPS = sections_of((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"))[
    "The way of one event, step by step"
].partition("### The walk of a check-in")[2]
TO_KAFKA, TO_CLICKHOUSE = (
    [(row[0].partition("`")[2].partition("`")[0], row[1].strip("`")) for row in tables_of(part)]
    for part in STEPS.partition("### ")[0].split("From Kafka to ClickHouse:")
)
LIMITS = (len(TO_KAFKA), 10), (len(TO_CLICKHOUSE), 11)
"""Files of each half, and how many there may be: whoever makes a half shorter lowers its limit."""


def module_of(file: str) -> str:
    return file.removesuffix(".py").replace("/", ".")


@pytest.mark.parametrize(("file", "name"), [*TO_KAFKA, *TO_CLICKHOUSE])
def test_every_name_of_the_walk_is_there(file: str, name: str) -> None:
    """Defined in that file, so that whoever follows the walk finds it."""
    module = importlib.import_module(module_of(file))
    found = reduce(getattr, name.split("."), module)
    assert not callable(found) or found.__module__ == module.__name__


@pytest.mark.parametrize("walk", [TO_KAFKA, TO_CLICKHOUSE], ids=["to Kafka", "to ClickHouse"])
def test_every_file_is_used_by_one_before_it(walk: list[tuple[str, str]]) -> None:
    """By an import, at most through one table of contents between them; but for what Faust finds by its entry point."""
    graph = grimp.build_graph("schemas", "producers", "streams", "connections")
    modules = [module_of(file) for file, _ in walk]
    for place, module in enumerate(modules[1:], 1):
        if module == "streams.worker":  # it asks Faust for the transport by its name
            continue
        chains = [graph.find_shortest_chain(importer=before, imported=module) for before in modules[:place]]
        assert any(chain is not None and len(chain) <= 3 for chain in chains), module


@pytest.mark.parametrize(("files", "limit"), LIMITS)
def test_the_walk_gets_no_longer(files: int, limit: int) -> None:
    """As many files as today at most; what one must read to follow an event is what its change costs."""
    assert files == limit
