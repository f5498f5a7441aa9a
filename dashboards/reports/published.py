"""What is published of a period, read once for a whole report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from dashboards.reader import Reader
from dashboards.reports.period import Period

__all__ = ["Published", "ReleasedMonth", "Row", "empty", "read_published", "read_year_before", "released_months"]

Row = Mapping[str, Any]

_BY_DAY = (
    "age_bands", "agencies", "dialogue_sections", "dialogues", "districts", "gatherings", "home_districts", "mixing",
    "months", "outreach", "pulse", "reach", "theme_nights", "visitors", "weeks",
)  # fmt: skip
_BY_QUARTER = ("concerns", "concerns_by_category", "concerns_by_district", "concerns_by_status", "referrals")
_OF_YEAR_BEFORE = ("concerns", "dialogues", "districts", "months", "outreach", "pulse", "visitors")
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Published:
    """The rows of each statement below `sql`, by its name.

    `quarters` are those that begin in the period and are published; where there is none, the newest one that was
    published before its end. What is published by quarter is of these. `edition` is the newest release that any of it
    was published in.
    """

    rows: Mapping[str, Sequence[Row]]
    quarters: tuple[date, ...]
    edition: int

    def __getitem__(self, name: str) -> Sequence[Row]:
        return self.rows[name]


@dataclass(frozen=True, slots=True)
class ReleasedMonth:
    """A month of which something is published: its newest edition, and whether it is `running` or `final`."""

    month: date
    edition: int
    running: bool
    final: bool


def empty() -> Published:
    """Return a period of which nothing is published."""
    return Published(dict.fromkeys((*_BY_DAY, *_BY_QUARTER, "releases"), ()), (), 0)


def read_published(reader: Reader, period: Period) -> Published:
    """Read a period. A release that is published meanwhile is read again, so that all is of one edition.

    Raises:
        ReaderUnavailableError: ClickHouse did not answer.
        QueryRefusedError: It refuses a statement.
    """
    edition = _edition(reader)
    for _ in range(_TRIES):
        found = _read(reader, period)
        before, edition = edition, _edition(reader)
        if before == edition:
            break
    return found


def read_year_before(reader: Reader, period: Period) -> Published:
    """Read what key figures compare with, of the same days a year before; concerns of the quarters that begin in them.

    Raises:
        ReaderUnavailableError: ClickHouse did not answer.
        QueryRefusedError: It refuses a statement.
    """
    days = {"start": period.year_before.start, "end": period.year_before.end}
    rows: dict[str, Sequence[Row]] = {"months": _rows(reader, "months", days)}
    for name in _OF_YEAR_BEFORE:
        rows[name] = _rows(reader, name, days) if rows["months"] else ()
    return Published(rows, (), 0)


def released_months(reader: Reader) -> tuple[ReleasedMonth, ...]:
    """Return the months of which something is published, the oldest first.

    Raises:
        ReaderUnavailableError: ClickHouse did not answer.
        QueryRefusedError: It refuses the statement.
    """
    return tuple(
        ReleasedMonth(row["month"], int(row["edition"]), bool(row["running"]), bool(row["final"]))
        for row in _rows(reader, "released_months", {})
    )


def _read(reader: Reader, period: Period) -> Published:
    days = {"start": period.start, "end": period.end}
    rows = {name: _rows(reader, name, days) for name in _BY_DAY}
    by_quarter = {name: _rows(reader, name, days) for name in _BY_QUARTER}
    if not any(by_quarter.values()) and (latest := _rows(reader, "latest_quarter", days)[0]["latest"]):
        days = {"start": latest, "end": latest}
        by_quarter = {name: _rows(reader, name, days) for name in _BY_QUARTER}
    quarters = sorted({row["quarter"] for found in by_quarter.values() for row in found})
    rows |= by_quarter
    rows["releases"] = _rows(reader, "releases", {"start": period.start, "end": period.end})
    editions = [int(row["edition"]) for name in ("months", "gatherings") for row in rows[name]]
    return Published(rows, tuple(quarters), max(editions, default=0))


def _edition(reader: Reader) -> int:
    return int(_rows(reader, "newest_edition", {})[0]["edition"])


def _rows(reader: Reader, name: str, parameters: Mapping[str, Any]) -> Sequence[Row]:
    return reader.rows(_statement(name), parameters)


@cache
def _statement(name: str) -> str:
    return (files("dashboards.reports") / "sql" / f"{name}.sql").read_text(encoding="utf-8").strip()
