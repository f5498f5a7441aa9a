"""With a fault put back its law fails: so the laws can fail, and would notice."""

from pathlib import Path

import pytest

from streams.settings import StreamSettings
from streams.store import Store
from tests.streams.amendment_faults import FAULTS, KILLED, Fault, FaultyStore
from tests.streams.amendment_laws import LAWS, broken_laws
from tests.streams.many_examples import drawn, law_examples, together
from tests.streams.test_amendments import ORDERS, phantoms_after_kills

IN_THE_SUITE = 0
"""So many faults are put back with every change, the others in `make laws-mutants`."""


def tried(fault: Fault) -> object:
    """Return a fault as a parameter."""
    marks = [pytest.mark.soak] if FAULTS.index(fault) >= IN_THE_SUITE else []
    return pytest.param(fault, id=fault.name, marks=marks)


def test_the_page_of_laws_names_each_law_and_each_fault_with_its_law() -> None:
    """In the same words."""
    page = (Path(__file__).parents[2] / "docs" / "reference" / "laws.md").read_text(encoding="utf-8").lower()
    assert [law for law in LAWS if f"| {law.lower()} | " not in page] == []
    assert page.count("\n| ") - 4 == len(LAWS) + len(FAULTS)
    assert [fault for fault in FAULTS if f"| {fault.name} | {fault.law} |".lower() not in page] == []


@pytest.mark.engines
@pytest.mark.parametrize("fault", [tried(fault) for fault in FAULTS])
def test_a_fault_breaks_its_law(tables: StreamSettings, fault: Fault) -> None:
    """Among a thousand examples at the most; among the first fifty, mostly."""
    assert fault.law in LAWS
    with fault.patched(), FaultyStore(tables, fault.sql) as store:
        examples = drawn(fault.histories, law_examples(300))
        for number, (prefix, some) in enumerate(together(examples), 1):
            laws = sorted({one.law for one in broken_laws(store, prefix, some)})
            if fault.law in laws:
                print(f"{fault.name} | {'; '.join(laws)} | {min(50 * number, len(examples))}")  # noqa: T201
                return
    pytest.fail(f"{len(examples)} examples, and no law noticed")


@pytest.mark.engines
@pytest.mark.soak
def test_a_worker_that_forgets_what_it_retracted_before_it_was_killed_leaves_a_phantom(tables: StreamSettings) -> None:
    """The law of kills fails."""
    with KILLED(), Store(tables) as store:
        assert "wrong" in str(phantoms_after_kills(store, ORDERS["in order"]))
