"""The gateway's metrics are those of its list."""

from prometheus_client.parser import text_string_to_metric_families

from producers.gateway.metrics import Metric, Metrics


def test_metrics_are_those_of_the_list() -> None:
    """Each has its kind, its meaning and its labels, and there is no other."""
    metrics = Metrics()
    metrics.requests.labels("/v1/events", "200").inc()
    metrics.events.labels("accepted").inc()
    families = {family.name: family for family in text_string_to_metric_families(metrics.text().decode())}
    families = {name: family for name, family in families.items() if not name.endswith("_created")}
    assert {name.removesuffix("_total") for name in Metric} == families.keys()
    for metric in Metric:
        family = families[metric.removesuffix("_total")]
        assert (family.type, family.documentation) == (metric.kind, metric.meaning)
        assert {label for sample in family.samples for label in sample.labels} - {"le"} == set(metric.labels)
