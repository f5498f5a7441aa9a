"""Events that break a contract in one or more of their fields, each with the reason for which it must be refused."""

from collections.abc import Mapping
from typing import NamedTuple

from schemas.programmes import TYPE_PREFIX
from schemas.rejections import Rejection

__all__ = ["GONE", "WRONG_EVENTS", "Days", "Edit", "Wrong"]

GONE = object()
"""In place of a value: the field is left out."""


class Days(NamedTuple):
    """In place of a value: an instant so many days after the present, or before it."""

    after: int


Edit = tuple[str, object]
"""A field, its path joined by dots, and what is put in its place."""


class Wrong(NamedTuple):
    """An event with fields changed. `persons`: only where the programme carries persons (True), where not (False)."""

    event: str
    edits: tuple[Edit, ...]
    persons: bool | None = None


def _wrong(event: str, *edits: Edit, persons: bool | None = None) -> Wrong:
    return Wrong(event, edits, persons)


_CHECK_IN, _HEAD_COUNT, _PLAN, _OPENED = "check-in", "head-count", "gathering-scheduled", "gathering-opened"
_CORRECTION, _RETRACTION = "correction", "retraction"
_NAIVE = "2026-09-04T16:05:00"
_KEY = "5f2d0c9a81b34e67a0c1d2e3f4958677"

