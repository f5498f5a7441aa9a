"""Head counts as facts."""

import pyarrow as pa

from streams.facts.family import Family, counts, given

__all__ = ["HEAD_COUNTS"]

HEAD_COUNTS = Family(
    table="head_counts",
    events=frozenset({"head-count"}),
    columns={
        "people": given("people", pa.uint32(), 0),
        "by_age_band": counts("by_age_band"),
    },
)
