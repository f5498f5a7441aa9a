"""The day, week or month that a cell names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from producers.sheets.calendar_words import KNOWN_LANGUAGES, month_numbers, other_months, weekday_numbers
from producers.sheets.period_formats import names_a_year
from producers.sheets.refusal import UnusableCellError

__all__ = ["Period", "PeriodUnit", "looks_like_a_period", "names_no_year", "read_period"]

PeriodUnit = Literal["day", "week", "month"]

_HELSINKI = ZoneInfo("Europe/Helsinki")
_FIRST, _END = date(2000, 1, 1), date(2100, 1, 1)
_SERIALS = range((_FIRST - date(1899, 12, 30)).days, (_END - date(1899, 12, 30)).days)
"""Excel's numbers of the days from 2000 to 2099, counted from 30 December 1899."""

_KIND = "not a period"
_NUMBER = "a number in place of a period"
_TWO = "a period that could be two"
_MIDNIGHT = r"(?:[T ,]+(?:klo\.?\s|kl\.?\s)?0{1,2}[:.]00(?:[:.]00(?:\.0+)?)?)?"
_ISO_DAY = re.compile(rf"(?P<y>\d{{4}})([-/])(?P<m>\d{{1,2}})\2(?P<d>\d{{1,2}}){_MIDNIGHT}")
_BASIC_DAY = re.compile(r"(?P<y>20\d{2})(?P<m>\d{2})(?P<d>\d{2})")
_FINNISH_DAY = re.compile(rf"(?P<d>\d{{1,2}})\.\s?(?P<m>\d{{1,2}})\.(?:\s?(?P<y>\d{{4}}))?{_MIDNIGHT}")
_DAY_IN_WORDS = re.compile(
    rf"(?:den\s)?(?P<d>\d{{1,2}})(?:\.|:[ae]|st|nd|rd|th)?[\s-](?:of\s)?(?P<w>[^\W\d_]+)\.?(?:[\s,-]+(?P<y>\d{{4}}))?{_MIDNIGHT}"
)
_WORDS_DAY = re.compile(rf"(?P<w>[^\W\d_]+)\.?\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s(?P<y>\d{{4}}))?{_MIDNIGHT}")
_DAYS = (_ISO_DAY, _BASIC_DAY, _FINNISH_DAY, _DAY_IN_WORDS, _WORDS_DAY)
_RANGE = re.compile(
    r"(?P<d>\d{1,2})\.(?:(?P<m>\d{1,2})\.(?P<y>\d{4})?)?\s?[-\u2013\u2014]\s?(?P<d2>\d{1,2})\.(?P<m2>\d{1,2})\.(?P<y2>\d{4})"
)
_YEAR_MONTH = re.compile(r"(?P<y>\d{4})(?:[-/]|M|-M|\.(?=\d\d))(?P<m>\d{1,2})")
_MONTH_YEAR = re.compile(r"(?P<m>\d{1,2})[/.-](?P<y>\d{4})")
_WORD_YEAR = re.compile(r"(?P<w>[^\W\d_]+)(?:\.|,)?(?:[\s/-]?\s?(?P<y>\d{4})|[\s-]?['\u2019]?(?P<yy>\d{2}))?")
_YEAR_WORD = re.compile(r"(?P<y>\d{4})[\s/-]?(?P<w>[^\W\d_]+)\.?")
_MONTHS = (_YEAR_MONTH, _MONTH_YEAR, _WORD_YEAR, _YEAR_WORD)
_WEEK_WORD = r"(?:vko|vk|viikko|vecka|week|wk|kw|v|w)\.?\s?"
_YEAR_WEEK = re.compile(rf"(?P<y>\d{{4}})[-/ ]?{_WEEK_WORD}(?P<n>\d{{1,2}})", re.IGNORECASE)
_WEEK_YEAR = re.compile(rf"(?:{_WEEK_WORD})?(?P<n>\d{{1,2}})\s?(?:[/,-]|\s)\s?(?P<y>\d{{4}})", re.IGNORECASE)
_WEEK_ALONE = re.compile(rf"{_WEEK_WORD}(?P<n>\d{{1,2}})", re.IGNORECASE)
_WEEK_SPAN = re.compile(
    rf"(?:\d{{4}}[-/ ]?)?{_WEEK_WORD}\d{{1,2}}\s?[-\u2013\u2014+&]\s?(?:{_WEEK_WORD})?\d{{1,2}}(?:[\s/-]\d{{4}})?",
    re.IGNORECASE,
)
_WEEKS = (_YEAR_WEEK, _WEEK_YEAR, _WEEK_ALONE)
_EXAMPLES = {"day": "2026-09-03 or 3.9.2026", "week": "2026-W36 or 36/2026", "month": "2026-09 or 9/2026"}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A day, a week from Monday to Sunday, or a month of Helsinki's calendar, by its first day."""

    unit: PeriodUnit
    first_day: date

    @property
    def text(self) -> str:
        """The period as it stands in ids: `2026-09-03`, `2026-W36`, `2026-09`."""
        match self.unit:
            case "day":
                return f"{self.first_day:%Y-%m-%d}"
            case "week":
                return f"{self.first_day:%G-W%V}"
            case _:
                return f"{self.first_day:%Y-%m}"

    @property
    def end(self) -> datetime:
        """The instant at which it is over: midnight in Helsinki after its last day, as UTC."""
        match self.unit:
            case "day":
                after = self.first_day + timedelta(days=1)
            case "week":
                after = self.first_day + timedelta(days=7)
            case _:
                after = (self.first_day + timedelta(days=31)).replace(day=1)
        return datetime(after.year, after.month, after.day, tzinfo=_HELSINKI).astimezone(UTC)


