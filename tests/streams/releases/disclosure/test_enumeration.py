"""Who knows the code, the order and the thresholds, and tries every city, cannot tell a small number."""

import pytest

from streams.releases.disclosure import groups, protection
from tests.streams.releases.disclosure.enumeration import Shape, narrowest

SHAPES = [
    (Shape((2,), 5), 24),
    (Shape((3,), 5), 22),
    (Shape((2, 1), 5), 22),
    (Shape((1, 1, 1), 5), 22),
    (Shape((2, 2), 5), 15),
    (Shape((3,), 5, nightly=True), 22),
    (Shape((2, 1), 5, nightly=True), 22),
    (Shape((1, 2), 5, nightly=True, interleaved=True), 22),
    (Shape((2,), 10, nightly=True), 40),
]


@pytest.mark.parametrize(("shape", "most"), SHAPES, ids=str)
def test_each_withheld_small_number_can_be_three_and_more_for_who_knows_the_code(shape: Shape, most: int) -> None:
    """Of 5: three numbers at least; of 10: six."""
    fewest, looked_at = narrowest(shape, most)
    assert looked_at
    assert fewest >= (3 if shape.threshold == 5 else 6)


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(
    ("shape", "most"),
    [
        (Shape((2, 2), 5), 22),
        (Shape((2, 1, 1), 5), 22),
        (Shape((4,), 5, nightly=True), 24),
        (Shape((2, 2), 5, nightly=True), 22),
        (Shape((2, 2), 5, nightly=True, interleaved=True), 24),
        (Shape((2, 1, 1), 5, nightly=True, interleaved=True), 24),
        (Shape((2, 1), 10, nightly=True), 34),
        (Shape((3,), 10, nightly=True), 40),
    ],
    ids=str,
)
def test_larger_shapes(shape: Shape, most: int) -> None:
    """Four gatherings in up to three districts; police dialogue."""
    fewest, looked_at = narrowest(shape, most)
    assert looked_at
    assert fewest >= (3 if shape.threshold == 5 else 6)


WEAKER = {
    "covers are taken only where there is no room": (
        "closed",
        lambda hidden, k: sum(one.value - one.low for one in hidden) >= k,
        Shape((3,), 5),
    ),
    "no room is asked for": ("closed", lambda hidden, _: len(hidden) > 1, Shape((3,), 5)),
    "a sum of which nothing is shown is always shown": ("roomy", lambda *_: True, Shape((4,), 5)),
    "a lent group counts by its least without the rule": (
        "lent",
        lambda hidden, k: groups.Hidden(
            sum(one.value for one in hidden), k, must=False, listed=sum(one.listed for one in hidden)
        ),
        Shape((2, 2), 5, nightly=True),
    ),
    "crowds are shown at any size": ("crowded", lambda *_: True, Shape((2,), 5, nightly=True)),
}


@pytest.mark.parametrize("weakness", WEAKER)
def test_a_weaker_rule_is_found_out(weakness: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part of the closed form, taken away, leaves some number with fewer than three."""
    name, weaker, shape = WEAKER[weakness]
    monkeypatch.setattr(protection, name, weaker)
    assert narrowest(shape, 18 if sum(shape.gatherings) < 4 or shape.nightly else 8)[0] < 3
