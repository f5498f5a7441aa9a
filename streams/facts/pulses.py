"""Answers about safety and trust as facts."""

import pyarrow as pa

from streams.facts.family import Family, given

__all__ = ["PULSES"]

PULSES = Family(
    table="pulses",
    events=frozenset({"pulse"}),
    columns={
        "question": given("question", pa.string(), ""),
        "moment": given("moment", pa.string(), ""),
        "answer": given("answer", pa.uint8(), 0),
        "age_band": given("age_band", pa.string(), ""),
        "home_district": given("home_district", pa.string(), ""),
    },
)
