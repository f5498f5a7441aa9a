"""What a `strptime` format says of a period: whether it names a year, and whether it is as fine as a unit."""

import re

__all__ = ["names_a_unit", "names_a_year"]

_YEARS = frozenset("YyGcDx")
_DAYS_OF_A_MONTH = frozenset("d")
_MONTHS = frozenset("mbB")
_WEEKDAYS = frozenset("aAuw")
_WEEKS = frozenset("UWV")
_WHOLE_DAYS = frozenset("cx")


def names_a_year(form: str) -> bool:
    """Whether a text of the format holds the year."""
    return not _YEARS.isdisjoint(_directives(form))


def names_a_unit(form: str, unit: str) -> bool:
    """Whether a text of the format says which day, week or month of a year it is; `%m/%Y` says no day.

    A week of `strptime` needs a weekday beside it: without one `%W` is read and ignored.
    """
    found = _directives(form)
    has_month = not _MONTHS.isdisjoint(found)
    has_week = not _WEEKS.isdisjoint(found) and not _WEEKDAYS.isdisjoint(found)
    has_day = (
        (has_month and not _DAYS_OF_A_MONTH.isdisjoint(found))
        or "j" in found
        or has_week
        or not _WHOLE_DAYS.isdisjoint(found)
    )
    return has_day or (unit == "month" and has_month)


def _directives(form: str) -> frozenset[str]:
    return frozenset(re.findall(r"%[-#]?(.)", form.replace("%%", "")))
