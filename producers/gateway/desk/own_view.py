"""What the desk shows of a key's own gatherings: open concerns, the plan, exact numbers."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from producers.gateway.clickhouse_reader import ClickHouseReader
from producers.gateway.rounding import rounded, rounded_counts
from producers.gateway.scope import Scope, split
from producers.seasons import season_of
from schemas.programmes import Programme

__all__ = ["OwnView"]

_HELSINKI = ZoneInfo("Europe/Helsinki")
_MAX_ROWS = 1_000
_RECENT = timedelta(days=14)
_COUNTS = ("visits", "visitors", "heads", "groups", "people_in_groups", "participants", "met")


class OwnView:
    """Reads ClickHouse within a key's scope and nothing beyond it.

    Each method may raise ViewUnavailableError. What nobody recorded is None, not 0.
    """

    def __init__(self, reader: ClickHouseReader, clock: Callable[[], datetime]) -> None:
        self._reader = reader
        self._clock = clock

    @property
    def _today(self) -> date:
        return self._clock().astimezone(_HELSINKI).date()

    async def concerns(self, scope: Scope) -> list[dict[str, Any]]:
        """Return the concerns that nobody answered or solved yet, oldest first, at most 1,000."""
        now = self._clock()
        return [
            {
                "programme": row["programme"],
                "gathering": row["gathering"],
                "source": row["raised_by"],
                "id": row["raised_id"],
                "category": row["category"],
                "district": row["district"] or None,
                "place_kind": row["place_kind"] or None,
                "raised": _text(row["raised"]),
                "hours": max(0, (now - _aware(row["raised"])) // timedelta(hours=1)),
                "status": row["step"] or "raised",
                "passed_to": row["passed_to"] or None,
            }
            for row in await self._reader.rows("open_concerns", _within(scope))
        ]

    async def plan(self, scope: Scope, *, days: int) -> list[dict[str, Any]]:
        """Return the gatherings that begin from yesterday on up to `days` days ahead, in their order."""
        span = {"first": self._today - timedelta(days=1), "last": self._today + timedelta(days=days)}
        return [
            {
                "programme": row["programme"],
                "gathering": row["gathering"],
                "status": row["status"],
                "name": {one: row[f"name_{one}"] for one in ("fi", "sv", "en") if row[f"name_{one}"]},
                "venue": row["venue"] or None,
                "district": row["district"] or None,
                "starts": _text(row["starts"]),
                "ends": None if row["ends"] is None else _text(row["ends"]),
                "capacity": row["capacity"],
            }
            for row in await self._reader.rows("plan", _within(scope) | span)
        ]

    async def numbers(self, scope: Scope) -> list[dict[str, Any]]:
        """Return the numbers of today, yesterday, the week, the month, the season, and of each gathering of 14 days.

        They are exact but for programmes whose terms round them; those are also None below the programme's threshold,
        and `fewer_than` says so.
        """
        today = self._today
        season = season_of(self._clock())
        periods = {
            "today": (today, today),
            "yesterday": (today - timedelta(days=1),) * 2,
            "week": (today - timedelta(days=today.weekday()), today),
            "month": (today.replace(day=1), today),
            "season": (season.first_day, today),
        }
        asked = {
            "periods": list(periods),
            "firsts": [first for first, _ in periods.values()],
            "lasts": [last for _, last in periods.values()],
            "recent": today - _RECENT,
            "today": today,
        }
        return [_numbers(row) for row in await self._reader.rows("own_numbers", _within(scope) | asked)]


def _within(scope: Scope) -> dict[str, Any]:
    whole, beginnings = split(scope.gatherings)
    programmes = sorted(programme.value for programme in scope.programmes)
    return {"programmes": programmes, "whole": whole, "beginnings": beginnings, "most": _MAX_ROWS}


def _numbers(row: Mapping[str, Any]) -> dict[str, Any]:
    terms = Programme(row["programme"]).profile.privacy
    counts, few = rounded_counts({name: row[name] for name in _COUNTS}, terms)
    ages = {band: people for band, people in row["by_age_band"].items() if people}
    if terms.rounding > 1:
        ages = {band: told for band, n in ages.items() if (told := rounded(n, terms)) is not None}
    return {
        "period": row["period"],
        "programme": row["programme"],
        "gathering": row["of_gathering"] or None,
        "name": {one: row[f"name_{one}"] for one in ("fi", "sv", "en") if row["of_gathering"] and row[f"name_{one}"]},
        "day": None if row["day"] is None else row["day"].isoformat(),
        "gatherings": row["held"],
        "by_door": row["by_door"],
        "by_heads": row["by_heads"],
        "unrecorded": row["unrecorded"],
        **counts,
        "by_age_band": ages,
        "fewer_than": few,
        "rounded_to": terms.rounding,
    }


def _aware(instant: datetime) -> datetime:
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _text(instant: datetime) -> str:
    return _aware(instant).astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
