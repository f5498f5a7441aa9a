"""Which facts come too late to be counted, by the clock of the store that deletes them.

A roll-up may be recomputed only while all its facts are there. ClickHouse deletes a fact `RETENTION` after its time, by
its own clock, however long ago Kafka appended the message. So that is the clock that judges:

- A fact is refused that is older than `AGE_LIMIT`; one that amends another only beyond `FINAL_LIMIT`, a day before the
  other is deleted.
- A roll-up whose first fact is older than `FINAL_LIMIT` is final: its facts may go any moment, so whatever comes for it
  is refused.
- One old event must not make the roll-up of a live gathering final. It is refused itself where it lies more than a week
  before the gathering's first fact, and would leave less than a month to go on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from schemas.rejections import Rejection
from schemas.time_limits import AGE_LIMIT, FINAL_LIMIT
from streams.batch import JudgedRun
from streams.dead_letters import DeadLetter
from streams.fact_rows import FactRows
from streams.facts.family import INSTANT
from streams.records import Gathering
from streams.roll_ups import RollUp

__all__ = ["FirstFacts", "refuse_late_facts", "unusually_old"]

LONGEST_GATHERING = timedelta(days=7)
"""A gathering is one occasion. What lies further before its first fact has a wrong date."""

LEAST_LIFE = timedelta(days=30)
"""An old event that leaves a gathering so long until its roll-up is final does no harm, whatever its date."""

FirstFacts = Mapping[Gathering, datetime]
"""The time of each gathering's first fact in one roll-up."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A row of a run's facts."""

    judged: JudgedRun
    table: int
    row: int
    gathering: Gathering
    time: datetime
    amends: bool

    @property
    def offset(self) -> int:
        return self.judged.facts[self.table].records[self.row].offset


def unusually_old(runs: Sequence[JudgedRun], now: datetime) -> bool:
    """Return whether any fact that ages is so old that it has to be looked at; mostly none is."""
    oldest = now - FINAL_LIMIT + LEAST_LIFE
    return any(
        rows.family.ages and pc.less(pc.min(rows.table.column("time")), pa.scalar(oldest, INSTANT)).as_py()
        for judged in runs
        for rows in judged.facts
    )


def refuse_late_facts(runs: Sequence[JudgedRun], roll_up: RollUp, firsts: FirstFacts, now: datetime) -> None:
    """Move the facts of an ageing roll-up that come too late to their runs' dead letters.

    Args:
        runs: Of one chunk; runs of one partition in the order of their offsets.
        roll_up: What would be recomputed from the facts.
        firsts: Of the gatherings that the runs have facts of, those that have a row of the roll-up.
        now: By the clock of ClickHouse.
    """
    seen = dict(firsts)
    refused: dict[int, dict[tuple[int, int], str]] = {}
    for place in _in_order(runs, roll_up):
        first = seen.get(place.gathering)
        trouble = _trouble(place, roll_up, first, now)
        if trouble:
            refused.setdefault(id(place.judged), {})[place.table, place.row] = trouble
        elif _ages(place, roll_up):
            seen[place.gathering] = place.time if first is None else min(first, place.time)
    for judged in runs:
        if id(judged) in refused:
            _refuse(judged, refused[id(judged)])


def _trouble(place: _Place, roll_up: RollUp, first: datetime | None, now: datetime) -> str:
    name, gathering = roll_up.name, place.gathering[1]
    if first is not None and first < now - FINAL_LIMIT:
        return f"{name} of gathering {gathering} is final: its first fact is of {first}"
    if not _ages(place, roll_up):
        return ""
    limit = FINAL_LIMIT if place.amends else AGE_LIMIT
    if place.time < now - limit:
        return f"time {place.time.isoformat()} is stored at {now.isoformat()}, more than {limit.days} days later"
    harmful = place.time < now - FINAL_LIMIT + LEAST_LIFE and not place.amends
    if harmful and first is not None and place.time < first - LONGEST_GATHERING:
        return (
            f"time {place.time.isoformat()} lies {(first - place.time).days} days before the first fact of gathering "
            f"{gathering}, and would make its {name} final on {(place.time + FINAL_LIMIT).date()}"
        )
    return ""


def _ages(place: _Place, roll_up: RollUp) -> bool:
    family = place.judged.facts[place.table].family
    return family.ages and family.table in roll_up.tables


def _in_order(runs: Sequence[JudgedRun], roll_up: RollUp) -> Iterator[_Place]:
    for judged in runs:
        places = [
            _Place(judged, number, row, (judged.programme.value, str(gathering)), time, revision > 1 or retracted)
            for number, rows in enumerate(judged.facts)
            if rows.family.table in roll_up.tables
            for row, (gathering, time, revision, retracted) in enumerate(_columns(rows))
        ]
        yield from sorted(places, key=lambda place: place.offset)


def _columns(rows: FactRows) -> Iterator[tuple[str, datetime, int, bool]]:
    names = ("gathering", "time", "revision", "retracted")
    columns = [rows.table.column(name).to_pylist() for name in names]
    for gathering, time, revision, retracted in zip(*columns, strict=True):
        yield gathering, time.astimezone(UTC), revision, retracted


def _refuse(judged: JudgedRun, troubles: Mapping[tuple[int, int], str]) -> None:
    kept = []
    for number, rows in enumerate(judged.facts):
        out = [(number, row) in troubles for row in range(len(rows.records))]
        for row, record in enumerate(rows.records):
            if out[row]:
                detail = troubles[number, row]
                judged.dead_letters.append(DeadLetter.of(judged.run, record, Rejection.TOO_LATE, detail))
        if not all(out):
            kept.append(rows.without(out) if any(out) else rows)
    judged.facts = kept
