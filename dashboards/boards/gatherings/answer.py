"""The first row: the answer, in large numbers."""

from dashboards.boards.gatherings.columns import FULLNESS, NOBODY_OPEN
from dashboards.colours import GOOD, WARN
from dashboards.layout import Cell, Row
from dashboards.panels import gauge, stat
from dashboards.question import Question
from dashboards.sdk import gauge as gauges
from dashboards.sdk import stat as stats
from dashboards.text import NO_GATHERINGS, Language, Text

__all__ = ["ANSWER"]


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
            no_value=NOBODY_OPEN,
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
            no_rows=NOBODY_OPEN,
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
            no_rows=NOBODY_OPEN,
            decimals=0,
        ),
        steps=FULLNESS,
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
            no_value=NO_GATHERINGS,
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
            no_rows=NO_GATHERINGS,
            decimals=0,
        ),
    )


ANSWER = Row(
    None,
    (
        Cell(_open_now, 5, 5),
        Cell(_inside_now, 5, 5),
        Cell(_fullest_now, 4, 5),
        Cell(_uncounted, 5, 5),
        Cell(_usual_size, 5, 5),
    ),
)
