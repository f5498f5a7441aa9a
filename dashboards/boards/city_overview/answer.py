"""The first row: the answer, in large numbers."""

from dashboards.boards.city_overview.columns import COMPLETENESS, GROWTH_STEPS
from dashboards.colours import NEUTRAL
from dashboards.layout import Cell, Row
from dashboards.panels import note, stat
from dashboards.question import Question
from dashboards.sdk import stat as stats
from dashboards.sdk import text as notes
from dashboards.text import NO_GATHERINGS, NOT_RECORDED, Language, Text

__all__ = ["ANSWER"]


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
            no_rows=NO_GATHERINGS,
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
                "programmes with both. Green: as many or more. Orange below -20 %, red below -50 %: look for closed "
                "venues or missing counts.",
                "Viime kokonaisen viikon käynnit jaettuna enintään neljän edellisen viikon keskiarvolla, miinus 1. "
                "Vain ohjelmat, joista on molemmat. Vihreä: yhtä paljon tai enemmän. Oranssi alle -20 %, punainen alle "
                "-50 %: tarkista suljetut paikat ja puuttuvat laskennat.",
                "Senaste hela veckans besök delat med medeltalet av upp till fyra föregående veckor, minus 1. Bara "
                "program med båda. Grönt: lika många eller fler. Orange under -20 %, rött under -50 %: se efter "
                "stängda platser och saknade räkningar.",
            ),
            unit="percentunit",
            no_value=Text("None to compare", "Ei verrattavaa", "Inget att jämföra"),
            decimals=0,
        ),
        steps=GROWTH_STEPS,
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
            no_rows=NO_GATHERINGS,
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
            no_value=NO_GATHERINGS,
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
            no_rows=NO_GATHERINGS,
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
        steps=COMPLETENESS,
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


ANSWER = Row(
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
)
