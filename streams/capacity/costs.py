"""What an event costs, as measured on the machine that benchmarks/results/latest.json tells of."""

from dataclasses import dataclass

__all__ = ["MEASURED", "Costs"]

_MICROSECOND, _MILLISECOND = 1e-6, 1e-3


@dataclass(frozen=True, slots=True)
class Costs:
    """Processor seconds, bytes and megabytes.

    Attributes:
        worker: Of a worker, an event.
        kafka: Of the brokers, an event.
        insert: Of ClickHouse, an event: to insert it and to merge its part.
        batch: Of ClickHouse, a batch: its statements, whatever is in it.
        gathering: Of ClickHouse, each gathering that a batch touches: to look it up in tables of many others.
        fact: Of ClickHouse, each fact that a recompute reads.
        kafka_bytes: On disk, an event, one copy.
        fact_bytes: On disk, a fact in merged parts, one copy.
        roll_up_bytes: On disk, a gathering's roll-up in merged parts, one copy.
        worker_mb: Resident at most, a worker.
        kafka_mb: Resident, a broker.
        clickhouse_mb: Resident at most, a server that reads what a batch of a backlog touches.
        release: What a night's release takes over few gatherings, in seconds of time.
        release_gathering: And for each gathering of the last year.
    """

    worker: float = 9.5 * _MICROSECOND
    kafka: float = 0.7 * _MICROSECOND
    insert: float = 6.5 * _MICROSECOND
    batch: float = 88 * _MILLISECOND
    gathering: float = 1_100 * _MICROSECOND
    fact: float = 0.43 * _MICROSECOND
    kafka_bytes: float = 443
    fact_bytes: float = 56
    roll_up_bytes: float = 1_700
    worker_mb: float = 550
    kafka_mb: float = 500
    clickhouse_mb: float = 1_600
    release: float = 2.0
    release_gathering: float = 160 * _MICROSECOND


MEASURED = Costs()
"""Of benchmarks/results/latest.json (`jobs`, `constants`, `releases`) and docs/performance.md."""
