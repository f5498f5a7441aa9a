"""What there is to do the work."""

from dataclasses import dataclass

__all__ = ["MACHINE", "SERVERS", "Plan"]


@dataclass(frozen=True, slots=True)
class Plan:
    """Partitions, workers and servers.

    Attributes:
        partitions: Of each topic; more workers than that have nothing to do.
        workers: Each computes on one core, since Python runs one thread at a time.
        shards: ClickHouse servers that split the gatherings, without their replicas.
        shard_cores: Of each of them.
        kafka_cores: Of Kafka's brokers together.
        shared_cores: Where all of it runs on one machine, how many cores that has; None where each has its own.
        batch_seconds: ENGAGE_BATCH_SECONDS; of a backlog a batch takes twelve times as long at most.
        disk_gb: Of each ClickHouse server.
        kafka_disk_gb: Of Kafka's brokers together, for one copy of each message.
        memory_gb: Of a ClickHouse server, or of the one machine.
    """

    partitions: int = 4
    workers: int = 1
    shards: int = 1
    shard_cores: float = 8.0
    kafka_cores: float = 2.0
    shared_cores: float | None = None
    batch_seconds: float = 0.25
    disk_gb: float = 1_000.0
    kafka_disk_gb: float = 1_000.0
    memory_gb: float = 32.0

    def __post_init__(self) -> None:
        for name in ("partitions", "workers", "shards"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} is {getattr(self, name)}; a plan has 1 or more")

    @property
    def working(self) -> int:
        """How many workers have partitions."""
        return min(self.workers, self.partitions)


SERVERS = Plan()
"""Where each part has servers of its own."""

MACHINE = Plan(shard_cores=2, kafka_cores=2, shared_cores=2, disk_gb=200, kafka_disk_gb=100, memory_gb=24)
"""One machine of two cores for everything, as the benchmarks were run on."""
