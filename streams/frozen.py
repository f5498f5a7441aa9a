"""Gatherings whose numbers are final: the first of their facts may be deleted already."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime

from streams.records import Gathering
from streams.roll_ups import RollUp
from streams.store import Store

__all__ = ["clock_of", "first_facts", "touch"]


def clock_of(store: Store) -> datetime:
    """Return the time by the clock of ClickHouse, which deletes facts."""
    ((now,),) = store.rows("engine_clock")
    return now.replace(tzinfo=UTC)  # type: ignore[no-any-return]


def first_facts(store: Store, roll_up: RollUp, before: datetime) -> dict[Gathering, datetime]:
    """Return when the first fact was of those touched gatherings that have one from before an instant in a roll-up."""
    parameters = {"roll_up": roll_up.name, "before": before.strftime("%Y-%m-%d %H:%M:%S.%f")}
    rows = store.rows("first_facts", parameters)
    return {(programme, gathering): first.replace(tzinfo=UTC) for programme, gathering, first in rows}


def touch(store: Store, found: Mapping[RollUp, AbstractSet[Gathering]]) -> None:
    """Make the session's table `touched` hold these gatherings."""
    store.touch({roll_up.name: gatherings for roll_up, gatherings in found.items()})
