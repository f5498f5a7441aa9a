"""The steps that judge a run: pure, the same outcome each time the same records are read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from schemas.contract import CORRECTION, RETRACTION, Contract, Event, contract_of, event_name, type_name
from schemas.programmes import TOPICS, Programme
from schemas.rejections import Rejection
from streams.batch import JudgedRun
from streams.dead_letters import DeadLetter
from streams.decode import decode
from streams.errors import TopicError
from streams.fact_rows import rows_of
from streams.facts import FAMILIES
from streams.facts.family import Family
from streams.records import Record, Run, instant_of

__all__ = ["AGE_LIMIT", "CLOCK_TOLERANCE", "FINAL_LIMIT", "JUDGING", "Rules", "judge"]

RETENTION = timedelta(days=90)
"""How long facts are kept after their time; the tables' TTL."""

AGE_LIMIT = RETENTION - timedelta(days=7)
"""Older events are refused: well before the first facts beside them are deleted, so no roll-up is made from a part."""

FINAL_LIMIT = RETENTION - timedelta(days=1)
"""Until then facts can be amended and roll-ups recomputed; a day later ClickHouse deletes them."""

CLOCK_TOLERANCE = timedelta(minutes=10)
"""How far ahead of its arrival an event's time may lie; devices' clocks differ."""


@dataclass(frozen=True)
class Rules:
    """What is judged by: each programme's contract, and the fact tables."""

    contract_of: Callable[[Programme], Contract] = contract_of
    families: Sequence[Family] = FAMILIES
    ageless: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        names = frozenset(name for family in self.families if not family.ages for name in family.events)
        object.__setattr__(self, "ageless", names)


Judging = Callable[[Rules, JudgedRun], None]


def decode_by_contract(rules: Rules, judged: JudgedRun) -> None:
    """Bytes to events; what breaks the contract is refused."""
    decoded = decode(rules.contract_of(judged.programme), judged.run)
    judged.events, judged.records, judged.dead_letters = decoded.events, decoded.records, decoded.dead_letters


def refuse_wrong_times(rules: Rules, judged: JudgedRun) -> None:
    """Refuse events from the future, and those so old that facts beside them may be deleted already.

    Measured against the record's append time, not against this machine's clock.
    """
    if not judged.events:
        return
    times = [event["time"] for event in judged.events]
    correction = type_name(judged.programme, CORRECTION)
    times += [e["data"]["replacement"]["time"] for e in judged.events if e["type"] == correction]
    appended = [record.timestamp for record in judged.records]
    soonest, latest = instant_of(min(appended)), instant_of(max(appended))
    if max(times) <= soonest + CLOCK_TOLERANCE and min(times) >= latest - AGE_LIMIT:
        return
    judged.refuse(
        letter
        for event, record in zip(judged.events, judged.records, strict=True)
        if (letter := _wrong_time(rules, judged.run, event, record)) is not None
    )


def sort_into_facts(rules: Rules, judged: JudgedRun) -> None:
    """Events to rows of the fact tables."""
    judged.facts = rows_of(rules.families, judged.programme, judged.events, judged.records)
    judged.events, judged.records = [], []


JUDGING: tuple[Judging, ...] = (decode_by_contract, refuse_wrong_times, sort_into_facts)


def judge(rules: Rules, run: Run) -> JudgedRun:
    """Take a run through the judging steps."""
    try:
        judged = JudgedRun(run, TOPICS[run.topic])
    except KeyError:
        raise TopicError(f"topic {run.topic} is no programme's; subscribe to {', '.join(TOPICS)}") from None
    for step in JUDGING:
        step(rules, judged)
    return judged


def _wrong_time(rules: Rules, run: Run, event: Event, record: Record) -> DeadLetter | None:
    appended = instant_of(record.timestamp)
    name = event_name(event["type"])
    instants: list[datetime] = [event["time"]]
    if name == RETRACTION:
        name = event["data"]["event"]
    elif name == CORRECTION:
        name = event["data"]["replacement"]["event"]
        instants.append(event["data"]["replacement"]["time"])
    for instant in instants:
        if instant > appended + CLOCK_TOLERANCE:
            return _dated(run, record, Rejection.IN_THE_FUTURE, instant, appended)
    limit = AGE_LIMIT if name == event_name(event["type"]) and event.get("revision", 1) == 1 else FINAL_LIMIT
    if name not in rules.ageless and instants[-1] < appended - limit:
        return _dated(run, record, Rejection.TOO_LATE, instants[-1], appended)
    return None


def _dated(run: Run, record: Record, reason: Rejection, instant: datetime, appended: datetime) -> DeadLetter:
    detail = f"time {instant.isoformat()} arrived at {appended.isoformat()}"
    return DeadLetter.of(run, record, reason, detail)
