"""What several rows of the board share."""

from dashboards.colours import BAD, GOOD, WARN
from dashboards.columns import Column
from dashboards.labels import DISTRICTS, PROGRAMMES, PROVENANCE, STATES
from dashboards.links import DataLink
from dashboards.text import Text

__all__ = [
    "CAPACITY",
    "DAY",
    "DISTRICT",
    "FULLNESS",
    "NAME",
    "NOBODY_OPEN",
    "PROGRAMME",
    "PROVENANCE_COLUMN",
    "STATE",
    "VISITS",
]

FULLNESS = ((None, GOOD), (0.8, WARN), (1, BAD))
NOBODY_OPEN = Text("No gathering is open", "Mikään tilaisuus ei ole auki", "Inget tillfälle är öppet")
DAY = Column("day", Text("Day", "Päivä", "Dag"), unit="time:YYYY-MM-DD", width=110)
NAME = Column("name", Text("Gathering", "Tilaisuus", "Tillfälle"))
PROGRAMME = Column("programme", Text("Programme", "Ohjelma", "Program"), labels=PROGRAMMES)
DISTRICT = Column(
    "district",
    Text("District", "Alue", "Distrikt"),
    labels=DISTRICTS,
    link=DataLink(Text("Its district", "Sen alue", "Dess distrikt"), "districts", "district", "district"),
)
VISITS = Column("visits", Text("Visits", "Käynnit", "Besök"))
CAPACITY = Column("capacity", Text("Room for", "Tilaa", "Plats för"))
STATE = Column("state", Text("Is it shown?", "Näytetäänkö?", "Visas det?"), labels=STATES)
PROVENANCE_COLUMN = Column("provenance", Text("Counted by", "Laskettu", "Räknat genom"), labels=PROVENANCE)
