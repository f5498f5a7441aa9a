"""The row "Reach"."""

from dashboards.colours import NEUTRAL
from dashboards.columns import Column, series_of
from dashboards.labels import AGE_BANDS
from dashboards.layout import Cell, Row
from dashboards.panels import bars, series
from dashboards.question import Question
from dashboards.sdk import barchart, timeseries
from dashboards.text import Language, Text

__all__ = ["REACH"]

_PER_1000 = Text("Visits per 1,000 residents", "Käyntejä 1 000 asukasta kohti", "Besök per 1 000 invånare")


def _reach_by_age_band(language: Language) -> barchart.Panel:
    return bars(
        language,
        Question(
            "city_overview/reach_by_age_band",
            Text("Whom do we reach?", "Keitä tavoitamme?", "Vilka når vi?"),
            Text(
                "Visits of the period per 1,000 residents of that age in all of Helsinki (population at the end of "
                "2010), of the areas that are shown. Bad: a band far below the others that a programme is meant for.",
                "Jakson käynnit tuhatta samanikäistä helsinkiläistä kohti (väestö vuoden 2010 lopussa), näytetyiltä "
                "alueilta. Huono: ryhmä, jolle ohjelma on tarkoitettu, jää kauas muista.",
                "Periodens besök per 1 000 invånare i den åldern i hela Helsingfors (befolkningen i slutet av 2010), "
                "från områden som visas. Dåligt: en åldersgrupp som ett program är avsett för ligger långt under de "
                "andra.",
            ),
            unit="locale",
            decimals=1,
        ),
        Column("age_band", Text("Age band", "Ikäryhmä", "Åldersgrupp"), labels=AGE_BANDS),
        (Column("per_1000", _PER_1000, colour=NEUTRAL),),
        axis=_PER_1000,
    )


def _reach_by_month(language: Language) -> timeseries.Panel:
    return series(
        language,
        Question(
            "city_overview/reach_by_month",
            Text("How does reach change?", "Miten tavoittavuus muuttuu?", "Hur förändras räckvidden?"),
            Text(
                "Visits of a month per 1,000 residents of that age (population at the end of 2010). A gap: no number "
                "that may be shown. Bad: a band whose line falls.",
                "Kuukauden käynnit tuhatta samanikäistä asukasta kohti (väestö vuoden 2010 lopussa). Aukko: ei lukua, "
                "jonka voi näyttää. Huono: ryhmä, jonka viiva laskee.",
                "En månads besök per 1 000 invånare i den åldern (befolkningen i slutet av 2010). Ett hål: inget tal "
                "som får visas. Dåligt: en åldersgrupp vars linje sjunker.",
            ),
            unit="locale",
            decimals=1,
        ),
        series_of(AGE_BANDS),
        axis=_PER_1000,
    )


REACH = Row(
    Text("Reach", "Tavoittavuus", "Räckvidd"),
    (Cell(_reach_by_age_band, 10, 9), Cell(_reach_by_month, 14, 9)),
)
