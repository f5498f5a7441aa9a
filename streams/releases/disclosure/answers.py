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
    others = answers - positive
    if min(positive, others) < threshold or answers < MIN_ANSWERS_OF_A_SHARE:
        return ShownAnswers(answers)
    mean = round(sum(grade * many for grade, many in enumerate(grades, start=1)) / answers, 1)
    least, most = (mean - 0.05) * answers, (mean + 0.05) * answers
    # Two answers of a grade raise or lower the sum by four points at most.
    open_ended = most >= others + 4 * positive + 4 and least <= 3 * others + 5 * positive - 4
    return ShownAnswers(answers, positive, mean if open_ended and answers >= MIN_ANSWERS_OF_A_MEAN else None)
