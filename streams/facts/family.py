"""A fact table: which events it stores, and its columns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

__all__ = ["INSTANT", "Data", "Family", "Read", "counts", "given", "happenings", "words"]

Data = Mapping[str, Any]
"""An event's data, as its contract shapes it; empty in a retraction."""

INSTANT = pa.timestamp("ms", tz="UTC")


Read = Callable[[Sequence[Data], Sequence[str]], Any]
"""Makes a column out of many events' data, and their names (`check-in`; nothing for a retraction)."""


@dataclass(frozen=True, slots=True)
class Family:
    """Facts that share a table. `ages` says whether its facts are deleted with age, so that old events are refused."""

    table: str
    events: frozenset[str]
    columns: Mapping[str, Read]
    ages: bool = True


def given(name: str, type_: pa.DataType, otherwise: object) -> Read:
    """Make the column of a field of the data that holds `otherwise` where the field is not given."""

    def read(rows: Sequence[Data], _names: Sequence[str]) -> Any:
        return pa.array([row.get(name, otherwise) for row in rows], type_)

    return read


def words(name: str) -> Read:
    """Make the column of a field that is a list of words; empty where the field is not given."""
    return given(name, pa.list_(pa.string()), ())


def counts(name: str) -> Read:
    """Make the column of a field that is a mapping of names to counts; empty where the field is not given."""

    def read(rows: Sequence[Data], _names: Sequence[str]) -> Any:
        return pa.array([list(row.get(name, {}).items()) for row in rows], pa.map_(pa.string(), pa.uint32()))

    return read


def happenings(_rows: Sequence[Data], names: Sequence[str]) -> Any:
    """Make the column of the events' names, in a table that stores several; empty in a retraction."""
    return pa.array(names, pa.string())
