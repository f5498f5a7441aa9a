"""Grafana's way to write an instant, e.g. `now-1y/M`: a year ago, at the beginning of that month."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

__all__ = ["instant"]

_HELSINKI = ZoneInfo("Europe/Helsinki")
_MONTHS = {"M": 1, "Q": 3, "y": 12}
_LONG = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}


def instant(text: str, now: datetime) -> datetime:
    """Return the instant that a text means, in Helsinki's days, weeks from Monday, and months.

    Raises:
        ValueError: It is not of the form `now`, `now-NUMBER UNIT` with an end `/UNIT`; units are s m h d w M Q y.
    """
    match = re.fullmatch(r"now(?:-(\d+)([smhdwMQy]))?(?:/([dwMQy]))?", text)
    if match is None:
        raise ValueError(f"{text!r} is no instant of Grafana; write e.g. now-30d or now-1y/M")
    moment = now.astimezone(_HELSINKI)
    count, unit, rounded = int(match[1] or 0), match[2], match[3]
    if unit in _MONTHS:
        month = moment.year * 12 + moment.month - 1 - count * _MONTHS[unit]
        first = moment.replace(year=month // 12, month=month % 12 + 1, day=1)
        moment = min(first + timedelta(days=moment.day - 1), _last_of(first))
    elif unit:
        moment -= timedelta(seconds=count * _LONG[unit])
    if rounded:
        moment = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        if rounded == "w":
            moment -= timedelta(days=moment.weekday())
        elif rounded in _MONTHS:
            moment = moment.replace(day=1)
            moment = moment.replace(month=1 if rounded == "y" else moment.month - (moment.month - 1) % _MONTHS[rounded])
    return moment


def _last_of(first: datetime) -> datetime:
    beyond = first + timedelta(days=31)
    return beyond - timedelta(days=beyond.day)
