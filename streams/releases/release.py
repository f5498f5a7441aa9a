"""A release: what is due is published as one edition, and nothing that was published changes by a few people."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from schemas.programmes import Programme
from streams.releases.calendar import LAST_GRACE, Kind, Stage, Unit, stage_of
from streams.releases.claim import claimed
from streams.releases.decisions import decide, late_counts, may_join
from streams.releases.editions import RULES, begin, discard, prepare_and_publish, stage_as_in_view
from streams.releases.revision import Rows, is_revisable
from streams.releases.tables import BY_PERIOD, COMPARED, DERIVED
from streams.store import Store

__all__ = ["Released", "due", "release"]

_GATHERINGS = "gatherings"
_COUNTS = "counts"
_COLUMNS_OF_COUNTS = ("programme", "gathering", "piece", "grain", "day", "month", "visits", "state", "district")


@dataclass(frozen=True, slots=True)
class Released:
    """What a release did, or would do.

    Attributes:
        edition: Its number; 0 of a dry run.
        until: The last day whose gatherings are part of it.
        first: Periods published for the first time.
        revised: Periods whose published numbers were replaced.
        kept: Periods that were due for a revision and stay as they are: nothing changed, or too little.
        final: Periods that will not change any more.
    """

    edition: int
    until: date
    first: Sequence[Unit]
    revised: Sequence[Unit]
    kept: Sequence[Unit]
    final: Sequence[Unit]


def due(store: Store, until: date) -> Mapping[Unit, tuple[Stage, Stage]]:
    """Return which periods are due when all days up to `until` are over: how far each is, and how far it may be."""
    reached = {Unit(kind, day, str(programme)): Stage[str(stage)] for kind, day, programme, stage in _reached(store)}
    units: set[Unit] = set()
    for month, quarter, programme in store.rows("releases/units", {"until": until}):
        units |= {Unit("month", month, str(programme)), Unit("quarter", quarter, str(programme))}
    found = {}
    for unit in sorted(units):
        stages = (reached.get(unit, Stage.RUNNING), stage_of(unit.kind, unit.period, until))
        if stages[0] < stages[1]:
            found[unit] = stages
    return found


def _reached(store: Store) -> Sequence[Sequence[Any]]:
    return sorted(store.rows("releases/released"), key=lambda row: Stage[str(row[3])])


def release(store: Store, until: date, *, dry_run: bool = False) -> Released:
    """Publish what is due when all days up to `until` are over. Running it again changes nothing.

    Gatherings are published the morning after, months and quarters when they are closed, and revised at most twice:
    each programme's period as a whole, where every number changes by nobody or by as many as a published number counts.

    Args:
        store: A connection whose user may write the databases `releases` and `published`.
        until: The last day that is over; see `streams.releases.calendar.last_ended_day`.
        dry_run: Make the edition, and do not publish it.

    Raises:
        ReleaseRunningError: another release is being made.
        StoreUnavailableError, StoreRefusedError: as any statement. The published numbers are those of the last edition,
            or all of the new one once the next release has run.
    """
    with claimed(store):
        edition = begin(store)
        stages = due(store, until)
        first = [unit for unit, (reached, _) in stages.items() if reached is Stage.RUNNING]
        again = [unit for unit, (reached, _) in stages.items() if reached is not Stage.RUNNING]
        store.run("releases/freeze_new", {"edition": edition, "until": until})
        store.run("releases/stage_gatherings_kept")
        closed, asked = _of("month", first), _of("month", again)
        if closed:
            store.run("releases/freeze_closed", {"edition": edition, "units": closed})
        if asked:
            store.run("releases/freeze_revised", {"edition": edition, "units": asked})
        decide(store, edition, closed)
        revised = _revisable(store, again)
        if refused := _of("month", [unit for unit in again if unit not in revised]):
            store.run("releases/thaw", {"edition": edition, "units": refused})
        _stage(store, edition, until, first, revised)
        _stage_running(store, edition, first)
        _stage_releases(store, edition, stages)
        final = [unit for unit, (_, now) in stages.items() if now is Stage.FINAL]
        kept = [unit for unit in again if unit not in revised]
        if dry_run:
            discard(store, edition - 1)
        else:
            prepare_and_publish(store, edition, until)
        return Released(0 if dry_run else edition, until, first, revised, kept, final)


def _of(kind: Kind, units: Sequence[Unit]) -> list[tuple[date, str]]:
    return [(unit.period, unit.programme) for unit in units if unit.kind == kind]


def _revisable(store: Store, units: Sequence[Unit]) -> list[Unit]:
    """Return those of the published periods that have changed, and by enough that this tells of nobody."""
    thresholds = {str(programme): int(threshold) for programme, threshold in store.rows("releases/thresholds")}
    old, new = _rows_of(store, "published", units), _rows_of(store, "candidates", units)
    late = late_counts(store, units)
    for unit in units:
        for name in (_GATHERINGS, _COUNTS):
            published = {_key(name, row) for row in old[unit].get(name, ())}
            new[unit][name] = [row for row in new[unit].get(name, ()) if _key(name, row) in published]
        # What came after its month was published is new in the month's totals, by all of its visits.
        joins = {(count.gathering, count.piece) for count in late.get(unit, ())}
        old[unit][_COUNTS] = [
            {**row, "visits": 0} if row["visits"] and _key(_COUNTS, row) in joins else row
            for row in old[unit].get(_COUNTS, ())
        ]
    return [
        unit
        for unit in units
        if may_join(Programme(unit.programme), late.get(unit, ()))
        and not _is_same(old[unit], new[unit])
        and is_revisable(old[unit], new[unit], thresholds[unit.programme])
    ]


def _key(name: str, row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[column] for column in COMPARED[name].key)


def _rows_of(store: Store, database: str, units: Sequence[Unit]) -> dict[Unit, dict[str, list[Mapping[str, Any]]]]:
    found: dict[Unit, dict[str, list[Mapping[str, Any]]]] = {unit: defaultdict(list) for unit in units}
    for name, table in COMPARED.items():
        kind = table.kind
        asked = _of(kind, units)
        if not asked:
            continue
        if name == _COUNTS:
            columns = list(_COLUMNS_OF_COUNTS)
        else:
            columns = [str(row[0]) for row in store.rows("releases/columns", {"database": database, "table": name})]
        if name == _COUNTS:
            rows = store.rows("releases/counts_of_units", {"database": database, "units": asked})
        elif name == _GATHERINGS:
            columns.append("month")
            rows = store.rows("releases/gatherings_of_units", {"database": database, "units": asked})
        else:
            rows = store.rows(
                "releases/rows_of_units", {"database": database, "table": name, "period": kind, "units": asked}
            )
        for values in rows:
            row = dict(zip(columns, values, strict=True))
            found[Unit(kind, row[kind], str(row["programme"]))][name].append(row)
    return found


def _is_same(old: Rows, new: Rows) -> bool:
    def told(rows: Rows) -> Mapping[str, list[str]]:
        return {
            name: sorted(
                repr(sorted((column, value) for column, value in row.items() if column not in {"edition", "final"}))
                for row in of_table
            )
            for name, of_table in rows.items()
        }

    return told(old) == told(new)


def _stage(store: Store, edition: int, until: date, first: Sequence[Unit], revised: Sequence[Unit]) -> None:
    """Fill the tables of the next edition: what stays, then what is published anew, then what is made of both."""
    anew = [*first, *revised]
    for name, table in BY_PERIOD.items():
        units = _of(table.kind, anew)
        names = {"table": name, "period": table.kind, "units": units}
        if name in {"months", "districts"}:
            store.run("releases/stage_kept_closed", names)
        else:
            store.run("releases/stage_kept", names)
        if units:
            store.run("releases/stage_new", {**names, "edition": edition})
    store.run("releases/stage_gatherings_new", {"edition": edition, "until": until, "units": _of("month", anew)})
    store.run("releases/drop_replaced_gatherings", {"edition": edition})
    store.run("releases/stage_arrivals", {"edition": edition})
    for name in DERIVED:
        stage_as_in_view(store, name)
    for name, day in (("months", "month"), (_GATHERINGS, "day")):
        parameters = {"table": name, "day": day, "grace": LAST_GRACE.days, "until": until}
        store.run("releases/mark_final", parameters)


def _stage_running(store: Store, edition: int, first: Sequence[Unit]) -> None:
    """Fill in the months that are not published: sums of what is shown of their gatherings."""
    reached = [Unit(kind, period, str(programme)) for kind, period, programme, _ in _reached(store)]
    published = sorted(set(_of("month", [*reached, *first])))
    for name in ("months", "districts"):
        store.run(f"releases/stage_running_{name}", {"edition": edition, "units": published})


def _stage_releases(store: Store, edition: int, stages: Mapping[Unit, tuple[Stage, Stage]]) -> None:
    reached = [(unit.kind, unit.period, unit.programme, now.name) for unit, (_, now) in stages.items()]
    store.run("releases/stage_releases", {"edition": edition, "rules": RULES, "reached": reached})
