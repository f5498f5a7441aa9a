"""Events that are told again: what was told of each, where it stands, and what must stop counting elsewhere.

A fact is a row of one table and one gathering, and ClickHouse keeps its highest revision there. Whoever corrects an
event may give it another type or gathering; the highest revision then stands at another place, and what stood before is
retracted where it stood. So that the order of messages does not matter, what is told of an amended event is noted
(`amendments`), and after that and after the facts are stored the notes are read: of two workers that amend one event,
the later sees both. Who amends an event at a place where it has no row looks for it everywhere, between noting it and
storing it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from streams.batch import Batch
from streams.fact_rows import FactRows
from streams.facts import FAMILIES
from streams.facts.family import INSTANT
from streams.frozen import clock_of, first_facts
from streams.judging import FINAL_LIMIT
from streams.records import Gathering
from streams.roll_ups import touched
from streams.store import Store

__all__ = [
    "AmendedEvent",
    "Note",
    "left_behind",
    "note_amendments",
    "places_of",
    "retract",
    "retract_elsewhere",
    "store_retractions",
    "superseded",
    "without_final",
]

_revision = attrgetter("revision")

_LEFT = 0
"""The content of the worker's own retractions, and of first revisions; that of amendments is a hash."""

_EVENT = ["programme", "source", "id"]
_OF_FACTS = [*_EVENT, "revision", "retracted", "gathering", "appended"]

AmendedEvent = tuple[str, str, str]
"""Programme, source and id."""


class Note(NamedTuple):
    """That a revision of an event stands in a table of facts for a gathering, or is retracted there.

    `amends` is false where the event itself was told, not an amendment of it. `content` tells contents of one revision
    apart. `appended` is in milliseconds since 1970.
    """

    programme: str
    source: str
    id: str
    revision: int
    retracted: bool
    amends: bool
    content: int
    table: str
    gathering: str
    appended: int

    @property
    def event(self) -> AmendedEvent:
        """The event that is spoken of."""
        return self.programme, self.source, self.id

    @property
    def left(self) -> bool:
        """Whether it is the worker's own retraction, of an event that holds elsewhere."""
        return self.amends and self.content == _LEFT

    @property
    def place(self) -> tuple[str, str]:
        """Where it stands: table and gathering."""
        return self.table, self.gathering


def departed(notes: Iterable[Note]) -> list[Note]:
    """Return a retraction for each place that an event has left, in the revision that holds, stored or not.

    The highest revision holds; of equal ones a retraction, then whichever has the greater hash: never the order of
    arrival.
    """
    of_events: dict[AmendedEvent, list[Note]] = {}
    for note in notes:
        of_events.setdefault(note.event, []).append(note)
    found = []
    for told in of_events.values():
        holds = max(
            (note for note in told if not note.left),
            key=lambda note: (note.revision, note.retracted, note.content, note.place),
        )
        found += [
            holds._replace(retracted=True, amends=True, content=_LEFT, table=table, gathering=gathering)
            for table, gathering in sorted({note.place for note in told} - {holds.place})
        ]
    return found


def superseded(notes: Collection[Note]) -> list[Note]:
    """Return those of the retractions of `departed` that are missing: nothing as high is retracted there."""
    retracted = {(note.event, note.place): note.revision for note in sorted(notes, key=_revision) if note.retracted}
    return [note for note in departed(notes) if retracted.get((note.event, note.place), 0) < note.revision]


def note_amendments(store: Store, _topic: object, batch: Batch) -> None:
    """Note what the batch tells of events that are told again, and where these stood. Before that is stored.

    A replaced row may be merged away at any time after that. Of an event that is amended where it stands, as nearly all
    are, nothing needs to be known by then: its notes are kept in the batch. A batch without an amendment costs nothing.
    """
    batch.amended = batch.notes = None
    if not batch.again:
        return
    told = _told_again(batch.again)
    batch.amended = told.select(_EVENT)
    away, noted = _away_and_noted(store, told)
    elsewhere, at_home = _split(told, away)
    if away:
        store.insert("amendments", elsewhere)
        _note_standing(store, away)
    _, unnoted = _split(at_home, noted)
    batch.notes = pa.concat_tables([at_home, _first_revisions(unnoted)])


