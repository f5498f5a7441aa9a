"""Messages on their way, and what has become of them so far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from schemas.contract import Event
from schemas.programmes import Programme
from streams.dead_letters import DeadLetter
from streams.fact_rows import FactRows
from streams.records import Gathering, Record, Run, UnreadableRecords

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ACCEPTED", "DEAD_LETTER", "NO_RECORD", "Batch", "Booking", "JudgedRun", "gatherings_of"]

ACCEPTED = "accepted"
DEAD_LETTER = "dead-letter:"
"""An offset's outcome: accepted, or a dead letter for a reason, e.g. `dead-letter:malformed`."""

NO_RECORD = "no-record"
"""The outcome of an offset at which there is none: a marker of a transaction, or what was compacted away."""

_TOLD = ["source", "id", "gathering", "appended"]

Booking = tuple[str, int, str, int, int]
"""Topic, partition, an outcome, and the first and last of the offsets that had it."""


@dataclass(slots=True)
class JudgedRun:
    """One run of records as the judging steps leave it: each record is in `facts` or among the dead letters."""

    run: Run
    programme: Programme
    events: list[Event] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    facts: list[FactRows] = field(default_factory=list)
    dead_letters: list[DeadLetter] = field(default_factory=list)

    def refuse(self, dead_letters: Iterable[DeadLetter]) -> None:
        """Move records to the dead letters; they keep no event."""
        refused = list(dead_letters)
        if refused:
            out = {letter.record.offset for letter in refused}
            kept = [i for i, record in enumerate(self.records) if record.offset not in out]
            self.events = [self.events[i] for i in kept]
            self.records = [self.records[i] for i in kept]
            self.dead_letters += refused

    def bookings(self) -> list[Booking]:
        """Give the run's offsets as ranges, each with its outcome."""
        run = self.run
        if not self.dead_letters and run.last - run.first + 1 == len(run.records):
            return [(run.topic, run.partition, ACCEPTED, run.first, run.last)]
        dead = {letter.record.offset: DEAD_LETTER + letter.reason for letter in self.dead_letters}
        found: list[Booking] = []

        def book(outcome: str, first: int, last: int) -> None:
            if found and found[-1][2] == outcome and found[-1][4] + 1 == first:
                found[-1] = (*found[-1][:4], last)
            elif first <= last:
                found.append((run.topic, run.partition, outcome, first, last))

        at = run.first
        for record in run.records:
            book(NO_RECORD, at, record.offset - 1)
            last = record.last if isinstance(record, UnreadableRecords) else record.offset
            book(dead.get(record.offset, ACCEPTED), record.offset, last)
            at = last + 1
        book(NO_RECORD, at, run.last)
        return found


@dataclass(slots=True)
class Batch:
    """What is stored and acknowledged together.

    Judged runs come in as `runs`, all at once or some after others. When their facts are stored they are settled: the
    rest tells only what the steps after that need, so that the records need not be kept.

    Attributes:
        size: How many messages are settled.
        gatherings: Of which gatherings facts were settled, by fact table.
        again: Facts of revisions above the first, by programme, of the settled runs; they are stored last.
        firsts: Of those of first revisions: their events, gatherings and when they came.
        amended: The events that `again` speaks of: programme, source and id of each; None where there are none.
        notes: What the batch tells of events that are amended where they stand, as rows of `amendments`.
        dead_letters: The settled runs' dead letters.
        bookings: The settled runs' offsets with their outcomes.
        checked: When, by ClickHouse's clock, its first facts were found not to be too late; None before.
        asked: Of which gatherings each roll-up was found not to be final, by its name.
        appended: When Kafka appended the earliest and the latest of the settled messages, in milliseconds since 1970.
    """

    runs: list[JudgedRun] = field(default_factory=list)
    size: int = 0
    gatherings: dict[str, set[Gathering]] = field(default_factory=dict)
    again: list[tuple[Programme, FactRows]] = field(default_factory=list)
    firsts: list[tuple[Programme, FactRows]] = field(default_factory=list)
    amended: "pa.Table | None" = None
    notes: "pa.Table | None" = None
    dead_letters: list[DeadLetter] = field(default_factory=list)
    bookings: list[Booking] = field(default_factory=list)
    checked: datetime | None = None
    asked: dict[str, set[Gathering]] = field(default_factory=dict)
    appended: tuple[int, int] | None = None

    def settle(self) -> None:
        """Take over what is told of the runs, and let go of them."""
        for table, found in gatherings_of(self.runs).items():
            self.gatherings.setdefault(table, set()).update(found)
        for judged in self.runs:
            for rows in judged.facts:
                kept = rows.table if rows.again else rows.table.select(_TOLD)
                of_kind = self.again if rows.again else self.firsts
                of_kind.append((judged.programme, replace(rows, table=kept, records=())))
            self.size += len(judged.run.records)
            self.dead_letters += judged.dead_letters
            self.bookings += judged.bookings()
            times = judged.run.timestamps
            if times:
                earliest, latest = self.appended or (min(times), max(times))
                self.appended = min(earliest, *times), max(latest, *times)
        self.runs = []


def gatherings_of(runs: Sequence[JudgedRun]) -> dict[str, set[Gathering]]:
    """Give the gatherings that runs have facts of, by fact table."""
    gatherings: dict[str, set[Gathering]] = {}
    for judged in runs:
        for rows in judged.facts:
            ids = rows.table.column("gathering").unique().to_pylist()
            of_table = gatherings.setdefault(rows.family.table, set())
            of_table.update((judged.programme.value, str(id_)) for id_ in ids)
    return gatherings
