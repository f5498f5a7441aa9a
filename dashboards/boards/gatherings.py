"""Gatherings: how full is it tonight, when do people arrive, and what became of each?"""

from dashboards import variables
from dashboards.board import Board
from dashboards.colours import BAD, GOOD, MUTED, NEUTRAL, WARN
from dashboards.columns import Column, series_of
from dashboards.labels import ANSWERS, DISTRICTS, PROGRAMMES, PROVENANCE, STATES, STATUSES
from dashboards.layout import Cell, Row
from dashboards.links import DataLink
from dashboards.panels import bars, gauge, series, stat, table
from dashboards.question import Question
from dashboards.sdk import barchart, dashboard, timeseries
from dashboards.sdk import gauge as gauges
from dashboards.sdk import stat as stats
from dashboards.sdk import table as tables
from dashboards.statement import statement
from dashboards.text import NOT_RECORDED, SUPPRESSED, Language, Text

__all__ = ["GATHERINGS"]

_FULLNESS = ((None, GOOD), (0.8, WARN), (1, BAD))
_NOBODY_OPEN = Text("No gathering is open", "Mikään tilaisuus ei ole auki", "Inget tillfälle är öppet")
_NO_NUMBER = Text(
    "None open, or too few people to show",
    "Mikään ei ole auki, tai liian vähän väkeä näytettäväksi",
    "Inget öppet, eller för få människor att visa",
)
_DAY = Column("day", Text("Day", "Päivä", "Dag"), unit="time:YYYY-MM-DD", width=110)
_NAME = Column("name", Text("Gathering", "Tilaisuus", "Tillfälle"))
_PROGRAMME = Column("programme", Text("Programme", "Ohjelma", "Program"), labels=PROGRAMMES)
_DISTRICT = Column(
    "district",
    Text("District", "Alue", "Distrikt"),
    labels=DISTRICTS,
    link=DataLink(Text("Its district", "Sen alue", "Dess distrikt"), "districts", "district", "district"),
)
_VISITS = Column("visits", Text("Visits", "Käynnit", "Besök"))
_CAPACITY = Column("capacity", Text("Room for", "Tilaa", "Plats för"))
_STATE = Column("state", Text("Is it shown?", "Näytetäänkö?", "Visas det?"), labels=STATES)
_PROVENANCE = Column("provenance", Text("Counted by", "Laskettu", "Räknat genom"), labels=PROVENANCE)
_ARRIVALS = Text("Arrivals", "Saapumiset", "Ankomster")
_PEOPLE = Text("People, about", "Ihmisiä, noin", "Människor, ungefär")


def _gathering(language: Language) -> dashboard.QueryVariable:
    label = Text("Gathering", "Tilaisuus", "Tillfälle")
    return variables.choice(language, "gathering", label, statement("variables/gathering"))


def _open_now(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "gatherings/open_now",
            Text("Gatherings open now", "Tilaisuuksia auki nyt", "Öppna tillfällen nu"),
            Text(
                "Gatherings that were opened and not closed yet, whatever the period; one that nobody closes is over "
                "six hours after its planned end. Bad: one that should be open is missing, or still open next morning.",
                "Avatut tilaisuudet, joita ei ole vielä suljettu, jaksosta riippumatta; jota kukaan ei sulje, päättyy "
                "kuusi tuntia suunnitellun lopun jälkeen. Huono: auki olevaksi tarkoitettu puuttuu, tai on yhä auki "
                "aamulla.",
                "Tillfällen som öppnats och inte stängts, oavsett period; det som ingen stänger är över sex timmar "
                "efter sitt planerade slut. Dåligt: ett som borde vara öppet saknas, eller är ännu öppet på morgonen.",
            ),
            unit="locale",
            no_value=_NOBODY_OPEN,
        ),
    )


def _inside_now(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "gatherings/inside_now",
            Text(
                "How many are inside now, about?", "Kuinka moni on nyt sisällä, noin?", "Hur många är inne nu, ungefär?"
            ),
            Text(
                "Entries less exits of open gatherings that ten times the programme's threshold have come to, to the "
                "nearest ten. Smaller ones are not in it. Bad: more than there is room for.",
                "Tulleet miinus lähteneet avoimissa tilaisuuksissa, joissa on käynyt kymmenen kertaa ohjelman raja, "
                "kymmenen tarkkuudella. Pienemmät puuttuvat. Huono: enemmän kuin tilaa.",
                "Inpasserade minus utpasserade vid öppna tillfällen dit tio gånger programmets gräns har kommit, till "
                "närmaste tio. Mindre ingår inte. Dåligt: fler än det finns plats för.",
            ),
            unit="locale",
            no_value=_NO_NUMBER,
        ),
    )


