"""Sheets' totals as facts."""

from datetime import date

import pyarrow as pa

from streams.facts.family import Family, given

__all__ = ["PERIOD_COUNTS"]

_NO_DAY = date(1970, 1, 1)

PERIOD_COUNTS = Family(
    table="period_counts",
    events=frozenset({"period-count"}),
    columns={
        "period": given("period", pa.string(), ""),
        "first_day": given("first_day", pa.date32(), _NO_DAY),
        "visits": given("visits", pa.uint32(), 0),
    },
    ages=False,
)