WRONG_EVENTS: Mapping[Rejection, tuple[Wrong, ...]] = {
    Rejection.UNKNOWN_TYPE: (
        _wrong(_CHECK_IN, ("type", GONE)),
        _wrong(_CHECK_IN, ("type", None)),
        _wrong(_CHECK_IN, ("type", 42)),
        _wrong(_CHECK_IN, ("type", "")),
        _wrong(_CHECK_IN, ("type", f"{TYPE_PREFIX}.{{programme}}.party.v1")),
        _wrong(_CHECK_IN, ("type", f"{TYPE_PREFIX}.{{programme}}.check-in.v2")),
        _wrong(_OPENED, ("type", "com.example.ping")),
        _wrong(_CHECK_IN, ("type", "com.example.ping"), ("id", GONE), ("card", "2909 1234 5678"), ("data", "x")),
    ),
    Rejection.WRONG_TOPIC: (
        _wrong(_CHECK_IN, ("type", f"{TYPE_PREFIX}.{{other}}.check-in.v1")),
        _wrong(_PLAN, ("type", f"{TYPE_PREFIX}.{{other}}.gathering-scheduled.v1")),
        _wrong(_CORRECTION, ("type", f"{TYPE_PREFIX}.{{other}}.correction.v1")),
        _wrong(_CHECK_IN, ("type", f"{TYPE_PREFIX}.{{other}}.check-in.v1"), ("source", GONE), ("data.visitor", _KEY)),
    ),
    Rejection.PERSON_KEY: (
        _wrong(_CHECK_IN, ("data.visitor", _KEY), persons=False),
        _wrong(_CHECK_IN, ("data.card", "2909 1234 5678"), persons=False),
        _wrong(_CHECK_IN, ("data.name", "Aino Virtanen"), ("data.direction", "in"), persons=False),
        _wrong(_CHECK_IN, ("visitorid", _KEY), persons=False),
        _wrong(_CHECK_IN, ("visitorid", _KEY), ("id", GONE), ("time", _NAIVE), persons=False),
        _wrong(_CHECK_IN, ("data.visitor", _KEY), ("time", Days(400)), persons=False),
        _wrong(_HEAD_COUNT, ("data.names", ["Aino", "Eero"]), persons=False),
        _wrong(_PLAN, ("data.contact", "aino@example.org"), persons=False),
        _wrong(_OPENED, ("data.officer", "4711"), persons=False),
        _wrong(_CORRECTION, ("data.replacement.data.visitor", _KEY), persons=False),
        _wrong(_CORRECTION, ("data.visitor", _KEY), persons=False),
        _wrong(_RETRACTION, ("data.requested_by", "Aino Virtanen"), persons=False),
    ),
    Rejection.WRONG_ENVELOPE: (
        _wrong(_CHECK_IN, ("specversion", GONE)),
        _wrong(_CHECK_IN, ("specversion", "0.3")),
        _wrong(_CHECK_IN, ("specversion", 1.0)),
        _wrong(_CHECK_IN, ("id", GONE)),
        _wrong(_CHECK_IN, ("id", "two words")),
        _wrong(_HEAD_COUNT, ("id", 17)),
        _wrong(_CHECK_IN, ("source", GONE)),
        _wrong(_CHECK_IN, ("source", "Tapio's tablet")),
        _wrong(_CHECK_IN, ("subject", GONE)),
        _wrong(_CHECK_IN, ("subject", "youth-centre/kallio")),
        _wrong(_CHECK_IN, ("time", GONE)),
        _wrong(_CHECK_IN, ("time", _NAIVE)),
        _wrong(_CHECK_IN, ("time", "yesterday")),
        _wrong(_CHECK_IN, ("time", "1999-12-31T23:59:59Z")),
        _wrong(_CHECK_IN, ("revision", 0)),
        _wrong(_CHECK_IN, ("revision", "2")),
        _wrong(_CHECK_IN, ("revision", 1.5)),
        _wrong(_CHECK_IN, ("recordedtime", _NAIVE)),
        _wrong(_CHECK_IN, ("datacontenttype", "text/xml")),
        _wrong(_CHECK_IN, ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00"), persons=True),
        _wrong(_CHECK_IN, ("cardnumber", "2909 1234 5678"), persons=True),
        _wrong(_CORRECTION, ("revision", 1)),
        _wrong(_CORRECTION, ("revision", GONE)),
        _wrong(_RETRACTION, ("revision", GONE)),
        _wrong(_CHECK_IN, ("id", GONE), ("data.direction", "in"), ("time", Days(400))),
    ),
    Rejection.WRONG_DATA: (
        _wrong(_CHECK_IN, ("data.direction", GONE)),
        _wrong(_CHECK_IN, ("data.direction", "in")),
        _wrong(_CHECK_IN, ("data.age_band", "13-18")),
        _wrong(_CHECK_IN, ("data.age_band", 15)),
        _wrong(_CHECK_IN, ("data.home_district", "espoo")),
        _wrong(_CHECK_IN, ("data.method", "face")),
        _wrong(_CHECK_IN, ("data.visitor", "2909 1234 5678"), persons=True),
        _wrong(_CHECK_IN, ("data.visitor", _KEY.upper()), persons=True),
        _wrong(_CHECK_IN, ("data.phone", "+358 40 123 4567"), persons=True),
        _wrong(_CHECK_IN, ("data.direction", "in"), ("time", Days(400))),
        _wrong(_CHECK_IN, ("data.direction", "in"), ("time", Days(-400))),
        _wrong(_HEAD_COUNT, ("data.people", GONE)),
        _wrong(_HEAD_COUNT, ("data.people", -1)),
        _wrong(_HEAD_COUNT, ("data.people", 12.5)),
        _wrong(_HEAD_COUNT, ("data.people", "40")),
        _wrong(_HEAD_COUNT, ("data.people", 1_000_001)),
        _wrong(_HEAD_COUNT, ("data.by_age_band", {"teens": 3})),
        _wrong(_PLAN, ("data.name", GONE)),
        _wrong(_PLAN, ("data.name", "Open house")),
        _wrong(_PLAN, ("data.starts", GONE)),
        _wrong(_PLAN, ("data.starts", _NAIVE)),
        _wrong(_PLAN, ("data.ends", "2001-01-01T00:00:00Z")),
        _wrong(_PLAN, ("data.capacity", 0)),
        _wrong(_PLAN, ("data.venue", {"id": "tprek:1", "name": {}, "district": "narnia"})),
        _wrong(_PLAN, ("data.venue", {"id": "tprek:1", "name": {}, "latitude": 120.5})),
        _wrong(_OPENED, ("data.note", "late"), persons=True),
        _wrong(_CORRECTION, ("data.corrects", GONE)),
        _wrong(_CORRECTION, ("data.replacement.event", "party")),
        _wrong(_CORRECTION, ("data.replacement.time", GONE)),
        _wrong(_CORRECTION, ("data.replacement.time", _NAIVE)),
        _wrong(_CORRECTION, ("data.replacement.data.direction", "sideways")),
        _wrong(_RETRACTION, ("data.event", GONE)),
        _wrong(_RETRACTION, ("data.reason", "because")),
    ),
    Rejection.IN_THE_FUTURE: (
        _wrong(_CHECK_IN, ("time", Days(2))),
        _wrong(_CHECK_IN, ("time", Days(400))),
        _wrong(_CHECK_IN, ("time", "2099-12-31T23:59:59.999Z")),
        _wrong(_HEAD_COUNT, ("time", Days(30))),
        _wrong(_PLAN, ("time", Days(3))),
        _wrong(_OPENED, ("time", Days(365))),
        _wrong(_CORRECTION, ("time", Days(5))),
        _wrong(_CORRECTION, ("data.replacement.time", Days(5))),
        _wrong(_RETRACTION, ("time", Days(5))),
    ),
    Rejection.TOO_LATE: (
        _wrong(_CHECK_IN, ("time", Days(-101))),
        _wrong(_CHECK_IN, ("time", Days(-900))),
        _wrong(_CHECK_IN, ("time", "2001-01-01T00:00:00Z")),
        _wrong(_HEAD_COUNT, ("time", Days(-120))),
        _wrong(_CORRECTION, ("data.replacement.time", Days(-200))),
        _wrong(
            _CORRECTION,
            ("data.replacement", {"event": _HEAD_COUNT, "time": "2001-01-01T00:00:00Z", "data": {"people": 4}}),
        ),
    ),
}
"""By the reason that must be given; where several apply, the first in the order of `Rejection`."""
