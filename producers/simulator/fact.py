"""One thing that happened, as a device tells it."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

__all__ = ["Fact", "data_text"]


class Fact(NamedTuple):
    """One fact of a gathering: `event` as in the contract, `data` as JSON text, `time` in milliseconds since 1970."""

    event: str
    source: str
    id: str
    time: int
    data: str


def data_text(data: Mapping[Any, object]) -> str:
    """Return an event's data as JSON text without blanks; fields that are None are left out."""
    given = {name: value for name, value in data.items() if value is not None}
    return json.dumps(given, ensure_ascii=False, separators=(",", ":"))
