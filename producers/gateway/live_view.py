"""How gatherings stand, and what the worker refused: for those whose they are."""

import asyncio
import math
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
from producers.gateway.recent_events import RecentEvents
from producers.gateway.refusals import remedy
from producers.gateway.scope import Scope, split
from schemas.programmes import Programme
from schemas.rejections import Rejection

__all__ = ["LiveView"]

_HELSINKI = ZoneInfo("Europe/Helsinki")
_FRESH_SECONDS = 0.5
_MAX_REPORTED = 200
_FLAGS_SHOWN = timedelta(days=90)
"""Notes of amended events, of which flags are made, are kept for so long."""
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._#-]{0,127}")

Rows = Sequence[Mapping[str, Any]]


class LiveView:
    """Reads ClickHouse; the same question within half a second is asked once, however many tablets ask it.

    While ClickHouse still answers a question, the same one is not asked again. Each method may raise
    ViewUnavailableError.
    """

    def __init__(self, reader: ClickHouseReader, clock: Callable[[], datetime], recent: RecentEvents) -> None:
        self._reader = reader
        self._clock = clock
        self._recent = recent
        self._asked: dict[Hashable, tuple[float, asyncio.Future[Rows]]] = {}

    async def gatherings(
        self, scope: Scope, *, limit: int, after: PageStart
    ) -> tuple[list[dict[str, Any]], PageStart | None]:
        """Return the gatherings within a scope that are of today, by Helsinki's calendar, or open: one page.

        With it comes where the next page begins, None after the last one. Whatever changes between two pages, a
        gathering that keeps its state and its start is on exactly one.
        """
        programmes = sorted(programme.value for programme in scope.programmes)
        day = self._clock().astimezone(_HELSINKI).date()
        whole, beginnings = split(scope.gatherings)
        parameters = {"programmes": programmes, "whole": whole, "beginnings": beginnings, "day": day}
        page = {f"after_{name}": value for name, value in asdict(after).items()} | {"limit": limit + 1}
        rows = await self._rows("gatherings", parameters | page)
        last = rows[limit - 1] if len(rows) > limit else None
        following = last and PageStart(last["closed"], last["start"], last["gathering"], last["programme"])
        return [_plan(row) for row in rows[:limit]], following or None

    async def gathering(self, programme: Programme, gathering: str, device: str = "") -> dict[str, Any] | None:
        """Return how one gathering stands, or None where nothing is known of it. What nobody recorded is null, not 0.

        The numbers are those of the facts and of what this gateway handed to Kafka, stored or not: all of it that Kafka
        had acknowledged when this was asked. `contains` has the sequences of the device's entries that are in them, and
        `taken_back` those of them that were taken back.
        """
        asked = {"programme": programme.value, "gathering": gathering}
        plans, (numbers,) = await asyncio.gather(self._rows("gathering", asked), self._numbers(asked))
        if not plans and not numbers["devices_seen"]:
            return None
        row = plans[0] if plans else {**_NOTHING, **asked, "computed": self._clock()}
        return {**_plan(row), **_numbers_of(numbers, row, device)}

    async def _numbers(self, asked: Mapping[str, str]) -> Rows:
        """Count a gathering's facts and its recent events; those that turn out to be stored are recent no more."""
        question = ("numbers", *asked.values())

        async def answer() -> Rows:
            recent = self._recent.parameters(**asked)
            rows = await self._reader.rows("numbers", {**asked, **recent})
            self._recent.forget(**asked, parameters=recent, stored=rows[0]["settled"])
            return rows

        return await self._shared(question, answer, after=self._recent.last_added(**asked))

    async def rejections(self, scope: Scope, language: Language, *, days: int) -> list[dict[str, Any]]:
        """Return the dead letters of the scope's sources and gatherings of the last days, newest first, 200 at most.

        Guarantees: no value of an event is in it but its id, source, type and gathering.
        """
        parameters = {
            **_reported_by(scope),
            "topics": sorted(programme.topic for programme in scope.programmes),
            "since": self._clock() - timedelta(days=days),
        }
        return [_rejection(row, language) for row in await self._reader.rows("rejections", parameters)]

    async def flags(self, scope: Scope, language: Language) -> list[dict[str, Any]]:
        """Return what was accepted within a scope and is likely wrong, newest first, at most 200.

        Guarantees: no value of an event is in it but its id, source and gathering.
        """
        parameters = {
            **_reported_by(scope),
            "programmes": sorted(programme.value for programme in scope.programmes),
            "since": self._clock() - _FLAGS_SHOWN,
        }
        return [_flag(row, language) for row in await self._reader.rows("flags", parameters)]

    async def _rows(self, name: str, parameters: Mapping[str, Any]) -> Rows:
        question = (name, repr(sorted(parameters.items())))
        return await self._shared(question, lambda: self._reader.rows(name, parameters))

    async def _shared(
        self, question: Hashable, ask: Callable[[], Awaitable[Rows]], *, after: float = -math.inf
    ) -> Rows:
        """Return the answer to a question, one for all who ask within half a second, asked later than `after`."""
        oldest = time.monotonic() - _FRESH_SECONDS
        while True:
            asked_at, answer = self._asked.get(question, (-math.inf, None))
            if answer is not None and asked_at >= oldest and asked_at > after:
                return await asyncio.shield(answer)
            if answer is None or answer.done():
                self._forget_stale()
                self._asked[question] = (time.monotonic(), asyncio.ensure_future(_answer(ask())))
            else:
                await asyncio.wait([answer])

    def _forget_stale(self) -> None:
        """Forget the answers that are too old: a key may ask for many pages, each of many gatherings."""
        oldest = time.monotonic() - _FRESH_SECONDS
        self._asked = {
            question: (asked_at, answer)
            for question, (asked_at, answer) in self._asked.items()
            if asked_at >= oldest or not answer.done()
        }


