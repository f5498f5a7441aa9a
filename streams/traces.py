"""Whose traces, and where a pseudonym stands in the database."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from schemas.programmes import Programme
from streams.errors import NoPersonsError
from streams.judging import RETENTION
from streams.store import Store

__all__ = [
    "HeldCheckIn",
    "HeldRollUp",
    "Person",
    "Traces",
    "held_check_ins",
    "held_dead_letters",
    "held_roll_ups",
    "traces_of",
]

_MARGIN = timedelta(days=2)
"""So long before its first fact is deleted a gathering is final: a row that takes back says the day, not the time."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who is to be erased, and when that is.

    Raises:
        NoPersonsError: the programme says nothing of persons.
        ValueError: the visitor is no pseudonym, or the one that stands for nobody.
    """

    programme: Programme
    visitor: str
    now: datetime

    def __post_init__(self) -> None:
        if not self.programme.carries_persons:
            raise NoPersonsError(f"{self.programme} says nothing of persons: it has no pseudonyms, so none to erase")
        if not re.fullmatch(r"[0-9a-f]{32}", self.visitor):
            raise ValueError("a pseudonym has 32 lower-case hexadecimal digits")
        if not self.visitor.strip("0"):
            raise ValueError("32 zeros stand for nobody; there is no one to erase")

    def __repr__(self) -> str:
        return f"Person({self.programme}, visitor hidden)"

    @property
    def parameters(self) -> dict[str, str]:
        """What the statements of streams/sql/erasure ask for."""
        cutoff = (self.now - RETENTION + _MARGIN).strftime("%Y-%m-%d %H:%M:%S.%f")
        return {"programme": self.programme.value, "visitor": self.visitor, "cutoff": cutoff}


@dataclass(frozen=True, slots=True)
class HeldCheckIn:
    """A check-in of which some row holds the pseudonym; see streams/sql/erasure/held_check_ins.sql."""

    gathering: str
    gathering_key: int
    event_key: int
    newest: int
    in_force: bool
    final: bool


@dataclass(frozen=True, slots=True)
class HeldRollUp:
    """A gathering of which some row of participation holds it; see streams/sql/erasure/held_roll_ups.sql."""

    gathering: str
    gathering_key: int
    newest: int
    in_force: bool
    replaced: int
    final: bool


@dataclass(frozen=True, slots=True)
class Traces:
    """Where a pseudonym stands in the database."""

    check_ins: tuple[HeldCheckIn, ...]
    roll_ups: tuple[HeldRollUp, ...]
    dead_letters: tuple[tuple[str, int, int], ...]

    @property
    def gatherings(self) -> set[str]:
        """The gatherings that hold it in any way."""
        return {fact.gathering for fact in self.check_ins} | {roll_up.gathering for roll_up in self.roll_ups}

    @property
    def recomputable(self) -> set[str]:
        """Those of them whose roll-up can be recomputed: all their facts are there."""
        final = {fact.gathering for fact in self.check_ins if fact.final}
        return self.gatherings - final - {roll_up.gathering for roll_up in self.roll_ups if roll_up.final}

    @property
    def out_of_reach(self) -> int:
        """In how many gatherings it stands in a roll-up that is final: facts beside it may be deleted already."""
        return sum(held.in_force and held.final for held in self.roll_ups)

    @property
    def within_reach(self) -> bool:
        """Whether there is anything that erasing changes."""
        open_ = any(held.replaced or (held.in_force and not held.final) for held in self.roll_ups)
        return bool(self.check_ins or self.dead_letters or open_)


def traces_of(store: Store, person: Person) -> Traces:
    """Find where a person's pseudonym stands: in facts, roll-ups and dead letters, also in rows that were replaced."""
    return Traces(held_check_ins(store, person), held_roll_ups(store, person), held_dead_letters(store, person))


def held_check_ins(store: Store, person: Person) -> tuple[HeldCheckIn, ...]:
    """Give the check-ins of which some row holds it."""
    return tuple(HeldCheckIn(*row) for row in store.rows("erasure/held_check_ins", person.parameters))


def held_roll_ups(store: Store, person: Person) -> tuple[HeldRollUp, ...]:
    """Give the gatherings of which some row of participation holds it."""
    return tuple(HeldRollUp(*row) for row in store.rows("erasure/held_roll_ups", person.parameters))


def held_dead_letters(store: Store, person: Person) -> tuple[tuple[str, int, int], ...]:
    """Give the dead letters in which it stands, each as topic, partition and offset."""
    found = store.rows("erasure/held_dead_letters", person.parameters)
    return tuple((str(topic), int(partition), int(offset)) for topic, partition, offset in found)
