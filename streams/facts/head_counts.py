"""Head counts as facts."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from streams.facts.family import Data, Family, given

__all__ = ["HEAD_COUNTS"]


def _by_age_band(rows: Sequence[Data], _names: Sequence[str]) -> Any:
    counts = [list(row["by_age_band"].items()) if "by_age_band" in row else [] for row in rows]
    return pa.array(counts, pa.map_(pa.string(), pa.uint32()))


HEAD_COUNTS = Family(
    table="head_counts",
    events=frozenset({"head-count"}),
    columns={
        "people": given("people", pa.uint32(), 0),
        "by_age_band": _by_age_band,
    },
)
