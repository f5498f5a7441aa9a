"""What is hidden and what is merged in a worksheet: openpyxl's streaming reader says neither."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from producers.errors import SheetUnreadableError

__all__ = ["MergedValues", "Shape", "shape_of"]

_MAX_RANGES = 10_000


@dataclass(frozen=True, slots=True)
class Shape:
    """Lines and columns from 1, as a spreadsheet numbers them."""

    hidden_lines: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    """From and to, both included."""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """First line, first column, last line, last column."""
    raised: Mapping[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    """Of texts that stand in the cells themselves: by line and column, what is not raised, and what is."""

    def hides_column(self, column: int) -> bool:
        """Whether a column is hidden."""
        return any(first <= column <= last for first, last in self.hidden_columns)


@dataclass(slots=True)
class _Found:
    lines: set[int] = field(default_factory=set)
    columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


class _RaisedTexts:
    """Follows the texts in cells, as far as they are raised in part: a note's mark."""

    def __init__(self) -> None:
        self.found: dict[tuple[int, int], tuple[str, str]] = {}
        self._cell = ""
        self._texts = ["", ""]
        self._is_raised = False

    def start(self, tag: str, element: Any) -> None:
        if tag == "c":
            self._cell, self._texts, self._is_raised = element.get("r") or "", ["", ""], False
        elif tag == "r":
            self._is_raised = False
        elif tag == "vertAlign":
            self._is_raised = element.get("val") == "superscript"

    def end(self, tag: str, element: Any) -> None:
        from openpyxl.utils.cell import coordinate_to_tuple

        if tag == "t":
            self._texts[self._is_raised] += element.text or ""
        elif tag == "is" and self._texts[1] and self._cell:
            self.found[coordinate_to_tuple(self._cell)] = (self._texts[0], self._texts[1])


def shape_of(part: IO[bytes], name: str) -> Shape:
    """Read the shape of a worksheet's XML. A row or column of no height or width counts as hidden.

    Raises:
        SheetUnreadableError: it has more than 10,000 merged ranges.
    """
    from defusedxml.ElementTree import iterparse
    from openpyxl.utils.cell import range_boundaries

    found = _Found()
    line = 0
    texts = _RaisedTexts()
    depth: list[Any] = []
    for event, element in iterparse(part, events=("start", "end")):
        tag = element.tag.rsplit("}", 1)[-1]
        if event == "start":
            texts.start(tag, element)
            depth.append(element)
            if tag == "row":
                line = int(element.get("r") or line + 1)
                if _is_hidden(element, "ht"):
                    found.lines.add(line)
            elif tag == "col" and _is_hidden(element, "width"):
                found.columns.append((int(element.get("min")), int(element.get("max"))))
            elif tag == "mergeCell":
                left, top, right, bottom = range_boundaries(element.get("ref"))
                found.merged.append((top or 1, left or 1, bottom or 1, right or 1))
                if len(found.merged) > _MAX_RANGES:
                    raise SheetUnreadableError(f"{name} has more than {_MAX_RANGES:,} merged ranges; unmerge them")
        else:
            texts.end(tag, element)
            depth.pop()
            element.clear()
            if depth:
                depth[-1].remove(element)  # what was read is not kept: a sheet may be large
    return Shape(frozenset(found.lines), tuple(found.columns), tuple(sorted(found.merged)), texts.found)


class MergedValues:
    """The values of the merged ranges below the headings, as the rows are gone through from top to bottom."""

    def __init__(self, shape: Shape, heading_line: int) -> None:
        self._waiting = (one for one in shape.merged if one[0] > heading_line)
        self._next = next(self._waiting, None)
        self._open: list[tuple[tuple[int, int, int, int], Any]] = []

    def of(self, line: int, cells: tuple[Any, ...]) -> Iterator[tuple[int, int, Any]]:
        """Return each cell of this line that a range covers, but its first: place from 0, line and value."""
        while self._next is not None and self._next[0] <= line:
            if self._next[0] == line:
                place = self._next[1] - 1
                self._open.append((self._next, cells[place] if place < len(cells) else None))
            self._next = next(self._waiting, None)
        self._open = [one for one in self._open if one[0][2] >= line]
        for (first_line, first_column, _, last_column), value in self._open:
            covered = range(first_column - 1, min(last_column, len(cells)))
            for place in itertools.islice(covered, 1 if line == first_line else 0, None):
                yield place, first_line, value


def _is_hidden(element: Any, size: str) -> bool:
    if (element.get("hidden") or "").lower() in {"1", "true", "on"}:
        return True
    try:
        return float(element.get(size) or 1) == 0
    except ValueError:
        return False
