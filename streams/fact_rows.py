"""Accepted events as rows of the fact tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from schemas.contract import CORRECTION, RETRACTION, Event, event_name
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
    families: Sequence[Family], programme: str, events: Sequence[Event], records: Sequence[Record]
) -> list[FactRows]:
    """Sort a programme's events by fact table and turn them into columns.

    A correction becomes the row of the fact that it corrects, with its own revision; so does a retraction, with no
    data.
    """
    family_of = {name: family for family in families for name in family.events}
    sorted_: dict[str, _Rows] = {}
    names: dict[str, str] = {}
    for event, record in zip(events, records, strict=True):
        kind = event["type"]
        name = names.get(kind) or names.setdefault(kind, event_name(kind))
        fact, retracted = event, False
        if name == CORRECTION:
            name, fact = _corrected(event)
        elif name == RETRACTION:
            name, fact, retracted = event["data"]["event"], _retracted(event), True
        family = family_of[name]
        rows = sorted_.get(family.table)
        if rows is None:
            rows = sorted_[family.table] = _Rows(family, [], [], [], [])
        rows.facts.append(fact)
        rows.names.append("" if retracted else name)
        rows.retracted.append(retracted)
        rows.records.append(record)
    return [FactRows(rows.family, rows.as_table(programme), rows.records) for rows in sorted_.values()]


@dataclass(frozen=True, slots=True)
class _Rows:
    family: Family
    facts: list[Event]
    names: list[str]
    retracted: list[bool]
    records: list[Record]

    def as_table(self, programme: str) -> pa.Table:
        facts = self.facts
        data: Sequence[Mapping[str, Any]] = [fact["data"] for fact in facts]
        columns = {
            "programme": pa.repeat(pa.scalar(programme), len(facts)),
            "gathering": pa.array([fact["subject"] for fact in facts], pa.string()),
            "source": pa.array([fact["source"] for fact in facts], pa.string()),
            "id": pa.array([fact["id"] for fact in facts], pa.string()),
            "revision": pa.array([fact.get("revision", 1) for fact in facts], pa.uint32()),
            "retracted": pa.array(self.retracted, pa.bool_()),
            "time": pa.array([fact["time"] for fact in facts], INSTANT),
            "recorded": pa.array([fact.get("recordedtime") or fact["time"] for fact in facts], INSTANT),
            "appended": pa.array([record.timestamp for record in self.records], pa.int64()).cast(INSTANT),
        }
        for name, column in self.family.columns.items():
            columns[name] = pa.array(column.read(data, self.names), column.type)
        return pa.table(columns)


def _corrected(event: Event) -> tuple[str, Event]:
    data = event["data"]
    replacement = data["replacement"]
    fact: Event = {**event, "id": data["corrects"], "source": data.get("source", event["source"])}
    fact["time"], fact["data"] = replacement["time"], replacement["data"]
    return replacement["event"], fact


def _retracted(event: Event) -> Event:
    data = event["data"]
    return {**event, "id": data["retracts"], "source": data.get("source", event["source"]), "data": {}}
