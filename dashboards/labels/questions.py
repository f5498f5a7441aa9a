"""What people are asked."""

from dashboards.labels.label import Label, Labels
from dashboards.text import Text

__all__ = ["QUESTIONS"]

QUESTIONS: Labels = {
    "safety": Label(Text("How safe do you feel?", "Kuinka turvalliseksi tunnet olosi?", "Hur trygg känner du dig?")),
    "trust": Label(Text("How much do you trust?", "Kuinka paljon luotat?", "Hur mycket litar du på oss?")),
}
