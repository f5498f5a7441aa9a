"""A cell that cannot be used, described so that somebody can mend it."""

from dataclasses import dataclass

__all__ = ["RefusedCell", "UnusableCellError"]

_LONGEST = 80


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """Where in the sheet (line from 1, column by its heading), the value (shortened), and what to do about it.

    `kind` is what is wrong in two or three words, the same for all cells of which the same is wrong.
    """

    line: int
    column: str
    value: str
    remedy: str
    kind: str


class UnusableCellError(Exception):
    """The value of a cell cannot be used. Never leaves the package: it becomes a RefusedCell."""

    def __init__(self, value: object, remedy: str, kind: str) -> None:
        super().__init__(remedy)
        self.value = value
        self.remedy = remedy
        self.kind = kind

    def at(self, line: int, column: str) -> RefusedCell:
        """Return the refusal of the cell in that place."""
        text = str(self.value)
        shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
        return RefusedCell(line, column, "".join(c if c.isprintable() else " " for c in shown), self.remedy, self.kind)
