"""Events that are told again: what was told of each, where it stands, and what must stop counting elsewhere.

A fact is a row of one table and one gathering, and ClickHouse keeps its highest revision there. Whoever corrects an
event may give it another type or gathering; the highest revision then stands at another place, and what stood before is
retracted where it stood. So that the order of messages does not matter, all that is told of an amended event is noted
first (`amendments`), facts are stored, and then the notes are read: of two workers that amend one event, the later sees
both.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from streams.batch import Batch
from streams.fact_rows import FactRows
from streams.facts import FAMILIES
from streams.facts.family import INSTANT
from streams.frozen import clock_of, first_facts, touch
from streams.judging import FINAL_LIMIT
from streams.records import Gathering
from streams.roll_ups import touched
from streams.store import Store

__all__ = ["AmendedEvent", "Note", "note_amendments", "retract_elsewhere", "superseded"]

_MAX_EVENTS_ASKED = 300
"""Events named in one statement: a parameter of a statement has at most 131,072 bytes."""

_revision = attrgetter("revision")

_NOTED = ["source", "id", "revision", "retracted", "gathering", "appended"]

_LEFT = 0
"""The content of the worker's own retractions, and of first revisions; that of amendments is a hash."""

_UNTOLD = frozenset({"revision", "appended", "recorded"})

AmendedEvent = tuple[str, str, str]
"""Programme, source and id."""

_Named = TypeVar("_Named", AmendedEvent, tuple[str, str, str, str])


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


def superseded(notes: Iterable[Note]) -> list[Note]:
    """Return the retractions that are missing: at each place that an event has left, in the revision that holds.

    The highest revision holds; of equal ones a retraction, then whichever has the greater hash: never the order of
    arrival.
    """
    of_events: dict[AmendedEvent, list[Note]] = {}
    for note in notes:
        of_events.setdefault(note.event, []).append(note)
    missing = []
    for told in of_events.values():
        holds = max(
            (note for note in told if not note.left),
            key=lambda note: (note.revision, note.retracted, note.content, note.place),
        )
        retracted = {note.place: note.revision for note in sorted(told, key=_revision) if note.retracted}
        missing += [
            holds._replace(retracted=True, amends=True, content=_LEFT, table=table, gathering=gathering)
            for table, gathering in sorted({note.place for note in told} - {holds.place})
            if retracted.get((table, gathering), 0) < holds.revision
        ]
    return missing


def note_amendments(store: Store, _topic: object, batch: Batch) -> None:
    """Note what the chunk tells of events that are told again, and where these stood. Before the facts are stored.

    A replaced row may be merged away at any time after that. A chunk without an amendment costs a look at a column.
    """
    notes: list[Note] = []
    for judged in batch.runs:
        for rows in judged.facts:
            notes += _told_again(judged.programme.value, rows)
    if not notes:
        return
    events = {note.event for note in notes}
    batch.amended |= events
    for judged in batch.runs:
        for rows in judged.facts:
            notes += _originals(judged.programme.value, rows, events)
    notes += _first_revisions(store, notes)
    _insert(store, notes)
    elsewhere = events - {note.event for note in notes if note.revision == 1}
    if elsewhere:
        _note_standing(store, elsewhere)


def retract_elsewhere(store: Store, _topic: object, batch: Batch) -> None:
    """Retract amended events wherever they stand beside the place that holds. After the facts are stored.

    Also events that came after an amendment that could not know where they would stand. The gatherings that they leave
    are recomputed with the batch's own, unless their numbers are final.
    """
    events = batch.amended | _late_originals(store, batch)
    if not events:
        return
    missing = superseded(_notes(store, "amendments/moved", events))
    if not missing:
        return
    missing = _without_final(store, batch, missing)
    for table, notes in _by_table(missing).items():
        instants = _instants(note.appended for note in notes)
        store.insert(
            table,
            pa.table(
                {
                    "programme": [note.programme for note in notes],
                    "gathering": [note.gathering for note in notes],
                    "source": [note.source for note in notes],
                    "id": [note.id for note in notes],
                    "revision": pa.array([note.revision for note in notes], pa.uint64()),
                    "retracted": pa.array([True] * len(notes), pa.bool_()),
                    "time": instants,
                    "recorded": instants,
                    "appended": instants,
                }
            ),
        )
        batch.gatherings.setdefault(table, set()).update((note.programme, note.gathering) for note in notes)
    _insert(store, missing)


def _told_again(programme: str, rows: FactRows) -> Iterator[Note]:
    """Return the rows of revisions above the first."""
    revisions = rows.table.column("revision")
    highest: int | None = pc.max(revisions).as_py()
    if highest is None or highest <= 1:
        return
    places = [place for place, revision in enumerate(revisions.to_pylist()) if revision and revision > 1]
    for place, row in zip(places, _plain(rows.table.take(places)), strict=True):
        content = repr(sorted((name, value) for name, value in row.items() if name not in _UNTOLD))
        digest = int.from_bytes(blake2b(content.encode(), digest_size=8).digest(), "big")
        yield _note(programme, rows, row, amends=place in rows.amending, content=digest)


