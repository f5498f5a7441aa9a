"""A revision changes each shown number by nothing or by k people and more; small changes wait until they are many."""

from hypothesis import given
from hypothesis import strategies as st

from streams.releases.disclosure import CellKey, Sum, revised

KEYS: tuple[CellKey, ...] = tuple(("gathering", str(place)) for place in range(6))
TOTAL: CellKey = ("month",)


def _revise(before: list[int], after: list[int], withheld: tuple[CellKey, ...] = ()) -> dict[CellKey, int]:
    released = dict(zip(KEYS, before, strict=False)) | {TOTAL: sum(before)}
    exact = dict(zip(KEYS, after, strict=False)) | {TOTAL: sum(after)}
    keys = tuple(key for key in released if key != TOTAL)
    return revised(released, exact, [Sum(TOTAL, keys)], dict.fromkeys(released, 5), withheld=withheld)


def test_one_person_erased_changes_nothing() -> None:
    """Nor does one late upload."""
    assert _revise([26, 40], [25, 40]) == {KEYS[0]: 26, KEYS[1]: 40, TOTAL: 66}


def test_late_uploads_of_many_gatherings_change_their_total_alone() -> None:
    """Two at each of three: none of them is enough, all of them are."""
    assert _revise([26, 40, 30], [28, 42, 32]) == {KEYS[0]: 26, KEYS[1]: 40, KEYS[2]: 30, TOTAL: 102}


def test_a_tablet_that_was_offline_changes_its_gathering_and_the_total() -> None:
    """Twelve late check-ins at one of two."""
    assert _revise([26, 40], [38, 40]) == {KEYS[0]: 38, KEYS[1]: 40, TOTAL: 78}


def test_a_number_never_becomes_small_and_a_withheld_one_never_changes() -> None:
    """26 corrected to 3 stays 26."""
    assert _revise([26, 40], [3, 40])[KEYS[0]] == 26
    assert _revise([3, 40], [33, 40], (KEYS[0],)) == {KEYS[0]: 3, KEYS[1]: 40, TOTAL: 73}


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=6))
def test_every_number_and_every_difference_changes_by_nothing_or_by_enough(pairs: list[tuple[int, int]]) -> None:
    """Parts, the total, and the total less its parts."""
    before, after = [old for old, _ in pairs], [new for _, new in pairs]
    withheld = tuple(key for key, old in zip(KEYS, before, strict=False) if 0 < old < 5)
    new = _revise(before, after, withheld)
    changes = {key: new[key] - old for key, old in zip(KEYS, before, strict=False)}
    total = new[TOTAL] - sum(before)
    assert all(change == 0 or abs(change) >= 5 for change in (*changes.values(), total))
    assert total == 0 or total - sum(changes.values()) == 0 or abs(total - sum(changes.values())) >= 5
