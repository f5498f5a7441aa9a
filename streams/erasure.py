"""One person's traces, taken out of the database by pseudonym, while workers go on.

Erasing is a list of steps like storing: each may be done again, and between any two of them a worker may store a batch.
A check-in is taken back by a row of a higher revision before its rows are deleted, so that the roll-up's version rises
and a message that comes again does not revive it. The pseudonym leaves the newest row only once the roll-ups are
recomputed: ClickHouse may merge replaced rows away at any time, and nothing else tells which these are.
docs/decisions/0013-erasure.md says why, and what is out of reach.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import pyarrow as pa

from streams.cluster.one_server import require_one_server
from streams.facts.family import INSTANT
from streams.roll_ups import ROLL_UPS
from streams.store import Store
from streams.traces import Person, Traces, held_check_ins, held_dead_letters, held_roll_ups, traces_of

__all__ = ["ERASING", "ROUNDS", "Erasing", "erase"]

ROUNDS = 5
"""How often what came in between is erased as well before the command gives up and asks to be run again."""

MAX_DELETED = 1_000
"""How many facts, roll-ups or dead letters one statement deletes: it names each, and a parameter has an end."""

_T = TypeVar("_T")
_DETAILS = pa.map_(pa.string(), pa.string())
_EVERY_VERSION = 2**64 - 1


Erasing = Callable[[Store, Person], None]


def withhold_check_ins(store: Store, person: Person) -> None:
    """Let no check-in count any more, where the roll-up can be recomputed; what tells that it did stays."""
    facts = held_check_ins(store, person)
    gatherings = {fact.gathering for fact in facts if fact.in_force} - {fact.gathering for fact in facts if fact.final}
    if gatherings:
        _touch(store, person, gatherings)
        store.run("erasure/withhold_check_ins", person.parameters)


def recompute_roll_ups(store: Store, person: Person) -> None:
    """Recompute what reads check-ins, for each gathering that holds the pseudonym and is not final."""
    gatherings = Traces(held_check_ins(store, person), held_roll_ups(store, person), ()).recomputable
    if gatherings:
        _touch(store, person, gatherings)
        for roll_up in ROLL_UPS:
            if "check_ins" in roll_up.tables:
                store.run(f"roll_ups/{roll_up.name}")


def retract_check_ins(store: Store, person: Person) -> None:
    """Take back each check-in that is withheld, by a row that holds nothing of the person."""
    store.run("erasure/retract_check_ins", person.parameters)


def delete_check_ins(store: Store, person: Person) -> None:
    """Delete the rows below each one that has replaced the person's; of a final gathering, the fact as a whole.

    What came in since it was looked, and counts, stays for the next round.
    """
    facts = [fact for fact in held_check_ins(store, person) if fact.final or not fact.in_force]
    for some in _chunks(facts):
        store.run(
            "erasure/delete_check_ins",
            {
                "gatherings": sorted({fact.gathering_key for fact in some}),
                "facts": [(fact.gathering_key, fact.event_key) for fact in some],
                "bounds": [_EVERY_VERSION if fact.in_force else fact.newest for fact in some],
            },
        )


def delete_roll_ups(store: Store, person: Person) -> None:
    """Delete the replaced rows of participation where one holds the pseudonym."""
    held = [roll_up for roll_up in held_roll_ups(store, person) if roll_up.replaced]
    for some in _chunks(held):
        store.run(
            "erasure/delete_roll_ups",
            {
                "gatherings": [roll_up.gathering_key for roll_up in some],
                "bounds": [roll_up.newest for roll_up in some],
            },
        )


def delete_dead_letters(store: Store, person: Person) -> None:
    """Delete the dead letters in which the pseudonym stands; the books keep that they were refused."""
    for some in _chunks(held_dead_letters(store, person)):
        store.run("erasure/delete_dead_letters", {"places": list(some)})


ERASING: tuple[Erasing, ...] = (
    withhold_check_ins,
    recompute_roll_ups,
    retract_check_ins,
    delete_check_ins,
    delete_roll_ups,
    delete_dead_letters,
)


def erase(store: Store, person: Person) -> tuple[Traces, Traces]:
    """Erase a person's traces; give those that were found first, and those that are left.

    Before each round that changes anything, a row of `acts` says so, without the pseudonym. Where nothing within reach
    is found, nothing is changed. Broken off at any point, or with a worker that stores meanwhile, it can be run again.

    Guarantees: every roll-up that is not final ends as if the person's check-ins had never been; no active part of a
    table holds the pseudonym, except for what `out_of_reach` counts and what came in since.

    Raises:
        StoreUnavailableError: run it again.
        StoreRefusedError: a table is missing, or a right.
        ActRefusedError: on a cluster; nothing was changed.
    """
    require_one_server(store, "to erase a person")
    found = left = traces_of(store, person)
    for _ in range(ROUNDS):
        if not left.within_reach:
            break
        _record(store, person, left)
        for step in ERASING:
            step(store, person)
        left = traces_of(store, person)
    return found, left


def _chunks(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    return (items[first : first + MAX_DELETED] for first in range(0, len(items), MAX_DELETED))


def _record(store: Store, person: Person, traces: Traces) -> None:
    details = {
        "check_ins": len(traces.check_ins),
        "gatherings": len(traces.gatherings),
        "dead_letters": len(traces.dead_letters),
        "final_gatherings": traces.out_of_reach,
    }
    store.insert(
        "acts",
        pa.table(
            {
                "at": pa.array([person.now], INSTANT),
                "act": ["erase"],
                "programme": [person.programme.value],
                "details": pa.array([[(name, str(number)) for name, number in details.items()]], _DETAILS),
            }
        ),
    )


def _touch(store: Store, person: Person, gatherings: set[str]) -> None:
    found = {(person.programme.value, gathering) for gathering in gatherings}
    store.touch({roll_up.name: found for roll_up in ROLL_UPS if "check_ins" in roll_up.tables})
