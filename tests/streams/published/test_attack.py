"""Nobody can tell a small number from all that is published, and a weaker rule is found out."""

from collections.abc import Iterable, Mapping, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from streams.releases.disclosure import Cell, CellKey, Decision, Relation, Shown, Withheld
from streams.store import Store
from streams.views import VIEWS
from tests.streams.published.attack import ATTACKED, attack
from tests.streams.published.cities import decide_city, random_city

pytestmark = pytest.mark.engines

SEEDS = range(6)

ATTACKED_VIEWS = tuple(
    view for view in VIEWS if view.startswith("views/") or view.removeprefix("candidates/") in ATTACKED
)
"""The published views that the attack reads, and all that they can be made of."""


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_a_small_number_can_be_anything_for_who_sees_all_that_is_published(store: Store, seed: int) -> None:
    """Gatherings, districts, homes, families, hours: each keeps its range. No district band is sure."""
    city = random_city(seed)
    decide_city(store, city)
    for guess in attack(store, city):
        assert not guess.recovered, guess
        if guess.cell[2] != "band":
            assert guess.open, guess


WEAKER = {
    "only small cells are withheld": (
        "views/withheld",
        (
            "CREATE OR REPLACE FUNCTION engagement_withheld AS (counts, marked, least, k) -> "
            "arrayMap(n -> toUInt8(n < k), counts)"
        ),
    ),
    "a total is shown whatever its parts": (
        "views/sound",
        "CREATE OR REPLACE FUNCTION engagement_sound AS (counts, marked, least, k) -> arraySum(counts) >= k",
    ),
    "districts are joined without looking at the sum": (
        "views/taken",
        "CREATE OR REPLACE FUNCTION engagement_taken AS (unsound, sound, k) -> toInt32(0)",
    ),
}


@pytest.mark.parametrize("weakness", WEAKER)
def test_a_weaker_rule_is_found_out(store: Store, weakness: str) -> None:
    """The attack recovers a small number, or narrows one, where a rule of suppression is taken away."""
    name, weaker = WEAKER[weakness]
    try:
        for view in ATTACKED_VIEWS:
            if view == name:
                store.run_text(weaker)
            else:
                store.run(view)
        for seed in SEEDS:
            city = random_city(seed)
            decide_city(store, city)
            if any(guess.recovered or (guess.cell[2] != "band" and not guess.open) for guess in attack(store, city)):
                return
    finally:
        for view in ATTACKED_VIEWS:
            store.run(view)
    pytest.fail(f"the attack finds nothing although {weakness}")


def _small_ones_alone(
    cells: Iterable[Cell],
    _relations: Iterable[Relation],
    _already: Mapping[CellKey, int | Withheld],
    *,
    order: Sequence[CellKey],
) -> Decision:
    assert order
    return Decision({cell.key: Withheld() if cell.small else Shown(cell.value) for cell in cells})


def test_visits_without_disclosure_control_are_found_out(store: Store) -> None:
    """The attack recovers a small gathering or district where only what is small is withheld."""
    found = 0
    for seed in SEEDS:
        city = random_city(seed)
        decide_city(store, city, _small_ones_alone)
        found += sum(guess.recovered and guess.cell[2] in {"gathering", "district"} for guess in attack(store, city))
        if found:
            return
    pytest.fail("the attack finds nothing although nothing covers small numbers")
