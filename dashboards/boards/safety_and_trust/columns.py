"""What several rows of the board share."""

from dashboards.colours import BAD, GOOD, WARN
from dashboards.columns import Column
from dashboards.labels import PROGRAMMES, QUESTIONS, STATES
from dashboards.text import Text

__all__ = [
    "CHANGE",
    "CONCERNS_WORD",
    "HOURS",
    "MONTH",
    "NOBODY_ASKED",
    "NO_CONCERN",
    "POSITIVE",
    "PROGRAMME",
    "QUESTION",
    "STATE",
]

CHANGE = ((None, BAD), (-0.2, WARN), (0, GOOD))
HOURS = ((None, GOOD), (72, WARN), (168, BAD))
POSITIVE = Text("Share of answers 4 and 5", "Vastausten 4 ja 5 osuus", "Andelen svar 4 och 5")
CONCERNS_WORD = Text("Concerns", "Huolet", "Orosmoment")
NOBODY_ASKED = Text("Nobody was asked", "Keneltäkään ei kysytty", "Ingen tillfrågades")
NO_CONCERN = Text("No concern was raised", "Huolia ei tuotu esiin", "Inget orosmoment framfördes")
STATE = Column("state", Text("Is it shown?", "Näytetäänkö?", "Visas det?"), labels=STATES)
PROGRAMME = Column("programme", Text("Programme", "Ohjelma", "Program"), labels=PROGRAMMES)
QUESTION = Column("question", Text("Question", "Kysymys", "Fråga"), labels=QUESTIONS)
MONTH = Column("month", Text("Month", "Kuukausi", "Månad"), unit="time:YYYY-MM", width=100)
