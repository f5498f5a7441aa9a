"""The row "Answers to concerns"."""

from dashboards.boards.safety_and_trust.columns import CONCERNS_WORD, HOURS, NO_CONCERN, PROGRAMME, STATE
from dashboards.columns import Column
from dashboards.labels import STATES
from dashboards.layout import Cell, Row
from dashboards.panels import table
from dashboards.question import Question
from dashboards.sdk import table as tables
from dashboards.text import Language, Text

__all__ = ["ANSWERS_TO_CONCERNS"]


def _concerns_table(language: Language) -> tables.Panel:
    return table(
        language,
        Question(
            "safety_and_trust/concerns_table",
            Text("Are concerns answered?", "Vastataanko huoliin?", "Besvaras orosmomenten?"),
            Text(
                "Concerns by quarter and programme, and within how many hours half of the answered ones were answered. "
                "Suppressed: too few to show. Orange from three days on, red from a week on.",
                "Huolet vuosineljänneksen ja ohjelman mukaan, ja monessako tunnissa puoleen vastatuista vastattiin. "
                "Peitetty: liian vähän. Oranssi kolmesta päivästä, punainen viikosta.",
                "Orosmoment efter kvartal och program, och inom hur många timmar hälften av de besvarade besvarades. "
                "Dolt: för få. Orange från tre dagar, rött från en vecka.",
            ),
            unit="locale",
            no_value=NO_CONCERN,
        ),
        (
            Column("quarter", Text("Quarter from", "Neljännes alkaen", "Kvartal från"), unit="time:YYYY-MM", width=120),
            PROGRAMME,
            Column("concerns", CONCERNS_WORD),
            STATE,
            Column(
                "hours",
                Text("Median to answer", "Mediaani vastaukseen", "Median till svar"),
                unit="h",
                decimals=0,
                steps=HOURS,
            ),
            Column("answers_state", Text("Answers shown?", "Näytetäänkö vastaukset?", "Visas svaren?"), labels=STATES),
        ),
    )


ANSWERS_TO_CONCERNS = Row(
    Text("Answers to concerns", "Vastaukset huoliin", "Svar på oro"),
    (Cell(_concerns_table, 24, 9),),
    collapsed=True,
)
