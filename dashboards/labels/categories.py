"""What a concern is about."""

from dashboards.labels.label import Label, Labels
from dashboards.text import Text

__all__ = ["CATEGORIES"]

CATEGORIES: Labels = {
    "lighting": Label(Text("Lighting", "Valaistus", "Belysning")),
    "cleanliness": Label(Text("Cleanliness", "Siisteys", "Renhållning")),
    "drugs": Label(Text("Drugs", "Huumeet", "Droger")),
    "harassment": Label(Text("Harassment", "Häirintä", "Trakasserier")),
    "bullying": Label(Text("Bullying", "Kiusaaminen", "Mobbning")),
    "violence": Label(Text("Violence", "Väkivalta", "Våld")),
    "extremism": Label(Text("Extremism", "Ääriliikkeet", "Extremism")),
    "traffic": Label(Text("Traffic", "Liikenne", "Trafik")),
    "other": Label(Text("Other", "Muu", "Annat")),
}
