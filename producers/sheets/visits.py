"""The number of visits that a cell holds."""

import re
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Literal

from producers.sheets.refusal import UnusableCellError

__all__ = ["DecimalSign", "ThousandsSign", "read_visits"]

DecimalSign = Literal[",", "."]
ThousandsSign = Literal[",", ".", "'", ""]
"""What parts thousands beside spaces, which always do; the empty text: nothing else."""

_MAX = 1_000_000
_SPACES = "\u0020\u00a0\u2007\u2008\u2009\u200a\u202f\u2060"
_APOSTROPHES = "'\u2019\u2018\u00b4`"
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_LETTERS_AS_DIGITS = str.maketrans({"o": "0", "l": "1", "i": "1", "|": "1"})
_WHOLE = "a count is a whole number from 0 to 1,000,000"
_KIND = "not a count"


def read_visits(
    value: object,
    decimal: DecimalSign = ",",
    not_recorded: Collection[str] = (),
    thousands: ThousandsSign | None = None,
) -> int | None:
    """Read a count, or None where nothing was recorded: the cell is blank, or holds one of `not_recorded`.

    `1234`, `1 234` with any kind of space between groups of three, and `1 234,0` are the same number. `1,000` is a
    thousand to some and one to others: it is read only if `thousands` is given, be it as the empty text for "nothing
    but spaces".

    Raises:
        UnusableCellError: it is no whole number from 0 to 1,000,000, or could be two; the remedy says what helps.
    """
    if value is None:
        return None
    if isinstance(value, date | time | timedelta):
        raise UnusableCellError(value, _instead_of_a_date(value), "a date in place of a count")
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise UnusableCellError(value, f"{_WHOLE}; correct the cell", _KIND)
    if isinstance(value, int | float):
        return _checked(value, value)
    text = value.strip(f"{_SPACES}\t\r\n")
    if not text or _alike(text) in map(_alike, not_recorded):
        return None
    for sign in _APOSTROPHES[1:]:
        text = text.replace(sign, "'")
    separators = _SPACES + (thousands or "")
    grouped = rf"\d{{1,3}}(?:[{re.escape(separators)}]\d{{3}})+"
    found = re.fullmatch(rf"({grouped}|\d{{1,12}})(?:{re.escape(decimal)}(\d{{1,12}}))?", text, re.ASCII)
    if found is None or (thousands is None and _could_be_thousands(found[1], found[2])):
        raise UnusableCellError(value, *_remedy(text, decimal))
    if (found[2] or "").strip("0"):
        raise UnusableCellError(value, f"{_WHOLE}; correct the cell", _KIND)
    return _checked(int(re.sub(r"\D", "", found[1])), value)


def _could_be_thousands(whole: str, decimals: str | None) -> bool:
    """Whether `1,000` may mean a thousand: one to three digits before the sign, and three after it."""
    return decimals is not None and len(decimals) == 3 and len(whole) <= 3 and not whole.startswith("0")


def _remedy(text: str, decimal: DecimalSign) -> tuple[str, str]:  # noqa: PLR0911  a kind of text each
    """Return what helps with a text that is no count, and of which kind it is."""
    if text.startswith("#"):
        return "the formula has an error; mend it in the spreadsheet", "a formula's error"
    grouped = re.fullmatch(r"\d{1,3}(?:([.,'])\d{3})(?:\1\d{3})*(?:[.,]\d*)?", text, re.ASCII)
    if grouped is not None:
        sign = grouped[1]
        way = f'set numbers.thousands = "{sign}" if {text!r} has thousands'
        other = ', or numbers.thousands = "" if these are decimals' if sign == decimal else ""
        return f"it is not clear what {sign!r} means; {way}{other}", "thousands or decimals"
    plain = _alike(text)
    if not any(character.isalnum() for character in text):
        return _not_recorded(text), "a sign in place of a count"
    if re.fullmatch(r"-\s?\d[\d\s.,]*|\d[\d\s.,]*-|\(\s?\d[\d\s.,]*\)", plain):
        return "a count is never below 0; correct the cell, or leave it blank if nobody counted", "below 0"
    digits = plain.translate(_LETTERS_AS_DIGITS)
    if digits != plain and re.fullmatch(r"[\d\s]+", digits, re.ASCII):
        return f"it has a letter in place of a digit; write {digits} with digits, if that was counted", _KIND
    bare = text.strip("'")
    if bare != text and re.fullmatch(r"\d+", bare, re.ASCII):
        return f"the apostrophe makes a text of it; remove it, and write {bare}", _KIND
    if _with_a_footnote(text):
        return "a number is wanted, without a footnote's mark; move the note to a cell of its own", _KIND
    if text.endswith("%"):
        return "it is a share, not a count; write how many came", _KIND
    if re.fullmatch(r"\d+[.,]\d+", text, re.ASCII) and decimal not in text:
        sign = "." if decimal == "," else ","
        return f"write it without {sign!r}, or set numbers.decimal = {sign!r}", _KIND
    if re.search(r"\d", text):
        return "a number is wanted: write the one that was counted, or leave the cell blank if nobody counted", _KIND
    return _not_recorded(text), "a text in place of a count"


def _with_a_footnote(text: str) -> bool:
    return bool(re.fullmatch(r"\d[\d\s]*\s?(?:[*\u2020\u2021\u00b9\u00b2\u00b3\u2070-\u2079]+|\(?\w\))", text))


def _instead_of_a_date(value: date | time | timedelta) -> str:
    """Return what helps where a spreadsheet shows a date in place of a count."""
    if not isinstance(value, date):
        return f"the cell is formatted as a time; format the column as numbers, and see that {_WHOLE}"
    day = value.date() if isinstance(value, datetime) else value
    number = (day - date(1899, 12, 30)).days
    if number < 61:  # Excel has a 29 February 1900
        number -= 1
    if 0 <= number < (date(1950, 1, 1) - date(1899, 12, 30)).days:
        return f"the cell is formatted as a date; as a number it is {number}: format the column as numbers"
    return (
        f"the spreadsheet made the day {day} of what was typed, e.g. {day.day}.{day.month}. or {day.day}-{day.month}; "
        "format the column as numbers, and write how many were counted"
    )


def _alike(text: str) -> str:
    """Return a text as it is compared: without case, each dash as `-`."""
    return text.strip().casefold().translate(dict.fromkeys(map(ord, _DASHES), "-"))


def _not_recorded(text: str) -> str:
    shown = text[:40].replace("\\", "\\\\").replace('"', '\\"')
    return f'if it means that nobody counted, set numbers.not_recorded = ["{shown}"]; if nobody came, write 0'


def _checked(number: float, value: object) -> int:
    if not 0 <= number <= _MAX or number != int(number):  # a NaN fails both comparisons
        below = number < 0
        remedy = "a count is never below 0; correct the cell" if below else f"{_WHOLE}; correct the cell"
        raise UnusableCellError(value, remedy, "below 0" if below else _KIND)
    return int(number)
