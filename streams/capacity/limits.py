"""What is full first, and what it takes that nothing is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil

from streams.capacity.costs import MEASURED, Costs
from streams.capacity.day import LONGEST, busy, simulate
from streams.capacity.load import Load
from streams.capacity.plan import Plan
from streams.judging import RETENTION
from streams.topics import TOPIC_RETENTION

__all__ = ["ROOM", "Outlook", "needed", "outlook"]

ROOM = 0.7
"""How full a stage may be in a plan: at 0.7 an event waits 2.3 times as long as it is served (M/M/1), at 0.9 nine."""

_YEARS = 5
_RELEASE_SECONDS = 3_600.0
"""A night's release begins at five, and managers come at six."""

_LONGEST_BATCH = 4.0
_MOST, _MOST_CORES = 1_000, 128
_HELPS = 0.9
"""What makes ClickHouse a tenth less busy helps."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """A day of a load on a plan.

    `stages` say how full each is at worst, 1 for full: what is above 1 does not do. ClickHouse's is with batches that
    gather for twelve times their seconds, on which it falls back; beyond that it may still keep up, with larger
    batches, but events show late. `seconds_behind` is how old an event is at most when it shows, `backlog` the most
    events that wait, `left` those at midnight; `batch_seconds` the longest that batches gather.
    """

    load: Load
    plan: Plan
    stages: Mapping[str, float]
    peak_events: float
    seconds_behind: float
    backlog: float
    left: float
    batch_seconds: float

    @property
    def limit(self) -> str:
        """The fullest stage: what has to grow next."""
        return max(self.stages, key=lambda stage: self.stages[stage])

    @property
    def holds(self) -> bool:
        """Whether nothing is full, and nothing is left at midnight."""
        return self.stages[self.limit] <= 1 and self.left < self.load.events / 10_000


def outlook(load: Load, plan: Plan, costs: Costs = MEASURED) -> Outlook:
    """Simulate a day and say how full each stage is."""
    minutes = simulate(load, plan, costs)
    peak = max(minute.arrived for minute in minutes)
    clickhouse, machine = busy(load, plan, costs, peak, plan.batch_seconds * LONGEST)
    stages = {
        "worker": max(*(minute.worker for minute in minutes), peak / 60 * costs.worker / plan.working),
        "Kafka": peak / 60 * costs.kafka / plan.kafka_cores,
        "ClickHouse": clickhouse,
        "nightly release": _release_seconds(load, costs) / _RELEASE_SECONDS,
        "ClickHouse's disk": _clickhouse_gb(load, plan, costs) / plan.disk_gb,
        "Kafka's disk": _kafka_gb(load, costs) / plan.kafka_disk_gb,
        "memory": _memory_gb(plan, costs) / plan.memory_gb,
    }
    if plan.shared_cores is not None:
        stages["cores"] = machine
    return Outlook(
        load=load,
        plan=plan,
        stages=stages,
        peak_events=peak / 60,
        seconds_behind=max(minute.seconds_behind for minute in minutes),
        backlog=max(minute.backlog for minute in minutes),
        left=minutes[-1].backlog,
        batch_seconds=max(minute.batch_seconds for minute in minutes),
    )


def needed(load: Load, start: Plan, costs: Costs = MEASURED) -> Outlook:
    """Return the least plan of servers like those of `start` on which no stage but the release is fuller than ROOM.

    The release is left out since more servers make it no faster: docs/scale.md says what does. Where ClickHouse is
    full, the first of these that helps: longer batches, more shards, servers of more cores. What a batch costs whatever
    is in it, and to look up what it touches, does not shrink with shards.

    Raises:
        ValueError: that would be more than 1,000 workers or shards, or servers of more than 128 cores.
    """
    plan = start
    while max(plan.workers, plan.shards) <= _MOST and plan.shard_cores <= _MOST_CORES:
        found = outlook(load, plan, costs)
        full = {stage: share for stage, share in found.stages.items() if share > ROOM and stage != "nightly release"}
        if not full:
            return found
        plan = _grown(found, full, costs)
    raise ValueError(
        f"{load.events:,.0f} events a day take more than {_MOST:,} workers or shards, or servers of more than "
        f"{_MOST_CORES} cores; give each recompute to the shard of its gatherings first (docs/scale.md)"
    )


def _grown(found: Outlook, full: Mapping[str, float], costs: Costs) -> Plan:
    plan = found.plan
    if "worker" in full:
        workers = plan.workers + max(1, plan.workers // 4)
        plan = replace(plan, workers=workers, partitions=max(plan.partitions, _power_of_two(2 * workers)))
    if "Kafka" in full:
        plan = replace(plan, kafka_cores=plan.kafka_cores * 2)
    if "Kafka's disk" in full:
        plan = replace(plan, kafka_disk_gb=plan.kafka_disk_gb * 2)
    if "memory" in full:
        plan = replace(plan, memory_gb=plan.memory_gb * 2)
    if "ClickHouse's disk" in full:
        plan = replace(plan, shards=ceil(plan.shards * full["ClickHouse's disk"] / ROOM))
    elif "ClickHouse" in full:
        ways = [replace(plan, shards=plan.shards + 1), replace(plan, shard_cores=plan.shard_cores * 2)]
        if plan.batch_seconds < _LONGEST_BATCH:
            ways.insert(0, replace(plan, batch_seconds=plan.batch_seconds * 2))
        enough = full["ClickHouse"] * _HELPS
        plan = next((way for way in ways if outlook(found.load, way, costs).stages["ClickHouse"] < enough), ways[-1])
    return plan


def _release_seconds(load: Load, costs: Costs) -> float:
    """A night's release after a year of gatherings."""
    return costs.release + costs.release_gathering * load.gatherings / load.quiet * 365


def _clickhouse_gb(load: Load, plan: Plan, costs: Costs) -> float:
    """Of a server: facts as long as they are kept, roll-ups of five years."""
    facts = load.events / load.quiet * RETENTION.days * costs.fact_bytes
    roll_ups = load.gatherings / load.quiet * 365 * _YEARS * costs.roll_up_bytes
    return (facts + roll_ups) / plan.shards / 1e9


def _kafka_gb(load: Load, costs: Costs) -> float:
    """One copy of each message, as long as it is kept."""
    return load.events / load.quiet * TOPIC_RETENTION.days * costs.kafka_bytes / 1e9


def _memory_gb(plan: Plan, costs: Costs) -> float:
    if plan.shared_cores is None:
        return costs.clickhouse_mb / 1e3
    return (costs.clickhouse_mb + costs.kafka_mb + plan.workers * costs.worker_mb) / 1e3


def _power_of_two(least: int) -> int:
    return 1 << (least - 1).bit_length()
