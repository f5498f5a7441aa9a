"""The row "Participation"."""

from dashboards.boards.city_overview.columns import VISITS
from dashboards.colours import NEUTRAL
from dashboards.columns import Column, series_of
from dashboards.labels import PROGRAMMES
from dashboards.layout import Cell, Row
from dashboards.panels import bars, series
from dashboards.question import Question
from dashboards.sdk import barchart, timeseries
from dashboards.text import NO_GATHERINGS, Language, Text

__all__ = ["PARTICIPATION"]


def _visits_by_week(language: Language) -> timeseries.Panel:
    return series(
        language,
        Question(
            "city_overview/visits_by_week",
            Text("How many came each week?", "Kuinka moni kävi viikoittain?", "Hur många kom varje vecka?"),
            Text(
                "Visits by week and programme, whole weeks only. A gap is a week without a number that may be shown, "
                "not 0. Violet marks are days with theme nights. Bad: a programme that falls for several weeks.",
                "Käynnit viikoittain ja ohjelmittain, vain kokonaiset viikot. Aukko on viikko, jolta lukua ei voi "
                "näyttää, ei 0. Violetit merkit ovat teemailtojen päiviä. Huono: ohjelma, joka laskee monta viikkoa.",
                "Besök per vecka och program, bara hela veckor. Ett hål är en vecka utan tal som får visas, inte 0. "
                "Violetta märken är dagar med temakväll. Dåligt: ett program som sjunker flera veckor i rad.",
            ),
            unit="locale",
        ),
        series_of(PROGRAMMES),
        axis=VISITS,
    )


def _visits_by_programme(language: Language) -> barchart.Panel:
    return bars(
        language,
        Question(
            "city_overview/visits_by_programme",
            Text("Which programmes do people come to?", "Mihin ohjelmiin tullaan?", "Vilka program kommer folk till?"),
            Text(
                "Visits of the period's months by programme, those that are shown. No bar: not recorded, or "
                "suppressed. Bad: a programme that was held and has none.",
                "Jakson kuukausien käynnit ohjelmittain, ne jotka näytetään. Ei palkkia: ei kirjattu, tai peitetty. "
                "Huono: ohjelma, joka pidettiin ja jolla ei ole lukua.",
                "Periodens månaders besök per program, de som visas. Ingen stapel: inte antecknat, eller dolt. "
                "Dåligt: ett program som hölls men saknar tal.",
            ),
            unit="locale",
            no_rows=NO_GATHERINGS,
        ),
        Column("programme", Text("Programme", "Ohjelma", "Program"), labels=PROGRAMMES),
        (Column("visits", VISITS, colour=NEUTRAL),),
        axis=VISITS,
    )


PARTICIPATION = Row(
    Text("Participation", "Osallistuminen", "Deltagande"),
    (Cell(_visits_by_week, 15, 9), Cell(_visits_by_programme, 9, 9)),
)
