"""Messages on their way, and what has become of them so far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from schemas.contract import Event
from schemas.programmes import Programme
from streams.dead_letters import DeadLetter
from streams.fact_rows import FactRows
from streams.records import Gathering, Record, Run

__all__ = ["Batch", "JudgedRun"]


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


@dataclass(slots=True)
class Batch:
    """Judged runs that are stored together."""

    runs: Sequence[JudgedRun]

    @property
    def size(self) -> int:
        """How many records."""
        return sum(len(judged.run.records) for judged in self.runs)

    @property
    def dead_letters(self) -> list[DeadLetter]:
        """The dead letters of all runs."""
        return [letter for judged in self.runs for letter in judged.dead_letters]

    def gatherings(self) -> dict[str, set[Gathering]]:
        """Give the gatherings that the batch has facts of, by fact table."""
        gatherings: dict[str, set[Gathering]] = {}
        for judged in self.runs:
            for rows in judged.facts:
                ids = rows.table.column("gathering").unique().to_pylist()
                of_table = gatherings.setdefault(rows.family.table, set())
                of_table.update((judged.programme.value, str(id_)) for id_ in ids)
        return gatherings
