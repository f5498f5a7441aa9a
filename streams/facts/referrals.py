"""Referrals from agency to agency as facts."""

import pyarrow as pa

from streams.facts.family import Family, given

__all__ = ["REFERRALS"]

REFERRALS = Family(
    table="referrals",
    events=frozenset({"referral"}),
    columns={
        "from_agency": given("from_agency", pa.string(), ""),
        "to_agency": given("to_agency", pa.string(), ""),
        "people": given("people", pa.uint32(), 0),
    },
)
