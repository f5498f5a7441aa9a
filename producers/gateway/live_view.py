"""How gatherings stand, and what the worker refused: for those whose they are."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from producers.gateway.clickhouse_reader import ClickHouseReader
from producers.gateway.flags import Flag, flag_remedy
from producers.gateway.languages import Language
from producers.gateway.parameters import PageStart
from producers.gateway.refusals import remedy
from producers.gateway.scope import Scope, split
from schemas.programmes import Programme
from schemas.rejections import Rejection

__all__ = ["LiveView"]

_HELSINKI = ZoneInfo("Europe/Helsinki")
_FRESH_SECONDS = 0.5
_MOST_REJECTIONS = 200
_FLAGS_SHOWN = timedelta(days=90)
"""Notes of amended events, of which flags are made, are kept for so long."""
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._#-]{0,127}")

Rows = Sequence[Mapping[str, Any]]


class LiveView:
    """Reads ClickHouse; the same question within half a second is asked once, however many tablets ask it.

    Each method may raise ViewUnavailableError.
    """

    def __init__(self, reader: ClickHouseReader, clock: Callable[[], datetime]) -> None:
        self._reader = reader
        self._clock = clock
        self._asked: dict[Hashable, tuple[float, asyncio.Future[Rows]]] = {}

    async def gatherings(
        self, scope: Scope, *, limit: int, after: PageStart
    ) -> tuple[list[dict[str, Any]], PageStart | None]:
        """Return the gatherings within a scope that are of today, by Helsinki's calendar, or open: one page.

        With it comes where the next page begins, None after the last one. Whatever changes between two pages, a
        gathering that keeps its state and its start is on exactly one.
        """
        whole, beginnings = split(scope.gatherings)
        programmes = sorted(programme.value for programme in scope.programmes)
        day = self._clock().astimezone(_HELSINKI).date()
        parameters = {"programmes": programmes, "whole": whole, "beginnings": beginnings, "day": day}
        page = {f"after_{name}": value for name, value in asdict(after).items()} | {"limit": limit + 1}
        rows = await self._rows("gatherings", parameters | page)
        last = rows[limit - 1] if len(rows) > limit else None
        following = last and PageStart(last["closed"], last["start"], last["gathering"], last["programme"])
        return [_plan(row) for row in rows[:limit]], following or None

    async def gathering(self, programme: Programme, gathering: str) -> dict[str, Any] | None:
        """Give how one gathering stands, or None where nothing is known of it. What nobody recorded is null, not 0."""
        asked = {"programme": programme.value, "gathering": gathering}
        comings, groups = await asyncio.gather(self._rows("gathering", asked), self._rows("groups", asked))
        if not comings and not groups:
            return None
        came = groups[0] if groups else _NO_GROUPS
        row = comings[0] if comings else {**_NOTHING, **asked, "computed": came["computed"]}
        recorded = row["visits"] is not None
        arrivals = zip(row["quarters"], row["arrivals"], strict=True)
        return {
            **_plan(row),
            "entries": row["entries"] if recorded else None,
            "exits": row["exits"] if recorded else None,
            "accompanied": row["accompanied"] if recorded else None,
            "groups": came["groups"],
            "people_in_groups": came["people"],
            "accompanying_groups": came["accompanying"],
            "arrivals": [{"quarter": _text(quarter), "entries": entries} for quarter, entries in arrivals],
            "computed": _text(row["computed"]),
        }

    async def rejections(self, scope: Scope, language: Language, *, days: int) -> list[dict[str, Any]]:
        """Give the dead letters of the scope's own sources and gatherings in the last days, newest first, at most 200.

        Guarantees: no value of an event is in it but its id, source, type and gathering.
        """
        whole, beginnings = split(scope.gatherings)
        sources, source_beginnings = split(scope.sources)
        parameters = {
            "topics": sorted(programme.topic for programme in scope.programmes),
            "whole": whole,
            "beginnings": beginnings,
            "sources": sources,
            "source_beginnings": source_beginnings,
            "since": self._clock() - timedelta(days=days),
            "most": _MOST_REJECTIONS,
        }
        return [_rejection(row, language) for row in await self._reader.rows("rejections", parameters)]

    async def flags(self, scope: Scope, language: Language) -> list[dict[str, Any]]:
        """Return what was accepted within a scope and is likely wrong, newest first, at most 200.

        Guarantees: no value of an event is in it but its id, source and gathering.
        """
        whole, beginnings = split(scope.gatherings)
        sources, source_beginnings = split(scope.sources)
        parameters = {
            "programmes": sorted(programme.value for programme in scope.programmes),
            "whole": whole,
            "beginnings": beginnings,
            "sources": sources,
            "source_beginnings": source_beginnings,
            "since": self._clock() - _FLAGS_SHOWN,
            "most": _MOST_REJECTIONS,
        }
        return [_flag(row, language) for row in await self._reader.rows("flags", parameters)]

    async def _rows(self, name: str, parameters: Mapping[str, Any]) -> Rows:
        question = (name, repr(sorted(parameters.items())))
        now = time.monotonic()
        asked = self._asked.get(question)
        if asked is None or asked[0] < now - _FRESH_SECONDS:
            self._forget_stale(now)
            answer = asyncio.ensure_future(_answer(self._reader.rows(name, parameters)))
            self._asked[question] = asked = (now, answer)
        return await asyncio.shield(asked[1])

    def _forget_stale(self, now: float) -> None:
        """Forget the answers that are too old: a key may ask for many pages, each of many gatherings."""
        self._asked = {question: asked for question, asked in self._asked.items() if asked[0] >= now - _FRESH_SECONDS}


_NO_GROUPS: Mapping[str, Any] = {"groups": None, "people": None, "accompanying": None}
_NOTHING: Mapping[str, Any] = {
    "status": "unplanned",
    **dict.fromkeys(("name_fi", "name_sv", "name_en", "venue"), ""),
    **dict.fromkeys(("starts", "ends", "capacity", "inside", "entries", "exits", "visits", "accompanied")),
    "quarters": (),
    "arrivals": (),
}
"""A gathering that has groups and nothing else."""


async def _answer(rows: Awaitable[Rows]) -> Rows:
    return await rows


def _plan(row: Mapping[str, Any]) -> dict[str, Any]:
    names = {language: row[f"name_{language}"] for language in ("fi", "sv", "en") if row[f"name_{language}"]}
    return {
        "programme": row["programme"],
        "gathering": row["gathering"],
        "status": row["status"],
        "name": names,
        "venue": row["venue"] or None,
        "starts": _text(row["starts"]),
        "ends": _text(row["ends"]),
        "capacity": row["capacity"],
        "inside": row["inside"],
    }


def _rejection(row: Mapping[str, Any], language: Language) -> dict[str, Any]:
    reason = Rejection(row["reason"])
    return {
        "id": row["id"] if _ID.fullmatch(row["id"]) else None,
        "source": row["source"],
        "type": row["type"][:120],
        "gathering": row["subject"],
        "received": _text(row["appended"]),
        "reason": reason.value,
        "detail": row["detail"],
        "remedy": remedy(reason, language),
    }


def _flag(row: Mapping[str, Any], language: Language) -> dict[str, Any]:
    flag = Flag(row["flag"])
    return {
        "flag": flag.value,
        "programme": row["programme"],
        "gathering": row["gathering"],
        "source": row["source"],
        "id": row["id"] if _ID.fullmatch(row["id"]) else None,
        "noticed": _text(row["noticed"]),
        "detail": row["detail"],
        "remedy": flag_remedy(flag, language),
    }


def _text(instant: datetime | date | None) -> str | None:
    if not isinstance(instant, datetime):
        return None
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
