"""Districts: where is something held, who is reached from where, and do different people mix?"""

from dashboards import variables
from dashboards.board import Board
from dashboards.colours import BAD, GOOD, NEUTRAL, WARN
from dashboards.columns import Column, series_of
from dashboards.labels import AGE_BANDS, DISTRICTS, PROGRAMMES, STATES
from dashboards.layout import Cell, Row
from dashboards.links import DataLink
from dashboards.panels import bars, district_map, series, stat, table
from dashboards.question import Question
from dashboards.sdk import barchart, geomap, timeseries
from dashboards.sdk import stat as stats
from dashboards.sdk import table as tables
from dashboards.text import NO_GATHERINGS, SUPPRESSED, Language, Text

__all__ = ["DISTRICTS_BOARD"]

_VISITS = Text("Visits", "Käynnit", "Besök")
_PER_1000 = Text("Visits per 1,000 residents", "Käyntejä 1 000 asukasta kohti", "Besök per 1 000 invånare")
_MONTH = Column("month", Text("Month", "Kuukausi", "Månad"), unit="time:YYYY-MM", width=100)
_PROGRAMME = Column("programme", Text("Programme", "Ohjelma", "Program"), labels=PROGRAMMES)
_STATE = Column("state", Text("Is it shown?", "Näytetäänkö?", "Visas det?"), labels=STATES)
_GATHERINGS = Column("gatherings", Text("Gatherings", "Tilaisuudet", "Tillfällen"))
_UNCOUNTED = Column(
    "not_recorded", Text("Not recorded", "Ei kirjattu", "Inte antecknade"), steps=((None, GOOD), (1, WARN))
)
_DISTRICT = Column(
    "district",
    Text("District", "Alue", "Distrikt"),
    labels=DISTRICTS,
    link=DataLink(Text("Its gatherings", "Sen tilaisuudet", "Dess tillfällen"), "gatherings", "district", "district"),
)
_HOME = Column("home_district", Text("Home", "Kotialue", "Hemdistrikt"), labels=DISTRICTS)
_MIXED = ((None, BAD), (0.3, WARN), (0.5, GOOD))
_NO_HOME = Text("No home district was given", "Kotialuetta ei kerrottu", "Inget hemdistrikt angavs")


def _districts_reached(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "districts/districts_reached",
            Text("In how many districts were we?", "Monellako alueella olimme?", "I hur många distrikt var vi?"),
            Text(
                "Districts of the 34 in which a gathering was held in the period. Bad: few, while people live in all.",
                "Alueet 34:stä, joilla pidettiin tilaisuus jaksolla. Huono: harvat, vaikka ihmisiä asuu kaikilla.",
                "Distrikt av de 34 där ett tillfälle hölls under perioden. Dåligt: få, fast människor bor i alla.",
            ),
            unit="locale",
            no_value=NO_GATHERINGS,
        ),
    )


def _homes_reached(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "districts/homes_reached",
            Text("From how many do people come?", "Monelta alueelta tullaan?", "Från hur många kommer människor?"),
            Text(
                "Home districts of Helsinki from which enough people came to show in a month of the period. Bad: "
                "fewer than the districts in which something is held.",
                "Helsingin kotialueet, joilta tuli jonakin kuukautena kylliksi ihmisiä näytettäväksi. Huono: vähemmän "
                "kuin alueita, joilla jotain pidetään.",
                "Hemdistrikt i Helsingfors från vilka det en månad kom nog många för att visas. Dåligt: färre än "
                "distrikten där något hålls.",
            ),
            unit="locale",
            no_value=SUPPRESSED,
            no_rows=_NO_HOME,
        ),
    )


