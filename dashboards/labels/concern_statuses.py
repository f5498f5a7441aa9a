"""How far a concern has come."""

from dashboards.labels.label import Label, Labels
from dashboards.text import Text

__all__ = ["CONCERN_STATUSES"]

CONCERN_STATUSES: Labels = {
    "raised": Label(Text("Raised", "Kerrottu", "Framförd")),
    "passed-on": Label(Text("Passed on", "Välitetty", "Förmedlad")),
    "answered": Label(Text("Answered", "Vastattu", "Besvarad")),
    "solved": Label(Text("Solved", "Ratkaistu", "Löst")),
}
