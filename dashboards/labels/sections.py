"""The sections of the Preventive Policing Unit."""

from dashboards.colours import HUES
from dashboards.labels.label import Label, Labels
from dashboards.text import Text

__all__ = ["SECTIONS"]

SECTIONS: Labels = {
    "exclusion-and-segregation": Label(
        Text("Exclusion and segregation", "Syrjäytyminen ja segregaatio", "Utanförskap och segregation"), HUES[0]
    ),
    "extremism": Label(Text("Extremism", "Ääriliikkeet", "Extremism"), HUES[1]),
    "juvenile-delinquency": Label(Text("Juvenile delinquency", "Nuorisorikollisuus", "Ungdomsbrottslighet"), HUES[2]),
}
