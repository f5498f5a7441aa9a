"""Accepted events as rows of the fact tables."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from schemas.amendments import AMENDING, subject_of
from schemas.contract import Event, event_name
from schemas.programmes import Programme
from streams.facts.family import INSTANT, Family
from streams.records import Record

__all__ = ["TOLD", "Again", "FactRows", "rows_of"]

TOLD = ["source", "id", "revision", "retracted", "gathering", "appended"]
"""The columns of facts that a batch keeps: by them it finds what came after its amendment."""


@dataclass(frozen=True, slots=True)
class Again:
    """A row of a revision above the first.

    `amends` is true where a correction or retraction made it. `content` is a hash that tells contents apart, never 0.
    """

    amends: bool
    content: int


@dataclass(frozen=True, slots=True)
class FactRows:
    """Rows for one fact table, and the record that each came from, in the same order.

    `ids` are those of the rows, and `again` says by place which rows have a revision above the first. They and `told`
    are made here, not where facts are stored: each call of Arrow there waits for the thread that decodes.
    """

    family: Family
    table: pa.Table
    records: Sequence[Record]
    ids: Sequence[str]
    again: Mapping[int, Again]
    told: pa.Table

    def without(self, left_out: Sequence[bool]) -> "FactRows":
        """Return the rows whose `left_out` is false."""
        kept = [i for i, out in enumerate(left_out) if not out]
        again = {place: self.again[i] for place, i in enumerate(kept) if i in self.again}
        table = self.table.take(kept)
        return FactRows(
            self.family,
            table,
            [self.records[i] for i in kept],
            [self.ids[i] for i in kept],
            again,
            table.select(TOLD),
        )


def rows_of(
    families: Sequence[Family], programme: Programme, events: Sequence[Event], records: Sequence[Record]
) -> list[FactRows]:
    """Sort a programme's events by fact table and turn them into columns.

    A correction becomes the row of the fact that it corrects, with its own revision; so does a retraction, data empty.
    """
    kinds: dict[str, list[int]] = {}
    for place, event in enumerate(events):
        kinds.setdefault(event["type"], []).append(place)
    sorted_: dict[str, _Rows] = {}
    for kind, places in kinds.items():
        name = event_name(kind)
        if name in AMENDING:
            for i in places:
                amended = subject_of(name, events[i])
                fact: Event = {**events[i], "source": amended.source, "id": amended.id, "data": {}}
                if amended.data is not None:
                    fact["time"], fact["data"] = amended.time, dict(amended.data)
                rows = _rows_for(amended.event, families, sorted_)
                rows.amending.add(len(rows.facts))
                rows.add([fact], "" if amended.data is None else amended.event, [records[i]])
        else:
            _rows_for(name, families, sorted_).add([events[i] for i in places], name, [records[i] for i in places])
    return [rows.made(programme.value) for rows in sorted_.values()]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows on their way into a table; a retraction's name is empty."""

    family: Family
    facts: list[Event] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    amending: set[int] = field(default_factory=set)

    def add(self, facts: Sequence[Event], name: str, records: Sequence[Record]) -> None:
        self.facts.extend(facts)
        self.names.extend([name] * len(facts))
        self.records.extend(records)

    def made(self, programme: str) -> FactRows:
        table = self.as_table(programme)
        ids = [fact["id"] for fact in self.facts]
        again = {
            place: Again(place in self.amending, _content(self.names[place], fact))
            for place, fact in enumerate(self.facts)
            if "revision" in fact and fact["revision"] > 1
        }
        return FactRows(self.family, table, self.records, ids, again, table.select(TOLD))

    def as_table(self, programme: str) -> pa.Table:
        facts = self.facts
        data: Sequence[Mapping[str, Any]] = [fact["data"] for fact in facts]
        times = pa.array([fact["time"] for fact in facts], INSTANT)
        columns: dict[str, Any] = {
            "programme": pa.repeat(pa.scalar(programme), len(facts)),
            "gathering": pa.array([fact["subject"] for fact in facts], pa.string()),
            "source": pa.array([fact["source"] for fact in facts], pa.string()),
            "id": pa.array([fact["id"] for fact in facts], pa.string()),
            "revision": pa.array([fact.get("revision", 1) for fact in facts], pa.uint64()),
            "retracted": pa.array([not name for name in self.names], pa.bool_()),
            "time": times,
            "recorded": pc.coalesce(pa.array([fact.get("recordedtime") for fact in facts], INSTANT), times),
            "appended": pa.array([record.timestamp for record in self.records], pa.int64()).cast(INSTANT),
        }
        for name, read in self.family.columns.items():
            columns[name] = read(data, self.names)
        return pa.table(columns)


def _content(name: str, fact: Event) -> int:
    text = json.dumps([name, fact["time"] if name else "", fact["data"]], sort_keys=True, default=str)
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") or 1


def _rows_for(name: str, families: Sequence[Family], sorted_: dict[str, _Rows]) -> _Rows:
    for family in families:
        if name in family.events:
            return sorted_.setdefault(family.table, _Rows(family))
    raise KeyError(f"event {name} has no fact table; add it to a family in streams.facts")