def read_period(
    value: object,
    unit: PeriodUnit,
    formats: Sequence[str] = (),
    year: int | None = None,
    languages: Sequence[str] = KNOWN_LANGUAGES,
    season_starts: int = 1,
) -> Period:
    """Read a period as people write it.

    A day: `2026-09-03`, `3.9.2026`, `to 3.9.2026 0:00`, `3. syyskuuta 2026`. A week: `2026-W36`, `36/2026`,
    `vk 36 2026`, its Monday, or its Monday and Sunday. A month: `2022-12`, `2023-1`, `1/2023`, `tammikuu 2023`, its
    first day, or its first and last. `formats` are `strptime` formats that are tried first; with a `year` the cells
    need none, and months before `season_starts` (from 1) are of the year after it.

    Raises:
        UnusableCellError: it is none, there is no such period, it could be two (`1/2/2026`, `Oct 12`, `mar`), it is a
            number (`2026.1` is October as much as January), it lies outside 2000 to 2099 or outside `year`.
    """
    if year is None or season_starts == 1:
        return _read(_Reader(value, unit, year, languages), formats)
    period: Period | None = None
    try:
        period = _read(_Reader(value, unit, year, languages), formats)
    except UnusableCellError:
        if year + 1 >= _END.year:
            raise
    if period is not None and period.first_day.month >= season_starts:
        return period
    later = _read(_Reader(value, unit, year + 1, languages), formats)
    if later.first_day.month >= season_starts:
        remedy = f"it is not in the season from {year}-{season_starts:02} on; correct it, or period.year in the mapping"
        raise UnusableCellError(value, remedy, _KIND)
    return later


def names_no_year(value: object, unit: PeriodUnit, formats: Sequence[str], languages: Sequence[str]) -> bool:
    """Whether a cell that is a period within a given year leaves that year out: `lokakuu`, `vk 36`, `3.9.`."""
    try:
        read_period(value, unit, formats, None, languages)
    except UnusableCellError:
        return True
    return False


def _read(reader: "_Reader", formats: Sequence[str]) -> Period:
    value, unit, year = reader.value, reader.unit, reader.year
    first, last = reader.days(formats)
    if not _FIRST <= first < _END:
        raise UnusableCellError(value, "give a period from 2000 to 2099", _KIND)
    begins = _first_day(first, unit)
    if last is None and begins != first:
        wanted = Period(unit, begins).text
        raise UnusableCellError(value, f"a {unit} is wanted; write {wanted}, or set period.unit to day", _KIND)
    if last is not None and (begins != first or _last_day(first, unit) != last):
        raise UnusableCellError(
            value, f"it goes from {first} to {last}, which is no {unit}; write a row for each {unit}", _KIND
        )
    years = {first.year, begins.isocalendar().year} if unit == "week" else {first.year}
    if year is not None and year not in years:
        raise UnusableCellError(value, f"it is not in {year}, the mapping's period.year; correct one of the two", _KIND)
    return Period(unit, begins)


