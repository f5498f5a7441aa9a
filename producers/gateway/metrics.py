"""What the gateway counts of itself; nothing personal, no ids, nothing of a single gathering."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

__all__ = ["Metrics"]


class Metrics:
    """The gateway's own numbers, in a registry of their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "engage_gateway_requests", "Requests answered", ["route", "status"], registry=self._registry
        )
        self.events = Counter(
            "engage_gateway_events", "Events by what became of them", ["outcome"], registry=self._registry
        )
        self.kafka_seconds = Histogram(
            "engage_gateway_kafka_seconds",
            "From handing a request's events to Kafka until it answered, in seconds",
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20),
            registry=self._registry,
        )
        self.waiting = Gauge("engage_gateway_waiting_events", "Events that wait for Kafka", registry=self._registry)

    def text(self) -> bytes:
        """Give them in the text format of Prometheus."""
        return generate_latest(self._registry)
