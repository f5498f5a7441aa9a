"""Yes and no."""

from dashboards.labels.label import Label, Labels
from dashboards.text import Text

__all__ = ["ANSWERS"]

ANSWERS: Labels = {
    **dict.fromkeys(("1", "true"), Label(Text("Yes", "Kyllä", "Ja"))),
    **dict.fromkeys(("0", "false"), Label(Text("No", "Ei", "Nej"))),
}
"""Both as ClickHouse's UInt8 and as its Bool come to Grafana."""
