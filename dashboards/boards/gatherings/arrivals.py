"""The row "Arrivals"."""

from dashboards.colours import NEUTRAL
from dashboards.columns import Column, series_of
from dashboards.labels import PROGRAMMES
from dashboards.layout import Cell, Row
from dashboards.panels import bars, series
from dashboards.question import Question
from dashboards.sdk import barchart, timeseries
from dashboards.text import SUPPRESSED, Language, Text

__all__ = ["ARRIVALS"]

_NONE_LARGE = Text(
    "No gathering was large enough", "Yksikään tilaisuus ei ollut tarpeeksi suuri", "Inget tillfälle var stort nog"
)

_ARRIVALS = Text("Arrivals", "Saapumiset", "Ankomster")


def _arrivals_curve(language: Language) -> timeseries.Panel:
    return series(
        language,
        Question(
            "gatherings/arrivals_curve",
            Text("How many arrived each hour?", "Kuinka moni saapui tunneittain?", "Hur många kom varje timme?"),
            Text(
                "Check-ins within the hour at large gatherings (ten times the threshold and more) up to yesterday. A "
                "gap: too few to show. Bad: a peak that the door cannot serve.",
                "Kirjaukset tunnin aikana suurissa tilaisuuksissa (kymmenen kertaa raja tai enemmän) eiliseen asti. "
                "Aukko: liian vähän näytettäväksi. Huono: huippu, jota ovi ei ehdi palvella.",
                "Incheckningar under timmen vid stora tillfällen (tio gånger gränsen och mer) till och med i går. Ett "
                "hål: för få att visa. Dåligt: en topp som dörren inte hinner med.",
            ),
            unit="locale",
            no_value=SUPPRESSED,
        ),
        series_of(PROGRAMMES),
        axis=_ARRIVALS,
        bars=True,
    )


def _arrivals_by_hour(language: Language) -> barchart.Panel:
    return bars(
        language,
        Question(
            "gatherings/arrivals_by_hour",
            Text("At what time do people come?", "Mihin aikaan tullaan?", "Vilken tid kommer folk?"),
            Text(
                "Check-ins of the period by the hour of the day in Helsinki, at large gatherings, of the hours that "
                "are shown. Bad: most come when fewest staff are there.",
                "Jakson kirjaukset kellonajan mukaan Helsingissä, suurissa tilaisuuksissa, näytetyiltä tunneilta. "
                "Huono: useimmat tulevat, kun henkilökuntaa on vähiten.",
                "Periodens incheckningar efter klockslag i Helsingfors, vid stora tillfällen, av de timmar som visas. "
                "Dåligt: de flesta kommer när personalen är minst.",
            ),
            unit="locale",
            no_value=SUPPRESSED,
            no_rows=_NONE_LARGE,
        ),
        Column("clock", Text("Hour", "Tunti", "Timme")),
        (Column("entries", _ARRIVALS, colour=NEUTRAL),),
        axis=_ARRIVALS,
    )


ARRIVALS = Row(
    Text("Arrivals", "Saapumiset", "Ankomster"), (Cell(_arrivals_curve, 15, 9), Cell(_arrivals_by_hour, 9, 9))
)
