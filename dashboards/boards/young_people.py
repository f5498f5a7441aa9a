"""Young people: who comes to the youth centres, who is met outside, and do they come again?"""

from dashboards import variables
from dashboards.annotations import campaigns, theme_nights
from dashboards.board import Board
from dashboards.colours import BAD, GOOD, MUTED, NEUTRAL, SECOND, WARN
from dashboards.columns import Column, series_of
from dashboards.labels import AGE_BANDS, OUTREACH_SETTINGS, PROGRAMMES, QUESTIONS, STATES, Label
from dashboards.layout import Cell, Row
from dashboards.panels import bars, series, stat, table
from dashboards.question import Question
from dashboards.sdk import barchart, timeseries
from dashboards.sdk import stat as stats
from dashboards.sdk import table as tables
from dashboards.text import NO_GATHERINGS, SUPPRESSED, Language, Text

__all__ = ["YOUNG_PEOPLE"]

_YOUNG = {band: AGE_BANDS[band] for band in ("0-6", "7-12", "13-17", "18-29")}
_YOUNG_AND_WIDER = {
    **_YOUNG,
    "under-18": Label(Text("Under 18", "Alle 18", "Under 18"), AGE_BANDS["13-17"].colour),
}
_VISITS = Text("Visits", "Käynnit", "Besök")
_PEOPLE = Text("People met", "Kohdatut ihmiset", "Mötta människor")
_MONTH = Column("month", Text("Month", "Kuukausi", "Månad"), unit="time:YYYY-MM", width=100)
_STATE = Column("state", Text("Is it shown?", "Näytetäänkö?", "Visas det?"), labels=STATES)
_POSITIVE = Text("Share of answers 4 and 5", "Vastausten 4 ja 5 osuus", "Andelen svar 4 och 5")
_NOBODY_MET = Text("Nobody was met outside", "Ketään ei kohdattu ulkona", "Ingen träffades ute")
_UPLIFT = ((None, BAD), (0, WARN), (0.1, GOOD))


def _youth_visits(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "young_people/youth_visits",
            Text("Visits to youth centres", "Käynnit nuorisotaloissa", "Besök på ungdomsgårdar"),
            Text(
                "People who came to the youth centres in the months of the period, by best estimate. Bad: far below "
                "the period before.",
                "Kuinka moni kävi nuorisotaloissa jakson kuukausina, parhaan arvion mukaan. Huono: paljon alle "
                "edellisen jakson.",
                "Hur många som kom till ungdomsgårdarna under periodens månader, enligt bästa uppskattning. Dåligt: "
                "långt under föregående period.",
            ),
            unit="locale",
            no_rows=NO_GATHERINGS,
        ),
    )


def _new_share(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "young_people/new_share",
            Text("How many are new?", "Kuinka moni on uusi?", "Hur många är nya?"),
            Text(
                "Share of the months' visitors of youth centres who had not come before in the season, of those who "
                "showed a card. Neither good nor bad: none new is closed, all new is no tie.",
                "Osuus nuorisotalojen kuukausien kävijöistä, jotka eivät olleet käyneet kaudella aiemmin, kortin "
                "näyttäneistä. Ei hyvä eikä huono: ei uusia on sulkeutunut, kaikki uusia ei sido.",
                "Andelen av månadernas besökare på ungdomsgårdar som inte kommit förr under säsongen, av dem som "
                "visade kort. Varken bra eller dåligt: inga nya är slutet, bara nya ger inga band.",
            ),
            unit="percentunit",
            no_rows=NO_GATHERINGS,
            decimals=0,
        ),
        greatest=1,
    )


def _met_outside(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "young_people/met_outside",
            Text("How many were met outside?", "Kuinka moni kohdattiin ulkona?", "Hur många möttes utanför?"),
            Text(
                "People met outside the door in the months of the period, in all settings, of the numbers that are "
                "shown. Bad: none, while young people are out.",
                "Jakson kuukausina oven ulkopuolella kohdatut ihmiset, kaikissa paikoissa, näytetyistä luvuista. "
                "Huono: ei ketään, vaikka nuoria on ulkona.",
                "Människor som möttes utanför dörren under periodens månader, i alla miljöer, av de tal som visas. "
                "Dåligt: ingen, fast unga är ute.",
            ),
            unit="locale",
            no_value=SUPPRESSED,
            no_rows=_NOBODY_MET,
        ),
    )


