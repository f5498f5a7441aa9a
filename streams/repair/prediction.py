"""Which numbers a batch would change, found by storing it in a copy: the same steps, the same SQL, another database.

The copy has every roll-up's rows and the facts of the gatherings that the batch touches; of a table of facts that a
view reads, all. Published views are about months and districts as a whole, so roll-ups are copied as a whole. Each view
is computed once before and once after, into a table that the views above it read: they stand on each other ten deep.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from streams.amending import Note, places_of, store_retractions
from streams.batch import Batch, gatherings_of
from streams.facts import FAMILIES
from streams.records import Gathering
from streams.repair.scratch import ScratchStore, open_scratch, renamed
from streams.roll_ups import ROLL_UPS, RollUp, touched
from streams.settings import StreamSettings
from streams.store import Store
from streams.storing import insert_facts, recompute_roll_ups, settle
from streams.views import CANDIDATES, OF_THE_PIPELINE

__all__ = ["ABOUT_GATHERINGS", "Change", "Prediction", "predict", "predict_retractions"]

ABOUT_GATHERINGS: tuple[str, ...] = tuple(name for name in CANDIDATES if name not in OF_THE_PIPELINE)
"""The published views that are predicted. The others tell of the pipeline's own work: when which worker stored what."""

_Name = tuple[str, str]
"""A database and a table or view of it."""

_NAMED = re.compile(r"\b(engagement|candidates)\.(\w+)")
_FACTS = frozenset(family.table for family in FAMILIES)
_KEY_OF_ROLL_UPS = 2
_WORDS = frozenset({"Date", "String", "LowCardinality(String)"})


@dataclass(frozen=True, slots=True)
class Change:
    """A row that changes, appears (`before` is empty) or goes (`after` is empty). `key` says which row it is."""

    where: str
    key: Mapping[str, Any]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    why: Sequence[str] = ()
    """Why, in words, where that is known."""

    @property
    def columns(self) -> list[str]:
        """The columns whose value differs."""
        names = self.after or self.before
        return [name for name in names if name not in self.key and self.before.get(name) != self.after.get(name)]


@dataclass(frozen=True, slots=True)
class Prediction:
    """What would change: rows of roll-ups, exact and for the database's owner; and rows of published views."""

    roll_ups: Sequence[Change] = ()
    published: Sequence[Change] = ()


def predict(settings: StreamSettings, store: Store, batch: Batch, now: datetime) -> Prediction:
    """Give what would change in roll-ups and published views if a batch's judged runs were stored now.

    Nothing but a scratch database is changed, and that is dropped. Both sides of the comparison are of that copy, so
    what workers store does not disturb it, but for facts of the same gatherings that come while it is copied. The batch
    is settled afterwards.

    Raises:
        StoreUnavailableError, StoreRefusedError: as any statement; the right to make databases may be missing.
    """

    def store_batch(scratch: ScratchStore) -> None:
        for step in (insert_facts, settle, recompute_roll_ups):
            step(scratch, _Nowhere(), batch)

    return _predicted(settings, store, touched(gatherings_of(batch.runs)), store_batch, now)


def predict_retractions(settings: StreamSettings, store: Store, missing: Sequence[Note], now: datetime) -> Prediction:
    """Return what would change if retractions were stored; as `predict` does otherwise."""

    def retract_all(scratch: ScratchStore) -> None:
        store_retractions(scratch, missing)
        recompute_roll_ups(scratch, _Nowhere(), Batch(gatherings=places_of(missing)))

    return _predicted(settings, store, touched(places_of(missing)), retract_all, now)


def _predicted(
    settings: StreamSettings,
    store: Store,
    found: Mapping[RollUp, AbstractSet[Gathering]],
    change: Callable[[ScratchStore], None],
    now: datetime,
) -> Prediction:
    if not found:
        return Prediction()
    with open_scratch(settings, store, now) as scratch:
        views = {(str(database), str(name)): str(text) for database, name, text in scratch.rows("repair/views")}
        order = _order(views)
        _copy(scratch, found, {pair for name in order for pair in _reads(views[name])} - set(views))
        roll_ups = [roll_up.name for roll_up in found]
        _snapshot_roll_ups(scratch, roll_ups, "before")
        _compute(scratch, views, order)
        change(scratch)
        _snapshot_roll_ups(scratch, roll_ups, "after")
        _put_aside(scratch, order)
        _compute(scratch, views, order)
        return Prediction(
            [
                change
                for name in roll_ups
                for change in _changes(scratch, scratch.scratch, name, f"after_{name}", _KEY_OF_ROLL_UPS)
            ],
            [change for name in ABOUT_GATHERINGS for change in _changes(scratch, scratch.candidates, name, name, None)],
        )


class _Nowhere:
    def publish(self, dead_letters: Sequence[Any]) -> None:
        raise AssertionError(f"{len(dead_letters)} dead letters of a dry run were to be published")