def _fullest_now(language: Language) -> gauges.Panel:
    return gauge(
        language,
        Question(
            "gatherings/fullest_now",
            Text("How full is the fullest now?", "Kuinka täynnä täysin on nyt?", "Hur fullt är det fullaste nu?"),
            Text(
                "People inside, about, over the room there is, at the fullest open gathering with both. Orange from "
                "80 %, red from 100 %: stop letting people in.",
                "Sisällä noin, jaettuna tilalla, täysimmässä avoimessa tilaisuudessa, josta on molemmat. Oranssi 80 "
                "%:sta, punainen 100 %:sta: älä päästä enempää sisään.",
                "Människor inne, ungefär, delat med platserna, vid det fullaste öppna tillfället med båda. Orange "
                "från 80 %, rött från 100 %: släpp inte in fler.",
            ),
            unit="percentunit",
            no_value=_NO_NUMBER,
            decimals=0,
        ),
        steps=_FULLNESS,
        greatest=1,
    )


def _uncounted(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "gatherings/uncounted",
            Text("Gatherings that nobody counted", "Laskematta jääneet tilaisuudet", "Tillfällen som ingen räknade"),
            Text(
                "Gatherings of the period up to yesterday, not called off, at which nobody recorded a number. Orange "
                "from one on: ask the organiser for the paper sheet.",
                "Jakson tilaisuudet eiliseen asti, ei perutut, joissa kukaan ei kirjannut lukua. Oranssi yhdestä "
                "alkaen: pyydä järjestäjältä paperilista.",
                "Periodens tillfällen till och med i går, inte inställda, där ingen antecknade ett tal. Orange från "
                "ett: be arrangören om papperslistan.",
            ),
            unit="locale",
            no_value=Text("No gatherings in the period", "Ei tilaisuuksia jaksolla", "Inga tillfällen under perioden"),
        ),
        steps=((None, GOOD), (1, WARN)),
    )


def _usual_size(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "gatherings/usual_size",
            Text("Visits of a usual gathering", "Tavallisen tilaisuuden käynnit", "Besök på ett vanligt tillfälle"),
            Text(
                "Half of the period's gatherings whose number is shown had so many visits or fewer (the median). "
                "Small ones are suppressed, so the true one is lower. Bad: falling from period to period.",
                "Puolella jakson tilaisuuksista, joiden luku näytetään, oli enintään näin monta käyntiä (mediaani). "
                "Pienet on peitetty, joten todellinen on pienempi. Huono: laskee jaksosta toiseen.",
                "Hälften av periodens tillfällen vars tal visas hade högst så många besök (medianen). Små är dolda, "
                "så den sanna är lägre. Dåligt: sjunker från period till period.",
            ),
            unit="locale",
            no_value=SUPPRESSED,
            decimals=0,
        ),
    )


def _inside_by_gathering(language: Language) -> tables.Panel:
    return table(
        language,
        Question(
            "gatherings/inside_by_gathering",
            Text("What is going on tonight?", "Mitä tänä iltana tapahtuu?", "Vad pågår i kväll?"),
            Text(
                "Each open gathering: how many are inside, to the nearest ten, and for how many there is room. "
                "Suppressed: fewer have come than may be shown. Orange from 80 %, red from 100 % full.",
                "Kukin avoin tilaisuus: kuinka moni on sisällä kymmenen tarkkuudella, ja kuinka monelle on tilaa. "
                "Peitetty: liian harva on tullut näytettäväksi. Oranssi 80 %:sta, punainen 100 %:sta.",
                "Varje öppet tillfälle: hur många som är inne, till närmaste tio, och för hur många det finns plats. "
                "Dolt: för få har kommit för att visas. Orange från 80 %, rött från 100 %.",
            ),
            unit="locale",
            no_value=_NO_NUMBER,
        ),
        (
            _NAME,
            _PROGRAMME,
            _DISTRICT,
            Column("starts", Text("Begins", "Alkaa", "Börjar"), unit="dateTimeAsIso", width=170),
            Column("about", Text("Inside, about", "Sisällä, noin", "Inne, ungefär")),
            _CAPACITY,
            Column(
                "fullness", Text("Full", "Täynnä", "Fullt"), unit="percentunit", decimals=0, steps=_FULLNESS, greatest=1
            ),
            _STATE,
        ),
    )