def retract_elsewhere(store: Store, _topic: object, batch: Batch) -> None:
    """Retract amended events wherever they stand beside the place that holds. After the facts are stored.

    Also events that came after an amendment that could not know where they would stand; they are noted last, since they
    are awaited until then. The gatherings that events left are recomputed with the batch's own, unless their numbers
    are final: also where the retraction is stored already, by a worker that was perhaps killed before it recomputed.
    """
    if not batch.gatherings:
        return
    if batch.notes is not None:
        store.insert("amendments", batch.notes)
    notes, any_awaited = _moved(store, batch.amended)
    came = _came_after(store, batch) if any_awaited else []
    if came:
        notes += [*_known(store, {note.event for note in came}), *came]
    left = without_final(store, batch, departed(dict.fromkeys(notes)))
    superseding = set(superseded(dict.fromkeys(notes)))
    missing = [note for note in left if note in superseding]
    store_retractions(store, missing)
    _insert(store, [*came, *missing])
    for table, places in places_of(left).items():
        batch.gatherings.setdefault(table, set()).update(places)


def retract(store: Store, missing: Sequence[Note]) -> None:
    """Store retractions where events no longer stand, and note them."""
    store_retractions(store, missing)
    _insert(store, missing)


def store_retractions(store: Store, missing: Sequence[Note]) -> None:
    """Store retractions as facts, by table."""
    for table, of_table in _by_table(missing).items():
        instants = _instants(note.appended for note in of_table)
        store.insert(
            table,
            pa.table(
                {
                    "programme": [note.programme for note in of_table],
                    "gathering": [note.gathering for note in of_table],
                    "source": [note.source for note in of_table],
                    "id": [note.id for note in of_table],
                    "revision": pa.array([note.revision for note in of_table], pa.uint64()),
                    "retracted": pa.array([True] * len(of_table), pa.bool_()),
                    "time": instants,
                    "recorded": instants,
                    "appended": instants,
                }
            ),
        )


def places_of(notes: Iterable[Note]) -> dict[str, set[Gathering]]:
    """Return the gatherings that notes are of, by table of facts."""
    places: dict[str, set[Gathering]] = {}
    for note in notes:
        places.setdefault(note.table, set()).add((note.programme, note.gathering))
    return places


def left_behind(store: Store) -> list[Note]:
    """Return the retractions that are missing of all events that stand at several places.

    An older release stored what it was told where it was told, and left what stood elsewhere. It reads every key of
    every table of facts: for repair, not for the worker.
    """
    tables = {"tables": _pattern(family.table for family in FAMILIES)}
    found = _notes_of_rows(store.rows("repair/standing_twice", tables))
    standing = {(note.event, note.revision) for note in found if not note.retracted}
    notes = [
        # A retraction beside a row of the same revision is the worker's own: a sender's would have taken both back.
        note._replace(amends=note.revision > 1, content=0 if (note.event, note.revision) in standing else 1)
        if note.retracted
        else note._replace(amends=note.revision > 1, content=1)
        for note in found
    ]
    return without_final(store, Batch(), superseded(notes))


def _came_after(store: Store, batch: Batch) -> list[Note]:
    """Return notes of the batch's first revisions that came after an amendment of theirs.

    The batch asks by its own events, not by what is stored: a first revision may be merged away by now.
    """
    if not batch.firsts:
        return []
    came = pa.concat_tables(
        rows.table.select(["source", "id"]).add_column(0, "programme", pa.repeat(programme.value, len(rows.table)))
        for programme, rows in batch.firsts
    )
    awaited = {tuple(event) for event in store.rows_on("amendments/awaited", "came", came)}
    return [note for programme, rows in batch.firsts for note in _firsts(programme.value, rows, awaited)]


