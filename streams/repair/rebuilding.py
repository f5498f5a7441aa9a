"""Roll-ups made anew from facts beside those that stand, compared with them, and put in their place while workers run.

The order is what makes it safe. Facts are counted first (`stock`), rows are made slice by slice in a scratch table,
rows that must stay are copied to it, and then the two tables change places in one step. A worker that stored in between
wrote its row into the table that is now aside; but its facts are there, and facts are stored before a roll-up is
recomputed. So the stock is taken again after the exchange, and every gathering whose row has not seen all its facts
(its `version` is the sum of theirs) is recomputed once more, as a worker would. What a worker stores later goes into
the new table.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa

from streams.errors import ActRefusedError
from streams.facts import FAMILIES
from streams.judging import RETENTION
from streams.records import Gathering
from streams.repair.acts import record
from streams.repair.changes import changed_rows
from streams.repair.prediction import Change
from streams.repair.scratch import ScratchStore, open_scratch
from streams.roll_ups import RollUp
from streams.settings import StreamSettings
from streams.store import Store, statement

__all__ = ["Rebuilding", "Rebuilt", "rebuild"]

_MARGIN = timedelta(days=2)
"""So long before its first fact is deleted a gathering is left as it is: its facts must not go while it is rebuilt."""

_MOST_GATHERINGS, _MOST_FACTS = 2_000, 250_000
"""Of a slice: it bounds the engine's memory; a gathering with more facts than that is a slice of its own."""


@dataclass(frozen=True, slots=True)
class Rebuilding:
    """What is asked for, and of whom it can be asked.

    `gatherings` are ids, of any programme; none means all. `accepts_fewer` also rebuilds rows that were made from more
    facts than there are now. `stopping` is asked between slices; `progress` is told the roll-up, how many of its
    gatherings are done, and of how many.
    """

    gatherings: Sequence[str] = ()
    accepts_fewer: bool = False
    dry_run: bool = False
    stopping: Callable[[], bool] = lambda: False
    progress: Callable[[str, int, int], None] = lambda _name, _done, _all: None


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How a roll-up's rows compare with its facts, and what was done.

    Of the rows that were made anew: `equal`, `different` and `missing` ones (facts without a row). `extra` have no fact
    at all, `fewer` were made from more facts than there are, the extra ones among them; both stay unless that was
    accepted, and then `removed` counts those that go. `frozen` are final. `left` were not asked for. `meanwhile` were
    changed by a worker while it was compared. `unknown` are gatherings that were asked for and have neither a row nor a
    fact here. `examples` are some of the different and missing, `changes` up to a thousand of them, each with what it
    was, what it is to be, and why. `moved` are rows that count events which hold elsewhere (a dry run alone has any).
    `caught_up` were recomputed again after the exchange.
    """

    roll_up: str
    equal: int
    different: int
    missing: int
    extra: int
    fewer: int
    removed: int
    frozen: int
    left: int
    meanwhile: int
    unknown: Sequence[str]
    examples: Sequence[Gathering]
    changes: Sequence[Change] = ()
    moved: int = 0
    swapped: bool = False
    caught_up: int = 0

    @property
    def wrong(self) -> int:
        """How many rows are not what the facts say, and can be put right."""
        return self.different + self.missing + self.removed

    @property
    def in_order(self) -> bool:
        """Whether nothing is left to do: nothing was wrong or it is put right, and no row lacks its facts."""
        return not self.fewer and not self.moved and (self.swapped or not self.wrong)


def rebuild(
    settings: StreamSettings, store: Store, roll_up: RollUp, asked: Rebuilding, who: str, now: datetime
) -> Rebuilt:
    """Rebuild one roll-up; where all of it is right, or on a dry run, the table that stands is not touched.

    Raises:
        ActRefusedError: it was asked to stop, before the exchange.
        StoreUnavailableError, StoreRefusedError: as any statement; before the exchange nothing is changed, after it the
            same command again completes it.
    """
    with open_scratch(settings, store, now) as scratch:
        names = {"scratch": scratch.scratch, "roll_up": roll_up.name}
        scratch.create(roll_up.name)
        scratch.run("repair/create_stock", names)
        store.run("repair/create_standing", names)
        store.run("repair/create_asked", names)
        if asked.gatherings:
            places = pa.array(range(len(asked.gatherings)), pa.uint32())
            scratch.insert("asked", pa.table({"place": places, "gathering": list(asked.gatherings)}))
        store.run("repair/note_standing_ageing" if roll_up.ages else "repair/note_standing", names)
        _take_stock(store, roll_up, names)
        plan: dict[str, Any] = {
            "cutoff": (now - RETENTION + _MARGIN).strftime("%Y-%m-%d %H:%M:%S.%f"),
            "accepts_fewer": asked.accepts_fewer,
        }
        store.run("repair/create_plan", {**names, **plan})
        unknown = [row[0] for row in store.rows("repair/unknown_gatherings", names)]
        _make_rows(store, scratch, roll_up, asked)
        store.run("repair/copy_kept", names)
        found = _compared(store, roll_up, names, unknown)
        if asked.dry_run or not found.wrong:
            return found
        details = {"roll_up": roll_up.name, "different": found.different, "missing": found.missing}
        record(store, "rebuild", who=who, at=now, details={**details, "removed": found.removed})
        store.run("repair/swap", names)
        return replace(found, swapped=True, caught_up=_catch_up(store, roll_up, names))


def _take_stock(store: Store, roll_up: RollUp, names: dict[str, Any]) -> None:
    for family in FAMILIES:
        if family.table in roll_up.tables:
            store.run("repair/take_stock", {**names, "table": family.table, "ages": family.ages})


def _make_rows(store: Store, scratch: ScratchStore, roll_up: RollUp, asked: Rebuilding) -> None:
    """Make the rows in the scratch table: the worker's own statement, facts read where they are."""
    names = {"scratch": scratch.scratch}
    fates = {row[0]: row[1] for row in store.rows("repair/fates", names)}
    text = statement(f"roll_ups/{roll_up.name}")
    into = text.replace("INSERT INTO engagement.", f"INSERT INTO {scratch.scratch}.", 1)
    done, total = 0, fates.get("rebuilt", 0)
    for gatherings in _slices(store, names):
        if asked.stopping():
            raise ActRefusedError(f"stopped while {roll_up.name} was rebuilt; the table that stands was not touched")
        store.touch({roll_up.name: gatherings})
        store.run_text(into)
        done += len(gatherings)
        asked.progress(roll_up.name, done, total)


