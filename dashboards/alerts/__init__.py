"""Alert rules as code: what the dashboards show that somebody should be told of.

- `dashboards.alerts.rule`: one rule, and what Grafana keeps of it.
- `dashboards.alerts.rules`: the rules, and the groups that they are evaluated in.
"""

from dashboards.alerts.rule import AlertRule
from dashboards.alerts.rules import ALERT_RULES, alert_groups

__all__ = ["ALERT_RULES", "AlertRule", "alert_groups"]