def _room_left(language: Language) -> barchart.Panel:
    return bars(
        language,
        Question(
            "gatherings/room_left",
            Text("Where is there room left?", "Missä on vielä tilaa?", "Var finns det plats kvar?"),
            Text(
                "About how many are inside, and how many more there is room for; together they sum to the room. The "
                "twelve with most people. Bad: no room left.",
                "Noin kuinka moni on sisällä, ja kuinka monelle on vielä tilaa; yhdessä ne summautuvat tilaan. "
                "Kaksitoista, joissa on eniten väkeä. Huono: tilaa ei ole.",
                "Ungefär hur många som är inne, och hur många fler som får plats; tillsammans summeras de till "
                "platserna. De tolv med flest människor. Dåligt: ingen plats kvar.",
            ),
            unit="locale",
            no_value=_NO_NUMBER,
        ),
        _NAME,
        (
            Column("about", Text("Inside, about", "Sisällä, noin", "Inne, ungefär"), colour=NEUTRAL),
            Column("room", Text("Room left", "Tilaa jäljellä", "Plats kvar"), colour=MUTED),
        ),
        axis=_PEOPLE,
        stacked=True,
    )


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
        ),
        Column("clock", Text("Hour", "Tunti", "Timme")),
        (Column("entries", _ARRIVALS, colour=NEUTRAL),),
        axis=_ARRIVALS,
    )


def _gatherings_table(language: Language) -> tables.Panel:
    return table(
        language,
        Question(
            "gatherings/gatherings_table",
            Text("What became of each gathering?", "Miten tilaisuuksissa kävi?", "Hur gick det med tillfällena?"),
            Text(
                "Each gathering of the period up to yesterday, the latest first. Suppressed: there is a number, too "
                "small to show. Not recorded: nobody counted, which is bad. Final: late uploads have arrived.",
                "Kukin jakson tilaisuus eiliseen asti, uusin ensin. Peitetty: luku on, mutta liian pieni "
                "näytettäväksi. Ei kirjattu: kukaan ei laskenut, mikä on huono. Lopullinen: myöhäiset lähetykset ovat "
                "tulleet.",
                "Varje tillfälle under perioden till och med i går, de senaste först. Dolt: det finns ett tal, för "
                "litet att visa. Inte antecknat: ingen räknade, vilket är dåligt. Slutlig: sena uppladdningar har "
                "kommit.",
            ),
            unit="locale",
        ),
        (
            _DAY,
            _NAME,
            _PROGRAMME,
            _DISTRICT,
            Column("status", Text("Status", "Tila", "Status"), labels=STATUSES),
            _VISITS,
            _STATE,
            _CAPACITY,
            _PROVENANCE,
            Column("disagree", Text("Counts differ", "Laskennat eroavat", "Räkningarna skiljer sig"), labels=ANSWERS),
            Column("final", Text("Final", "Lopullinen", "Slutlig"), labels=ANSWERS),
        ),
    )


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
            no_value=NOT_RECORDED,
        ),
        _PROGRAMME,
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
        (_DAY, _NAME, _PROGRAMME, _DISTRICT, _VISITS, _STATE, _PROVENANCE),
    )


GATHERINGS = Board(
    name="gatherings",
    title=Text("Gatherings", "Tilaisuudet", "Tillfällen"),
    description=Text(
        "For organisers: how full is it now, when do people arrive, what became of each gathering, and which were not "
        "counted. Only what is inside now is of today; all else goes up to yesterday.",
        "Järjestäjille: kuinka täynnä nyt on, milloin saavutaan, miten kussakin tilaisuudessa kävi ja mitkä jäivät "
        "laskematta. Vain sisällä olevat ovat tältä päivältä; muu ulottuu eiliseen.",
        "För arrangörer: hur fullt är det nu, när kommer folk, hur gick det med varje tillfälle och vilka räknades "
        "inte. Bara de som är inne nu gäller i dag; allt annat till och med i går.",
    ),
    rows=(
        Row(
            None,
            (
                Cell(_open_now, 5, 5),
                Cell(_inside_now, 5, 5),
                Cell(_fullest_now, 4, 5),
                Cell(_uncounted, 5, 5),
                Cell(_usual_size, 5, 5),
            ),
        ),
        Row(Text("Tonight", "Tänä iltana", "I kväll"), (Cell(_inside_by_gathering, 15, 9), Cell(_room_left, 9, 9))),
        Row(Text("Arrivals", "Saapumiset", "Ankomster"), (Cell(_arrivals_curve, 15, 9), Cell(_arrivals_by_hour, 9, 9))),
        Row(Text("Every gathering", "Kaikki tilaisuudet", "Alla tillfällen"), (Cell(_gatherings_table, 24, 12),)),
        Row(
            Text("How they were counted", "Miten laskettiin", "Hur de räknades"),
            (Cell(_states_by_programme, 12, 8), Cell(_sizes, 12, 8), Cell(_disagreements, 24, 8)),
            collapsed=True,
        ),
    ),
    variables=(variables.programme, variables.district, _gathering),
    start="now-30d",
    refresh="1m",
)
