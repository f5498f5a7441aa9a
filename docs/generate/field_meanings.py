"""What the fields of events mean, where the contract does not say it in a `description` of its own.

A test holds the keys to the contracts: no field without a meaning, no meaning without a field.
"""

from collections.abc import Mapping

__all__ = ["ATTRIBUTES", "FIELDS"]

ATTRIBUTES: Mapping[str, str] = {
    "specversion": "The version of CloudEvents.",
    "id": "Unique within its source. The same source and id once more within a gathering is a duplicate.",
    "source": "The device or system that emitted the event, e.g. `tablet:kallio-1`. Never a person.",
    "type": "`fi.hel.engagement.<programme>.<event>.v1`.",
    "subject": "The gathering's id, unique within its programme, e.g. `youth-centre:kallio:2026-09-01`.",
    "time": "When it happened. Kept in UTC to the millisecond.",
    "revision": "1 where it is not given. A higher one of the same source and id replaces the fact.",
    "recordedtime": "When it was captured, where that is later than `time`: an offline upload, a paper sheet.",
    "datacontenttype": "The type of the data.",
    "data": "What the type below says.",
}

FIELDS: Mapping[str, str] = {
    "gathering-scheduled.name": "The gathering's name, in up to three languages.",
    "gathering-scheduled.name.fi": "In Finnish.",
    "gathering-scheduled.name.sv": "In Swedish.",
    "gathering-scheduled.name.en": "In English.",
    "gathering-scheduled.starts": "When it starts; null while no time is known: it is postponed.",
    "gathering-scheduled.ends": "When it ends; not before it starts.",
    "gathering-scheduled.venue": "Where it is.",
    "gathering-scheduled.venue.id": "The place as its register calls it, e.g. `tprek:55959`.",
    "gathering-scheduled.venue.name": "The place's name, in up to three languages; may be empty.",
    "gathering-scheduled.venue.name.fi": "In Finnish.",
    "gathering-scheduled.venue.name.sv": "In Swedish.",
    "gathering-scheduled.venue.name.en": "In English.",
    "gathering-scheduled.venue.district": "The district that it lies in. Without one the gathering counts for the city "
    "but for no district.",
    "gathering-scheduled.venue.latitude": "WGS84, in degrees.",
    "gathering-scheduled.venue.longitude": "WGS84, in degrees.",
    "gathering-scheduled.capacity": "How many people it has room for.",
    "gathering-cancelled.reason": "Why, where that is known.",
    "check-in.direction": "In or out.",
    "check-in.age_band": "The visitor's age in whole years, both ends included.",
    "check-in.home_district": "Where the visitor lives.",
    "check-in.method": "How it was captured.",
    "check-in.visitor": "The visitor's pseudonym within the season and the programme. 32 zeros say the same as none: "
    "nobody in particular.",
    "head-count.people": "How many people were inside at the event's time.",
    "head-count.by_age_band": "How many of them in each age band; together no more than `people`.",
    "pulse.age_band": "The age band of who answered.",
    "pulse.home_district": "Where who answered lives.",
    "correction.corrects": "The `id` of the event that was wrong.",
    "correction.source": "The amended event's `source`, where it is not this event's own.",
    "correction.replacement": "What is right: `event` (its name, e.g. `check-in`), `time` and `data`, all of them, as "
    "the event's own section says.",
    "retraction.retracts": "The `id` of the event that never happened.",
    "retraction.source": "The amended event's `source`, where it is not this event's own.",
    "retraction.event": "The amended event's name.",
    "retraction.reason": "Why.",
}
