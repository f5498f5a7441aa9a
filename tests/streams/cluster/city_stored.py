"""A simulated city stored without Kafka, and what an engine then shows."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from producers.simulator import Message
from streams.roll_ups import ROLL_UPS
from streams.store import Store
from tests.streams.record_of import FakeRecord
from tests.streams.stored import Letters, store_batch

__all__ = ["Rows", "roll_ups_of", "rows_of", "store_messages"]

Rows = Sequence[Sequence[Any]]

_BATCHES = 3


def store_messages(store: Store, messages: Sequence[Message]) -> None:
    """Store messages as a worker would, in a few batches, so that gatherings are recomputed from older facts too."""
    offsets: dict[str, int] = {}
    records = []
    for message in messages:
        offset = offsets[message.topic] = offsets.get(message.topic, -1) + 1
        records.append(FakeRecord(message.value, offset, message.topic, key=message.key, headers=list(message.headers)))
    size = len(records) // _BATCHES + 1
    for first in range(0, len(records), size):
        store_batch(store, Letters(), records[first : first + size])


def rows_of(store: Store, source: str, columns: str = "*") -> Rows:
    """Give the rows of a table or view, in an order that follows from them."""
    return sorted(store.query(f"SELECT {columns} FROM {source}"), key=repr)  # noqa: S608  names of ours


def roll_ups_of(store: Store, databases: Iterable[str]) -> Mapping[str, Rows]:
    """Give each roll-up's rows out of some databases together, but for when they were computed."""
    columns = {
        roll_up.name: "* EXCEPT (computed, visitors_state), finalizeAggregation(visitors_state)"
        if roll_up.name == "participation"
        else "* EXCEPT computed"
        for roll_up in ROLL_UPS
    }
    found: dict[str, list[Sequence[Any]]] = {name: [] for name in columns}
    for database in databases:
        for name, which in columns.items():
            found[name] += rows_of(store, f"{database}.{name} FINAL", which)
    return {name: sorted(rows, key=repr) for name, rows in found.items()}
