"""Check-ins as facts."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from streams.facts.family import Data, Family, given

__all__ = ["CHECK_INS"]

_NOBODY = "0" * 32
_BYTES = 16


def _visitors(rows: Sequence[Data], _names: Sequence[str]) -> Any:
    """Give 16 bytes a row, zeros where no visitor is given; all hexadecimal digits are read at once."""
    digits = bytes.fromhex("".join([row.get("visitor", _NOBODY) for row in rows]))
    return pa.FixedSizeBinaryArray.from_buffers(pa.binary(_BYTES), len(rows), [None, pa.py_buffer(digits)])


CHECK_INS = Family(
    table="check_ins",
    events=frozenset({"check-in"}),
    columns={
        "direction": given("direction", pa.string(), ""),
        "visitor": _visitors,
        "age_band": given("age_band", pa.string(), ""),
        "home_district": given("home_district", pa.string(), ""),
        "method": given("method", pa.string(), ""),
        "accompanied_by": given("accompanied_by", pa.uint16(), 0),
    },
)
