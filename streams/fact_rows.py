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

__all__ = ["Again", "FactRows", "rows_of"]

_FIRST, _STANDING = pa.scalar(1, pa.uint64()), pa.scalar(False, pa.bool_())


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

    Rows of revisions above the first stand by themselves: `again` has one for each; of first revisions it is empty.
    """

    family: Family
    table: pa.Table
    records: Sequence[Record]
    again: Sequence[Again] = ()

    def without(self, left_out: Sequence[bool]) -> "FactRows":
        """Return the rows whose `left_out` is false."""
        kept = [i for i, out in enumerate(left_out) if not out]
        again = [self.again[i] for i in kept] if self.again else ()
        return FactRows(self.family, self.table.take(kept), [self.records[i] for i in kept], again)


def rows_of(
    families: Sequence[Family], programme: Programme, events: Sequence[Event], records: Sequence[Record]
) -> list[FactRows]:
    """Sort a programme's events by fact table and turn them into columns.

    A correction becomes the row of the fact that it corrects, with its own revision; so does a retraction, data empty.
    """
    kinds: dict[str, list[int]] = {}
    for place, event in enumerate(events):
        kinds.setdefault(event["type"], []).append(place)
    sorted_: dict[tuple[str, bool], _Rows] = {}
    for kind, places in kinds.items():
        name = event_name(kind)
        if name in AMENDING:
            for i in places:
                amended = subject_of(name, events[i])
                fact: Event = {**events[i], "source": amended.source, "id": amended.id, "data": {}}
                if amended.data is not None:
                    fact["time"], fact["data"] = amended.time, dict(amended.data)
                rows = _rows_for(amended.event, families, sorted_, again=True)
                rows.add([fact], "" if amended.data is None else amended.event, [records[i]], amends=True)
        else:
            again = {i for i in places if "revision" in events[i] and events[i]["revision"] > 1}
            for told_again, some in (
                (False, [i for i in places if i not in again] if again else places),
                (True, again),
            ):
                if some:
                    rows = _rows_for(name, families, sorted_, again=told_again)
                    rows.add([events[i] for i in some], name, [records[i] for i in some])
    return [rows.made(programme.value) for rows in sorted_.values()]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows on their way into a table, all of first revisions or all of later ones; a retraction's name is empty."""

    family: Family
    again: bool
    facts: list[Event] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    amends: list[bool] = field(default_factory=list)

    def add(self, facts: Sequence[Event], name: str, records: Sequence[Record], *, amends: bool = False) -> None:
        self.facts.extend(facts)
        self.names.extend([name] * len(facts))
        self.records.extend(records)
        self.amends.extend([amends] * len(facts))

    def made(self, programme: str) -> FactRows:
        told = zip(self.amends, self.names, self.facts, strict=True) if self.again else ()
        again = [Again(amends, _content(name, fact)) for amends, name, fact in told]
        return FactRows(self.family, self.as_table(programme), self.records, again)

    def as_table(self, programme: str) -> pa.Table:
        facts = self.facts
        data: Sequence[Mapping[str, Any]] = [fact["data"] for fact in facts]
        times = pa.array([fact["time"] for fact in facts], INSTANT)
        columns: dict[str, Any] = {
            "programme": pa.repeat(pa.scalar(programme), len(facts)),
            "gathering": pa.array([fact["subject"] for fact in facts], pa.string()),
            "source": pa.array([fact["source"] for fact in facts], pa.string()),
            "id": pa.array([fact["id"] for fact in facts], pa.string()),
            "revision": pa.repeat(_FIRST, len(facts)),
            "retracted": pa.repeat(_STANDING, len(facts)),
            "time": times,
            "recorded": pc.coalesce(pa.array([fact.get("recordedtime") for fact in facts], INSTANT), times),
            "appended": pa.array([record.timestamp for record in self.records], pa.int64()).cast(INSTANT),
        }
        if self.again:
            columns["revision"] = pa.array([fact.get("revision", 1) for fact in facts], pa.uint64())
            columns["retracted"] = pa.array([not name for name in self.names], pa.bool_())
        for name, read in self.family.columns.items():
            columns[name] = read(data, self.names)
        return pa.table(columns)


def _content(name: str, fact: Event) -> int:
    text = json.dumps([name, fact["time"] if name else "", fact["data"]], sort_keys=True, default=str)
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") or 1


def _rows_for(name: str, families: Sequence[Family], sorted_: dict[tuple[str, bool], _Rows], *, again: bool) -> _Rows:
    for family in families:
        if name in family.events:
            return sorted_.setdefault((family.table, again), _Rows(family, again))
    raise KeyError(f"event {name} has no fact table; add it to a family in streams.facts")
