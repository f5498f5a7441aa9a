"""Plans, openings, closings and cancellations as facts."""

from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa

from streams.facts.family import INSTANT, Column, Data, Family, given

__all__ = ["GATHERINGS"]


def _happenings(_rows: Sequence[Data], names: Sequence[str]) -> Sequence[Any]:
    return names


def _deep(*path: str, otherwise: object = "") -> Callable[[Sequence[Data], Sequence[str]], Sequence[Any]]:
    def read(rows: Sequence[Data], _names: Sequence[str]) -> Sequence[Any]:
        values = []
        for row in rows:
            value: Any = row
            for step in path:
                value = value.get(step, {})
            values.append(otherwise if value == {} else value)
        return values

    return read


GATHERINGS = Family(
    table="gatherings",
    events=frozenset({"gathering-scheduled", "gathering-opened", "gathering-closed", "gathering-cancelled"}),
    columns={
        "happening": Column(pa.string(), _happenings),
        "name_fi": Column(pa.string(), _deep("name", "fi")),
        "name_sv": Column(pa.string(), _deep("name", "sv")),
        "name_en": Column(pa.string(), _deep("name", "en")),
        "starts": given("starts", INSTANT, None),
        "ends": given("ends", INSTANT, None),
        "venue": Column(pa.string(), _deep("venue", "id")),
        "venue_name_fi": Column(pa.string(), _deep("venue", "name", "fi")),
        "venue_name_sv": Column(pa.string(), _deep("venue", "name", "sv")),
        "venue_name_en": Column(pa.string(), _deep("venue", "name", "en")),
        "district": Column(pa.string(), _deep("venue", "district")),
        "latitude": Column(pa.float64(), _deep("venue", "latitude", otherwise=None)),
        "longitude": Column(pa.float64(), _deep("venue", "longitude", otherwise=None)),
        "capacity": given("capacity", pa.uint32(), None),
        "reason": given("reason", pa.string(), ""),
    },
    ages=False,
)
