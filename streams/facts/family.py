"""A fact table: which events it stores, and its columns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

__all__ = ["INSTANT", "Column", "Data", "Family", "given"]

Data = Mapping[str, Any]
"""An event's data, as its contract shapes it; empty in a retraction."""

INSTANT = pa.timestamp("ms", tz="UTC")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a fact table: its Arrow type, and its values for many events' data at once.

    `read` takes the data of the events and their names (`check-in`; nothing for a retraction), in the order of the
    rows.
    """

    type: pa.DataType
    read: Callable[[Sequence[Data], Sequence[str]], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Family:
    """Facts that share a table. `ages` says whether its facts are deleted with age, so that old events are refused."""

    table: str
    events: frozenset[str]
    columns: Mapping[str, Column]
    ages: bool = True


def given(name: str, type_: pa.DataType, otherwise: object) -> Column:
    """Make the column of a field of the data that holds `otherwise` where the field is not given."""

    def read(rows: Sequence[Data], _names: Sequence[str]) -> Sequence[Any]:
        return [row.get(name, otherwise) for row in rows]

    return Column(type_, read)
