"""What became of a gathering."""

from dashboards.colours import GOOD, MUTED, NEUTRAL, WARN
from dashboards.labels.label import Label, Labels
from dashboards.text import Text

__all__ = ["STATUSES"]

STATUSES: Labels = {
    "scheduled": Label(Text("Scheduled", "Tulossa", "Planerad"), NEUTRAL),
    "open": Label(Text("Open", "Auki", "Öppen"), GOOD),
    "closed": Label(Text("Closed", "Päättynyt", "Avslutad"), MUTED),
    "cancelled": Label(Text("Cancelled", "Peruttu", "Inställd"), WARN),
    "postponed": Label(Text("Postponed", "Siirretty", "Uppskjuten"), WARN),
    **dict.fromkeys(("unplanned", ""), Label(Text("Unplanned", "Ennalta suunnittelematon", "Oplanerad"), NEUTRAL)),
}
"""Empty: nothing is known of it but what was done there, e.g. whom an outreach team met."""
