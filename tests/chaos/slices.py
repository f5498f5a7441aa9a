"""Slices of a simulated city: some of its gatherings under ids of their own, with their messages and their truth."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from producers.simulator import City, Message, Truth
from producers.simulator.linked_events import Import
from producers.simulator.simulation import Simulation

__all__ = ["Slice", "rewritten", "rfc3339", "slice_of"]

_PEOPLE = 600
_DAYS = 2


@dataclass(frozen=True, slots=True)
class Slice:
    """Messages in the order in which they are sent, and what must come of them."""

    messages: Sequence[Message]
    truth: Truth
    imports: Sequence[Import] = ()
    """What Linked Events lists each time that somebody imports from it."""


class _SomeGatherings(Simulation):
    """A city of which only some gatherings take place, under ids that no other slice has; one is a book of sheets.

    Of those that Linked Events lists all do.
    """

    def __init__(self, city: City, mark: str, most: int) -> None:
        super().__init__(city)
        random = Random(f"{city.seed}:{mark}")  # noqa: S311  a simulation, not a secret
        listed = [one for one in self._occasions if one.listed]
        self._occasions = [one for one in self._occasions if not one.listed]
        visited = [one for one in self._occasions if one.crowd and one.opens < self._until]
        chosen = random.sample(visited, min(most * 2 // 3, len(visited)))
        books = [one for one in self._occasions if one.book is not None and one not in chosen]
        chosen += random.sample(books, min(1, len(books)))
        others = [one for one in self._occasions if one not in chosen]
        chosen += random.sample(others, min(most - len(chosen), len(others)))
        chosen += listed
        self._occasions = [replace(one, gathering=f"{one.gathering}-{mark}") for one in chosen]


def slice_of(
    seed: int,
    number: int,
    *,
    now: datetime,
    gatherings: int,
    chaos: bool = False,
    days_ago: float = 0,
    linked_events: bool = False,
) -> Slice:
    """Give a slice; the same seed, number and instant give the same."""
    until = now - timedelta(days=days_ago)
    number_of_city = seed * 100_000 + number
    city = City(seed=number_of_city, days=_DAYS, people=_PEOPLE, until=until, chaos=chaos, linked_events=linked_events)
    simulation = _SomeGatherings(city, f"s{number}", gatherings)
    return Slice(list(simulation.messages()), simulation.truth(), simulation.imports())


def rewritten(message: Message, change: Callable[[dict[str, str]], None], *, only: str = "") -> Message | None:
    """Rewrite the attributes of an event in structured mode whose type holds `only`; None for every other message."""
    if message.value is None or not message.value.startswith(b'{"specversion"'):
        return None
    event = json.loads(message.value)
    if only not in event["type"]:
        return None
    change(event)
    return replace(message, value=json.dumps(event).encode())


def rfc3339(moment: datetime) -> str:
    """Write an instant as events do."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
