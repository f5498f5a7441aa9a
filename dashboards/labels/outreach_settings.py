"""Where people are met outside the door."""

from dashboards.labels.label import Label, Labels
from dashboards.text import Text

__all__ = ["OUTREACH_SETTINGS"]

OUTREACH_SETTINGS: Labels = {
    "shopping-centre": Label(Text("Shopping centre", "Kauppakeskus", "Köpcentrum")),
    "station": Label(Text("Station", "Asema", "Station")),
    "street": Label(Text("Street", "Katu", "Gata")),
    "park": Label(Text("Park", "Puisto", "Park")),
    "school": Label(Text("School", "Koulu", "Skola")),
    "other": Label(Text("Other", "Muu", "Annat")),
}
