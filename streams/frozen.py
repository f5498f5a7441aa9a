"""Gatherings whose numbers are final: the first of their facts may be deleted already."""

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime

import pyarrow as pa

from streams.records import Gathering
from streams.roll_ups import RollUp
from streams.store import Store

__all__ = ["clock_of", "first_facts", "touch"]

_GATHERING = ("programme", "gathering")


def clock_of(store: Store) -> datetime:
    """Return the time by the clock of ClickHouse, which deletes facts."""
    ((now,),) = store.rows("engine_clock")
    return now.replace(tzinfo=UTC)  # type: ignore[no-any-return]


def first_facts(
    store: Store, roll_up: RollUp, gatherings: Collection[Gathering], before: datetime
) -> dict[Gathering, datetime]:
    """Return when the first fact was of those of some gatherings that have one from before an instant in a roll-up.

    They go with the query: one request, where the table `touched` would take three, for each chunk.
    """
    parameters = {"roll_up": roll_up.name, "before": before.strftime("%Y-%m-%d %H:%M:%S.%f")}
    columns = list(zip(*gatherings, strict=True)) or [(), ()]
    asked = pa.table({name: pa.array(of, pa.string()) for name, of in zip(_GATHERING, columns, strict=True)})
    rows = store.rows_on("first_facts", "asked", asked, parameters)
    return {(programme, gathering): first.replace(tzinfo=UTC) for programme, gathering, first in rows}


def touch(store: Store, found: Mapping[RollUp, AbstractSet[Gathering]]) -> None:
    """Make the session's table `touched` hold these gatherings."""
    store.touch({roll_up.name: gatherings for roll_up, gatherings in found.items()})
