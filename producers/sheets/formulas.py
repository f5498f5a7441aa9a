"""What a formula of a spreadsheet computes a cell from."""

import re
from collections.abc import Iterator

__all__ = ["columns_of_own_row", "uses_own_column"]

_CELLS = re.compile(r"(?<![\w!.$])\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?(?![\w(!])")
_WHOLE_COLUMNS = re.compile(r"(?<![\w!.$])\$?([A-Z]{1,3}):\$?([A-Z]{1,3})(?![\w(!])")
_TABLE_COLUMN = re.compile(r"\[(?!\d+\])[^\[\]@#]+\]")
_TEXT = re.compile(r'"[^"]*"')
_OTHER_SHEET = re.compile(r"(?:'[^']*'|[\w.\[\]:]+)!\$?[A-Z]{1,3}\$?\d*(?::\$?[A-Z]{1,3}\$?\d*)?")


def uses_own_column(formula: str, line: int, column: int) -> bool:
    """Whether it reads other rows of the cell's own column in the same sheet: `=SUM(B2:B9)` in B10.

    Such a cell is a total, an average or a copy of other counts, not a count. Lines and columns are from 1.
    """
    own = _own_sheet(formula)
    if any(left <= column <= right and (top, bottom) != (line, line) for left, top, right, bottom in _ranges(own)):
        return True
    wholes = ((_number(one[1]), _number(one[2])) for one in _WHOLE_COLUMNS.finditer(own))
    if any(left <= column <= right for left, right in wholes):
        return True
    return "#THIS ROW" not in own and _TABLE_COLUMN.search(own) is not None


def columns_of_own_row(formula: str, line: int) -> set[int]:
    """Return the columns, from 1, of the cells that it reads in its own row."""
    return {
        column
        for left, top, right, bottom in _ranges(_own_sheet(formula))
        if top == bottom == line
        for column in range(left, right + 1)
    }


def _own_sheet(formula: str) -> str:
    return _OTHER_SHEET.sub("", _TEXT.sub('""', formula).upper())


def _ranges(formula: str) -> Iterator[tuple[int, int, int, int]]:
    for found in _CELLS.finditer(formula):
        left, top = _number(found[1]), int(found[2])
        yield left, top, _number(found[3]) if found[3] else left, int(found[4]) if found[4] else top


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
