"""A day in steps of a minute: what comes, what is stored, what waits, and how busy each stage is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, sqrt
from random import Random

from streams.capacity.costs import MEASURED, Costs
from streams.capacity.load import Load
from streams.capacity.plan import Plan

__all__ = ["LONGEST", "MINUTES", "Minute", "busy", "minutes_to_catch_up", "simulate"]

MINUTES = 24 * 60
_STEP = 60.0
LONGEST = 12.0
"""How many times its seconds a batch of a backlog gathers at most: streams/line.py."""

_ROWS = 250_000
"""ENGAGE_BATCH_ROWS: so many messages a batch of a backlog has at most, however long those before it take."""

_STRETCHES, _HALVINGS = 8, 24


@dataclass(frozen=True, slots=True)
class Minute:
    """What a minute was like.

    `arrived`, `stored` and `backlog` (at its end) are events. `batch_seconds` is how long batches took to gather; where
    ClickHouse is busy they grow, and fewer recomputes are needed. `worker` (the busiest), `clickhouse`, `kafka` and
    `machine` are how much of their time they computed, 1 for always; `machine` is 0 where nothing is shared.
    """

    arrived: float
    stored: float
    backlog: float
    batch_seconds: float
    worker: float
    clickhouse: float
    kafka: float
    machine: float

    @property
    def seconds_behind(self) -> float:
        """How old an event is when it shows: it waits for its batch, for that to be stored, and for those before it."""
        rate = self.stored / _STEP
        return 2 * self.batch_seconds + (self.backlog / rate if rate else 0.0)


def simulate(
    load: Load, plan: Plan, costs: Costs = MEASURED, *, backlog: float = 0.0, minutes: int = MINUTES, seed: int = 1
) -> Sequence[Minute]:
    """Run a day from midnight on, and give its minutes.

    Gatherings fall on partitions by chance, which `seed` decides, so that the fullest has more than its share.
    `backlog` is what waits at midnight. Guarantees: what has arrived is stored or waits; the same seed, the same day.
    """
    waiting = [backlog * share for share in next(_shares(load, plan, seed))]
    found = []
    hourly = _shares(load, plan, seed)
    for minute in range(minutes):
        if minute % 60 == 0:
            shares = next(hourly)
        arrived = load.events * load.shares[minute // 60 % 24] / 60
        waiting = [left + arrived * share for left, share in zip(waiting, shares, strict=True)]
        found.append(_minute(load, plan, costs, arrived, waiting))
    return found


def minutes_to_catch_up(load: Load, plan: Plan, backlog: float, costs: Costs = MEASURED) -> int | None:
    """Return after how many minutes from midnight on nothing waits, where so many events do at first; None if never."""
    for number, minute in enumerate(simulate(load, plan, costs, backlog=backlog), 1):
        if minute.backlog < 1:
            return number
    return None


def _shares(load: Load, plan: Plan, seed: int) -> Iterator[Sequence[float]]:
    """Return each partition's share of the events, hour by hour: as many gatherings as chance puts there (normal)."""
    random = Random(seed)  # noqa: S311  not a secret
    hour = 0
    while True:
        live = max(1.0, load.live(load.events * load.shares[hour % 24] / 3600))
        spread = sqrt((plan.partitions - 1) / live) if plan.partitions > 1 else 0.0
        weights = [max(0.05, 1 + spread * random.gauss(0, 1)) for _ in range(plan.partitions)]
        yield [weight / sum(weights) for weight in weights]
        hour += 1


def _minute(load: Load, plan: Plan, costs: Costs, arrived: float, waiting: list[float]) -> Minute:
    """Take out of `waiting` what is stored in a minute."""
    owned = [0.0] * plan.working
    for partition, events in enumerate(waiting):
        owned[partition % plan.working] += events
    judged = [min(events, _STEP / costs.worker) for events in owned]
    wanted = sum(judged)
    stretch, share = _fitting(load, plan, costs, wanted)
    stored = wanted * share
    for partition in range(plan.partitions):
        worker = partition % plan.working
        if owned[worker]:
            waiting[partition] *= 1 - judged[worker] * share / owned[worker]
    clickhouse, machine = busy(load, plan, costs, stored, plan.batch_seconds * stretch)
    return Minute(
        arrived=arrived,
        stored=stored,
        backlog=sum(waiting),
        batch_seconds=plan.batch_seconds * stretch,
        worker=max(judged) * share * costs.worker / _STEP,
        clickhouse=clickhouse,
        kafka=stored * costs.kafka / (_STEP * plan.kafka_cores),
        machine=machine,
    )


def _fitting(load: Load, plan: Plan, costs: Costs, wanted: float) -> tuple[float, float]:
    """By how much batches must be stretched for all to fit; where the longest are too short, which share fits."""

    def longest(events: float) -> float:
        """What waits for the batch before it grows, until it is full."""
        return max(LONGEST, _ROWS * plan.working * _STEP / max(events, 1.0) / plan.batch_seconds)

    def fits(events: float, stretch: float) -> bool:
        return max(busy(load, plan, costs, events, plan.batch_seconds * stretch)) <= 1

    if not fits(wanted, longest(wanted)):
        low, high = 0.0, 1.0
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if fits(wanted * middle, longest(wanted * middle)) else (low, middle)
        return longest(wanted * low), low
    steps = (longest(wanted) ** (step / _STRETCHES) for step in range(_STRETCHES + 1))
    return next((stretch for stretch in steps if fits(wanted, stretch)), longest(wanted)), 1.0


def busy(load: Load, plan: Plan, costs: Costs, events: float, batch_seconds: float) -> tuple[float, float]:
    """Return how busy a ClickHouse server is, and the machine where there is one for all, with so many events a minute.

    An insert costs the same for each event. A batch with anything in it costs its statements, on each shard; a lookup
    for each gathering that it touches, on each shard, since that cannot know which are its own; and the facts of these,
    on their shard.
    """
    a_second = events / _STEP
    live = max(1.0, load.live(a_second))
    of_worker = a_second * batch_seconds / plan.working
    touched = live / plan.working * (1 - exp(-of_worker * plan.working / live))
    looked_up = costs.gathering + load.facts / 2 * costs.fact / plan.shards
    batch = costs.batch * (1 - exp(-of_worker)) + touched * looked_up
    of_server = a_second * costs.insert / plan.shards + batch * plan.working / batch_seconds
    clickhouse = of_server / plan.shard_cores
    if plan.shared_cores is None:
        return clickhouse, 0.0
    return clickhouse, (of_server * plan.shards + a_second * (costs.worker + costs.kafka)) / plan.shared_cores
