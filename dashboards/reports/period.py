"""The days that a report is of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Self

from dashboards.errors import ReportError
from dashboards.reports.catalogue import Catalogue

__all__ = ["Period"]

Kind = Literal["month", "quarter", "year", "days"]

_MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both of them part of it; `kind` says how it is called.

    Raises:
        ReportError: It ends before it begins.
    """

    kind: Kind
    start: date
    end: date

    def __post_init__(self) -> None:
        """Refuse a period that ends before it begins."""
        if self.end < self.start:
            raise ReportError(f"the period ends on {self.end}, before it begins on {self.start}; exchange the two days")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the period that a text names: `2026-10`, `2026-Q3`, `2026`, or `2026-10-05..2026-11-04`.

        Raises:
            ReportError: It is none of these.
        """
        if match := re.fullmatch(r"(\d{4})-(\d{2})", text):
            return cls._whole("month", text, int(match[1]), int(match[2]))
        if match := re.fullmatch(r"(\d{4})-[Qq]([1-4])", text):
            return cls._whole("quarter", text, int(match[1]), int(match[2]) * 3 - 2)
        if re.fullmatch(r"\d{4}", text):
            return cls._whole("year", text, int(text), 1)
        first, dots, last = text.partition("..")
        try:
            if dots:
                return cls("days", date.fromisoformat(first), date.fromisoformat(last))
        except ValueError as error:
            raise ReportError(f"{text!r} is no period: {error}; write e.g. 2026-10-05..2026-11-04") from error
        raise ReportError(f"{text!r} is no period; write 2026-10, 2026-Q3, 2026, or 2026-10-05..2026-11-04")

    @classmethod
    def _whole(cls, kind: Kind, text: str, year: int, month: int) -> Self:
        try:
            first = date(year, month, 1)
            following = month - 1 + _MONTHS[kind]
            return cls(kind, first, date(year + following // 12, following % 12 + 1, 1) - timedelta(days=1))
        except ValueError as error:
            raise ReportError(f"{text!r} is no period: {error}; write e.g. 2026-10, 2026-Q3 or 2026") from error

    @property
    def id(self) -> str:
        """What `parse` reads: `2026-10`, `2026-Q3`, `2026`, `2026-10-05..2026-11-04`."""
        match self.kind:
            case "month":
                return f"{self.start:%Y-%m}"
            case "quarter":
                return f"{self.start:%Y}-Q{(self.start.month + 2) // 3}"
            case "year":
                return f"{self.start:%Y}"
        return f"{self.start}..{self.end}"

    @property
    def year_before(self) -> "Period":
        """The same days a year before; 29 February becomes 28 February."""
        if self.kind != "days":
            return Period.parse(self.id.replace(f"{self.start.year:04}", f"{self.start.year - 1:04}", 1))
        return Period(self.kind, _year_before(self.start), _year_before(self.end))

    @property
    def months(self) -> Iterator[date]:
        """The first days of the months that lie wholly in it."""
        month = (self.start - timedelta(days=1)).replace(day=1)
        while True:
            month = (month + timedelta(days=31)).replace(day=1)
            following = (month + timedelta(days=31)).replace(day=1)
            if following - timedelta(days=1) > self.end:
                return
            yield month

    def named(self, words: Catalogue) -> str:
        """Return what it is called in a language: October 2026, 3rd quarter of 2026, 2026, or its two days."""
        match self.kind:
            case "month":
                return words.month(self.start)
            case "quarter":
                return words.quarter(self.start)
            case "year":
                return f"{self.start:%Y}"
        return f"{words.day(self.start)} \u2013 {words.day(self.end)}"


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