def looks_like_a_period(value: object) -> bool:
    """Whether a heading is a day, a week or a month."""
    for unit in ("day", "week", "month"):
        try:
            read_period(value, unit)
        except UnusableCellError:
            continue
        return True
    return False


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one cell."""

    value: object
    unit: PeriodUnit
    year: int | None
    languages: Sequence[str]

    def days(self, formats: Sequence[str]) -> tuple[date, date | None]:
        """Return the first day, and the last where the cell names both."""
        value = self.value
        if isinstance(value, datetime):
            if value.time() != time.min:
                raise self.refused("give the day alone, without a time of day")
            return value.date(), None
        if isinstance(value, date):
            return value, None
        if isinstance(value, bool | int | float):
            return self._number(value)
        text = " ".join(str(value).split())
        for format_ in formats:
            yearless = not names_a_year(format_)
            if yearless and self.year is None:
                continue
            written, form = (f"{self.year} {text}", f"%Y {format_}") if yearless else (text, format_)
            try:
                return datetime.strptime(written, form).date(), None  # noqa: DTZ007  a calendar's day has no offset
            except ValueError:
                continue
        return self._text(text)

    def refused(self, remedy: str, kind: str = _KIND) -> UnusableCellError:
        return UnusableCellError(self.value, remedy, kind)

    def _number(self, value: float) -> tuple[date, None]:
        if self.year is not None and isinstance(value, int) and not isinstance(value, bool):
            if self.unit == "week":
                return self._week(self.year, value), None
            if self.unit == "month" and 1 <= value <= 12:
                return date(self.year, value, 1), None
        remedy = f"the cell is a number, not a {self.unit}; {self._instead_of_a_number(str(value))}"
        raise self.refused(remedy, _NUMBER)

    def _instead_of_a_number(self, text: str) -> str:
        """Return what to type in place of a number that stands for a period."""
        serial = re.fullmatch(r"(\d{5})(?:\.0+)?", text)
        if serial and int(serial[1]) in _SERIALS:
            day = date(1899, 12, 30) + timedelta(days=int(serial[1]))
            return f"it is Excel's number of {day}: format the column as dates, or write {day}"
        month = re.fullmatch(r"(\d{4})[.,](\d{1,2})", text)
        if month and 1 <= int(month[2].ljust(2, "0")) <= 12:
            of_two = [f"{month[1]}-{int(month[2]):02}"] if int(month[2]) else []
            if len(month[2]) == 1 and int(month[2]) == 1:
                of_two = [f"{month[1]}-10 for October", f"{month[1]}-01 for January"]
            return f"as numbers {month[1]}.1 and {month[1]}.10 are the same: write {' or '.join(of_two)}, as text"
        return f"write {_EXAMPLES[self.unit]}, as text"

    def _text(self, text: str) -> tuple[date, date | None]:
        if re.fullmatch(r"\d{4}[.,]\d", text) or re.fullmatch(r"\d{4},\d{2}", text):
            remedy = f"it is a number, not a {self.unit}; {self._instead_of_a_number(text)}"
            raise self.refused(remedy, _NUMBER)
        if self.year is not None and self.unit != "day" and re.fullmatch(r"\d{1,2}", text):
            return self._number(int(text))
        bare, weekday = self._without_weekday(text)
        found = self._range(bare) or self._calendar(bare)
        if found is None:
            raise self.refused(*self._hint(text))
        if weekday is not None and found[0].weekday() != weekday:
            raise self.refused(f"{found[0]} is a {found[0]:%A}; correct the weekday or the date")
        return found

    def _without_weekday(self, text: str) -> tuple[str, int | None]:
        word = re.match(r"([^\W\d_]+)\.?,?\s(?:den\s)?(?=\d|[^\W\d_]+\.?\s\d)", text)
        number = weekday_numbers(self.languages).get(word[1].casefold()) if word else None
        return (text[word.end() :], number) if word and number is not None else (text, None)

    def _range(self, text: str) -> tuple[date, date] | None:
        found = _RANGE.fullmatch(text)
        if found is None:
            return None
        last = self._date(int(found["y2"]), int(found["m2"]), int(found["d2"]))
        first = self._date(int(found["y"] or last.year), int(found["m"] or last.month), int(found["d"]))
        if first > last and not found["y"]:
            first = first.replace(year=first.year - 1)
        if self.unit == "day":
            raise self.refused(f"it names two days, {first} and {last}; write a row for each, or set period.unit")
        return first, last

    def _calendar(self, text: str) -> tuple[date, None] | None:
        for form in _WEEKS if self.unit == "week" else ():
            found = form.fullmatch(text)
            if found is not None:
                return self._week(self._year_of(found), int(found["n"])), None
        for form in (*_MONTHS, *_DAYS) if self.unit == "month" else _DAYS:
            found = form.fullmatch(text)
            if found is None:
                continue
            parts = found.groupdict()
            month = int(parts["m"]) if parts.get("m") else self._month_of(parts["w"], text)
            if month is not None:
                self._refuse_a_day_or_a_year(text, month, parts.get("yy"))
                return self._date(self._year_of(found), month, int(parts.get("d") or 1)), None
        return self._date_with_offset(text)

    def _month_of(self, word: str, text: str) -> int | None:
        number = month_numbers(self.languages).get(word.casefold())
        is_excels = re.fullmatch(r"[A-Z][a-z]{2}-\d\d", text)  # how an English Excel shows a month, and no Finnish one
        others = [] if number is None or is_excels else other_months(word, number, self.languages)
        if others:
            remedy = (
                f"{word!r} is {others[0]} to some and month {number} to others; write the month's whole name, or set "
                "period.languages to those of the sheet"
            )
            raise self.refused(remedy, _TWO)
        return number

    def _refuse_a_day_or_a_year(self, text: str, month: int, digits: str | None) -> None:
        """Refuse `Oct 12`, which is a day as much as the month of a year, unless `year` says which."""
        if digits is None or self.year == 2000 + int(digits) or not re.search(r"\s\d\d$|[^\W\d_]\d\d$", text):
            return
        remedy = f"is it October 2012 or a day? Write 20{digits}-{month:02} if it is the month of a year"
        raise self.refused(remedy.replace("October 2012", f"month {month} of 20{digits}"), _TWO)

    def _date_with_offset(self, text: str) -> tuple[date, None] | None:
        """Read an instant that is a midnight, by its own offset or in Helsinki: how programs export a day."""
        if ":" not in text:
            return None
        try:
            instant = datetime.fromisoformat(text)
        except ValueError:
            return None
        for local in (instant, instant.astimezone(_HELSINKI)) if instant.tzinfo is not None else ():
            if local.time() == time.min:
                return local.date(), None
        raise self.refused("give the day alone, without a time of day, or name its format in period.formats")

    def _year_of(self, found: re.Match[str]) -> int:
        parts = found.groupdict()
        if parts.get("y"):
            return int(parts["y"])
        if parts.get("yy"):
            return 2000 + int(parts["yy"])
        if self.year is None:
            raise self.refused("the year is missing; write it, or set period.year in the mapping")
        return self.year

    def _date(self, year: int, month: int, day: int) -> date:
        try:
            return date(year, month, day)
        except ValueError:
            raise self.refused("there is no such day or month; correct it") from None

    def _week(self, year: int, number: int) -> date:
        try:
            return date.fromisocalendar(year, number, 1)
        except ValueError:
            raise self.refused(f"the year {year} has no week {number}; correct it") from None

    def _hint(self, text: str) -> tuple[str, str]:  # noqa: PLR0911  a kind of text each
        """Return what helps with a text that is no period, and of which kind it is."""
        if re.fullmatch(r"\d{5}(\.0+)?", text):
            return self._instead_of_a_number(text), _NUMBER
        if _WEEK_SPAN.fullmatch(text):
            return "it names two weeks, and their sum is no week's; write a row for each", "two periods"
        if self.unit != "week" and (_YEAR_WEEK.fullmatch(text) or _WEEK_ALONE.fullmatch(text)):
            write = f'write e.g. {_EXAMPLES[self.unit]}, or set period.unit = "week"'
            return f"it is a week, not a {self.unit}; {write}", "another unit"
        if self.unit == "day" and any(form.fullmatch(text) for form in (_YEAR_MONTH, _MONTH_YEAR)):
            return 'it is a month, not a day; write e.g. 2026-09-03, or set period.unit = "month"', "another unit"
        short = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{2})", text)
        if short:
            whole = f"{short[1]}.{short[2]}.20{short[3]}"
            return f'the year has two digits; write {whole}, or set period.formats = ["%d.%m.%y"]', _TWO
        if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{2,4}", text):
            year = "%Y" if re.search(r"\d{4}$", text) else "%y"
            write = f'["%d/%m/{year}"] where the day is first, ["%m/%d/{year}"] where the month is'
            return f"is the day first or the month? Write e.g. 3.9.2026, or set period.formats = {write}", _TWO
        if re.search(r"\d{4}[ T,]+(?:klo )?\d{1,2}[:.]\d\d", text):
            return (
                'give the day alone, without a time of day, or set period.formats, e.g. ["%d.%m.%Y %H:%M"]',
                "a time of day",
            )
        if re.match(r"(?:Q[1-4]|[1-4]Q|[IV]+/)", text, re.IGNORECASE):
            return f"a quarter is not read; write a row for each {self.unit}, e.g. {_EXAMPLES[self.unit]}", _KIND
        return f"it is no {self.unit}; write e.g. {_EXAMPLES[self.unit]}, or name its format in period.formats", _KIND


def _first_day(day: date, unit: PeriodUnit) -> date:
    match unit:
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case _:
            return day


def _last_day(first: date, unit: PeriodUnit) -> date:
    match unit:
        case "week":
            return first + timedelta(days=6)
        case "month":
            return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        case _:
            return first
