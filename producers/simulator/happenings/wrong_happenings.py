"""Events of what happens at gatherings that break their contract, each with the reason for which it must be refused."""

from collections.abc import Mapping

from producers.simulator.wrong import GONE, Days, Wrong, wrong
from schemas.programmes import TYPE_PREFIX
from schemas.rejections import Rejection

__all__ = ["WRONG_HAPPENINGS"]

_GROUP, _SHEET, _CONTACT, _DIALOGUE = "group-visit", "period-count", "outreach-contact", "dialogue-held"
_AGENCY, _REFERRAL, _PULSE = "agency-presence", "referral", "pulse"
_RAISED, _HANDLED, _CORRECTION = "concern-raised", "concern-handled", "correction"
_KEY = "5f2d0c9a81b34e67a0c1d2e3f4958677"
_NOON = "2026-09-04T12:00:00Z"
_OLD = "2001-01-01T00:00:00Z"


def _corrected(event: str, data: Mapping[str, object], time: object = _NOON) -> tuple[str, object]:
    return "data.replacement", {"event": event, "time": time, "data": data}


WRONG_HAPPENINGS: Mapping[Rejection, tuple[Wrong, ...]] = {
    Rejection.UNKNOWN_TYPE: (
        wrong(_GROUP, ("type", f"{TYPE_PREFIX}.theme-night.dialogue-held.v1")),
        wrong(_PULSE, ("type", f"{TYPE_PREFIX}.theme-night.outreach-contact.v1")),
        wrong(_RAISED, ("type", f"{TYPE_PREFIX}.{{programme}}.concern.v1")),
    ),
    Rejection.WRONG_TOPIC: (
        wrong(_GROUP, ("type", f"{TYPE_PREFIX}.{{other}}.group-visit.v1")),
        wrong(_HANDLED, ("type", f"{TYPE_PREFIX}.{{other}}.concern-handled.v1")),
        wrong(_PULSE, ("type", f"{TYPE_PREFIX}.police-dialogue.dialogue-held.v1"), persons=True),
    ),
    Rejection.PERSON_KEY: (
        wrong(_DIALOGUE, ("data.visitor", _KEY), persons=False),
        wrong(_DIALOGUE, ("data.name", "Aino Virtanen"), persons=False),
        wrong(_DIALOGUE, ("data.case_note", "Moved to Kallio in May"), ("data.section", "narcotics"), persons=False),
        wrong(_DIALOGUE, ("data.participants", ["Aino", "Eero"]), ("data.officer", "4711"), persons=False),
        wrong(_RAISED, ("data.case_note", "The same boy again"), persons=False),
        wrong(_RAISED, ("data.name", "Eero Virtanen"), persons=False),
        wrong(_RAISED, ("data.text", "Bullied by a classmate"), persons=False),
        wrong(_HANDLED, ("data.answered_to", "aino@example.org"), persons=False),
        wrong(_CONTACT, ("data.names", ["Aino"]), persons=False),
        wrong(_GROUP, ("data.teacher", "Aino Virtanen"), persons=False),
        wrong(_REFERRAL, ("data.person", _KEY), persons=False),
        wrong(_PULSE, ("data.visitor", _KEY), persons=False),
        wrong(_SHEET, ("data.counted_by", "Aino"), persons=False),
        wrong(_AGENCY, ("data.contact", "+358 40 123 4567"), persons=False),
        wrong(
            _CORRECTION,
            _corrected(_DIALOGUE, {"section": "extremism", "participants": 3, "visitor": _KEY}),
            persons=False,
        ),
    ),
    Rejection.WRONG_ENVELOPE: (
        wrong(_CONTACT, ("subject", GONE)),
        wrong(_PULSE, ("time", "yesterday")),
        wrong(_DIALOGUE, ("id", "two words")),
        wrong(_SHEET, ("source", GONE), ("data.period", "quarter")),
    ),
    Rejection.WRONG_DATA: (
        wrong(_GROUP, ("data.people", 0)),
        wrong(_GROUP, ("data.people", 10_001)),
        wrong(_GROUP, ("data.kind", "school")),
        wrong(_GROUP, ("data.kind", GONE)),
        wrong(_GROUP, ("data.accompanied_by", "teacher")),
        wrong(_GROUP, ("data.visitor", _KEY), persons=True),
        wrong("check-in", ("data.accompanied_by", 51)),
        wrong("check-in", ("data.accompanied_by", "2")),
        wrong(_SHEET, ("data.first_day", "2026-09-02")),
        wrong(_SHEET, ("data.period", "week"), ("data.first_day", "2026-09-02")),
        wrong(_SHEET, ("data.first_day", "1999-12-01")),
        wrong(_SHEET, ("data.first_day", "September")),
        wrong(_SHEET, ("data.period", "quarter")),
        wrong(_SHEET, ("data.visits", -1)),
        wrong(_SHEET, ("data.visits", GONE)),
        wrong(_SHEET, ("data.first_day", "2026-09-02"), ("time", _OLD)),
        wrong(_CONTACT, ("data.people", 0)),
        wrong(_CONTACT, ("data.setting", "mall")),
        wrong(_CONTACT, ("data.together_with", ["police", "army"])),
        wrong(_CONTACT, ("data.together_with", "police")),
        wrong(_CONTACT, ("data.by_age_band", {"teens": 3})),
        wrong(_DIALOGUE, ("data.section", "narcotics")),
        wrong(_DIALOGUE, ("data.participants", GONE)),
        wrong(_DIALOGUE, ("data.themes", ["gangs", "Eero's case"])),
        wrong(_DIALOGUE, ("data.agencies", ["child-protection", "fire-brigade"])),
        wrong(_DIALOGUE, ("data.agencies", ["education"] * 10)),
        wrong(_DIALOGUE, ("data.follow_up", "yes")),
        wrong(_AGENCY, ("data.agency", "army")),
        wrong(_AGENCY, ("data.staff", 0)),
        wrong(_AGENCY, ("data.minutes", -15)),
        wrong(_REFERRAL, ("data.to_agency", GONE)),
        wrong(_REFERRAL, ("data.to_agency", "hospital")),
        wrong(_REFERRAL, ("data.people", 0)),
        wrong(_PULSE, ("data.answer", 0)),
        wrong(_PULSE, ("data.answer", 6)),
        wrong(_PULSE, ("data.answer", "4")),
        wrong(_PULSE, ("data.moment", "during")),
        wrong(_PULSE, ("data.comment", "Nice evening"), persons=True),
        wrong(_RAISED, ("data.category", "noise")),
        wrong(_RAISED, ("data.district", "narnia")),
        wrong(_RAISED, ("data.place_kind", "Aino's home")),
        wrong(_RAISED, ("data.text", "The lamp is broken"), persons=True),
        wrong(_HANDLED, ("data.concern", GONE)),
        wrong(_HANDLED, ("data.concern", "two words")),
        wrong(_HANDLED, ("data.status", "raised")),
        wrong(_HANDLED, ("data.passed_to", "mayor")),
        wrong(_CORRECTION, _corrected(_GROUP, {"people": 0, "kind": "club"})),
        wrong(_CORRECTION, _corrected(_SHEET, {"period": "month", "first_day": "2026-09-02", "visits": 4})),
        wrong(_CORRECTION, _corrected(_HANDLED, {"status": "solved"})),
    ),
    Rejection.IN_THE_FUTURE: (
        wrong(_GROUP, ("time", Days(2))),
        wrong(_SHEET, ("time", Days(30))),
        wrong(_DIALOGUE, ("time", Days(5))),
        wrong(_HANDLED, ("time", Days(3))),
    ),
    Rejection.TOO_LATE: (
        wrong(_GROUP, ("time", Days(-101))),
        wrong(_CONTACT, ("time", Days(-120))),
        wrong(_DIALOGUE, ("time", Days(-400))),
        wrong(_REFERRAL, ("time", _OLD)),
        wrong(_PULSE, ("time", Days(-900))),
        wrong(_CORRECTION, _corrected(_PULSE, {"question": "trust", "moment": "after", "answer": 5}, _OLD)),
    ),
}
"""By the reason that must be given; where several apply, the first in the order of `Rejection`."""
