"""The row "Tonight"."""

from dashboards.boards.gatherings.columns import (
    CAPACITY,
    DISTRICT,
    FULLNESS,
    NAME,
    NOBODY_OPEN,
    PROGRAMME,
    STATE,
)
from dashboards.colours import MUTED, NEUTRAL
from dashboards.columns import Column
from dashboards.layout import Cell, Row
from dashboards.panels import bars, table
from dashboards.question import Question
from dashboards.sdk import barchart
from dashboards.sdk import table as tables
from dashboards.text import Language, Text

__all__ = ["TONIGHT"]

_PEOPLE = Text("People, about", "Ihmisiä, noin", "Människor, ungefär")


def _inside_by_gathering(language: Language) -> tables.Panel:
    return table(
        language,
        Question(
            "gatherings/inside_by_gathering",
            Text("What is going on tonight?", "Mitä tänä iltana tapahtuu?", "Vad pågår i kväll?"),
            Text(
                "Each open gathering: how many are inside, to the nearest ten, and for how many there is room. "
                "Suppressed: fewer have come than may be shown. Orange from 80 %, red from 100 % full.",
                "Kukin avoin tilaisuus: kuinka moni on sisällä kymmenen tarkkuudella, ja kuinka monelle on tilaa. "
                "Peitetty: liian harva on tullut näytettäväksi. Oranssi 80 %:sta, punainen 100 %:sta.",
                "Varje öppet tillfälle: hur många som är inne, till närmaste tio, och för hur många det finns plats. "
                "Dolt: för få har kommit för att visas. Orange från 80 %, rött från 100 %.",
            ),
            unit="locale",
            no_value=NOBODY_OPEN,
        ),
        (
            NAME,
            PROGRAMME,
            DISTRICT,
            Column("starts", Text("Begins", "Alkaa", "Börjar"), unit="dateTimeAsIso", width=170),
            Column("about", Text("Inside, about", "Sisällä, noin", "Inne, ungefär")),
            CAPACITY,
            Column(
                "fullness", Text("Full", "Täynnä", "Fullt"), unit="percentunit", decimals=0, steps=FULLNESS, greatest=1
            ),
            STATE,
        ),
    )


def _room_left(language: Language) -> barchart.Panel:
    return bars(
        language,
        Question(
            "gatherings/room_left",
            Text("Where is there room left?", "Missä on vielä tilaa?", "Var finns det plats kvar?"),
            Text(
                "About how many are inside, and how many more there is room for; together they sum to the room. The "
                "twelve with most people. Bad: no room left.",
                "Noin kuinka moni on sisällä, ja kuinka monelle on vielä tilaa; yhdessä ne summautuvat tilaan. "
                "Kaksitoista, joissa on eniten väkeä. Huono: tilaa ei ole.",
                "Ungefär hur många som är inne, och hur många fler som får plats; tillsammans summeras de till "
                "platserna. De tolv med flest människor. Dåligt: ingen plats kvar.",
            ),
            unit="locale",
            no_rows=NOBODY_OPEN,
        ),
        NAME,
        (
            Column("about", Text("Inside, about", "Sisällä, noin", "Inne, ungefär"), colour=NEUTRAL),
            Column("room", Text("Room left", "Tilaa jäljellä", "Plats kvar"), colour=MUTED),
        ),
        axis=_PEOPLE,
        stacked=True,
    )


TONIGHT = Row(Text("Tonight", "Tänä iltana", "I kväll"), (Cell(_inside_by_gathering, 15, 9), Cell(_room_left, 9, 9)))
