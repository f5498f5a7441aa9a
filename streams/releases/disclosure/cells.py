"""The words of disclosure control: cells, what ties them to each other, and what is decided of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

__all__ = [
    "AtMost",
    "Cell",
    "CellKey",
    "Decision",
    "Range",
    "Relation",
    "Shown",
    "Sum",
    "Withheld",
    "protection_width",
]

CellKey: TypeAlias = tuple[str, ...]
"""A number's name: the table and the values of its dimensions. The same in each release."""


def protection_width(threshold: int) -> int:
    """Return how far apart the least and the most must be that a withheld number can be: 3 people for 5, 6 for 10."""
    return max(3, -(-3 * threshold // 5))


@dataclass(frozen=True, slots=True)
class Cell:
    """One number about people that a release may show.

    `value` counts people or visits, exactly, as of the cell's first release: later changes come by `revised`. From 1 to
    `threshold` - 1 it is small and never shown; 0 is shown.
    """

    key: CellKey
    value: int
    threshold: int

    def __post_init__(self) -> None:
        """Refuse what counts nobody's people.

        Raises:
            ValueError: a negative value, or a threshold below 3
        """
        if self.value < 0:
            raise ValueError(f"cell {self.key} counts {self.value} people; count it again, from 0 on")
        if self.threshold < 3:
            raise ValueError(f"cell {self.key} has the threshold {self.threshold}; thresholds begin at 3")

    @property
    def small(self) -> bool:
        """Whether the number itself must not be shown."""
        return 0 < self.value < self.threshold


@dataclass(frozen=True, slots=True)
class Sum:
    """`whole` is exactly the sum of `parts`. A whole that is no cell yet is kept showable for a later release."""

    whole: CellKey
    parts: tuple[CellKey, ...]


@dataclass(frozen=True, slots=True)
class AtMost:
    """`smaller` is never more than `larger`: visitors and visits, families and visits."""

    smaller: CellKey
    larger: CellKey


Relation: TypeAlias = Sum | AtMost


@dataclass(frozen=True, slots=True)
class Shown:
    """A number that people may read."""

    value: int


@dataclass(frozen=True, slots=True)
class Withheld:
    """A number that is not shown. One reason for all: which of them are small would say something of each."""

    reason: Literal["withheld"] = "withheld"


@dataclass(frozen=True, slots=True)
class Range:
    """What a withheld number can be for who knows all that is shown; `high` is None where nothing limits it."""

    low: int
    high: int | None

    def holds(self, threshold: int) -> bool:
        """Return whether this is room enough: as wide as its protection width, and up to the threshold or more."""
        return self.high is None or (self.high >= threshold and self.high - self.low >= protection_width(threshold))


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of each cell; `exposed` are the small ones that do not keep their range.

    A cell is exposed only where what was shown before gives it away: nothing that is withheld now could mend it.
    """

    cells: Mapping[CellKey, Shown | Withheld]
    exposed: tuple[CellKey, ...] = field(default=())

    @property
    def audited(self) -> bool:
        """Whether each small number keeps its range."""
        return not self.exposed
