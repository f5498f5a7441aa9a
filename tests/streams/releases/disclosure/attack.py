"""What is known of a month's small numbers by who kept all that was shown: by a solver, and by differences."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from scipy.optimize import linprog

from streams.releases.disclosure import AtMost, CellKey, Relation, Sum
from tests.streams.releases.disclosure.season import SeenMonth

__all__ = ["Guess", "guesses", "small_changes"]

_UNLIMITED = 10_000


@dataclass(frozen=True, slots=True)
class Guess:
    """A withheld small number, and the least and the most that it can be."""

    key: CellKey
    truth: int
    threshold: int
    low: int
    high: int

    @property
    def found(self) -> bool:
        """Whether it can be fewer numbers than it was promised: 3, of police dialogue 6."""
        return self.high - self.low < (3 if self.threshold == 5 else 6)


def guesses(month: SeenMonth) -> Iterator[Guess]:
    """Guess each small number of a month."""
    shown = month.shown
    places: dict[CellKey, int] = {}
    equal: list[tuple[dict[int, int], int]] = []
    bounds: list[tuple[dict[int, int], int]] = []
    for relation in month.relations:
        row, known = _row(relation, shown, places)
        if row:
            (equal if isinstance(relation, Sum) else bounds).append((row, known))
    least = [1] * len(places)
    for relation in month.relations:
        if isinstance(relation, Sum) and all(shown.get(key) is None for key in (relation.whole, *relation.parts)):
            for part in relation.parts:  # zeros are withheld with such a breakdown
                if part in places:
                    least[places[part]] = 1 if part[0] == "gathering" else 0
    for key, value in month.truth.items():
        if shown.get(key, 0) is None and 0 < value < month.threshold:
            low, high = _range(places.get(key), least, equal, bounds)
            assert low <= value <= high, f"the attack is wrong about {key}"
            yield Guess(key, value, month.threshold, low, high)


def small_changes(month: SeenMonth) -> list[tuple[CellKey, int]]:
    """Return the numbers that changed from one day to the next by fewer people than the threshold."""
    found = []
    for before, after in zip(month.days, month.days[1:], strict=False):
        found += [
            (key, new - old)
            for key, new in after.items()
            if new is not None and (old := before.get(key)) is not None and 0 < abs(new - old) < month.threshold
        ]
    return found


def _row(
    relation: Relation, shown: Mapping[CellKey, int | None], places: dict[CellKey, int]
) -> tuple[dict[int, int], int]:
    match relation:
        case Sum(whole, parts):
            terms = [(whole, 1), *((part, -1) for part in parts)]
        case AtMost(smaller, larger):
            terms = [(smaller, 1), (larger, -1)]
    row: dict[int, int] = {}
    known = 0
    for key, factor in terms:
        value = shown.get(key)
        if value is None:
            place = places.setdefault(key, len(places))
            row[place] = row.get(place, 0) + factor
        else:
            known -= factor * value
    return row, known


def _range(
    place: int | None,
    least: Sequence[int],
    equal: Sequence[tuple[dict[int, int], int]],
    bounds: Sequence[tuple[dict[int, int], int]],
) -> tuple[int, int]:
    if place is None:
        return 1, _UNLIMITED
    many = len(least)
    ends = []
    for sign in (1, -1):
        aim = np.zeros(many)
        aim[place] = sign
        solved = linprog(
            aim,
            A_eq=_matrix(equal, many),
            b_eq=[known for _, known in equal] if equal else None,
            A_ub=_matrix(bounds, many),
            b_ub=[known for _, known in bounds] if bounds else None,
            bounds=[(low, _UNLIMITED) for low in least],
            method="highs",
        )
        assert solved.status == 0, f"what is shown contradicts itself: {solved.message}"
        ends.append(sign * solved.fun)
    return ceil(ends[0] - 1e-6), floor(ends[1] + 1e-6)


def _matrix(rows: Sequence[tuple[dict[int, int], int]], many: int) -> np.ndarray | None:
    if not rows:
        return None
    matrix = np.zeros((len(rows), many))
    for number, (row, _) in enumerate(rows):
        for place, factor in row.items():
            matrix[number, place] = factor
    return matrix