def _originals(programme: str, rows: FactRows, events: Collection[AmendedEvent]) -> Iterator[Note]:
    """Return the first revisions of some events in the chunk."""
    ids = pa.array(sorted({event[2] for event in events if event[0] == programme}), pa.string())
    table = rows.table
    if len(ids) == 0 or len(table) == 0:
        return
    first = pc.and_(pc.is_in(table.column("id"), ids), pc.equal(table.column("revision"), pa.scalar(1, pa.uint64())))
    for row in _plain(table.select(_NOTED).filter(first)):
        if (programme, row["source"], row["id"]) in events:
            yield _note(programme, rows, row, amends=False, content=0)


def _plain(table: pa.Table) -> list[dict[str, Any]]:
    """Return rows with instants in milliseconds since 1970: `datetime` would cost more than all the rest."""
    kinds = [
        pa.field(kind.name, pa.int64() if pa.types.is_timestamp(kind.type) else kind.type) for kind in table.schema
    ]
    return table.cast(pa.schema(kinds)).to_pylist()


def _first_revisions(store: Store, notes: Sequence[Note]) -> list[Note]:
    """Return the first revisions that stand where they are amended: mostly all of them, and cheap to find there."""
    seen = {note.event for note in notes if note.revision == 1}
    found = []
    for table, amending in _by_table(note for note in notes if note.event not in seen).items():
        sought = {(*note.event, note.gathering) for note in amending}
        for some in _slices(sought):
            for programme, source, id_, retracted, gathering, appended in store.rows(
                "amendments/first_revisions", {"table": table, "events": some}
            ):
                told = (programme, source, id_, 1, retracted, False, _LEFT)
                found.append(Note(*told, table, gathering, appended))
    return found


def _note(programme: str, rows: FactRows, row: Mapping[str, Any], *, amends: bool, content: int) -> Note:
    told = (row["source"], row["id"], row["revision"], row["retracted"], amends, content)
    return Note(programme, *told, rows.family.table, row["gathering"], row["appended"])


def _note_standing(store: Store, events: Collection[AmendedEvent]) -> None:
    """Note where events stood before they were told again, unless that is known."""
    known = _notes(store, "amendments/known", events)
    amending = {(note.event, note.revision) for note in known if note.amends}
    unknown = set(events) - {note.event for note in known if note.revision == 1}
    found = _notes_out_of(store, "amendments/standing", [family.table for family in FAMILIES], unknown)
    _insert(store, [note for note in found if (note.event, note.revision) not in amending])


def _late_originals(store: Store, batch: Batch) -> set[AmendedEvent]:
    """Return the events of the batch that were amended before they came, and note where they stand."""
    awaited = _awaited(store) if batch.gatherings else set()
    if not awaited:
        return set()
    touch(store, touched(batch.gatherings))
    came = [note for note in _notes_out_of(store, "amendments/came", batch.gatherings, awaited) if note.revision == 1]
    _insert(store, came)
    return {note.event for note in came}


def _awaited(store: Store) -> set[AmendedEvent]:
    """Return the events that were amended and whose first revision has not been seen."""
    return {(programme, source, id_) for programme, source, id_ in store.rows("amendments/awaited")}


def _without_final(store: Store, batch: Batch, missing: Sequence[Note]) -> list[Note]:
    """Leave gatherings alone whose facts may partly be deleted: their roll-ups are final."""
    places: dict[str, set[Gathering]] = {}
    for note in missing:
        places.setdefault(note.table, set()).add((note.programme, note.gathering))
    found = touched(places)
    ageing = [roll_up for roll_up in found if roll_up.ages]
    if not ageing:
        return list(missing)
    now = clock_of(store)
    batch.checked = batch.checked or now
    touch(store, found)
    final = {
        (table, gathering)
        for roll_up in ageing
        for gathering in first_facts(store, roll_up, now - FINAL_LIMIT)
        for table in roll_up.tables
    }
    return [note for note in missing if (note.table, (note.programme, note.gathering)) not in final]


def _notes(store: Store, name: str, events: Collection[AmendedEvent]) -> list[Note]:
    return [Note(*row) for some in _slices(events) for row in store.rows(name, {"events": some})]


def _notes_out_of(store: Store, name: str, tables: Iterable[str], events: Collection[AmendedEvent]) -> list[Note]:
    """Return what a query finds of events in tables of facts."""
    pattern = f"^({'|'.join(sorted(tables))})$"
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
        for some in _slices(events)
        for programme, source, id_, revision, retracted, table, gathering, appended in store.rows(
            name, {"tables": pattern, "events": some}
        )
    ]


def _slices(events: Collection[_Named]) -> Iterator[list[_Named]]:
    left = iter(sorted(events))
    while some := list(islice(left, _MAX_EVENTS_ASKED)):
        yield some


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
