"""The row "Details"."""

from dashboards.boards.city_overview.columns import COMPLETENESS, GROWTH_STEPS, VISITS
from dashboards.colours import GOOD, MUTED, WARN
from dashboards.columns import Column, series_of
from dashboards.labels import ANSWERS, PROGRAMMES, STATES
from dashboards.layout import Cell, Row
from dashboards.links import DataLink
from dashboards.panels import series, table
from dashboards.question import Question
from dashboards.sdk import table as tables
from dashboards.sdk import timeseries
from dashboards.text import NO_GATHERINGS, NOT_RECORDED, Language, Text

__all__ = ["DETAILS"]

_PROGRAMME = Column(
    "programme",
    Text("Programme", "Ohjelma", "Program"),
    labels=PROGRAMMES,
    link=DataLink(Text("Its gatherings", "Sen tilaisuudet", "Dess tillfällen"), "gatherings", "programme", "programme"),
)
_MONTH = Column("month", Text("Month", "Kuukausi", "Månad"), unit="time:YYYY-MM", width=100)
_GATHERINGS = Column("gatherings", Text("Gatherings", "Tilaisuudet", "Tillfällen"))
_UNCOUNTED = Column(
    "not_recorded", Text("Not recorded", "Ei kirjattu", "Inte antecknade"), steps=((None, GOOD), (1, WARN))
)


def _growth_by_programme(language: Language) -> tables.Panel:
    return table(
        language,
        Question(
            "city_overview/growth_by_programme",
            Text("Which weeks were unlike the usual?", "Mitkä viikot poikkesivat?", "Vilka veckor avvek?"),
            Text(
                "Each whole week of a programme beside what was usual. Growth is visits over usual, less 1: orange "
                "below -20 %, red below -50 %. At how many gatherings a number is suppressed or nobody counted stands "
                "beside it.",
                "Ohjelman kukin kokonainen viikko tavallisen rinnalla. Kasvu on käynnit jaettuna tavallisella, miinus "
                "1: oranssi alle -20 %, punainen alle -50 %. Vieressä, monessako tilaisuudessa luku on peitetty tai "
                "ei laskettu.",
                "Varje hel vecka i ett program bredvid det vanliga. Tillväxt är besök delat med vanligt, minus 1: "
                "orange under -20 %, rött under -50 %. Bredvid står vid hur många tillfällen talet är dolt eller "
                "ingen räknade.",
            ),
            unit="locale",
            no_value=NO_GATHERINGS,
        ),
        (
            Column("week", Text("Week of", "Viikko alkaen", "Vecka från"), unit="time:YYYY-MM-DD", width=110),
            _PROGRAMME,
            Column("visits", VISITS),
            Column("usual", Text("Usual", "Tavallinen", "Vanligt"), decimals=0),
            Column(
                "growth",
                Text("Growth", "Kasvu", "Tillväxt"),
                unit="percentunit",
                decimals=0,
                steps=GROWTH_STEPS,
                least=-1,
            ),
            _GATHERINGS,
            Column("suppressed", Text("Suppressed", "Peitetty", "Dolda"), colour=MUTED),
            _UNCOUNTED,
        ),
    )


def _visitors_table(language: Language) -> tables.Panel:
    return table(
        language,
        Question(
            "city_overview/visitors_table",
            Text("Visitors by programme and month", "Kävijät ohjelmittain", "Besökare per program och månad"),
            Text(
                "Different people who showed a card. Where new and returning could be told from each other for a "
                "small group, both are suppressed. Police dialogue knows no cards. Bad: not recorded where cards are "
                "in use.",
                "Eri henkilöt, jotka näyttivät kortin. Missä uudet ja palaavat voisi päätellä pienestä ryhmästä, "
                "molemmat peitetään. Poliisin vuoropuhelussa ei ole kortteja. Huono: ei kirjattu, vaikka kortit ovat "
                "käytössä.",
                "Olika personer som visade kort. Där nya och återkommande kunde utläsas för en liten grupp döljs "
                "båda. Polisens dialog har inga kort. Dåligt: inte antecknat där kort används.",
            ),
            unit="locale",
            no_value=NO_GATHERINGS,
        ),
        (
            _MONTH,
            _PROGRAMME,
            Column("visitors", Text("Visitors", "Kävijät", "Besökare")),
            Column("state", Text("Are they shown?", "Näytetäänkö?", "Visas de?"), labels=STATES),
            Column("new_visitors", Text("New", "Uudet", "Nya")),
            Column("returning_visitors", Text("Returning", "Palaavat", "Återkommande")),
            Column("parts_state", Text("Are the parts shown?", "Näytetäänkö osat?", "Visas delarna?"), labels=STATES),
        ),
    )


