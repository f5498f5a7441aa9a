"""City overview: how many are reached, is it growing, and how complete is the counting?"""

from dashboards import variables
from dashboards.annotations import campaigns, theme_nights
from dashboards.board import Board
from dashboards.colours import BAD, GOOD, MUTED, NEUTRAL, SECOND, WARN
from dashboards.columns import Column, series_of
from dashboards.labels import AGE_BANDS, ANSWERS, PROGRAMMES, STATES
from dashboards.layout import Cell, Row
from dashboards.links import DataLink
from dashboards.panels import bars, note, series, stat, table
from dashboards.question import Question
from dashboards.sdk import barchart, timeseries
from dashboards.sdk import stat as stats
from dashboards.sdk import table as tables
from dashboards.sdk import text as notes
from dashboards.text import NOT_RECORDED, Language, Text

__all__ = ["CITY_OVERVIEW"]

_VISITS = Text("Visits", "Käynnit", "Besök")
_PER_1000 = Text("Visits per 1,000 residents", "Käyntejä 1 000 asukasta kohti", "Besök per 1 000 invånare")
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
_GROWTH = ((None, BAD), (-0.5, WARN), (-0.2, GOOD))
_COMPLETENESS = ((None, BAD), (0.8, WARN), (0.95, GOOD))


def _visits_last_week(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "city_overview/visits_last_week",
            Text("Visits in the last whole week", "Käynnit viime kokonaisella viikolla", "Besök senaste hela vecka"),
            Text(
                "People who came in the last week of the period that is over, Monday to Sunday, by best estimate. It "
                "sums the gatherings whose number is shown, so small ones are missing. Bad: far below the usual "
                "beside it.",
                "Kuinka moni kävi jakson viimeisellä päättyneellä viikolla, maanantaista sunnuntaihin, parhaan arvion "
                "mukaan. Summa tilaisuuksista, joiden luku näytetään, joten pienet puuttuvat. Huono: paljon alle "
                "tavallisen.",
                "Hur många som kom under periodens senaste avslutade vecka, måndag till söndag, enligt bästa "
                "uppskattning. Summan av tillfällen vars tal visas, så små saknas. Dåligt: långt under det vanliga "
                "bredvid.",
            ),
            unit="locale",
        ),
    )


def _last_week_against_usual(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "city_overview/last_week_against_usual",
            Text("Last week against usual", "Viime viikko tavalliseen nähden", "Senaste veckan mot det vanliga"),
            Text(
                "Visits of the last whole week over the mean of the up to four weeks before it, less 1. Only "
                "programmes with both. Orange below -20 %, red below -50 %: look for closed venues or missing counts.",
                "Viime kokonaisen viikon käynnit jaettuna enintään neljän edellisen viikon keskiarvolla, miinus 1. "
                "Vain ohjelmat, joista on molemmat. Oranssi alle -20 %, punainen alle -50 %: tarkista suljetut paikat "
                "ja puuttuvat laskennat.",
                "Senaste hela veckans besök delat med medeltalet av upp till fyra föregående veckor, minus 1. Bara "
                "program med båda. Orange under -20 %, rött under -50 %: se efter stängda platser och saknade "
                "räkningar.",
            ),
            unit="percentunit",
            decimals=0,
        ),
        steps=_GROWTH,
        least=-1,
    )


def _visits(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "city_overview/visits",
            Text("Visits in the period", "Käynnit jaksolla", "Besök under perioden"),
            Text(
                "People who came in the months that begin in the period, by best estimate: one person coming twice is "
                "two visits. It sums the programmes' months that are shown. Bad: fewer than in the same period a year "
                "before.",
                "Kuinka moni kävi jaksolla alkavina kuukausina, parhaan arvion mukaan: sama henkilö kahdesti on kaksi "
                "käyntiä. Summa ohjelmien näytetyistä kuukausista. Huono: vähemmän kuin vuotta aiemmin.",
                "Hur många som kom under månader som börjar i perioden, enligt bästa uppskattning: en person två "
                "gånger är två besök. Summan av programmens visade månader. Dåligt: färre än ett år tidigare.",
            ),
            unit="locale",
        ),
    )