def _uplift(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "young_people/uplift",
            Text(
                "How many more do theme nights bring?",
                "Paljonko lisää teemaillat tuovat?",
                "Hur många fler ger temakvällar?",
            ),
            Text(
                "How many more come to a theme night than to ordinary nights of youth centres near by on the same "
                "weekday, in the latest month with a comparison. Orange below 10 %, red below 0.",
                "Kuinka paljon enemmän teemailtaan tulee kuin lähistön nuorisotalojen tavallisiin iltoihin samana "
                "viikonpäivänä, viimeisenä vertailtavana kuukautena. Oranssi alle 10 %, punainen alle 0.",
                "Hur många fler som kommer till en temakväll än till vanliga kvällar på ungdomsgårdar i närheten samma "
                "veckodag, den senaste jämförbara månaden. Orange under 10 %, rött under 0.",
            ),
            unit="percentunit",
            no_value=Text("None to compare", "Ei verrattavaa", "Inget att jämföra"),
            decimals=0,
        ),
        steps=_UPLIFT,
        least=-1,
    )


def _visits_by_age(language: Language) -> timeseries.Panel:
    return series(
        language,
        Question(
            "young_people/visits_by_age",
            Text("How old are those who come?", "Minkä ikäisiä tulee?", "Hur gamla är de som kommer?"),
            Text(
                "Visits each month by age bands under 30, of the areas that are shown; where bands are too small they "
                "stand together as under 18. Bad: a band that vanishes.",
                "Käynnit kuukausittain alle 30-vuotiaiden ikäryhmittäin, näytetyiltä alueilta; liian pienet ryhmät "
                "ovat yhdessä alle 18. Huono: ryhmä, joka katoaa.",
                "Besök varje månad efter åldersgrupper under 30, från områden som visas; för små grupper står samman "
                "som under 18. Dåligt: en grupp som försvinner.",
            ),
            unit="locale",
            no_value=SUPPRESSED,
        ),
        series_of(_YOUNG_AND_WIDER),
        axis=_VISITS,
        bars=True,
    )


def _reach_of_the_young(language: Language) -> timeseries.Panel:
    label = Text("Visits per 1,000 of that age", "Käyntejä 1 000 samanikäistä kohti", "Besök per 1 000 i åldern")
    return series(
        language,
        Question(
            "young_people/reach_of_the_young",
            Text("How many of the young are reached?", "Kuinka moni nuori tavoitetaan?", "Hur många unga nås?"),
            Text(
                "Visits each month per 1,000 residents of each age band under 30 (2010), of what is shown. Bad: "
                "falling in the band that the programme is for.",
                "Käynnit kuukausittain kunkin alle 30-vuotiaiden ikäryhmän 1 000 asukasta kohti (2010), näytetyistä. "
                "Huono: laskee ryhmässä, jolle ohjelma on tarkoitettu.",
                "Besök varje månad per 1 000 invånare i varje åldersgrupp under 30 (2010), av det som visas. Dåligt: "
                "sjunker i den grupp som programmet är till för.",
            ),
            unit="locale",
            no_value=SUPPRESSED,
            decimals=1,
        ),
        series_of(_YOUNG),
        axis=label,
    )


def _new_and_returning(language: Language) -> timeseries.Panel:
    return series(
        language,
        Question(
            "young_people/new_and_returning",
            Text("Do they come again?", "Tulevatko he uudelleen?", "Kommer de igen?"),
            Text(
                "Visitors of youth centres each month, new in the season and returning, as far as they showed a card; "
                "the two sum to all visitors. Bad: few return.",
                "Nuorisotalojen kävijät kuukausittain, kaudella uudet ja palaavat, sikäli kuin kortti näytettiin; "
                "yhdessä ne summautuvat kaikkiin. Huono: harva palaa.",
                "Ungdomsgårdarnas besökare varje månad, nya under säsongen och återkommande, i den mån de visade "
                "kort; de två summeras till alla. Dåligt: få återkommer.",
            ),
            unit="locale",
            no_value=SUPPRESSED,
        ),
        (
            Column("new_visitors", Text("New", "Uudet", "Nya"), colour=NEUTRAL),
            Column("returning_visitors", Text("Returning", "Palaavat", "Återkommande"), colour=SECOND),
        ),
        axis=Text("Visitors", "Kävijät", "Besökare"),
        bars=True,
        stacked=True,
    )


