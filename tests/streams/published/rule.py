"""The rule of what is withheld, in plain Python: the same as streams/sql/views says in ClickHouse."""

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Cell", "Vector", "joined", "partly", "sound", "withheld"]

Vector = Sequence[int]


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of a total that anybody is in; `least` is what everybody can know it to be at least."""

    count: int
    marked: bool = False
    least: int = 1


def sound(cells: Sequence[Cell], k: int) -> bool:
    """Whether a total of k or more can be shown: whether withholding all its cells would say nothing of a small one."""
    total = sum(cell.count for cell in cells)
    if total < k:
        return False
    if not any(_must(cell, k) for cell in cells):
        return True
    known = sum(cell.least if _must(cell, k) else max(k, cell.least) for cell in cells)
    return len(cells) >= 2 and any(cell.count != k - 1 for cell in cells) and total >= known + k


def withheld(cells: Sequence[Cell], k: int) -> list[bool]:
    """Which cells are withheld: those that must be, and as many others, in order, as it takes to hide them."""
    if not sound(cells, k):
        return [True] * len(cells)
    out = [_must(cell, k) for cell in cells]
    if any(out):
        for place, cell in enumerate(cells):
            if _hidden([c for c, is_out in zip(cells, out, strict=True) if is_out], k):
                break
            out[place] = out[place] or not _must(cell, k)
    return out


def partly(counts: Sequence[int], k: int) -> list[bool] | None:
    """Which of these cells are withheld; None where none can be listed at all."""
    cells = [Cell(count) for count in counts]
    return withheld(cells, k) if sound(cells, k) else None


def joined(unsound: Sequence[Vector], others: Sequence[Vector], k: int) -> int | None:
    """How many of the others must join the unsound so that no number of the sum is from 1 to k - 1; None: all fail."""
    if not unsound:
        return 0
    for many in range(len(others) + 1):
        if all(n == 0 or n >= k for n in map(sum, zip(*unsound, *others[:many], strict=True))):
            return many
    return None


def _must(cell: Cell, k: int) -> bool:
    return cell.count < k or cell.marked


def _hidden(out: Sequence[Cell], k: int) -> bool:
    room = sum(cell.count - (cell.least if _must(cell, k) else max(k, cell.least)) for cell in out)
    return len(out) >= 2 and any(cell.count != k - 1 for cell in out) and room >= k
