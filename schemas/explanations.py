"""What is wrong with a field, in words that say what to write instead."""

import re

from pydantic_core import ErrorDetails

__all__ = ["explanation"]

_ID = re.compile(r"\^\(?\[A-Za-z0-9(/?)\]\[A-Za-z0-9([^\]]+)\]\{0,(\d+)\}(?:\)\?)?\$")
_PSEUDONYM = "^[0-9a-f]{32}$"
_TIME = "write RFC 3339, e.g. 2026-09-04T17:05:00+03:00"


def explanation(error: ErrorDetails) -> str:  # noqa: PLR0911  a kind a line
    """Return what is wrong, by an error of pydantic's; it never shows the field's value."""
    message = error["msg"].removeprefix("Value error, ")
    match error["type"]:
        case "union_tag_invalid":  # pydantic's own words would show the value
            return f"Input should be one of {error['ctx']['expected_tags']}"
        case "timezone_aware":
            return "the time has no offset from UTC; add one: +02:00 in winter, +03:00 in summer, or Z"
        case "datetime_parsing" | "datetime_from_date_parsing" | "datetime_type" | "datetime_object_invalid":
            return f"{_wrong_time(message)}; {_TIME}"
        case "int_type" | "int_from_float" | "int_parsing":
            return "a whole number is wanted, such as 34, without quotation marks and decimals"
        case "extra_forbidden" if error["loc"][-1:] == ("card",):
            return (
                "a card's number has no place in an event; check in by `engage emit check-in --card -` or the gateway"
            )
        case "extra_forbidden":
            return "there is no such field here; leave it out"
        case "string_pattern_mismatch":
            return _pattern(str(error.get("ctx", {}).get("pattern", "")), message)
        case _:
            return message


def _wrong_time(message: str) -> str:
    """Return what is wrong with text that has the form of a time: a day that is in no calendar, or an hour of none."""
    if "day value" in message or "month value" in message:
        return "there is no such day"
    return "hours go from 00 to 23, midnight is 00:00 of the next day, minutes and seconds go from 00 to 59"


def _pattern(pattern: str, message: str) -> str:
    if pattern == _PSEUDONYM:
        return "a pseudonym has 32 digits 0-9 a-f, made of a card by `engage emit --card -` or the gateway"
    found = _ID.fullmatch(pattern)
    if found is None:
        return message
    signs = " ".join(sorted(set(found[2])))
    first = "a letter, a digit or /" if found[1] else "a letter or a digit"
    return f"write up to {int(found[3]) + 1} of A-Z a-z 0-9 {signs} without spaces, å, ä and ö; {first} comes first"