def _gatherings_held(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "city_overview/gatherings_held",
            Text("Gatherings held", "Pidetyt tilaisuudet", "Hållna tillfällen"),
            Text(
                "Occasions that people could come to in these months: held as planned, or counted all the same. "
                "Called off and postponed ones are left out. Bad: fewer than planned.",
                "Tilaisuudet, joihin saattoi tulla näinä kuukausina: pidetty suunnitellusti, tai laskettu silti. "
                "Perutut ja siirretyt eivät ole mukana. Huono: vähemmän kuin suunniteltiin.",
                "Tillfällen dit man kunde komma under dessa månader: hållna som planerat, eller räknade ändå. "
                "Inställda och uppskjutna räknas inte. Dåligt: färre än planerat.",
            ),
            unit="locale",
            no_value=Text("No gatherings in the period", "Ei tilaisuuksia jaksolla", "Inga tillfällen under perioden"),
        ),
    )


def _new_visitors(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "city_overview/new_visitors",
            Text("New visitors", "Uudet kävijät", "Nya besökare"),
            Text(
                "Different people who showed a card and had not come before in the season (January to July, August to "
                "December), by programme and month. Without a card nobody is in it. Bad: falling while visits do not.",
                "Eri henkilöt, jotka näyttivät kortin eivätkä olleet käyneet aiemmin kaudella (tammi-heinäkuu, "
                "elo-joulukuu), ohjelmittain ja kuukausittain. Kortittomat puuttuvat. Huono: vähenee, kun käynnit "
                "eivät.",
                "Olika personer som visade kort och inte kommit tidigare under säsongen (januari-juli, "
                "augusti-december), per program och månad. Utan kort räknas ingen. Dåligt: minskar fast besöken inte "
                "gör det.",
            ),
            unit="locale",
        ),
        steps=((None, NEUTRAL),),
    )


def _completeness(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "city_overview/completeness",
            Text("How complete is the counting?", "Kuinka kattava laskenta on?", "Hur heltäckande är räkningen?"),
            Text(
                "Share of the gatherings held at which somebody counted. Below 95 % orange, below 80 % red: then the "
                "other numbers here are too low.",
                "Osuus pidetyistä tilaisuuksista, joissa joku laski. Alle 95 % oranssi, alle 80 % punainen: silloin "
                "muut luvut ovat liian pieniä.",
                "Andel av hållna tillfällen där någon räknade. Under 95 % orange, under 80 % rött: då är de andra "
                "talen här för små.",
            ),
            unit="percentunit",
            no_value=NOT_RECORDED,
            decimals=0,
        ),
        steps=_COMPLETENESS,
        greatest=1,
    )


