"""Accepted events as rows of the fact tables."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from schemas.amendments import AMENDING, subject_of
from schemas.contract import Event, event_name
from schemas.programmes import Programme
from streams.facts.family import INSTANT, Family
from streams.records import Record

__all__ = ["FactRows", "rows_of"]


@dataclass(frozen=True, slots=True)
class FactRows:
    """Rows for one fact table, and the record that each came from, in the same order.

    `amending` are the places of the rows that corrections and retractions made.
    """

    family: Family
    table: pa.Table
    records: Sequence[Record]
    amending: AbstractSet[int] = frozenset()

    def without(self, left_out: Sequence[bool]) -> "FactRows":
        """Return the rows whose `left_out` is false."""
        kept = [i for i, out in enumerate(left_out) if not out]
        amending = frozenset(place for place, i in enumerate(kept) if i in self.amending)
        return FactRows(self.family, self.table.take(kept), [self.records[i] for i in kept], amending)


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
    return [
        FactRows(rows.family, rows.as_table(programme.value), rows.records, rows.amending) for rows in sorted_.values()
    ]


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


def _rows_for(name: str, families: Sequence[Family], sorted_: dict[str, _Rows]) -> _Rows:
    for family in families:
        if name in family.events:
            return sorted_.setdefault(family.table, _Rows(family))
    raise KeyError(f"event {name} has no fact table; add it to a family in streams.facts")
