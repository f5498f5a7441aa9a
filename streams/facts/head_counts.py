"""Head counts as facts."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from streams.facts.family import Column, Data, Family, given

__all__ = ["HEAD_COUNTS"]


def _by_age_band(rows: Sequence[Data], _names: Sequence[str]) -> Sequence[Any]:
    return [list(row["by_age_band"].items()) if "by_age_band" in row else [] for row in rows]


HEAD_COUNTS = Family(
    table="head_counts",
    events=frozenset({"head-count"}),
    columns={
        "people": given("people", pa.uint32(), 0),
        "by_age_band": Column(pa.map_(pa.string(), pa.uint32()), _by_age_band),
    },
)
