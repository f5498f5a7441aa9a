"""Plans, openings, closings and cancellations as facts."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from streams.facts.family import INSTANT, Data, Family, Read, given, happenings

__all__ = ["GATHERINGS"]

_TEXT = pa.string()


def _deep(*path: str, type_: pa.DataType = _TEXT, otherwise: object = "") -> Read:
    """Make the column of a field within the data's objects that holds `otherwise` where it is not given."""

    def read(rows: Sequence[Data], _names: Sequence[str]) -> Any:
        values = []
        for row in rows:
            value: Any = row
            for step in path:
                value = value.get(step, {})
            values.append(otherwise if value == {} else value)
        return pa.array(values, type_)

    return read


GATHERINGS = Family(
    table="gatherings",
    events=frozenset({"gathering-scheduled", "gathering-opened", "gathering-closed", "gathering-cancelled"}),
    columns={
        "happening": happenings,
        "name_fi": _deep("name", "fi"),
        "name_sv": _deep("name", "sv"),
        "name_en": _deep("name", "en"),
        "starts": given("starts", INSTANT, None),
        "ends": given("ends", INSTANT, None),
        "venue": _deep("venue", "id"),
        "venue_name_fi": _deep("venue", "name", "fi"),
        "venue_name_sv": _deep("venue", "name", "sv"),
        "venue_name_en": _deep("venue", "name", "en"),
        "district": _deep("venue", "district"),
        "latitude": _deep("venue", "latitude", type_=pa.float64(), otherwise=None),
        "longitude": _deep("venue", "longitude", type_=pa.float64(), otherwise=None),
        "capacity": given("capacity", pa.uint32(), None),
        "reason": given("reason", pa.string(), ""),
    },
    ages=False,
)
