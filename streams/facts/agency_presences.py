"""Agencies' presences as facts."""

import pyarrow as pa

from streams.facts.family import Family, given

__all__ = ["AGENCY_PRESENCES"]

AGENCY_PRESENCES = Family(
    table="agency_presences",
    events=frozenset({"agency-presence"}),
    columns={
        "agency": given("agency", pa.string(), ""),
        "staff": given("staff", pa.uint32(), None),
        "minutes": given("minutes", pa.uint32(), None),
    },
    ages=False,
)
