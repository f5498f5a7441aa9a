"""Accepted events as rows of the fact tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from schemas.contract import CORRECTION, RETRACTION, Event, event_name
from schemas.programmes import Programme
from streams.facts.family import INSTANT, Family
from streams.records import Record

__all__ = ["FactRows", "rows_of"]


@dataclass(frozen=True, slots=True)
class FactRows:
    """Rows for one fact table, and the record that each came from, in the same order."""

    family: Family
    table: pa.Table
    records: Sequence[Record]

    def without(self, left_out: Sequence[bool]) -> "FactRows":
        """Give the rows for which `left_out` is false."""
        kept = [i for i, out in enumerate(left_out) if not out]
        return FactRows(self.family, self.table.take(kept), [self.records[i] for i in kept])


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
        if name == CORRECTION:
            for i in places:
                corrected, fact = _corrected(events[i])
                _rows_for(corrected, families, sorted_).add([fact], corrected, [records[i]])
        elif name == RETRACTION:
            for i in places:
                retracted = _retracted(events[i])
                _rows_for(events[i]["data"]["event"], families, sorted_).add([retracted], "", [records[i]])
        else:
            _rows_for(name, families, sorted_).add([events[i] for i in places], name, [records[i] for i in places])
    return [FactRows(rows.family, rows.as_table(programme.value), rows.records) for rows in sorted_.values()]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows on their way into a table; a retraction's name is empty."""

    family: Family
    facts: list[Event] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)

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
            "revision": pa.array([fact.get("revision", 1) for fact in facts], pa.uint32()),
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


def _corrected(event: Event) -> tuple[str, Event]:
    data = event["data"]
    replacement = data["replacement"]
    fact: Event = {**event, "id": data["corrects"], "source": data.get("source", event["source"])}
    fact["time"], fact["data"] = replacement["time"], replacement["data"]
    return replacement["event"], fact


def _retracted(event: Event) -> Event:
    data = event["data"]
    return {**event, "id": data["retracts"], "source": data.get("source", event["source"]), "data": {}}