def _slices(store: Store, names: dict[str, Any]) -> Iterator[list[Gathering]]:
    after = 0
    while rows := store.rows("repair/next_slice", {**names, "after": str(after), "gatherings": _MOST_GATHERINGS}):
        gatherings: list[Gathering] = []
        facts = 0
        for programme, gathering, key, count in rows:
            if gatherings and facts + count > _MOST_FACTS:
                break
            gatherings.append((programme, gathering))
            facts, after = facts + count, int(key)
        yield gatherings


def _compared(store: Store, roll_up: RollUp, names: dict[str, Any], unknown: Sequence[str]) -> Rebuilt:
    columns = {row[0] for row in store.rows("repair/columns_of", {"database": "engagement", "table": roll_up.name})}
    comparing = "repair/compare_of_visitors" if "visitors_state" in columns else "repair/compare"
    ((equal, different, missing, meanwhile, examples),) = store.rows(comparing, names)
    fates = {fate: (rows, bare) for fate, rows, _, bare in store.rows("repair/fates", names)}
    fewer, extra = fates.get("fewer", (0, 0))
    return Rebuilt(
        roll_up=roll_up.name,
        equal=equal,
        different=different,
        missing=missing,
        extra=extra,
        fewer=fewer,
        removed=fates.get("gone", (0, 0))[0],
        frozen=fates.get("frozen", (0, 0))[0],
        left=fates.get("left", (0, 0))[0],
        meanwhile=meanwhile,
        unknown=unknown,
        examples=[(programme, gathering) for programme, gathering in examples],
        changes=changed_rows(store, roll_up, names) if different or missing else (),
    )


def _catch_up(store: Store, roll_up: RollUp, names: dict[str, Any]) -> int:
    """Recompute what has facts that its row has not seen; give of how many gatherings."""
    store.run("repair/clear_stock", names)
    _take_stock(store, roll_up, names)
    behind = [(programme, gathering) for programme, gathering in store.rows("repair/behind", names)]
    for first in range(0, len(behind), _MOST_GATHERINGS):
        store.touch({roll_up.name: behind[first : first + _MOST_GATHERINGS]})
        store.run(f"roll_ups/{roll_up.name}")
    return len(behind)