def _firsts(programme: str, rows: FactRows, events: Collection[AmendedEvent]) -> Iterator[Note]:
    """Return notes of those rows of first revisions that are of some events."""
    ids = pa.array({id_ for of, _source, id_ in events if of == programme}, pa.string())
    found = rows.table.filter(pc.is_in(rows.table.column("id"), ids))
    instants: list[Any] = found.column("appended").cast(pa.int64()).to_pylist()
    for row, instant in zip(found.select(["source", "id", "gathering"]).to_pylist(), instants, strict=True):
        told = (row["source"], row["id"], 1, False, False, _LEFT)
        note = Note(programme, *told, rows.family.table, row["gathering"], instant)
        if note.event in events:
            yield note


def _told_again(again: Sequence[tuple[object, FactRows]]) -> pa.Table:
    """Return notes of rows of revisions above the first, as `amendments` has them.

    In columns: whatever is done for each row here, the thread that judges waits for.
    """
    by_table: dict[str, list[FactRows]] = {}
    for _programme, rows in again:
        by_table.setdefault(rows.family.table, []).append(rows)
    told = []
    for table, some in by_table.items():
        facts = pa.concat_tables([rows.table.select(_OF_FACTS) for rows in some])
        contents = [one for rows in some for one in rows.again]
        facts = facts.append_column("amends", pa.array([one.amends for one in contents], pa.bool_()))
        facts = facts.append_column("content", pa.array([one.content for one in contents], pa.uint64()))
        told.append(facts.append_column("fact_table", pa.repeat(table, len(facts))))
    return pa.concat_tables(told).combine_chunks()


def _first_revisions(told: pa.Table) -> pa.Table:
    """Return notes of the first revisions of events that stand where they are told again."""
    first = {"revision": 1, "retracted": False, "amends": False, "content": _LEFT}
    for name, value in first.items():
        place = told.column_names.index(name)
        told = told.set_column(place, name, pa.array([value] * len(told), told.schema.types[place]))
    return told


def _away_and_noted(store: Store, told: pa.Table) -> tuple[set[AmendedEvent], set[AmendedEvent]]:
    """Return the events that are amended elsewhere than where they stand, and which of the others are noted already.

    Where a row of the event is stored, what had to be noted of the event was noted before that row was. If nothing
    was, its first revision stands there too, or is merged away by now.
    """
    away = _at_several_places(told)
    asked = told.select([*_EVENT, "fact_table", "gathering"])
    asked = asked.append_column("number", pa.array(range(len(told)), pa.uint32()))
    tables = {"tables": _pattern(map(str, told.column("fact_table").unique().to_pylist()))}
    lowest: dict[int, int] = dict(map(tuple, store.rows_on("amendments/not_first", "amended", asked, tables)))
    if not lowest:
        return away, set()
    events = _events_of(told)
    away |= {events[number] for number, revision in lowest.items() if not revision}
    merged = {events[number] for number in lowest} - away
    return away, {note.event for note in _known(store, merged)} if merged else set()


def _at_several_places(told: pa.Table) -> set[AmendedEvent]:
    """Return the events that a batch amends at more than one place; mostly none is amended twice."""
    if pc.count_distinct(told.column("id")).as_py() == len(told):
        return set()
    places: dict[AmendedEvent, set[tuple[str, str]]] = {}
    for event, row in zip(_events_of(told), told.select(["fact_table", "gathering"]).to_pylist(), strict=True):
        places.setdefault(event, set()).add((row["fact_table"], row["gathering"]))
    return {event for event, found in places.items() if len(found) > 1}


def _split(told: pa.Table, events: Collection[AmendedEvent]) -> tuple[pa.Table, pa.Table]:
    """Return the notes of some events, and the others."""
    if not events:
        return told.slice(0, 0), told
    of_these = pa.array([event in events for event in _events_of(told)], pa.bool_())
    return told.filter(of_these), told.filter(pc.invert(of_these))


