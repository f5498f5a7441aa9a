"""Instants as the clocks of Helsinki show them, since the dashboards speak of Helsinki's days."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

__all__ = ["clock", "milliseconds"]

_HELSINKI = ZoneInfo("Europe/Helsinki")


def clock(moment: date) -> datetime:
    """Return the wall clock's time in Helsinki, without a zone; a day begins at its midnight."""
    if not isinstance(moment, datetime):
        return datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001  a wall clock has no zone
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(_HELSINKI).replace(tzinfo=None)


def milliseconds(moment: date) -> int:
    """Return the wall clock's time as a chart that counts in UTC takes it, so that no reader's own zone shifts it."""
    return int(clock(moment).replace(tzinfo=UTC).timestamp() * 1000)
