"""Meetings outside the door as facts."""

import pyarrow as pa

from streams.facts.family import Family, counts, given, words

__all__ = ["OUTREACH_CONTACTS"]

OUTREACH_CONTACTS = Family(
    table="outreach_contacts",
    events=frozenset({"outreach-contact"}),
    columns={
        "setting": given("setting", pa.string(), ""),
        "people": given("people", pa.uint32(), 0),
        "by_age_band": counts("by_age_band"),
        "together_with": words("together_with"),
    },
)