def _copy(scratch: ScratchStore, found: Mapping[RollUp, Any], read: AbstractSet[_Name]) -> None:
    """Make the tables of facts and roll-ups, and what else views read of `engagement`, with their rows."""
    tables = {name for database, name in read if database == "engagement"}
    scratch.touch({roll_up.name: gatherings for roll_up, gatherings in found.items()})
    for table in sorted(tables | _FACTS | {roll_up.name for roll_up in ROLL_UPS}, key=_FACTS.__contains__):
        names = {"scratch": scratch.scratch, "table": table, "origin": "engagement"}
        scratch.create(table)
        scratch.run("repair/copy_touched" if table in _FACTS - tables else "repair/copy_all", names)


def _order(views: Mapping[_Name, str]) -> list[_Name]:
    """Return the published views and those that they are made of, each after what it reads."""
    order: list[_Name] = []
    for name in ABOUT_GATHERINGS:
        _after_what_it_reads(("candidates", name), views, order)
    return order


def _compute(scratch: ScratchStore, views: Mapping[_Name, str], order: Sequence[_Name]) -> None:
    """Make a table of each view's rows; of those that are not compared, on disk."""
    for database, name in order:
        engine = "Memory" if _is_compared(database, name) else "StripeLog"
        text = f"CREATE TABLE {database}.{name} ENGINE = {engine} AS {views[database, name]}"
        scratch.run_text(renamed(text, scratch.scratch))


def _put_aside(scratch: ScratchStore, order: Sequence[_Name]) -> None:
    """Make place for the tables of views as they are afterwards: keep what is compared, as `before_…`."""
    for database, name in order:
        table = renamed(f"{database}.{name}", scratch.scratch)
        kept = _is_compared(database, name)
        scratch.run_text(
            f"RENAME TABLE {table} TO {scratch.candidates}.before_{name}" if kept else f"DROP TABLE {table}"
        )


def _is_compared(database: str, name: str) -> bool:
    return database == "candidates" and name in ABOUT_GATHERINGS


def _after_what_it_reads(name: _Name, views: Mapping[_Name, str], order: list[_Name]) -> None:
    if name in order:
        return
    for other in _reads(views[name]):
        if other in views:
            _after_what_it_reads(other, views, order)
    order.append(name)


def _reads(text: str) -> list[_Name]:
    return [(match[1], match[2]) for match in _NAMED.finditer(text)]


def _snapshot_roll_ups(scratch: ScratchStore, roll_ups: Sequence[str], when: str) -> None:
    for name in roll_ups:
        names = {"scratch": scratch.scratch, "name": name, "snapshot": f"{when}_{name}"}
        scratch.run("repair/snapshot_roll_up", names)


def _changes(scratch: ScratchStore, database: str, name: str, table: str, key: int | None) -> list[Change]:
    """Compare a table with what it was, `before_…`; its first `key` columns, if they are known, name a row."""
    then = f"before_{name}"
    gone = scratch.rows("repair/difference", {"scratch": database, "one": then, "other": table})
    come = scratch.rows("repair/difference", {"scratch": database, "one": table, "other": then})
    if not gone and not come:
        return []
    found = scratch.rows("repair/columns_of", {"database": database, "table": table})
    kinds = {str(column): str(kind) for column, kind in found}
    columns = list(kinds)
    size = key or _key_size(scratch, database, (then, table), columns)
    before = {tuple(map(str, row[:size])): dict(zip(columns, row, strict=True)) for row in gone}
    after = {tuple(map(str, row[:size])): dict(zip(columns, row, strict=True)) for row in come}
    return [
        _change(name, kinds, size, before.get(which, {}), after.get(which, {}))
        for which in sorted(before.keys() | after.keys())
    ]


def _change(
    where: str, kinds: Mapping[str, str], size: int, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Change:
    """Name the row by what tells it apart, and by what else it is about: the words and days that follow at once."""
    row = after or before
    key = {}
    for place, (column, kind) in enumerate(kinds.items()):
        same = not before or not after or before[column] == after[column]
        if place >= size and not (same and kind in _WORDS):
            break
        key[column] = row[column]
    return Change(where, key, before, after)


def _key_size(scratch: ScratchStore, database: str, tables: Sequence[str], columns: Sequence[str]) -> int:
    """Return how many first columns it takes to tell a view's rows apart: views begin with what a row is about."""
    most = 1
    for table in tables:
        prefixes = [f"uniqExact(tuple(`{'`, `'.join(columns[:size])}`))" for size in range(1, len(columns) + 1)]
        # Names of columns and of a scratch database: none of them comes from outside.
        ((rows, *distinct),) = scratch.query(
            f"SELECT count(), {', '.join(prefixes)} FROM {database}.{table}"  # noqa: S608
        )
        most = max(most, next((i for i, found in enumerate(distinct, 1) if found == rows), len(columns)))
    return most
