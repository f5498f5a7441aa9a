"""What may be said of answers to a question: a mean of many, a share where either side is of many."""

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["MIN_ANSWERS_OF_A_MEAN", "MIN_ANSWERS_OF_A_SHARE", "ShownAnswers", "shown_answers"]

MIN_ANSWERS_OF_A_MEAN = 50
"""A mean to one decimal then leaves room for five steps of grades and more."""
MIN_ANSWERS_OF_A_SHARE = 10


@dataclass(frozen=True, slots=True)
class ShownAnswers:
    """What is shown of the answers to one question; None is not shown."""

    answers: int | None = None
    positive: int | None = None
    mean: float | None = None

    @property
    def share(self) -> float | None:
        """Share of the answers that are positive (4 and 5)."""
        return None if self.positive is None or not self.answers else self.positive / self.answers


def shown_answers(grades: Sequence[int], threshold: int) -> ShownAnswers:
    """Return what may be shown of how many gave 1, 2, 3, 4 and 5.

    Nothing below the threshold. The share from 10 answers on, and only where the positive ones and the others are
    each of `threshold` people and more: that all of a group said the same is told of each of them. The mean from 50
    answers on, to one decimal, under the same condition.

    Raises:
        ValueError: not five grades, or a negative count
    """
    if len(grades) != 5 or min(grades) < 0:
        raise ValueError(f"grades are {list(grades)}; count those who gave 1, 2, 3, 4 and 5, each from 0 on")
    answers, positive = sum(grades), grades[3] + grades[4]
    if 0 < answers < threshold:
        return ShownAnswers()
    divided = min(positive, answers - positive) >= threshold and answers >= MIN_ANSWERS_OF_A_SHARE
    total = sum(grade * many for grade, many in enumerate(grades, start=1))
    return ShownAnswers(
        answers,
        positive if divided else None,
        round(total / answers, 1) if divided and answers >= MIN_ANSWERS_OF_A_MEAN else None,
    )