def _evenness(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "districts/evenness",
            Text("How evenly do people come?", "Kuinka tasaisesti tullaan?", "Hur jämnt kommer människor?"),
            Text(
                "How evenly visits spread over home districts, from 0 (all from one) to 1 (from all alike), weighted "
                "by visits (Pielou's evenness). Orange below a half, red below 0.3.",
                "Kuinka tasaisesti käynnit jakautuvat kotialueille, 0:sta (kaikki yhdeltä) 1:een (kaikilta yhtä), "
                "käynneillä painotettuna (Pielou). Oranssi alle puolen, punainen alle 0,3.",
                "Hur jämnt besöken fördelar sig på hemdistrikt, från 0 (alla från ett) till 1 (lika från alla), vägt "
                "med besök (Pielou). Orange under hälften, rött under 0,3.",
            ),
            unit="percentunit",
            no_value=SUPPRESSED,
            decimals=0,
        ),
        steps=_MIXED,
        greatest=1,
    )


def _where_map(language: Language) -> geomap.Panel:
    return district_map(
        language,
        Question(
            "districts/where_map",
            Text("Where do people come together?", "Missä ihmiset kokoontuvat?", "Var samlas människor?"),
            Text(
                "Visits of the period at each district's centre, of the months that are shown; the larger the dot, the "
                "more. A district without a dot has nothing, or too little to show, which is bad where many live.",
                "Jakson käynnit kunkin alueen keskipisteessä, näytetyiltä kuukausilta; mitä suurempi piste, sitä "
                "enemmän. Alueella ilman pistettä ei ole mitään tai liian vähän, mikä on huono siellä, missä moni "
                "asuu.",
                "Periodens besök i varje distrikts mitt, från de månader som visas; ju större prick, desto fler. Ett "
                "distrikt utan prick har inget, eller för litet att visa, vilket är dåligt där många bor.",
            ),
            unit="locale",
            no_value=SUPPRESSED,
        ),
        (
            Column("name", Text("District", "Alue", "Distrikt")),
            Column("visits", _VISITS),
            _GATHERINGS,
        ),
        size="visits",
        steps=((None, NEUTRAL),),
    )


def _reach_by_home(language: Language) -> barchart.Panel:
    return bars(
        language,
        Question(
            "districts/reach_by_home",
            Text(
                "Who is reached, by where they live?",
                "Ketkä tavoitetaan kotialueittain?",
                "Vilka nås, efter hemdistrikt?",
            ),
            Text(
                "Visits of the period per 1,000 residents of the visitors' home district (2010), of what is shown. "
                "Bad: districts at the end, and those that are missing.",
                "Jakson käynnit kotialueen 1 000 asukasta kohti (2010), näytetyistä. Huono: viimeiset alueet ja ne, "
                "jotka puuttuvat.",
                "Periodens besök per 1 000 invånare i besökarnas hemdistrikt (2010), av det som visas. Dåligt: "
                "distrikten sist, och de som saknas.",
            ),
            unit="locale",
            no_value=SUPPRESSED,
            decimals=1,
        ),
        _HOME,
        (Column("per_1000", _PER_1000, colour=NEUTRAL),),
        axis=_PER_1000,
    )


def _visits_by_district(language: Language) -> barchart.Panel:
    return bars(
        language,
        Question(
            "districts/visits_by_district",
            Text("Which districts are visited most?", "Missä käydään eniten?", "Vilka distrikt besöks mest?"),
            Text(
                "Visits of the period by the venue's district, of the months that are shown. Bad: all in the centre.",
                "Jakson käynnit tilaisuuden alueen mukaan, näytetyiltä kuukausilta. Huono: kaikki keskustassa.",
                "Periodens besök efter platsens distrikt, från de månader som visas. Dåligt: alla i centrum.",
            ),
            unit="locale",
            no_value=SUPPRESSED,
        ),
        Column("district", Text("District", "Alue", "Distrikt"), labels=DISTRICTS),
        (Column("visits", _VISITS, colour=NEUTRAL),),
        axis=_VISITS,
    )