def _how_to_read(language: Language) -> notes.Panel:
    return note(
        language,
        Text("How to read this", "Näin luet tätä", "Så läser du detta"),
        Text(
            "What is shown, what is not, and why; no numbers.",
            "Mitä näytetään, mitä ei, ja miksi; ei lukuja.",
            "Vad som visas, vad som inte visas, och varför; inga tal.",
        ),
        Text(
            "A number that could tell of single people is **suppressed**, and with it as many others as it takes to "
            "hide it. **Not recorded** means that nobody counted. Neither is 0: a gap or a missing bar is not nobody. "
            "Sums are of what is shown. Everything is up to yesterday, in Helsinki's days.",
            "Luku, josta voisi päätellä yksittäisiä ihmisiä, on **peitetty**, ja sen mukana niin moni muu kuin "
            "tarvitaan. **Ei kirjattu** tarkoittaa, ettei kukaan laskenut. Kumpikaan ei ole 0: aukko tai puuttuva "
            "palkki ei tarkoita, ettei ketään ollut. Summat ovat näytetyistä. Kaikki ulottuu eiliseen, Helsingin "
            "päivinä.",
            "Ett tal som kunde berätta om enskilda människor är **dolt**, och med det så många andra som behövs. "
            "**Inte antecknat** betyder att ingen räknade. Ingetdera är 0: ett hål eller en saknad stapel är inte "
            "ingen. Summor är av det som visas. Allt gäller till och med i går, i Helsingfors dagar.",
        ),
    )


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
        axis=_VISITS,
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
        ),
        Column("programme", Text("Programme", "Ohjelma", "Program"), labels=PROGRAMMES),
        (Column("visits", _VISITS, colour=NEUTRAL),),
        axis=_VISITS,
    )


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
            Column("visits", _VISITS, colour=NEUTRAL),
            Column("usual", Text("Usual", "Tavallinen", "Vanligt"), colour=MUTED, dashed=True),
        ),
        axis=_VISITS,
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
        ),
        (
            Column("week", Text("Week of", "Viikko alkaen", "Vecka från"), unit="time:YYYY-MM-DD", width=110),
            _PROGRAMME,
            Column("visits", _VISITS),
            Column("usual", Text("Usual", "Tavallinen", "Vanligt"), decimals=0),
            Column(
                "growth", Text("Growth", "Kasvu", "Tillväxt"), unit="percentunit", decimals=0, steps=_GROWTH, least=-1
            ),
            _GATHERINGS,
            Column("suppressed", Text("Suppressed", "Peitetty", "Dolda"), colour=MUTED),
            _UNCOUNTED,
        ),
    )


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
                steps=_COMPLETENESS,
                greatest=1,
            ),
            Column("visits", _VISITS),
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


CITY_OVERVIEW = Board(
    name="city-overview",
    title=Text("City overview", "Kaupungin yleiskuva", "Översikt över staden"),
    description=Text(
        "For managers: how many people are reached, is it growing, who comes, and how complete is the counting. "
        "Numbers are best estimates up to yesterday; small ones are suppressed.",
        "Johdolle: kuinka moni tavoitetaan, kasvaako se, ketkä tulevat ja kuinka kattava laskenta on. Luvut ovat "
        "parhaita arvioita eiliseen asti; pienet on peitetty.",
        "För ledningen: hur många nås, växer det, vilka kommer och hur heltäckande är räkningen. Talen är bästa "
        "uppskattningar till och med i går; små är dolda.",
    ),
    rows=(
        Row(
            None,
            (
                Cell(_visits_last_week, 4, 4),
                Cell(_last_week_against_usual, 4, 4),
                Cell(_visits, 4, 4),
                Cell(_gatherings_held, 4, 4),
                Cell(_new_visitors, 4, 4),
                Cell(_completeness, 4, 4),
                Cell(_how_to_read, 24, 3),
            ),
        ),
        Row(
            Text("Participation", "Osallistuminen", "Deltagande"),
            (Cell(_visits_by_week, 15, 9), Cell(_visits_by_programme, 9, 9)),
        ),
        Row(
            Text("Growth", "Kasvu", "Tillväxt"),
            (Cell(_weeks_against_usual, 12, 9), Cell(_visitors_by_month, 12, 9)),
        ),
        Row(
            Text("Reach", "Tavoittavuus", "Räckvidd"),
            (Cell(_reach_by_age_band, 10, 9), Cell(_reach_by_month, 14, 9)),
        ),
        Row(
            Text("Details", "Yksityiskohdat", "Detaljer"),
            (
                Cell(_completeness_by_month, 24, 8),
                Cell(_growth_by_programme, 24, 10),
                Cell(_months_table, 24, 10),
                Cell(_visitors_table, 24, 10),
            ),
            collapsed=True,
        ),
    ),
    variables=(variables.programme, variables.age_band),
    annotations=(theme_nights, campaigns),
)
