"""What is said of answers tells neither how few gave one, nor that all of a group said the same."""

from collections import defaultdict
from itertools import product

import pytest

from streams.releases.disclosure import ShownAnswers, shown_answers


def test_six_answers_that_are_all_negative_say_only_that_there_were_six() -> None:
    """Neither share nor mean."""
    assert shown_answers([3, 2, 1, 0, 0], 5) == ShownAnswers(answers=6)


def test_a_share_needs_enough_on_either_side_and_a_mean_fifty_answers() -> None:
    """5 and 5 of 10; 4 and 40; 25 and 25."""
    assert shown_answers([5, 0, 0, 0, 5], 5) == ShownAnswers(10, 5)
    assert shown_answers([0, 0, 4, 40, 0], 5) == ShownAnswers(44)
    assert shown_answers([10, 10, 5, 15, 10], 5) == ShownAnswers(50, 25, 3.1)
    assert shown_answers([0, 0, 2, 1, 0], 5) == ShownAnswers()


@pytest.mark.parametrize("positive", [5, 25, 45])
def test_no_grade_follows_from_share_and_mean_of_fifty(positive: int) -> None:
    """All ways to give fifty answers: each grade that can be small can be three numbers and more."""
    same: dict[ShownAnswers, list[tuple[int, ...]]] = defaultdict(list)
    others = 50 - positive
    for one, two in product(range(others + 1), repeat=2):
        if one + two <= others:
            for five in range(positive + 1):
                grades = (one, two, others - one - two, positive - five, five)
                same[shown_answers(grades, 5)].append(grades)
    for ways in same.values():
        assert all(len({way[grade] for way in ways}) >= 3 for grade in range(5))
