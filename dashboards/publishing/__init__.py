"""Publishing through grafana-api: look first, show the difference, then write all of it or nothing.

- `dashboards.publishing.operations`: the operations of Grafana's HTTP API that are used, and what each answer means.
- `dashboards.publishing.grafana`: the one place that speaks with Grafana.
- `dashboards.publishing.checks`: what has to be so before anything is planned.
- `dashboards.publishing.step`: one thing to write, with its difference and its way back.
- `folders`, `data_source`, `saved_dashboards`, `alert_groups`, `campaigns`: each plans the steps of its kind.
- `dashboards.publishing.difference`: what differs between two dashboards, in words.
- `dashboards.publishing.publish`: plans, then writes the steps in order, or takes all of them back.
"""
