"""What the worker counts of itself, in one closed list: nothing personal, no programme, nothing of a gathering."""

from enum import StrEnum
from typing import Literal, Self

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

__all__ = ["Kind", "Metric", "Metrics"]

Kind = Literal["counter", "gauge", "histogram"]


class Metric(StrEnum):
    """Every metric of the worker by its name in Prometheus, with its kind, what it says, and its labels."""

    kind: Kind
    meaning: str
    labels: tuple[str, ...]

    def __new__(cls, name: str, kind: Kind, meaning: str, *labels: str) -> Self:  # noqa: D102
        member = str.__new__(cls, name)
        member._value_ = name
        member.kind, member.meaning, member.labels = kind, meaning, labels
        return member

    MESSAGES = "engage_worker_messages_total", "counter", "Messages stored, of all programmes together"
    DEAD_LETTERS = "engage_worker_dead_letters_total", "counter", "Of these, dead letters by reason", "reason"
    BATCHES = "engage_worker_batches_total", "counter", "Batches stored"
    BATCH_SECONDS = (
        "engage_worker_batch_seconds",
        "histogram",
        "How long a batch took, from its first message to its books",
    )
    LATENCY_SECONDS = (
        "engage_worker_latency_seconds",
        "histogram",
        "From the moment Kafka appended a batch's oldest message until the batch was stored",
    )
    LAG = "engage_worker_lag_messages", "gauge", "Messages that Kafka has for this worker and that are in no batch yet"
    RETRIES = "engage_worker_retries_total", "counter", "Storing steps that failed and were tried again"
    LAST_STORED = (
        "engage_worker_last_stored_timestamp_seconds",
        "gauge",
        "When a storing step last succeeded, in seconds since 1970; 0 before the first",
    )
    LAST_COMMITTED = (
        "engage_worker_last_committed_timestamp_seconds",
        "gauge",
        "When offsets were last committed, in seconds since 1970; 0 before the first",
    )
    LIVE = "engage_worker_live", "gauge", "1 while `/live` answers 200, else 0"
    READY = "engage_worker_ready", "gauge", "1 while `/ready` answers 200, else 0"


_BATCH_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)
_LATENCY_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800, 7200, 86400)


class Metrics:
    """The worker's own numbers, in a registry of their own; safe for use from several threads."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.messages = Counter(*_named(Metric.MESSAGES), registry=self._registry)
        self.dead_letters = Counter(*_named(Metric.DEAD_LETTERS), registry=self._registry)
        self.batches = Counter(*_named(Metric.BATCHES), registry=self._registry)
        self.batch_seconds = Histogram(*_named(Metric.BATCH_SECONDS), buckets=_BATCH_SECONDS, registry=self._registry)
        self.latency_seconds = Histogram(
            *_named(Metric.LATENCY_SECONDS), buckets=_LATENCY_SECONDS, registry=self._registry
        )
        self.lag = Gauge(*_named(Metric.LAG), registry=self._registry)
        self.retries = Counter(*_named(Metric.RETRIES), registry=self._registry)
        self.last_stored = Gauge(*_named(Metric.LAST_STORED), registry=self._registry)
        self.last_committed = Gauge(*_named(Metric.LAST_COMMITTED), registry=self._registry)
        self.live = Gauge(*_named(Metric.LIVE), registry=self._registry)
        self.ready = Gauge(*_named(Metric.READY), registry=self._registry)

    def text(self) -> bytes:
        """Give them in the text format of Prometheus."""
        return generate_latest(self._registry)


def _named(metric: Metric) -> tuple[str, str, tuple[str, ...]]:
    return metric, metric.meaning, metric.labels
