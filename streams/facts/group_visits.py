"""Group visits as facts."""

import pyarrow as pa

from streams.facts.family import Family, given

__all__ = ["GROUP_VISITS"]

GROUP_VISITS = Family(
    table="group_visits",
    events=frozenset({"group-visit"}),
    columns={
        "people": given("people", pa.uint32(), 0),
        "kind": given("kind", pa.string(), ""),
        "age_band": given("age_band", pa.string(), ""),
        "home_district": given("home_district", pa.string(), ""),
        "accompanied_by": given("accompanied_by", pa.uint32(), 0),
    },
)