def _settings(language: Language) -> barchart.Panel:
    return bars(
        language,
        Question(
            "young_people/settings",
            Text("Where are they met outside?", "Missä heidät kohdataan?", "Var möts de utanför?"),
            Text(
                "People met outside the door in the period by setting, of the numbers that are shown. Bad: a place "
                "where they are is missing.",
                "Jaksolla oven ulkopuolella kohdatut paikoittain, näytetyistä luvuista. Huono: paikka, jossa he ovat, "
                "puuttuu.",
                "Människor som möttes utanför dörren under perioden efter miljö, av de tal som visas. Dåligt: en "
                "plats där de är saknas.",
            ),
            unit="locale",
            no_value=SUPPRESSED,
            no_rows=_NOBODY_MET,
        ),
        Column("setting", Text("Setting", "Paikka", "Miljö"), labels=OUTREACH_SETTINGS),
        (Column("people", _PEOPLE, colour=NEUTRAL),),
        axis=_PEOPLE,
    )


def _outreach_ages(language: Language) -> barchart.Panel:
    return bars(
        language,
        Question(
            "young_people/outreach_ages",
            Text("How old are those met outside?", "Minkä ikäisiä kohdataan ulkona?", "Hur gamla är de som möts?"),
            Text(
                "People met outside the door in the period by age band, of the numbers that are shown. Bad: few of "
                "the young.",
                "Jaksolla oven ulkopuolella kohdatut ikäryhmittäin, näytetyistä luvuista. Huono: harva on nuori.",
                "Människor som möttes utanför dörren under perioden efter åldersgrupp, av de tal som visas. Dåligt: "
                "få unga.",
            ),
            unit="locale",
            no_value=SUPPRESSED,
            no_rows=_NOBODY_MET,
        ),
        Column("age_band", Text("Age band", "Ikäryhmä", "Åldersgrupp"), labels=AGE_BANDS),
        (Column("people", _PEOPLE, colour=NEUTRAL),),
        axis=_PEOPLE,
    )


def _outreach_table(language: Language) -> tables.Panel:
    return table(
        language,
        Question(
            "young_people/outreach_table",
            Text("Who is met where, each month?", "Kuka kohdataan missäkin?", "Vilka möts var, varje månad?"),
            Text(
                "People met outside the door by month and setting. Suppressed: too few to show. Bad: a setting that is "
                "missing for months.",
                "Oven ulkopuolella kohdatut kuukauden ja paikan mukaan. Peitetty: liian vähän. Huono: paikka, joka "
                "puuttuu kuukausia.",
                "Människor som möttes utanför dörren efter månad och miljö. Dolt: för få att visa. Dåligt: en miljö "
                "som saknas i månader.",
            ),
            unit="locale",
            no_value=_NOBODY_MET,
        ),
        (
            _MONTH,
            Column("programme", Text("Programme", "Ohjelma", "Program"), labels=PROGRAMMES),
            Column("setting", Text("Setting", "Paikka", "Miljö"), labels=OUTREACH_SETTINGS),
            Column("people", _PEOPLE),
            _STATE,
        ),
    )