_NOTHING: Mapping[str, Any] = {
    "status": "unplanned",
    **dict.fromkeys(("name_fi", "name_sv", "name_en", "venue"), ""),
    **dict.fromkeys(("day", "starts", "ends", "capacity", "inside")),
    "quarters": (),
    "arrivals": (),
}
"""A gathering whose roll-up no worker has made yet."""


def _numbers_of(numbers: Mapping[str, Any], row: Mapping[str, Any], device: str) -> dict[str, Any]:
    """Return the numbers of a gathering by the rule of its roll-up, and what of a device they contain."""
    balance = numbers["entries"] - numbers["exits"]
    head_counts = [
        {"id": id_, "time": at, "people": people, "since": since} for at, people, id_, since in numbers["head_counts"]
    ]
    doors = [{"id": id_, "time": at, "event": name} for at, name, id_ in numbers["doors"]]
    recorded = bool(numbers["entries"] + numbers["exits"])
    status = row["status"]
    if doors and status != "cancelled":
        status = "open" if doors[0]["event"] == "gathering-opened" else "closed"
    inside = head_counts[0]["people"] + head_counts[0]["since"] if head_counts else balance
    known = recorded or bool(head_counts)
    over = status in {"closed", "cancelled"}
    came = bool(numbers["groups"])
    contains, taken_back = next((tuple(rest) for name, *rest in numbers["contains"] if name == device), ((), ()))
    arrivals = zip(row["quarters"], row["arrivals"], strict=True)
    return {
        "status": status,
        "inside": (0 if over else max(0, inside)) if known else None,
        "entries": numbers["entries"] if recorded else None,
        "exits": numbers["exits"] if recorded else None,
        "accompanied": numbers["accompanied"] if recorded else None,
        "groups": numbers["groups"] if came else None,
        "people_in_groups": numbers["people_in_groups"] if came else None,
        "accompanying_groups": numbers["accompanying"] if came else None,
        "balance": balance,
        "head_counts": head_counts,
        "doors": doors,
        "contains": [list(part) for part in contains],
        "taken_back": [list(part) for part in taken_back],
        "arrivals": [{"quarter": _text(quarter), "entries": entries} for quarter, entries in arrivals],
        "computed": _text(row["computed"]),
    }


def _reported_by(scope: Scope) -> dict[str, Any]:
    """Return what a list of a scope's own gatherings and sources is asked by, at most 200 of them."""
    whole, beginnings = split(scope.gatherings)
    sources, source_beginnings = split(scope.sources)
    return {
        "whole": whole,
        "beginnings": beginnings,
        "sources": sources,
        "source_beginnings": source_beginnings,
        "most": _MAX_REPORTED,
    }


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
        "day": None if row["day"] is None else row["day"].isoformat(),
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
