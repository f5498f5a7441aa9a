"""The row "Concerns"."""

from dashboards.boards.safety_and_trust.columns import CONCERNS_WORD, NO_CONCERN
from dashboards.colours import NEUTRAL
from dashboards.columns import Column
from dashboards.labels import CATEGORIES, CONCERN_STATUSES, DISTRICTS
from dashboards.layout import Cell, Row
from dashboards.panels import bars
from dashboards.question import Question
from dashboards.sdk import barchart
from dashboards.text import SUPPRESSED, Language, Text

__all__ = ["CONCERNS"]


def _concern_bars(name: str, title: Text, told: Text, names: Column, language: Language) -> barchart.Panel:
    return bars(
        language,
        Question(name, title, told, unit="locale", no_value=SUPPRESSED, no_rows=NO_CONCERN),
        names,
        (Column("concerns", CONCERNS_WORD, colour=NEUTRAL),),
        axis=CONCERNS_WORD,
    )


def _by_category(language: Language) -> barchart.Panel:
    return _concern_bars(
        "safety_and_trust/by_category",
        Text("What worries people?", "Mikä ihmisiä huolettaa?", "Vad oroar människor?"),
        Text(
            "Concerns of the period's quarters by what they are about, of the numbers that are shown. Bad: a category "
            "that grows.",
            "Jakson vuosineljännesten huolet aiheittain, näytetyistä luvuista. Huono: aihe, joka kasvaa.",
            "Orosmoment under periodens kvartal efter ämne, av de tal som visas. Dåligt: ett ämne som växer.",
        ),
        Column("category", Text("About", "Aihe", "Ämne"), labels=CATEGORIES),
        language,
    )


def _by_district(language: Language) -> barchart.Panel:
    return _concern_bars(
        "safety_and_trust/by_district",
        Text("Which districts do they worry about?", "Mitkä alueet huolettavat?", "Vilka distrikt oroar?"),
        Text(
            "Concerns of the period's quarters by the district that they are about, of the numbers that are shown. "
            "Bad: a district far above the others.",
            "Jakson vuosineljännesten huolet alueittain, näytetyistä luvuista. Huono: alue paljon muita ylempänä.",
            "Orosmoment under periodens kvartal efter distrikt, av de tal som visas. Dåligt: ett distrikt långt över "
            "de andra.",
        ),
        Column("district", Text("District", "Alue", "Distrikt"), labels=DISTRICTS),
        language,
    )


def _by_status(language: Language) -> barchart.Panel:
    return _concern_bars(
        "safety_and_trust/by_status",
        Text("How far have they come?", "Kuinka pitkällä ne ovat?", "Hur långt har de kommit?"),
        Text(
            "Concerns of the period's quarters by how far they have come, of the numbers that are shown. Bad: many "
            "that were only raised.",
            "Jakson vuosineljännesten huolet sen mukaan, kuinka pitkällä ne ovat, näytetyistä luvuista. Huono: moni "
            "vain kerrottu.",
            "Orosmoment under periodens kvartal efter hur långt de har kommit, av de tal som visas. Dåligt: många som "
            "bara framförts.",
        ),
        Column("status", Text("Status", "Tila", "Status"), labels=CONCERN_STATUSES),
        language,
    )


CONCERNS = Row(
    Text("Concerns", "Huolet", "Orosmoment"),
    (Cell(_by_category, 8, 9), Cell(_by_district, 8, 9), Cell(_by_status, 8, 9)),
)
