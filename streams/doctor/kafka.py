"""Kafka: its topics and its clock, and how far the workers are."""

from collections.abc import Iterable
from datetime import UTC

from streams.append_times import newest_append, waiting_since
from streams.doctor.examination import Examination, Finding
from streams.errors import StreamError
from streams.topics import offsets

__all__ = ["look_at_backlog", "look_at_kafka_clock", "look_at_topics", "look_at_waiting"]


_FEW = 5


def look_at_topics(given: Examination) -> Iterable[Finding]:
    """Whether every topic is there, with as many partitions as there may be workers."""
    settings = given.settings
    partitions = offsets(settings)
    fewest = min(sum(1 for part in partitions if part.topic == topic) for topic in {part.topic for part in partitions})
    state = f"{settings.kafka_bootstrap}: the programmes' topics are there, {fewest} partitions or more each"
    if fewest < settings.partitions:
        remedy = f"`engage migrate` adds partitions up to {settings.partitions}; or lower ENGAGE_PARTITIONS"
        return [Finding("Kafka", state, remedy)]
    return [Finding("Kafka", state)]


def look_at_backlog(given: Examination) -> Iterable[Finding]:
    """Whether the workers keep up."""
    lag = sum(part.end - part.committed for part in offsets(given.settings))
    state = f"group {given.settings.consumer_group} is {lag} messages behind"
    if lag > given.limits.lag:
        return [Finding("backlog", state, "start another worker, or see the worker's log if the number does not fall")]
    return [Finding("backlog", state)]


def look_at_waiting(given: Examination) -> Iterable[Finding]:
    """Whether anybody stores what comes."""
    limit = given.limits.waiting
    waiting = waiting_since(given.settings, given.now() - limit)
    if not waiting:
        return [Finding("worker", "no message waits for long")]
    state = f"{waiting} messages have waited for more than {limit.total_seconds():.0f} s; {_last_stored(given)}"
    remedy = "start a worker with `engage worker`; if one runs, its log and its `/live` (ENGAGE_METRICS_PORT) say why"
    return [Finding("worker", state, remedy)]


def look_at_kafka_clock(given: Examination) -> Iterable[Finding]:
    """Whether its clock is ours: every judgement about an event's time is made against it.

    It is ahead where a message was appended in the future, and seems behind where workers without a backlog never
    stored one soon after it was appended; after a few batches, since the first may be that of a worker started late.
    """
    limit = given.limits.clock
    newest = newest_append(given.settings)
    ahead = None if newest is None else newest - given.now()
    if ahead is not None and ahead > limit:
        state = f"a message was appended {ahead.total_seconds():.0f} s in the future: it is ahead of this machine's"
        return [_off(state)]
    ((batches, soonest),) = given.store.rows("soonest_stored")
    if batches and soonest < -limit.total_seconds():
        return [_off(f"a message was stored {-soonest:.0f} s before it was appended: it is ahead of the worker's")]
    if batches >= _FEW and soonest > limit.total_seconds():
        return [_off(f"no message of the last hour was stored within {soonest:.0f} s: it is behind the worker's")]
    return [Finding("clock of Kafka", "as ours, as far as messages tell")]


def _last_stored(given: Examination) -> str:
    try:
        ((last,),) = given.store.rows("last_stored")
    except StreamError:
        return "ClickHouse does not say when the last batch was stored"
    if last.year == 1970:
        return "no batch was ever stored"
    return f"the last batch was stored at {last.replace(tzinfo=UTC):%Y-%m-%d %H:%M:%S} UTC"


def _off(state: str) -> Finding:
    remedy = "set the machines' clocks by NTP (`timedatectl` shows which is off): events are judged by Kafka's clock"
    return Finding("clock of Kafka", state, remedy)
