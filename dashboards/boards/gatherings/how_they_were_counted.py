"""The row "How they were counted"."""

from dashboards.boards.gatherings.columns import DAY, DISTRICT, NAME, PROGRAMME, PROVENANCE_COLUMN, STATE, VISITS
from dashboards.colours import NEUTRAL
from dashboards.columns import Column
from dashboards.labels import STATES
from dashboards.layout import Cell, Row
from dashboards.panels import bars, table
from dashboards.question import Question
from dashboards.sdk import barchart
from dashboards.sdk import table as tables
from dashboards.text import NO_GATHERINGS, SUPPRESSED, Language, Text

__all__ = ["HOW_THEY_WERE_COUNTED"]


def _states_by_programme(language: Language) -> barchart.Panel:
    return bars(
        language,
        Question(
            "gatherings/states_by_programme",
            Text("How many have a number?", "Kuinka monella on luku?", "Hur många har ett tal?"),
            Text(
                "Gatherings of the period by whether their number is shown; the three sum to the gatherings held. "
                "Bad: many that nobody counted.",
                "Jakson tilaisuudet sen mukaan, näytetäänkö luku; nämä kolme summautuvat pidettyihin tilaisuuksiin. "
                "Huono: moni on laskematta.",
                "Periodens tillfällen efter om talet visas; de tre summeras till de hållna tillfällena. Dåligt: många "
                "som ingen räknade.",
            ),
            unit="locale",
            no_value=NO_GATHERINGS,
        ),
        PROGRAMME,
        tuple(
            Column(name, STATES[state].text, colour=STATES[state].colour)
            for name, state in (("counted", "counted"), ("suppressed", "suppressed"), ("uncounted", "not recorded"))
        ),
        axis=Text("Gatherings", "Tilaisuudet", "Tillfällen"),
        stacked=True,
    )


def _sizes(language: Language) -> barchart.Panel:
    return bars(
        language,
        Question(
            "gatherings/sizes",
            Text("How large are they?", "Kuinka suuria ne ovat?", "Hur stora är de?"),
            Text(
                "Gatherings of the period by how many visits they had, of those whose number is shown. Small ones are "
                "suppressed, so the first bar is short. Bad: large rooms for few people.",
                "Jakson tilaisuudet käyntien määrän mukaan, niistä joiden luku näytetään. Pienet on peitetty, joten "
                "ensimmäinen palkki on lyhyt. Huono: suuret tilat harvoille.",
                "Periodens tillfällen efter antal besök, av dem vars tal visas. Små är dolda, så den första stapeln "
                "är kort. Dåligt: stora rum för få människor.",
            ),
            unit="locale",
            no_value=SUPPRESSED,
        ),
        Column("size", Text("Visits", "Käynnit", "Besök")),
        (Column("gatherings", Text("Gatherings", "Tilaisuudet", "Tillfällen"), colour=NEUTRAL),),
        axis=Text("Gatherings", "Tilaisuudet", "Tillfällen"),
    )


def _disagreements(language: Language) -> tables.Panel:
    return table(
        language,
        Question(
            "gatherings/disagreements",
            Text("Where do the counts differ?", "Missä laskennat eroavat?", "Var skiljer sig räkningarna?"),
            Text(
                "Gatherings whose ways of counting (door, paper sheet, head count) differ widely, of those whose "
                "number is shown. Bad: any; ask which one is right, and correct the other.",
                "Tilaisuudet, joiden laskutavat (ovi, paperilista, päälaskenta) eroavat paljon, niistä joiden luku "
                "näytetään. Huono: yksikin; kysy, mikä pitää, ja korjaa toinen.",
                "Tillfällen där sätten att räkna (dörr, papperslista, huvudräkning) skiljer sig mycket, av dem vars "
                "tal visas. Dåligt: även ett; fråga vilket som stämmer, och rätta det andra.",
            ),
            unit="locale",
            no_value=Text("None differ", "Mikään ei eroa", "Inga skiljer sig"),
        ),
        (DAY, NAME, PROGRAMME, DISTRICT, VISITS, STATE, PROVENANCE_COLUMN),
    )


HOW_THEY_WERE_COUNTED = Row(
    Text("How they were counted", "Miten laskettiin", "Hur de räknades"),
    (Cell(_states_by_programme, 12, 8), Cell(_sizes, 12, 8), Cell(_disagreements, 24, 8)),
    collapsed=True,
)