def _mixing_by_month(language: Language) -> timeseries.Panel:
    return series(
        language,
        Question(
            "districts/mixing_by_month",
            Text("Do different people mix?", "Kohtaavatko erilaiset ihmiset?", "Möts olika människor?"),
            Text(
                "How evenly each programme's visits spread over home districts each month, 0 to 1 (Pielou). A gap: "
                "too few to show. Bad: falling.",
                "Kuinka tasaisesti kunkin ohjelman käynnit jakautuvat kotialueille kuukausittain, 0-1 (Pielou). Aukko: "
                "liian vähän. Huono: laskee.",
                "Hur jämnt varje programs besök fördelar sig på hemdistrikt varje månad, 0 till 1 (Pielou). Ett hål: "
                "för få att visa. Dåligt: sjunker.",
            ),
            unit="percentunit",
            no_value=SUPPRESSED,
            decimals=0,
        ),
        series_of(PROGRAMMES),
        axis=Text("Evenness", "Tasaisuus", "Jämnhet"),
        greatest=1,
    )


def _dissimilarity(language: Language) -> timeseries.Panel:
    return series(
        language,
        Question(
            "districts/dissimilarity",
            Text("How unlike the city are visitors?", "Kuinka kävijät eroavat kaupungista?", "Hur olika staden är de?"),
            Text(
                "Share of each programme's visits that would have to come from other districts to be like the city's "
                "residents (Duncan's dissimilarity), each month. Bad: rising.",
                "Osuus kunkin ohjelman käynneistä, joiden pitäisi tulla muilta alueilta, jotta kävijät olisivat kuin "
                "kaupunkilaiset (Duncan), kuukausittain. Huono: nousee.",
                "Andelen av varje programs besök som borde komma från andra distrikt för att likna stadens invånare "
                "(Duncan), varje månad. Dåligt: stiger.",
            ),
            unit="percentunit",
            no_value=SUPPRESSED,
            decimals=0,
        ),
        series_of(PROGRAMMES),
        axis=Text("Dissimilarity", "Erilaisuus", "Olikhet"),
        greatest=1,
    )


def _ages_by_area(language: Language) -> tables.Panel:
    return table(
        language,
        Question(
            "districts/ages_by_area",
            Text("Which ages come where?", "Minkä ikäiset käyvät missä?", "I vilken ålder kommer man vart?"),
            Text(
                "Visits by age band, as finely by area as they can be shown: a district, the other districts "
                "together, or the whole city. Suppressed: too few to show. Bad: an age band that is missing.",
                "Käynnit ikäryhmittäin niin tarkasti alueittain kuin voidaan näyttää: alue, muut alueet yhdessä tai "
                "koko kaupunki. Peitetty: liian vähän. Huono: ikäryhmä puuttuu.",
                "Besök per åldersgrupp, så fint per område som de kan visas: ett distrikt, de övriga tillsammans "
                "eller hela staden. Dolt: för få. Dåligt: en åldersgrupp saknas.",
            ),
            unit="locale",
            no_value=Text("Nobody was counted", "Ketään ei laskettu", "Ingen räknades"),
        ),
        (
            _MONTH,
            _PROGRAMME,
            Column("area", Text("Area", "Alue", "Område"), labels=DISTRICTS),
            Column("age_band", Text("Age band", "Ikäryhmä", "Åldersgrupp"), labels=AGE_BANDS),
            Column("visits", _VISITS),
            _STATE,
        ),
    )


def _districts_table(language: Language) -> tables.Panel:
    return table(
        language,
        Question(
            "districts/districts_table",
            Text("What was held in each district?", "Mitä kullakin alueella pidettiin?", "Vad hölls i varje distrikt?"),
            Text(
                "Each district's gatherings and visits by month and programme. Suppressed: too small to show. Not "
                "recorded: nobody counted, which is bad.",
                "Kunkin alueen tilaisuudet ja käynnit kuukauden ja ohjelman mukaan. Peitetty: liian pieni. Ei "
                "kirjattu: kukaan ei laskenut, mikä on huono.",
                "Varje distrikts tillfällen och besök efter månad och program. Dolt: för litet att visa. Inte "
                "antecknat: ingen räknade, vilket är dåligt.",
            ),
            unit="locale",
            no_value=NO_GATHERINGS,
        ),
        (_MONTH, _DISTRICT, _PROGRAMME, _GATHERINGS, _UNCOUNTED, Column("visits", _VISITS), _STATE),
    )


