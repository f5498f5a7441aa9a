"""The words of a preview that no dashboard brings along."""

from dashboards.text import Text

__all__ = [
    "ABOUT",
    "ALL",
    "AT_A_GLANCE",
    "DASHBOARDS",
    "DATE",
    "FAILED",
    "LARGER",
    "MADE",
    "PERIOD",
    "PREVIEWS",
    "SWITCH",
    "TIME",
]

ABOUT = Text("What it shows", "Mitä se näyttää", "Vad den visar")
ALL = Text("All", "Kaikki", "Alla")
AT_A_GLANCE = Text("At a glance", "Yhdellä silmäyksellä", "I korthet")
DASHBOARDS = Text("Dashboards", "Näkymät", "Vyer")
DATE = Text("Date", "Päivä", "Datum")
FAILED = Text("This could not be read", "Tätä ei voitu lukea", "Detta kunde inte läsas")
LARGER = Text("The larger, the more", "Mitä suurempi, sitä enemmän", "Ju större, desto mer")
MADE = Text("Made", "Tehty", "Gjord")
PERIOD = Text("Period", "Ajanjakso", "Period")
PREVIEWS = Text("Dashboards, as they look", "Näkymät, miltä ne näyttävät", "Vyer, som de ser ut")
SWITCH = Text("Dark or light", "Tumma tai vaalea", "Mörk eller ljus")
TIME = Text("Time", "Aika", "Tid")
