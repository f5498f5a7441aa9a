"""The simulated day: nothing vanishes in it, more never makes it worse, and it comes to what was measured."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.capacity.costs import MEASURED
from streams.capacity.day import Minute, simulate
from streams.capacity.load import Load
from streams.capacity.plan import MACHINE, SERVERS, Plan

LATEST = Path(__file__).parents[3] / "benchmarks" / "results" / "latest.json"

PLANS = st.builds(
    Plan,
    partitions=st.integers(1, 24),
    workers=st.integers(1, 12),
    shards=st.integers(1, 6),
    shard_cores=st.sampled_from([0.5, 2.0, 8.0]),
    shared_cores=st.sampled_from([None, 2.0]),
    batch_seconds=st.sampled_from([0.05, 0.25, 2.0]),
)
FACTORS = st.floats(0.1, 100_000)
SEEDS = st.integers(0, 5)
FEW = settings(max_examples=15, deadline=None)

EVENING = Load(events=100_000, gatherings=200, shares=(0.1, 0.6, 0.2, *[0.1 / 21] * 21))
"""A day that is most of it over by three in the morning, so that a simulation of three hours sees the peak."""

MINUTES = 180


def night(plan: Plan, factor: float, *, seed: int = 1, backlog: float = 0.0) -> Sequence[Minute]:
    return simulate(EVENING.times(factor), plan, minutes=MINUTES, seed=seed, backlog=backlog)


def left(plan: Plan, factor: float) -> float:
    return night(plan, factor)[-1].backlog


@FEW
@given(plan=PLANS, factor=FACTORS, backlog=st.floats(0, 1e9), seed=SEEDS)
def test_what_arrives_is_stored_or_waits(plan: Plan, factor: float, backlog: float, seed: int) -> None:
    """Minute by minute and over the day: no event is lost, made, or stored before it came."""
    before = backlog
    for minute in night(plan, factor, backlog=backlog, seed=seed):
        assert minute.backlog == pytest.approx(before + minute.arrived - minute.stored, rel=1e-6, abs=1e-3)
        assert 0 <= minute.stored <= (before + minute.arrived) * (1 + 1e-9)
        before = minute.backlog


@FEW
@given(plan=PLANS, factor=FACTORS, seed=SEEDS)
def test_no_stage_does_more_than_it_can(plan: Plan, factor: float, seed: int) -> None:
    """However much comes, a worker computes on one core, and servers on theirs."""
    for minute in night(plan, factor, seed=seed):
        assert max(minute.worker, minute.clickhouse, minute.machine) <= 1 + 1e-6
        assert minute.batch_seconds >= plan.batch_seconds


@FEW
@given(plan=PLANS, factor=FACTORS, more=st.integers(1, 12))
def test_more_workers_never_leave_more_undone_where_clickhouse_has_room(plan: Plan, factor: float, more: int) -> None:
    """Partitions for each; ClickHouse pays for each worker's batches, so it must have cores to spare for that."""
    roomy = replace(plan, partitions=plan.workers + more, shared_cores=None, shard_cores=1e9)
    fewer, many = (left(replace(roomy, workers=workers), factor) for workers in (1, plan.workers + more))
    assert many <= fewer * (1 + 1e-9) + 1e-6


@FEW
@given(plan=PLANS, factor=FACTORS, more=st.sampled_from([1, 2, 5]))
def test_more_shards_or_cores_never_leave_more_undone(plan: Plan, factor: float, more: int) -> None:
    """A server more takes its part of inserts and facts, a core more its part of all."""
    own = replace(plan, shared_cores=None)
    for better in (replace(own, shards=own.shards + more), replace(own, shard_cores=own.shard_cores + more)):
        assert left(better, factor) <= left(own, factor) * (1 + 1e-6) + 1e-3


@FEW
@given(factor=st.floats(1, 1000), scale=st.integers(2, 20))
def test_twice_of_everything_is_the_same_day(factor: float, scale: int) -> None:
    """So many times the load on so many times the workers and cores: each is as busy as before, batches are as long."""
    once = replace(SERVERS, workers=2, partitions=64)
    more = replace(once, workers=2 * scale, partitions=64 * scale, shard_cores=8.0 * scale, kafka_cores=2.0 * scale)
    for one, many in zip(night(once, factor), night(more, factor * scale), strict=True):
        if many.backlog == one.backlog == 0:
            assert many.stored == pytest.approx(scale * one.stored)
            assert many.clickhouse == pytest.approx(one.clickhouse, rel=1e-3)
            assert many.kafka == pytest.approx(one.kafka)


def test_a_backlog_is_eaten_as_fast_as_the_benchmark_measured() -> None:
    """2,000 live gatherings of 500 events and no others, on two cores: within a quarter of the recorded rates."""
    rates = json.loads(LATEST.read_text())["jobs"]["2000"]["contestants"]["ours"]["events_per_second"]
    nothing_comes = tuple(float(hour == 23) for hour in range(24))
    seconds_of_job = 1_000_000 / rates["median"]
    load = Load(events=40e6, gatherings=80_000, hours=seconds_of_job / 3600, shares=nothing_comes)
    nothing_beside = replace(MEASURED, gathering=0.0)
    (minute,) = simulate(load, MACHINE, nothing_beside, backlog=40e6, minutes=1)
    assert 0.75 * rates["min"] < minute.stored / 60 < 1.25 * rates["max"]


def test_the_constants_are_those_that_were_measured() -> None:
    """Within a factor of two, for they vary with what else a machine does: nobody reckons with a pipeline that was."""
    results = json.loads(LATEST.read_text())
    measured, ours = results["constants"], results["jobs"]["2000"]["contestants"]["ours"]
    cpu = ours["cpu_microseconds_per_event"]
    found = {
        "worker": cpu["contestant"] / 1e6,
        "kafka": cpu["kafka"] / 1e6,
        "insert": cpu["clickhouse"] / 1e6,
        "batch": measured["batch_milliseconds_beside"] / 1e3,
        "gathering": measured["gathering_microseconds"] / 1e6,
        "fact": measured["fact_microseconds"] / 1e6,
        "kafka_bytes": measured["kafka_bytes_an_event"],
        "fact_bytes": measured["fact_bytes"],
        "roll_up_bytes": measured["roll_up_bytes"],
        "worker_mb": ours["peak_mb"],
        "clickhouse_mb": measured["clickhouse_peak_mb"],
    }
    for name, value in found.items():
        assert 0.5 < getattr(MEASURED, name) / value < 2, name
