"""The page of metrics, from the closed lists of the worker and the gateway."""

from collections.abc import Iterable

from docs.generate.markdown import page, table
from producers.gateway.metrics import Metric as GatewayMetric
from streams.metrics import Metric as WorkerMetric

__all__ = ["metrics"]


def metrics() -> str:
    """Return the page."""
    return page(
        "Metrics",
        "What Prometheus may ask for; there are no others. Neither process counts by programme, gathering or person, "
        "so that nobody can count a quiet evening's visitors from them. [How to watch](../how-to/watch.md).",
        "## The worker",
        "At `/metrics` of `ENGAGE_METRICS_PORT`, beside `/live` and `/ready`.",
        _listed(WorkerMetric),
        "## The gateway",
        "At `/metrics` of its own port, beside `/health/live` and `/health/ready`.",
        _listed(GatewayMetric),
    )


def _listed(metrics: Iterable[WorkerMetric | GatewayMetric]) -> str:
    return table(
        ("name", "kind", "labels", "meaning"),
        (
            (f"`{metric}`", metric.kind, ", ".join(f"`{label}`" for label in metric.labels), f"{metric.meaning}.")
            for metric in metrics
        ),
    )
