"""Dialogues as facts."""

import pyarrow as pa

from streams.facts.family import Family, counts, given, words

__all__ = ["DIALOGUES"]

DIALOGUES = Family(
    table="dialogues",
    events=frozenset({"dialogue-held"}),
    columns={
        "section": given("section", pa.string(), ""),
        "participants": given("participants", pa.uint32(), 0),
        "by_age_band": counts("by_age_band"),
        "themes": words("themes"),
        "agencies": words("agencies"),
        "follow_up": given("follow_up", pa.bool_(), None),
    },
)
