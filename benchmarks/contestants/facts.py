"""What the peers share: valid events into the fact tables, then the roll-ups of the gatherings that they touch."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from schemas.contract import Event
from streams.store import Store

__all__ = ["Fact", "store_facts"]

_INSTANT = pa.timestamp("ms", tz="UTC")
_NOBODY = bytes(16)
_TABLES = {
    "check-in": "check_ins",
    "head-count": "head_counts",
    "gathering-scheduled": "gatherings",
    "gathering-opened": "gatherings",
    "gathering-closed": "gatherings",
    "gathering-cancelled": "gatherings",
}


_Columns = dict[str, "pa.Array[Any]"]


class Fact(NamedTuple):
    """A valid event as it came: its programme, the event, and when the broker appended it in milliseconds."""

    programme: str
    event: Event
    appended: int


class _Row(NamedTuple):
    programme: str
    name: str
    event: Mapping[str, Any]
    data: Mapping[str, Any]
    id: str
    source: str
    time: Any
    retracted: bool
    appended: int


def store_facts(store: Store, facts: Sequence[Fact]) -> None:
    """Insert facts and recompute the roll-ups of their gatherings, one statement each. Done twice it is the same."""
    tables: dict[str, list[_Row]] = {}
    for fact in facts:
        row = _row(fact)
        tables.setdefault(_TABLES[row.name], []).append(row)
    for table, rows in tables.items():
        store.insert(table, pa.table({**_shared(rows), **_COLUMNS[table](rows)}))
    touched = {(fact.programme, fact.event["subject"]) for fact in facts}
    if touched:
        store.touch({"participation": touched})
        store.run("roll_ups/participation")


def _row(fact: Fact) -> _Row:
    programme, event, appended = fact
    name = event["type"].rsplit(".", 2)[1]
    data = event["data"]
    if name == "correction":
        new = data["replacement"]
        source = data.get("source", event["source"])
        return _Row(programme, new["event"], event, new["data"], data["corrects"], source, new["time"], False, appended)
    if name == "retraction":
        source = data.get("source", event["source"])
        return _Row(programme, data["event"], event, {}, data["retracts"], source, event["time"], True, appended)
    return _Row(programme, name, event, data, event["id"], event["source"], event["time"], False, appended)


def _shared(rows: Sequence[_Row]) -> _Columns:
    return {
        "programme": pa.array([row.programme for row in rows], pa.string()),
        "gathering": pa.array([row.event["subject"] for row in rows], pa.string()),
        "source": pa.array([row.source for row in rows], pa.string()),
        "id": pa.array([row.id for row in rows], pa.string()),
        "revision": pa.array([row.event.get("revision", 1) for row in rows], pa.uint32()),
        "retracted": pa.array([row.retracted for row in rows], pa.bool_()),
        "time": pa.array([row.time for row in rows], _INSTANT),
        "recorded": pa.array([row.event.get("recordedtime") or row.time for row in rows], _INSTANT),
        "appended": pa.array([row.appended for row in rows], pa.int64()).cast(_INSTANT),
    }


def _check_ins(rows: Sequence[_Row]) -> _Columns:
    visitors = [bytes.fromhex(row.data["visitor"]) if "visitor" in row.data else _NOBODY for row in rows]
    names = ("direction", "age_band", "home_district", "method")
    return {"visitor": pa.array(visitors, pa.binary(16)), **{name: _text(rows, name) for name in names}}


def _head_counts(rows: Sequence[_Row]) -> _Columns:
    bands = [list(row.data.get("by_age_band", {}).items()) for row in rows]
    return {
        "people": pa.array([row.data.get("people", 0) for row in rows], pa.uint32()),
        "by_age_band": pa.array(bands, pa.map_(pa.string(), pa.uint32())),
    }


def _gatherings(rows: Sequence[_Row]) -> _Columns:
    venues = [row.data.get("venue", {}) for row in rows]
    columns: _Columns = {
        "happening": pa.array(["" if row.retracted else row.name for row in rows], pa.string()),
        "starts": pa.array([row.data.get("starts") for row in rows], _INSTANT),
        "ends": pa.array([row.data.get("ends") for row in rows], _INSTANT),
        "venue": pa.array([venue.get("id", "") for venue in venues], pa.string()),
        "district": pa.array([venue.get("district", "") for venue in venues], pa.string()),
        "latitude": pa.array([venue.get("latitude") for venue in venues], pa.float64()),
        "longitude": pa.array([venue.get("longitude") for venue in venues], pa.float64()),
        "capacity": pa.array([row.data.get("capacity") for row in rows], pa.uint32()),
        "reason": _text(rows, "reason"),
    }
    for language in ("fi", "sv", "en"):
        names = [row.data.get("name", {}).get(language, "") for row in rows]
        venue_names = [venue.get("name", {}).get(language, "") for venue in venues]
        columns[f"name_{language}"] = pa.array(names, pa.string())
        columns[f"venue_name_{language}"] = pa.array(venue_names, pa.string())
    return columns


def _text(rows: Sequence[_Row], name: str) -> "pa.Array[Any]":
    return pa.array([row.data.get(name, "") for row in rows], pa.string())


_COLUMNS = {"check_ins": _check_ins, "head_counts": _head_counts, "gatherings": _gatherings}
