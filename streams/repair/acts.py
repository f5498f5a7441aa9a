"""What was done by hand, written down: an act before it is done, and each dead letter's state after."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

import pyarrow as pa

from streams.facts.family import INSTANT
from streams.repair.letters import Letter, Place
from streams.repair.states import State
from streams.store import Store

__all__ = ["Act", "record", "set_states"]

Act = Literal["replay", "discard", "rebuild", "backfill"]

_DETAILS = pa.map_(pa.string(), pa.string())


def record(store: Store, act: Act, *, who: str, at: datetime, details: Mapping[str, object]) -> None:
    """Write an act. `details` say how much and by which filters: never a value of a message."""
    texts = [("who", who), *((name, str(value)) for name, value in details.items())]
    store.insert(
        "acts",
        pa.table(
            {
                "at": pa.array([at], INSTANT),
                "act": [act],
                "programme": [""],
                "details": pa.array([texts], _DETAILS),
            }
        ),
    )


def set_states(
    store: Store,
    letters: Sequence[Letter],
    state: State,
    *,
    who: str,
    at: datetime,
    why: str = "",
    sent_to: Sequence[Place] = (),
) -> None:
    """Write what became of dead letters; `sent_to` has the new place of each, in their order, if they were replayed."""
    places = [letter.place for letter in letters]
    targets = list(sent_to) or [Place("", 0, 0)] * len(places)
    store.insert(
        "dead_letter_states",
        pa.table(
            {
                "topic": [place.topic for place in places],
                "partition": pa.array([place.partition for place in places], pa.uint32()),
                "offset": pa.array([place.offset for place in places], pa.uint64()),
                "state": [state.value] * len(places),
                "at": pa.array([at] * len(places), INSTANT),
                "who": [who] * len(places),
                "why": [why] * len(places),
                "to_topic": [place.topic for place in targets],
                "to_partition": pa.array([place.partition for place in targets], pa.uint32()),
                "to_offset": pa.array([place.offset for place in targets], pa.uint64()),
            }
        ),
    )
