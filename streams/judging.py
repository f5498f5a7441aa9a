"""The steps that judge a run: pure, the same outcome each time the same records are read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from schemas.amendments import instant_of_revision
from schemas.contract import CORRECTION, Contract, contract_of, type_name
from schemas.programmes import TOPICS, Programme
from schemas.time_limits import AGE_LIMIT, CLOCK_TOLERANCE, FINAL_LIMIT, RETENTION, time_fault
from streams.batch import JudgedRun
from streams.crowds import tell_crowds_together
from streams.dead_letters import DeadLetter
from streams.decode import decode
from streams.errors import TopicError
from streams.fact_rows import rows_of
from streams.facts import FAMILIES
from streams.facts.family import Family
from streams.records import Run, instant_of

__all__ = ["AGE_LIMIT", "CLOCK_TOLERANCE", "FINAL_LIMIT", "JUDGING", "RETENTION", "Rules", "judge"]


@dataclass(frozen=True)
class Rules:
    """What is judged by: each programme's contract, and the fact tables."""

    contract_of: Callable[[Programme], Contract] = contract_of
    families: Sequence[Family] = FAMILIES

    @property
    def ageless(self) -> frozenset[str]:
        """The events whose facts are never deleted with age, by the tables."""
        return frozenset(name for family in self.families if not family.ages for name in family.events)


Judging = Callable[[Rules, JudgedRun], None]


def decode_by_contract(rules: Rules, judged: JudgedRun) -> None:
    """Bytes to events; what breaks the contract is refused."""
    decoded = decode(rules.contract_of(judged.programme), judged.run)
    judged.events, judged.records, judged.dead_letters = decoded.events, decoded.records, decoded.dead_letters


def refuse_wrong_times(_rules: Rules, judged: JudgedRun) -> None:
    """Refuse events from the future, and those so old that facts beside them may be deleted already.

    Measured against the record's append time, not against this machine's clock.
    """
    if not judged.events:
        return
    times = [event["time"] for event in judged.events]
    correction = type_name(judged.programme, CORRECTION)
    times += [e["data"]["replacement"]["time"] for e in judged.events if e["type"] == correction]
    times += [told for e in judged.events if "revision" in e and (told := instant_of_revision(e["revision"]))]
    appended = judged.run.timestamps
    soonest, latest = instant_of(min(appended)), instant_of(max(appended))
    if max(times) <= soonest + CLOCK_TOLERANCE and min(times) >= latest - AGE_LIMIT:
        return
    letters = []
    for event, record in zip(judged.events, judged.records, strict=True):
        arrived = instant_of(record.timestamp)
        fault = time_fault(event, arrived)
        if fault is not None:
            detail = f"{fault.field} {fault.instant.isoformat()} arrived at {arrived.isoformat()}"
            letters.append(DeadLetter.of(judged.run, record, fault.reason, detail, source=event["source"]))
    judged.refuse(letters)


def sort_into_facts(rules: Rules, judged: JudgedRun) -> None:
    """Events to rows of the fact tables."""
    judged.facts = rows_of(rules.families, judged.programme, judged.events, judged.records)
    judged.events, judged.records = [], []


def tell_crowds(_rules: Rules, judged: JudgedRun) -> None:
    """Of a batch of very many records, let neighbours that are refused be one dead letter."""
    tell_crowds_together(judged)


JUDGING: tuple[Judging, ...] = (decode_by_contract, refuse_wrong_times, tell_crowds, sort_into_facts)


def judge(rules: Rules, run: Run) -> JudgedRun:
    """Take a run through the judging steps."""
    try:
        judged = JudgedRun(run, TOPICS[run.topic])
    except KeyError:
        raise TopicError(f"topic {run.topic} is no programme's; subscribe to {', '.join(TOPICS)}") from None
    for step in JUDGING:
        step(rules, judged)
    return judged
