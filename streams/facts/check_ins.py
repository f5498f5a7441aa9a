"""Check-ins as facts."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from streams.facts.family import Column, Data, Family, given

__all__ = ["CHECK_INS"]

NO_VISITOR = bytes(16)


def _visitors(rows: Sequence[Data], _names: Sequence[str]) -> Sequence[Any]:
    return [bytes.fromhex(row["visitor"]) if "visitor" in row else NO_VISITOR for row in rows]


CHECK_INS = Family(
    table="check_ins",
    events=frozenset({"check-in"}),
    columns={
        "direction": given("direction", pa.string(), ""),
        "visitor": Column(pa.binary(16), _visitors),
        "age_band": given("age_band", pa.string(), ""),
        "home_district": given("home_district", pa.string(), ""),
        "method": given("method", pa.string(), ""),
    },
)