def _feel_safe(language: Language) -> timeseries.Panel:
    return series(
        language,
        Question(
            "young_people/feel_safe",
            Text("Do the young feel safe?", "Kokevatko nuoret olonsa turvalliseksi?", "Känner sig unga trygga?"),
            Text(
                "Share of the answers 4 and 5 after gatherings each month by people under 30, to both questions, of "
                "what is shown. A gap: too few to show. Bad: falling.",
                "Vastausten 4 ja 5 osuus tilaisuuksien jälkeen kuukausittain alle 30-vuotiailla, molempiin "
                "kysymyksiin, näytetyistä. Aukko: liian vähän. Huono: laskee.",
                "Andelen svar 4 och 5 efter tillfällen varje månad av dem under 30, på båda frågorna, av det som "
                "visas. Ett hål: för få. Dåligt: sjunker.",
            ),
            unit="percentunit",
            no_value=SUPPRESSED,
            decimals=0,
        ),
        (
            Column("safety", QUESTIONS["safety"].text, colour=NEUTRAL, greatest=1),
            Column("trust", QUESTIONS["trust"].text, colour=SECOND, greatest=1),
        ),
        axis=_POSITIVE,
        greatest=1,
    )


def _uplift_by_month(language: Language) -> timeseries.Panel:
    return series(
        language,
        Question(
            "young_people/uplift_by_month",
            Text("Do theme nights bring more people?", "Tuovatko teemaillat lisää väkeä?", "Ger temakvällar fler?"),
            Text(
                "How many more come to theme nights than to ordinary nights near by, each month, with the ends of its "
                "interval for 95 %. Bad: an upper end below 0.",
                "Kuinka paljon enemmän teemailtoihin tulee kuin lähistön tavallisiin iltoihin, kuukausittain, ja sen "
                "95 %:n väli. Huono: yläraja alle 0.",
                "Hur många fler som kommer till temakvällar än till vanliga kvällar i närheten, varje månad, med "
                "intervallet för 95 %. Dåligt: en övre gräns under 0.",
            ),
            unit="percentunit",
            no_value=Text("None to compare", "Ei verrattavaa", "Inget att jämföra"),
            decimals=0,
        ),
        (
            Column("uplift", Text("More than usual", "Tavallista enemmän", "Fler än vanligt"), colour=NEUTRAL),
            Column("low", Text("Lower end", "Alaraja", "Nedre gräns"), colour=MUTED, dashed=True),
            Column("high", Text("Upper end", "Yläraja", "Övre gräns"), colour=MUTED, dashed=True),
        ),
        axis=Text("Change", "Muutos", "Ändring"),
        least=-1,
    )


YOUNG_PEOPLE = Board(
    name="young-people",
    title=Text("Young people", "Nuoret", "Unga"),
    description=Text(
        "Who comes to the youth centres, do they come again, who is met outside the door, and do the young feel safe? "
        "Small numbers are suppressed; up to yesterday.",
        "Ketkä käyvät nuorisotaloissa, tulevatko he uudelleen, keitä kohdataan oven ulkopuolella, ja kokevatko nuoret "
        "olonsa turvalliseksi? Pienet luvut on peitetty; eiliseen asti.",
        "Vilka kommer till ungdomsgårdarna, kommer de igen, vilka möts utanför dörren, och känner sig unga trygga? "
        "Små tal är dolda; till och med i går.",
    ),
    rows=(
        Row(
            None,
            (
                Cell(_youth_visits, 6, 4),
                Cell(_new_share, 6, 4),
                Cell(_met_outside, 6, 4),
                Cell(_uplift, 6, 4),
            ),
        ),
        Row(
            Text("Who comes", "Ketkä tulevat", "Vilka kommer"),
            (Cell(_visits_by_age, 8, 9), Cell(_reach_of_the_young, 8, 9), Cell(_new_and_returning, 8, 9)),
        ),
        Row(
            Text("Outside the door", "Oven ulkopuolella", "Utanför dörren"),
            (Cell(_settings, 12, 8), Cell(_outreach_ages, 12, 8)),
        ),
        Row(
            Text("What it brings", "Mitä se tuo", "Vad det ger"),
            (Cell(_feel_safe, 12, 9), Cell(_uplift_by_month, 12, 9)),
            collapsed=True,
        ),
        Row(
            Text("Month by month", "Kuukausittain", "Månad för månad"), (Cell(_outreach_table, 24, 10),), collapsed=True
        ),
    ),
    variables=(variables.programme,),
    annotations=(theme_nights, campaigns),
    start="now-1y/M",
    refresh="",
)
