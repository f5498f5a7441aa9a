"""The row "Growth"."""

from dashboards.boards.city_overview.columns import VISITS
from dashboards.colours import MUTED, NEUTRAL, SECOND
from dashboards.columns import Column
from dashboards.layout import Cell, Row
from dashboards.panels import series
from dashboards.question import Question
from dashboards.sdk import timeseries
from dashboards.text import Language, Text

__all__ = ["GROWTH"]


def _weeks_against_usual(language: Language) -> timeseries.Panel:
    return series(
        language,
        Question(
            "city_overview/weeks_against_usual",
            Text("Is it growing?", "Kasvaako se?", "Växer det?"),
            Text(
                "Visits of each whole week, and what was usual then for the same programmes: the mean of the up to "
                "four weeks before that have visits; none while one of them is new. Bad: the line stays below the "
                "dashed one.",
                "Kunkin kokonaisen viikon käynnit ja samojen ohjelmien silloinen tavallinen: enintään neljän edellisen "
                "viikon keskiarvo, joilta on lukuja; ei, jos jokin on uusi. Huono: viiva pysyy katkoviivan alla.",
                "Besök varje hel vecka, och vad som då var vanligt för samma program: medeltalet av upp till fyra "
                "föregående veckor med tal; inget medan ett är nytt. Dåligt: linjen stannar under den streckade.",
            ),
            unit="locale",
        ),
        (
            Column("visits", VISITS, colour=NEUTRAL),
            Column("usual", Text("Usual", "Tavallinen", "Vanligt"), colour=MUTED, dashed=True),
        ),
        axis=VISITS,
    )


def _visitors_by_month(language: Language) -> timeseries.Panel:
    return series(
        language,
        Question(
            "city_overview/visitors_by_month",
            Text("New or returning?", "Uusia vai palaavia?", "Nya eller återkommande?"),
            Text(
                "Different people by month as far as they showed a card; new and returning sum to the visitors of the "
                "programmes that are shown. Who goes to two programmes counts in both. Bad: few return, or nobody new "
                "comes.",
                "Eri henkilöt kuukausittain, jos näyttivät kortin; uudet ja palaavat summautuvat näytettyjen ohjelmien "
                "kävijöiksi. Kahdessa ohjelmassa käyvä lasketaan molempiin. Huono: harva palaa, tai uusia ei tule.",
                "Olika personer per månad om de visade kort; nya och återkommande summeras till besökarna i de "
                "program som visas. Den som går till två program räknas i båda. Dåligt: få återkommer, eller inga nya "
                "kommer.",
            ),
            unit="locale",
        ),
        (
            Column("new_visitors", Text("New", "Uudet", "Nya"), colour=NEUTRAL),
            Column("returning_visitors", Text("Returning", "Palaavat", "Återkommande"), colour=SECOND),
        ),
        axis=Text("Visitors", "Kävijät", "Besökare"),
        bars=True,
        stacked=True,
    )


GROWTH = Row(
    Text("Growth", "Kasvu", "Tillväxt"),
    (Cell(_weeks_against_usual, 12, 9), Cell(_visitors_by_month, 12, 9)),
)
