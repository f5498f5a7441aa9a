"""When Helsinki's schools are at work."""

from datetime import date

__all__ = ["is_summer_holiday", "school_is_on"]

_SATURDAY = 5
_AUTUMN_HOLIDAY, _WINTER_HOLIDAY = 42, 8


def school_is_on(day: date) -> bool:
    """Return whether pupils are at school on the day.

    Source: the City of Helsinki's school years: no school at weekends, in June and July and up to 9 August, in ISO
    weeks 42 and 8, and from 22 December to 6 January. Single days off are left out.
    """
    christmas = (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 6)
    week = day.isocalendar().week
    holiday = christmas or is_summer_holiday(day) or week in {_AUTUMN_HOLIDAY, _WINTER_HOLIDAY}
    return day.weekday() < _SATURDAY and not holiday


def is_summer_holiday(day: date) -> bool:
    """Return whether the day is in the long holiday, from 1 June to 9 August."""
    return (6, 1) <= (day.month, day.day) <= (8, 9)