def _homes_table(language: Language) -> tables.Panel:
    return table(
        language,
        Question(
            "districts/homes_table",
            Text("Where do they come from?", "Mistä he tulevat?", "Varifrån kommer de?"),
            Text(
                "Visits by home district, month and programme, and per 1,000 residents of that district (2010). "
                "Suppressed: too few to show. Bad: a home district that is missing.",
                "Käynnit kotialueen, kuukauden ja ohjelman mukaan, ja alueen 1 000 asukasta kohti (2010). Peitetty: "
                "liian vähän. Huono: kotialue puuttuu.",
                "Besök efter hemdistrikt, månad och program, och per 1 000 invånare i distriktet (2010). Dolt: för få "
                "att visa. Dåligt: ett hemdistrikt saknas.",
            ),
            unit="locale",
            no_value=_NO_HOME,
        ),
        (
            _MONTH,
            _HOME,
            _PROGRAMME,
            Column("visits", _VISITS),
            Column("per_1000", _PER_1000, decimals=1),
            _STATE,
        ),
    )


def _concerns(language: Language) -> barchart.Panel:
    label = Text("Concerns", "Huolet", "Orosmoment")
    return bars(
        language,
        Question(
            "districts/concerns",
            Text("Where are people worried?", "Missä ollaan huolissaan?", "Var är människor oroliga?"),
            Text(
                "Concerns of the period's quarters by the district that they are about, of the numbers that are "
                "shown. Bad: a district far above the others.",
                "Jakson vuosineljännesten huolet alueittain, näytetyistä luvuista. Huono: alue paljon muita ylempänä.",
                "Orosmoment under periodens kvartal efter distrikt, av de tal som visas. Dåligt: ett distrikt långt "
                "över de andra.",
            ),
            unit="locale",
            no_value=SUPPRESSED,
            no_rows=Text("No concern was raised", "Huolia ei tuotu esiin", "Inget orosmoment framfördes"),
        ),
        Column("district", Text("District", "Alue", "Distrikt"), labels=DISTRICTS),
        (Column("concerns", label, colour=NEUTRAL),),
        axis=label,
    )


DISTRICTS_BOARD = Board(
    name="districts",
    title=Text("Districts", "Alueet", "Distrikt"),
    description=Text(
        "Where is something held, who is reached from where, and do people from different districts mix? Small "
        "numbers are suppressed; up to yesterday.",
        "Missä jotain pidetään, keitä tavoitetaan miltäkin alueelta, ja kohtaavatko eri alueiden ihmiset? Pienet "
        "luvut on peitetty; eiliseen asti.",
        "Var hålls något, vilka nås varifrån, och möts människor från olika distrikt? Små tal är dolda; till och med "
        "i går.",
    ),
    rows=(
        Row(None, (Cell(_districts_reached, 8, 4), Cell(_homes_reached, 8, 4), Cell(_evenness, 8, 4))),
        Row(
            Text("Where and from where", "Missä ja mistä", "Var och varifrån"),
            (Cell(_where_map, 14, 13), Cell(_reach_by_home, 10, 13)),
        ),
        Row(
            Text("Mixing", "Kohtaaminen", "Möten"),
            (Cell(_mixing_by_month, 12, 9), Cell(_dissimilarity, 12, 9)),
        ),
        Row(
            Text("District by district", "Alueittain", "Distrikt för distrikt"),
            (Cell(_visits_by_district, 12, 11), Cell(_concerns, 12, 11), Cell(_districts_table, 24, 10)),
            collapsed=True,
        ),
        Row(
            Text("Homes and ages", "Kotialueet ja iät", "Hem och åldrar"),
            (Cell(_homes_table, 12, 11), Cell(_ages_by_area, 12, 11)),
            collapsed=True,
        ),
    ),
    variables=(variables.programme, variables.district),
    start="now-1y/M",
    refresh="",
)
