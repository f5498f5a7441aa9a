"""The day or month that a cell names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from producers.sheets.refusal import UnusableCellError

__all__ = ["Period", "PeriodUnit", "looks_like_a_period", "read_period"]

PeriodUnit = Literal["day", "month"]

_HELSINKI = ZoneInfo("Europe/Helsinki")
_FIRST, _END = date(2000, 1, 1), date(2100, 1, 1)
_YEAR_MONTH = re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})")
_MONTH_YEAR = re.compile(r"(?P<m>\d{1,2})[/.](?P<y>\d{4})")
_ISO_DAY = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_FINNISH_DAY = re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})")
_DAYS = (_ISO_DAY, _FINNISH_DAY)
_MONTHS = (_YEAR_MONTH, _MONTH_YEAR)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A day or a month of Helsinki's calendar, by its first day."""

    unit: PeriodUnit
    first_day: date

    @property
    def text(self) -> str:
        """The period as it stands in ids: `2026-09-03`, `2026-09`."""
        return f"{self.first_day:%Y-%m-%d}" if self.unit == "day" else f"{self.first_day:%Y-%m}"

    @property
    def end(self) -> datetime:
        """The instant at which it is over: midnight in Helsinki after its last day, as UTC."""
        if self.unit == "day":
            after = self.first_day + timedelta(days=1)
        else:
            after = (self.first_day + timedelta(days=31)).replace(day=1)
        return datetime(after.year, after.month, after.day, tzinfo=_HELSINKI).astimezone(UTC)


def read_period(value: object, unit: PeriodUnit, formats: Sequence[str] = ()) -> Period:
    """Read a period: `2026-09-03` or `3.9.2026` for a day; `2022-12`, `2023-1`, `1/2023` or `1.2023` for a month.

    A month may be named by its first day, as spreadsheets do. `formats` are `strptime` formats that are tried first.
    A day such as `1/2/2026` can be read in two ways and is refused unless a format says how.

    Raises:
        UnusableCellError: it is none, there is no such day, or it lies before 2000 or after 2099.
    """
    day = _day_of(value, unit, formats)
    if not _FIRST <= day < _END:
        raise UnusableCellError(value, "give a period from 2000 to 2099")
    if unit == "month" and day.day != 1:
        raise UnusableCellError(value, f"a month is wanted; write {day:%Y-%m}, or set period.unit to day")
    return Period(unit, day)


def looks_like_a_period(value: object) -> bool:
    """Whether a heading is a day or a month, of whichever unit."""
    if isinstance(value, date):
        return True
    text = str(value).strip()
    return any(form.fullmatch(text) for form in (*_DAYS, *_MONTHS))


def _day_of(value: object, unit: PeriodUnit, formats: Sequence[str]) -> date:
    if isinstance(value, datetime):
        if value.time() != value.min.time():
            raise UnusableCellError(value, "give the day alone, without a time of day")
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    for format_ in formats:
        try:
            return datetime.strptime(text, format_).date()  # noqa: DTZ007  a day of Helsinki's calendar has no offset
        except ValueError:
            continue
    for form in _DAYS if unit == "day" else (*_MONTHS, *_DAYS):
        found = form.fullmatch(text)
        if found is not None:
            parts = {name: int(number) for name, number in found.groupdict().items()}
            try:
                return date(parts["y"], parts["m"], parts.get("d", 1))
            except ValueError:
                raise UnusableCellError(value, "there is no such day or month; correct it") from None
    example = "2026-09-03 or 3.9.2026" if unit == "day" else "2026-09 or 9/2026"
    raise UnusableCellError(value, f"it is no {unit}; write e.g. {example}, or name its format in period.formats")
