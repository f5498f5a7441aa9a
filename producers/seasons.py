"""Half a year, as youth work counts it: the span within which a visitor is known again."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Self
from zoneinfo import ZoneInfo

__all__ = ["Season", "season_of"]

_HELSINKI = "Europe/Helsinki"
_LAST_MONTH_OF_SPRING = 7


@dataclass(frozen=True, slots=True)
class Season:
    """Spring is January to July, autumn August to December, in Europe/Helsinki. Written `2026-autumn`."""

    year: int
    half: Literal["spring", "autumn"]

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.half}"

    @property
    def end(self) -> datetime:
        """The first instant after it."""
        there = datetime(self.year, _LAST_MONTH_OF_SPRING + 1, 1, tzinfo=ZoneInfo(_HELSINKI))
        return there if self.half == "spring" else there.replace(year=self.year + 1, month=1)

    @property
    def first_day(self) -> date:
        """The day on which it begins, in Helsinki."""
        return date(self.year, 1 if self.half == "spring" else _LAST_MONTH_OF_SPRING + 1, 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2026-autumn`.

        Raises:
            ValueError: it is not a year of four digits and `spring` or `autumn`.
        """
        parts = re.fullmatch(r"([0-9]{4})-(spring|autumn)", text)
        if parts is None:
            raise ValueError(f"{text[:40]!r} is no season; write a year and spring or autumn, e.g. 2026-autumn")
        return cls(int(parts[1]), "spring" if parts[2] == "spring" else "autumn")


def season_of(instant: datetime) -> Season:
    """Return the season in which an instant falls by Helsinki's clock.

    Raises:
        ValueError: the instant has no offset.
    """
    if instant.tzinfo is None:
        raise ValueError(f"the instant {instant.isoformat()} has no offset; give one, e.g. +03:00 or Z")
    there = instant.astimezone(ZoneInfo(_HELSINKI))
    return Season(there.year, "spring" if there.month <= _LAST_MONTH_OF_SPRING else "autumn")