def _completeness_by_month(language: Language) -> timeseries.Panel:
    return series(
        language,
        Question(
            "city_overview/completeness_by_month",
            Text("How much does each count?", "Kuinka kattavasti kukin laskee?", "Hur heltäckande räknar varje?"),
            Text(
                "Share of a programme's gatherings of a month at which somebody counted. Bad: below 80 %, then its "
                "other numbers are too low.",
                "Osuus ohjelman kuukauden tilaisuuksista, joissa joku laski. Huono: alle 80 %, silloin sen muut luvut "
                "ovat liian pieniä.",
                "Andel av ett programs tillfällen under en månad där någon räknade. Dåligt: under 80 %, då är dess "
                "andra tal för små.",
            ),
            unit="percentunit",
            no_value=NOT_RECORDED,
            decimals=0,
        ),
        series_of(PROGRAMMES),
        axis=Text("Share counted", "Laskettu osuus", "Andel räknade"),
        greatest=1,
    )


def _months_table(language: Language) -> tables.Panel:
    return table(
        language,
        Question(
            "city_overview/months_table",
            Text("Months by programme", "Kuukaudet ohjelmittain", "Månader per program"),
            Text(
                "What the numbers above are made of. Final: a week has gone by since the month ended, so late uploads "
                "have arrived. Families: who came with others who do not check in, these, and family groups. Bad: not "
                "recorded.",
                "Mistä yllä olevat luvut koostuvat. Lopullinen: kuun lopusta on viikko, joten myöhäiset lähetykset "
                "ovat tulleet. Perheet: seurueen kanssa tulleet, seurue ja perheryhmät. Huono: ei kirjattu.",
                "Vad talen ovan består av. Slutlig: en vecka har gått sedan månadens slut, så sena uppladdningar har "
                "kommit. Familjer: de som kom med sällskap, sällskapet och familjegrupper. Dåligt: inte antecknat.",
            ),
            unit="locale",
            no_value=NO_GATHERINGS,
        ),
        (
            _MONTH,
            _PROGRAMME,
            _GATHERINGS,
            _UNCOUNTED,
            Column(
                "completeness",
                Text("Share counted", "Laskettu osuus", "Andel räknade"),
                unit="percentunit",
                decimals=0,
                steps=COMPLETENESS,
                greatest=1,
            ),
            Column("visits", VISITS),
            Column("state", Text("Are visits shown?", "Näytetäänkö käynnit?", "Visas besöken?"), labels=STATES),
            Column("family_visits", Text("Family visits", "Perhekäynnit", "Familjebesök")),
            Column(
                "families_state",
                Text("Are families shown?", "Näytetäänkö perheet?", "Visas familjerna?"),
                labels=STATES,
            ),
            Column("final", Text("Final", "Lopullinen", "Slutlig"), labels=ANSWERS),
        ),
    )


DETAILS = Row(
    Text("Details", "Yksityiskohdat", "Detaljer"),
    (
        Cell(_completeness_by_month, 24, 8),
        Cell(_growth_by_programme, 24, 10),
        Cell(_months_table, 24, 10),
        Cell(_visitors_table, 24, 10),
    ),
    collapsed=True,
)
