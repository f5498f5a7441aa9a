"""All cities that give one and the same release: what each number can be for who knows the code that decides."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from streams.releases.disclosure import Cell, CellKey, Decision, Relation, Shown, Sum, Withheld, protect

__all__ = ["Shape", "narrowest"]

_MONTH: CellKey = ("month",)
Output = tuple[tuple[CellKey, int | None], ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A month of so many gatherings in each district, all released at once, or one a night and the totals at the end.

    `interleaved` is whether the districts' gatherings take turns.
    """

    gatherings: tuple[int, ...]
    threshold: int
    nightly: bool = False
    interleaved: bool = False

    @property
    def sums(self) -> tuple[Sum, ...]:
        """Each district as the sum of its gatherings."""
        return tuple(
            Sum(("district", str(place)), tuple(("gathering", str(place), str(one)) for one in range(many)))
            for place, many in enumerate(self.gatherings)
        )

    @property
    def order(self) -> list[CellKey]:
        """The gatherings in the order of their release."""
        keys = [part for one in self.sums for part in one.parts]
        return sorted(keys, key=lambda key: (key[2], key[1])) if self.interleaved else keys

    def release(self, visits: Mapping[CellKey, int]) -> Output:
        """Return what is shown of a month in the end."""
        already: dict[CellKey, int | Withheld] = {}
        if self.nightly:
            for last in range(1, len(self.order) + 1):
                known = self.order[:last]
                so_far = [Sum(one.whole, tuple(part for part in one.parts if part in known)) for one in self.sums]
                so_far = [one for one in so_far if one.parts]
                month = Sum(_MONTH, tuple(one.whole for one in so_far))
                decision = self._protect(visits, known, (*so_far, month), already)
                already |= {key: one.value if isinstance(one, Shown) else one for key, one in decision.cells.items()}
        whole = dict(visits) | {one.whole: sum(visits[part] for part in one.parts) for one in self.sums}
        whole[_MONTH] = sum(visits.values())
        sums = (*self.sums, Sum(_MONTH, tuple(one.whole for one in self.sums)))
        decision = self._protect(whole, list(whole), sums, already)
        return tuple((key, one.value if isinstance(one, Shown) else None) for key, one in decision.cells.items())

    def _protect(
        self,
        values: Mapping[CellKey, int],
        keys: Sequence[CellKey],
        relations: Sequence[Relation],
        already: Mapping[CellKey, int | Withheld],
    ) -> Decision:
        cells = [Cell(key, values[key], self.threshold) for key in keys]
        return protect(cells, relations, already, order=[*self.order, *(one.whole for one in self.sums)])


def narrowest(shape: Shape, most: int) -> tuple[int, int]:
    """Return the fewest numbers that a withheld small gathering can be, and how many such gatherings were looked at.

    All months of up to `most` visits are released. Where the month's total is withheld, larger months may look the
    same; those whose smallest is near `most` are left out.
    """
    keys = sorted(shape.order)
    same: dict[Output, list[tuple[int, ...]]] = defaultdict(list)
    for total in range(most + 1):
        for visits in _divided(total, len(keys)):
            same[shape.release(dict(zip(keys, visits, strict=True)))].append(visits)
    fewest, looked_at = most, 0
    for output, months in same.items():
        shown = dict(output)
        if shown[_MONTH] is None and min(map(sum, months)) > most - 2 * shape.threshold:
            continue
        for place, key in enumerate(keys):
            numbers = {visits[place] for visits in months}
            if shown[key] is None and any(number < shape.threshold for number in numbers):
                looked_at += 1
                fewest = min(fewest, len(numbers))
    return fewest, looked_at


def _divided(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in _divided(total - first, parts - 1):
            yield (first, *rest)
