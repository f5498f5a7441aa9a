"""Instants inside the simulation: whole milliseconds since 1970 in UTC, and their other forms."""

from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

__all__ = [
    "DAY",
    "HELSINKI",
    "HOUR",
    "MINUTE",
    "SECOND",
    "helsinki_date",
    "helsinki_hour",
    "instant",
    "rfc3339",
    "ticks",
]

SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000

HELSINKI = ZoneInfo("Europe/Helsinki")


def ticks(moment: datetime) -> int:
    """Return an aware datetime in milliseconds since 1970."""
    return round(moment.timestamp() * 1000)


def instant(milliseconds: int) -> datetime:
    """Return milliseconds since 1970 as an aware datetime in UTC, exactly."""
    whole, rest = divmod(milliseconds, 1000)
    return datetime.fromtimestamp(whole, UTC).replace(microsecond=rest * 1000)


def rfc3339(milliseconds: int) -> str:
    """Return milliseconds since 1970 as RFC 3339 in UTC, e.g. `2026-09-04T16:05:00.000Z`."""
    whole, rest = divmod(milliseconds, 1000)
    day, second = divmod(whole, 86_400)
    return f"{_date_text(day)}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.{rest:03}Z"


def helsinki_date(milliseconds: int) -> date:
    """Return the date in Helsinki."""
    return instant(milliseconds).astimezone(HELSINKI).date()


def helsinki_hour(day: date, hour: float) -> int:
    """Return the instant of a wall-clock hour in Helsinki, e.g. 17.5 for half past five in the afternoon."""
    minutes = round(hour * 60)
    return ticks(datetime.combine(day, time(minutes // 60, minutes % 60), HELSINKI))


@lru_cache(maxsize=512)
def _date_text(day: int) -> str:
    return date.fromordinal(719_163 + day).isoformat()
