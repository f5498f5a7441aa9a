"""When people are asked."""

from dashboards.labels.label import Label, Labels
from dashboards.text import Text

__all__ = ["MOMENTS"]

MOMENTS: Labels = {
    "before": Label(Text("Before", "Ennen", "Före")),
    "after": Label(Text("After", "Jälkeen", "Efter")),
}
