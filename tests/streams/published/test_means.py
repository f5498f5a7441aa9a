"""What a mean to one decimal says beside the number of answers and the share of positive ones."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

import pytest

from schemas.privacy import PRIVACY
from tests.streams.published.feelings import MEANS_FROM

SURE_BELOW = 21
"""From how many answers on no grade follows from any mean; means are shown from many more on."""


def small_grades(answers: int, k: int) -> Iterator[tuple[int, float, int, int]]:
    """Give each small number of a grade that follows: how many are positive, the mean, the grade, how many gave it."""
    for positive in range(answers + 1):
        others = answers - positive
        if 0 < positive < k or 0 < others < k:
            continue  # joined with other areas
        grades: defaultdict[int, list[set[int]]] = defaultdict(lambda: [set() for _ in range(5)])
        others_by_sum: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for threes in range(others + 1):
            for twos in range(others - threes + 1):
                others_by_sum[twos + 2 * threes].append((others - twos - threes, twos, threes))
        for above, ways in others_by_sum.items():
            for fives in range(positive + 1):
                tenths = round(Fraction(10 * (4 * positive + others + above + fives), answers))
                found = grades[tenths]
                for ones, twos, threes in ways:
                    found[0].add(ones)
                    found[1].add(twos)
                    found[2].add(threes)
                found[3].add(positive - fives)
                found[4].add(fives)
        for tenths, found in grades.items():
            for grade, numbers in enumerate(found, start=1):
                if len(numbers) == 1 and 0 < min(numbers) < k:
                    yield positive, tenths / 10, grade, min(numbers)


@pytest.mark.parametrize("k", sorted({terms.threshold for terms in PRIVACY.values()}))
def test_a_mean_does_not_say_how_few_gave_a_grade(k: int) -> None:
    """Of twenty answers it still can, where a tie is rounded to even: all positive, mean 4.1: two gave 5.

    With more, two sums or more come to each mean, and with still more, more of them.
    """
    assert (20, 4.1, 5, 2) in set(small_grades(SURE_BELOW - 1, k))
    assert MEANS_FROM > SURE_BELOW
    for answers in range(SURE_BELOW, SURE_BELOW + 8):
        assert not list(small_grades(answers, k)), answers
