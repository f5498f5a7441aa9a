"""What the gateway counts of itself, in one closed list: nothing personal, no ids, nothing of a single gathering."""

from enum import StrEnum
from typing import Literal, Self

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

__all__ = ["Kind", "Metric", "Metrics"]

Kind = Literal["counter", "gauge", "histogram"]

_KAFKA_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)


class Metric(StrEnum):
    """Every metric of the gateway by its name in Prometheus, with its kind, what it says, and its labels."""

    kind: Kind
    meaning: str
    labels: tuple[str, ...]

    def __new__(cls, name: str, kind: Kind, meaning: str, *labels: str) -> Self:  # noqa: D102
        member = str.__new__(cls, name)
        member._value_ = name
        member.kind, member.meaning, member.labels = kind, meaning, labels
        return member

    REQUESTS = "engage_gateway_requests_total", "counter", "Requests answered", "route", "status"
    EVENTS = "engage_gateway_events_total", "counter", "Events by what became of them", "outcome"
    KAFKA_SECONDS = (
        "engage_gateway_kafka_seconds",
        "histogram",
        "From handing a request's events to Kafka until it answered, in seconds",
    )
    SLOWED = "engage_gateway_slowed_total", "counter", "Requests of keys whose events are mostly refused, told to wait"
    WAITING = "engage_gateway_waiting_events", "gauge", "Events that wait for Kafka"


class Metrics:
    """The gateway's own numbers, in a registry of their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(*_named(Metric.REQUESTS), registry=self._registry)
        self.events = Counter(*_named(Metric.EVENTS), registry=self._registry)
        self.kafka_seconds = Histogram(*_named(Metric.KAFKA_SECONDS), buckets=_KAFKA_SECONDS, registry=self._registry)
        self.slowed = Counter(*_named(Metric.SLOWED), registry=self._registry)
        self.waiting = Gauge(*_named(Metric.WAITING), registry=self._registry)

    def text(self) -> bytes:
        """Return them in the text format of Prometheus."""
        return generate_latest(self._registry)


def _named(metric: Metric) -> tuple[str, str, tuple[str, ...]]:
    return metric, metric.meaning, metric.labels
