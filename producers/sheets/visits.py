"""The number of visits that a cell holds."""

import re
from collections.abc import Collection
from typing import Literal

from producers.sheets.refusal import UnusableCellError

__all__ = ["DecimalSign", "read_visits"]

DecimalSign = Literal[",", "."]

_MOST = 1_000_000
_SPACES = "\u0020\u00a0\u2009\u202f"
_WHOLE = "a count is a whole number from 0 to 1,000,000"


def read_visits(value: object, decimal: DecimalSign = ",", not_recorded: Collection[str] = ()) -> int | None:
    """Read a count, or None where nothing was recorded: the cell is blank, or holds one of `not_recorded`.

    `1234`, `1 234` with any kind of space between groups of three, and `1 234,0` are the same number. With `decimal`
    `,` a `.` is not read at all, and the other way round, since `1.234` is a thousand to some and one to others.

    Raises:
        UnusableCellError: it is no whole number from 0 to 1,000,000.
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise UnusableCellError(value, f"{_WHOLE}; correct the cell")
    if isinstance(value, int | float):
        return _checked(value, value)
    text = value.strip(f"{_SPACES}\t\r\n")
    if not text or text in not_recorded:
        return None
    sign = re.escape(decimal)
    found = re.fullmatch(rf"(\d{{1,3}}(?:[{_SPACES}]\d{{3}})+|\d{{1,12}})(?:{sign}(\d{{1,12}}))?", text, re.ASCII)
    if found is None:
        other = "." if decimal == "," else ","
        if other in text:
            raise UnusableCellError(value, f"write it without {other!r}, or set numbers.decimal = {other!r}")
        raise UnusableCellError(value, f"{_WHOLE}; a cell that nobody counted stays blank")
    if (found[2] or "").strip("0"):
        raise UnusableCellError(value, f"{_WHOLE}; correct the cell")
    return _checked(int(re.sub(rf"[{_SPACES}]", "", found[1])), value)


def _checked(number: float, value: object) -> int:
    if not 0 <= number <= _MOST or number != int(number):  # a NaN fails both comparisons
        raise UnusableCellError(value, f"{_WHOLE}; correct the cell")
    return int(number)
