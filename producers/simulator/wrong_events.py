"""Events that break a contract in one or more of their fields, each with the reason for which it must be refused."""

from collections.abc import Mapping

from producers.simulator.happenings.wrong_happenings import WRONG_HAPPENINGS
from producers.simulator.wrong import GONE, Days, Wrong, wrong
from schemas.programmes import TYPE_PREFIX
from schemas.rejections import Rejection

__all__ = ["WRONG_EVENTS"]

_CHECK_IN, _HEAD_COUNT, _PLAN, _OPENED = "check-in", "head-count", "gathering-scheduled", "gathering-opened"
_CORRECTION, _RETRACTION = "correction", "retraction"
_NAIVE = "2026-09-04T16:05:00"
_KEY = "5f2d0c9a81b34e67a0c1d2e3f4958677"

_WRONG_CORE: Mapping[Rejection, tuple[Wrong, ...]] = {
    Rejection.UNKNOWN_TYPE: (
        wrong(_CHECK_IN, ("type", GONE)),
        wrong(_CHECK_IN, ("type", None)),
        wrong(_CHECK_IN, ("type", 42)),
        wrong(_CHECK_IN, ("type", "")),
        wrong(_CHECK_IN, ("type", f"{TYPE_PREFIX}.{{programme}}.party.v1")),
        wrong(_CHECK_IN, ("type", f"{TYPE_PREFIX}.{{programme}}.check-in.v2")),
        wrong(_OPENED, ("type", "com.example.ping")),
        wrong(_CHECK_IN, ("type", "com.example.ping"), ("id", GONE), ("card", "2909 1234 5678"), ("data", "x")),
    ),
    Rejection.WRONG_TOPIC: (
        wrong(_CHECK_IN, ("type", f"{TYPE_PREFIX}.{{other}}.check-in.v1")),
        wrong(_PLAN, ("type", f"{TYPE_PREFIX}.{{other}}.gathering-scheduled.v1")),
        wrong(_CORRECTION, ("type", f"{TYPE_PREFIX}.{{other}}.correction.v1")),
        wrong(_CHECK_IN, ("type", f"{TYPE_PREFIX}.{{other}}.check-in.v1"), ("source", GONE), ("data.visitor", _KEY)),
    ),
    Rejection.PERSON_KEY: (
        wrong(_CHECK_IN, ("data.visitor", _KEY), persons=False),
        wrong(_CHECK_IN, ("data.card", "2909 1234 5678"), persons=False),
        wrong(_CHECK_IN, ("data.name", "Aino Virtanen"), ("data.direction", "in"), persons=False),
        wrong(_CHECK_IN, ("visitorid", _KEY), persons=False),
        wrong(_CHECK_IN, ("visitorid", _KEY), ("id", GONE), ("time", _NAIVE), persons=False),
        wrong(_CHECK_IN, ("data.visitor", _KEY), ("time", Days(400)), persons=False),
        wrong(_HEAD_COUNT, ("data.names", ["Aino", "Eero"]), persons=False),
        wrong(_PLAN, ("data.contact", "aino@example.org"), persons=False),
        wrong(_OPENED, ("data.officer", "4711"), persons=False),
        wrong(_CORRECTION, ("data.replacement.data.visitor", _KEY), persons=False),
        wrong(_CORRECTION, ("data.visitor", _KEY), persons=False),
        wrong(_RETRACTION, ("data.requested_by", "Aino Virtanen"), persons=False),
    ),
    Rejection.WRONG_ENVELOPE: (
        wrong(_CHECK_IN, ("specversion", GONE)),
        wrong(_CHECK_IN, ("specversion", "0.3")),
        wrong(_CHECK_IN, ("specversion", 1.0)),
        wrong(_CHECK_IN, ("id", GONE)),
        wrong(_CHECK_IN, ("id", "two words")),
        wrong(_HEAD_COUNT, ("id", 17)),
        wrong(_CHECK_IN, ("source", GONE)),
        wrong(_CHECK_IN, ("source", "Tapio's tablet")),
        wrong(_CHECK_IN, ("subject", GONE)),
        wrong(_CHECK_IN, ("subject", "youth-centre/kallio")),
        wrong(_CHECK_IN, ("time", GONE)),
        wrong(_CHECK_IN, ("time", _NAIVE)),
        wrong(_CHECK_IN, ("time", "yesterday")),
        wrong(_CHECK_IN, ("time", "1999-12-31T23:59:59Z")),
        wrong(_CHECK_IN, ("revision", 0)),
        wrong(_CHECK_IN, ("revision", "2")),
        wrong(_CHECK_IN, ("revision", 1.5)),
        wrong(_CHECK_IN, ("recordedtime", _NAIVE)),
        wrong(_CHECK_IN, ("datacontenttype", "text/xml")),
        wrong(_CHECK_IN, ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00"), persons=True),
        wrong(_CHECK_IN, ("cardnumber", "2909 1234 5678"), persons=True),
        wrong(_CORRECTION, ("revision", 1)),
        wrong(_CORRECTION, ("revision", GONE)),
        wrong(_RETRACTION, ("revision", GONE)),
        wrong(_CHECK_IN, ("id", GONE), ("data.direction", "in"), ("time", Days(400))),
    ),
    Rejection.WRONG_DATA: (
        wrong(_CHECK_IN, ("data.direction", GONE)),
        wrong(_CHECK_IN, ("data.direction", "in")),
        wrong(_CHECK_IN, ("data.age_band", "13-18")),
        wrong(_CHECK_IN, ("data.age_band", 15)),
        wrong(_CHECK_IN, ("data.home_district", "espoo")),
        wrong(_CHECK_IN, ("data.method", "face")),
        wrong(_CHECK_IN, ("data.visitor", "2909 1234 5678"), persons=True),
        wrong(_CHECK_IN, ("data.visitor", _KEY.upper()), persons=True),
        wrong(_CHECK_IN, ("data.phone", "+358 40 123 4567"), persons=True),
        wrong(_CHECK_IN, ("data.direction", "in"), ("time", Days(400))),
        wrong(_CHECK_IN, ("data.direction", "in"), ("time", Days(-400))),
        wrong(_HEAD_COUNT, ("data.people", GONE)),
        wrong(_HEAD_COUNT, ("data.people", -1)),
        wrong(_HEAD_COUNT, ("data.people", 12.5)),
        wrong(_HEAD_COUNT, ("data.people", "40")),
        wrong(_HEAD_COUNT, ("data.people", 1_000_001)),
        wrong(_HEAD_COUNT, ("data.by_age_band", {"teens": 3})),
        wrong(_PLAN, ("data.name", GONE)),
        wrong(_PLAN, ("data.name", "Open house")),
        wrong(_PLAN, ("data.starts", GONE)),
        wrong(_PLAN, ("data.starts", _NAIVE)),
        wrong(_PLAN, ("data.ends", "2001-01-01T00:00:00Z")),
        wrong(_PLAN, ("data.capacity", 0)),
        wrong(_PLAN, ("data.venue", {"id": "tprek:1", "name": {}, "district": "narnia"})),
        wrong(_PLAN, ("data.venue", {"id": "tprek:1", "name": {}, "latitude": 120.5})),
        wrong(_OPENED, ("data.note", "late"), persons=True),
        wrong(_CORRECTION, ("data.corrects", GONE)),
        wrong(_CORRECTION, ("data.replacement.event", "party")),
        wrong(_CORRECTION, ("data.replacement.time", GONE)),
        wrong(_CORRECTION, ("data.replacement.time", _NAIVE)),
        wrong(_CORRECTION, ("data.replacement.data.direction", "sideways")),
        wrong(_RETRACTION, ("data.event", GONE)),
        wrong(_RETRACTION, ("data.reason", "because")),
    ),
    Rejection.IN_THE_FUTURE: (
        wrong(_CHECK_IN, ("time", Days(2))),
        wrong(_CHECK_IN, ("time", Days(400))),
        wrong(_CHECK_IN, ("time", "2099-12-31T23:59:59.999Z")),
        wrong(_HEAD_COUNT, ("time", Days(30))),
        wrong(_PLAN, ("time", Days(3))),
        wrong(_OPENED, ("time", Days(365))),
        wrong(_CORRECTION, ("time", Days(5))),
        wrong(_CORRECTION, ("data.replacement.time", Days(5))),
        wrong(_RETRACTION, ("time", Days(5))),
    ),
    Rejection.TOO_LATE: (
        wrong(_CHECK_IN, ("time", Days(-101))),
        wrong(_CHECK_IN, ("time", Days(-900))),
        wrong(_CHECK_IN, ("time", "2001-01-01T00:00:00Z")),
        wrong(_HEAD_COUNT, ("time", Days(-120))),
        wrong(_CORRECTION, ("data.replacement.time", Days(-200))),
        wrong(
            _CORRECTION,
            ("data.replacement", {"event": _HEAD_COUNT, "time": "2001-01-01T00:00:00Z", "data": {"people": 4}}),
        ),
    ),
}

WRONG_EVENTS: Mapping[Rejection, tuple[Wrong, ...]] = {
    reason: (*core, *WRONG_HAPPENINGS.get(reason, ())) for reason, core in _WRONG_CORE.items()
}
"""By the reason that must be given; where several apply, the first in the order of `Rejection`."""
