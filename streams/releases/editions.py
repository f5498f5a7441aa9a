"""Editions: all tables are made beside the published ones, then put in their place."""

import re
from collections.abc import Sequence
from datetime import date

from streams.releases.tables import BY_PERIOD, DERIVED
from streams.store import Store, statement

__all__ = [
    "RULES",
    "TABLES",
    "begin",
    "discard",
    "prepare_and_publish",
    "released_until",
    "replace",
    "stage_as_in_view",
]

RULES = "2"
"""The version of the rules by which numbers are suppressed and published; `releases` names it beside each edition."""

TABLES: Sequence[str] = ("gatherings", "arrivals", *BY_PERIOD, *DERIVED, "releases")
"""What an edition replaces, in this order: `releases` last, so that what it speaks of is there."""

_HEADER = re.compile(r"\A.*?\bAS\n", re.DOTALL)


def begin(store: Store) -> int:
    """Finish or undo what an earlier release left, empty the tables of the next edition, and return its number.

    An edition that was prepared is published now, as it was prepared; of one that was not, nothing stays.
    """
    found = store.rows("releases/editions")
    last, state = (int(found[0][0]), str(found[0][1])) if found else (0, "published")
    if state == "prepared":
        _publish(store, last, "published")
    discard(store, last)
    for table in TABLES:
        store.run("releases/empty", {"table": table})
    return last + 1


def discard(store: Store, edition: int) -> None:
    """Forget what was kept and decided for later editions than this one."""
    store.run("releases/discard_frozen", {"edition": edition})
    store.run("releases/discard_decisions", {"edition": edition})


def prepare_and_publish(store: Store, edition: int, until: date) -> None:
    """Note that the edition is complete, then put its tables in the place of the published ones.

    Each table is replaced at once, all of them within a fraction of a second. Whoever reads meanwhile may see tables of
    two editions; that tells no more than having read both nights.
    """
    _note(store, edition, "prepared", until)
    _publish(store, edition, "published", until)


def released_until(store: Store) -> date | None:
    """Return the last day that is part of a published edition; None before the first."""
    found = store.rows("releases/released_until")
    return found[0][0] if found else None


def stage_as_in_view(store: Store, table: str) -> None:
    """Fill a table of the next edition with what its view says, read from that edition in place of the candidates."""
    text = _HEADER.sub("", statement(f"candidates/{table}"), count=1).replace("candidates.", "releases.")
    store.run_text(f"INSERT INTO releases.{table}\n{text}")


def _publish(store: Store, edition: int, state: str, until: date | None = None) -> None:
    for table in TABLES:
        replace(store, table)
    _note(store, edition, state, until)


def replace(store: Store, table: str) -> None:
    """Put all rows of a table in the place of those that are published, at once: readers see the one or the other.

    ClickHouse takes no parameter there; the name is ours. It refuses to replace by nothing.
    """
    if store.rows("releases/is_empty", {"table": table})[0][0]:
        store.run_text(f"TRUNCATE TABLE published.{table}")
    else:
        store.run_text(f"ALTER TABLE published.{table} REPLACE PARTITION tuple() FROM releases.{table}")


def _note(store: Store, edition: int, state: str, until: date | None) -> None:
    store.run(
        "releases/note_edition",
        {"edition": edition, "state": state, "until": until or date(1970, 1, 1), "rules": RULES},
    )