def _events_of(told: pa.Table) -> list[AmendedEvent]:
    return list(zip(*(told.column(name).to_pylist() for name in _EVENT), strict=True))


def _note_standing(store: Store, events: Collection[AmendedEvent]) -> None:
    """Note where events stood before they were told again, unless that is known."""
    known = _known(store, events)
    amending = {(note.event, note.revision) for note in known if note.amends}
    unknown = set(events) - {note.event for note in known if note.revision == 1}
    if unknown:
        tables = {"tables": _pattern(family.table for family in FAMILIES)}
        found = _notes_of_rows(store.rows_on("amendments/standing", "amended", _named(unknown), tables))
        _insert(store, [note for note in found if (note.event, note.revision) not in amending])


def _known(store: Store, events: Collection[AmendedEvent]) -> list[Note]:
    return _notes_of(store.rows_on("amendments/known", "amended", _named(events)))


def _moved(store: Store, amended: pa.Table | None) -> tuple[list[Note], bool]:
    """Return what was noted of those of some events that stand at several places, and whether any event is awaited."""
    events = _named(()) if amended is None else amended
    found = {awaited for (awaited,) in store.rows_on("amendments/unsettled", "amended", events)}
    moved = _notes_of(store.rows_on("amendments/moved", "amended", events)) if False in found else []
    return moved, True in found


def without_final(store: Store, batch: Batch, missing: Sequence[Note]) -> list[Note]:
    """Leave gatherings alone whose facts may partly be deleted: their roll-ups are final."""
    found = touched(places_of(missing))
    ageing = [roll_up for roll_up in found if roll_up.ages]
    if not ageing:
        return list(missing)
    now = clock_of(store)
    batch.checked = batch.checked or now
    final = {
        (table, gathering)
        for roll_up in ageing
        for gathering in first_facts(store, roll_up, found[roll_up], now - FINAL_LIMIT)
        for table in roll_up.tables
    }
    return [note for note in missing if (note.table, (note.programme, note.gathering)) not in final]


def _notes_of(rows: Iterable[Sequence[Any]]) -> list[Note]:
    return [Note(*row) for row in rows]


def _notes_of_rows(rows: Iterable[Sequence[Any]]) -> list[Note]:
    """Return what was found in tables of facts as notes."""
    return [
        Note(
            programme,
            source,
            id_,
            revision,
            retracted,
            amends=False,
            content=0,
            table=table,
            gathering=gathering,
            appended=appended,
        )
        for programme, source, id_, revision, retracted, table, gathering, appended in rows
    ]


def _pattern(tables: Iterable[str]) -> str:
    """Return what `merge` reads tables by."""
    return f"^({'|'.join(sorted(tables))})$"


def _named(events: Iterable[AmendedEvent]) -> pa.Table:
    return _table_of(sorted(events))


def _table_of(events: Sequence[AmendedEvent]) -> pa.Table:
    return pa.table({name: pa.array([event[i] for event in events], pa.string()) for i, name in enumerate(_EVENT)})


def _by_table(notes: Iterable[Note]) -> Mapping[str, list[Note]]:
    found: dict[str, list[Note]] = {}
    for note in notes:
        found.setdefault(note.table, []).append(note)
    return found


def _insert(store: Store, notes: Sequence[Note]) -> None:
    if notes:
        columns = dict(zip(Note._fields, map(list, zip(*notes, strict=True)), strict=True))
        columns["fact_table"] = columns.pop("table")
        appended = _instants(columns.pop("appended"))
        kinds = {"revision": pa.uint64(), "content": pa.uint64()}
        store.insert(
            "amendments",
            pa.table({name: pa.array(values, kinds.get(name)) for name, values in columns.items()}).append_column(
                "appended", appended
            ),
        )


def _instants(milliseconds: Iterable[int]) -> "pa.Array[pa.Scalar[Any]]":
    return pa.array(milliseconds, pa.int64()).cast(INSTANT)
