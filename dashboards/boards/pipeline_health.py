"""Pipeline health: is everything stored soon, is anything refused, and do the books balance?"""

from dashboards.board import Board
from dashboards.colours import BAD, GOOD, NEUTRAL, SECOND, WARN
from dashboards.columns import Column, series_of
from dashboards.labels import ANSWERS, REASONS
from dashboards.layout import Cell, Row
from dashboards.panels import bars, series, stat, table
from dashboards.question import Question
from dashboards.sdk import barchart, timeseries
from dashboards.sdk import stat as stats
from dashboards.sdk import table as tables
from dashboards.text import Language, Text

__all__ = ["PIPELINE_HEALTH"]

_LATENCY = ((None, GOOD), (2, WARN), (60, BAD))
_LAG = ((None, GOOD), (10_000, WARN), (100_000, BAD))
_SILENCE = ((None, GOOD), (3_600, WARN), (86_400, BAD))
_ANY = ((None, GOOD), (1, BAD))
_SOME = ((None, GOOD), (1, WARN), (1_000, BAD))
_MESSAGES = Text("Messages", "Viestit", "Meddelanden")
_DEAD_LETTERS = Text("Dead letters", "Hylätyt viestit", "Avvisade meddelanden")
_SECONDS = Text("Seconds", "Sekunnit", "Sekunder")
_NOTHING_STORED = Text("Nothing was stored", "Mitään ei tallennettu", "Inget lagrades")
_NONE_REFUSED = Text("None in the period", "Ei yhtään jaksolla", "Inga under perioden")
_NO_BOOKS = Text("No message was booked yet", "Viestejä ei ole kirjattu", "Inget meddelande bokfört")
_LAG_COLUMN = Text("Waiting, about", "Odottaa, noin", "Väntar, ungefär")


def _last_stored(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "pipeline_health/last_stored",
            Text("How long ago was anything stored?", "Milloin viimeksi tallennettiin?", "När lagrades något senast?"),
            Text(
                "Time since any worker last stored messages, of the last week. Orange from an hour on, red from a day "
                "on: at night that may be right; look whether a worker runs.",
                "Aika siitä, kun jokin työprosessi viimeksi tallensi viestejä, viime viikolta. Oranssi tunnista, "
                "punainen vuorokaudesta: yöllä se voi olla oikein; katso, onko työprosessi käynnissä.",
                "Tid sedan någon arbetare senast lagrade meddelanden, under senaste veckan. Orange från en timme, rött "
                "från ett dygn: på natten kan det stämma; se om en arbetare är i gång.",
            ),
            unit="s",
            no_value=_NOTHING_STORED,
            decimals=0,
        ),
        steps=_SILENCE,
    )


def _latency(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "pipeline_health/latency",
            Text("How soon is a message stored?", "Kuinka pian viesti tallentuu?", "Hur snart lagras ett meddelande?"),
            Text(
                "The worst minute's 99th percentile of the seconds from Kafka's append to ClickHouse; never less than "
                "the true one. Orange from 2 s on, red from a minute on: the worker is overwhelmed or was away.",
                "Pahimman minuutin 99. prosenttipiste sekunteina Kafkasta ClickHouseen; ei koskaan todellista "
                "pienempi. Oranssi 2 sekunnista, punainen minuutista: työprosessi on ylikuormittunut tai oli poissa.",
                "Den sämsta minutens 99:e percentil i sekunder från Kafka till ClickHouse; aldrig mindre än den sanna. "
                "Orange från 2 s, rött från en minut: arbetaren är överlastad eller var borta.",
            ),
            unit="s",
            no_value=_NOTHING_STORED,
            decimals=1,
        ),
        steps=_LATENCY,
    )


def _lag(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "pipeline_health/lag",
            Text("How many messages wait, about?", "Montako viestiä odottaa, noin?", "Hur många väntar, ungefär?"),
            Text(
                "Messages in Kafka that were not stored when each worker last stored, to the nearest ten. Orange from "
                "10,000 on, red from 100,000 on. A worker that is gone says nothing here.",
                "Kafkassa olevat viestit, joita ei ollut tallennettu, kun kukin työprosessi viimeksi tallensi, "
                "kymmenen tarkkuudella. Oranssi 10 000:sta, punainen 100 000:sta. Poissa oleva ei kerro mitään.",
                "Meddelanden i Kafka som inte var lagrade när varje arbetare senast lagrade, till närmaste tio. Orange "
                "från 10 000, rött från 100 000. En arbetare som är borta säger inget här.",
            ),
            unit="locale",
            no_value=_NOTHING_STORED,
        ),
        steps=_LAG,
    )


def _refused(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "pipeline_health/refused",
            Text("How many messages were refused?", "Montako viestiä hylättiin?", "Hur många meddelanden avvisades?"),
            Text(
                "Dead letters of the period, of all programmes. Orange from one on, red from a thousand on: see the "
                "reasons below, then `engage dead-letters`.",
                "Jakson hylätyt viestit, kaikista ohjelmista. Oranssi yhdestä, punainen tuhannesta: katso syyt alta, "
                "sitten `engage dead-letters`.",
                "Periodens avvisade meddelanden, från alla program. Orange från ett, rött från tusen: se orsakerna "
                "nedan, sedan `engage dead-letters`.",
            ),
            unit="locale",
            no_value=_NONE_REFUSED,
        ),
        steps=_SOME,
    )


def _unaccounted(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "pipeline_health/unaccounted",
            Text(
                "Are messages unaccounted for?", "Puuttuuko viestejä kirjanpidosta?", "Saknas meddelanden i böckerna?"
            ),
            Text(
                "Messages without an outcome, or with two, in all topics since the beginning. Red from one on: run "
                "`engage books` and look at what is missing.",
                "Viestit, joilla ei ole lopputulosta tai on kaksi, kaikissa aiheissa alusta asti. Punainen yhdestä: "
                "aja `engage books` ja katso, mikä puuttuu.",
                "Meddelanden utan utfall, eller med två, i alla ämnen sedan början. Rött från ett: kör `engage books` "
                "och se vad som saknas.",
            ),
            unit="locale",
            no_value=_NO_BOOKS,
        ),
        steps=_ANY,
    )


def _messages(language: Language) -> timeseries.Panel:
    return series(
        language,
        Question(
            "pipeline_health/messages",
            Text("How many messages are stored?", "Montako viestiä tallennetaan?", "Hur många meddelanden lagras?"),
            Text(
                "Messages stored, of all programmes together, each minute to the nearest ten. Bad: none on an evening "
                "when doors are open.",
                "Tallennetut viestit, kaikista ohjelmista yhdessä, minuutin luvut kymmenen tarkkuudella. Huono: ei "
                "yhtään iltana, jolloin ovet ovat auki.",
                "Lagrade meddelanden, från alla program tillsammans, varje minut till närmaste tio. Dåligt: inga en "
                "kväll när dörrarna är öppna.",
            ),
            unit="locale",
            no_value=_NOTHING_STORED,
        ),
        (Column("messages", _MESSAGES, colour=NEUTRAL),),
        axis=_MESSAGES,
        bars=True,
    )


def _latency_over_time(language: Language) -> timeseries.Panel:
    return series(
        language,
        Question(
            "pipeline_health/latency_over_time",
            Text("How long does a message wait?", "Kauanko viesti odottaa?", "Hur länge väntar ett meddelande?"),
            Text(
                "Seconds from Kafka's append to ClickHouse: the median and the 99th percentile, the worst minute of "
                "each step. Bad: rising, which means a backlog.",
                "Sekunnit Kafkasta ClickHouseen: mediaani ja 99. prosenttipiste, kunkin jakson pahin minuutti. Huono: "
                "nousee, mikä kertoo jonosta.",
                "Sekunder från Kafka till ClickHouse: medianen och 99:e percentilen, den sämsta minuten i varje steg. "
                "Dåligt: stiger, vilket betyder kö.",
            ),
            unit="s",
            no_value=_NOTHING_STORED,
            decimals=1,
        ),
        (
            Column("half", Text("Half of them", "Puolet", "Hälften"), colour=NEUTRAL),
            Column("nearly_all", Text("99 of 100", "99 sadasta", "99 av 100"), colour=SECOND),
        ),
        axis=_SECONDS,
    )


def _lag_over_time(language: Language) -> timeseries.Panel:
    return series(
        language,
        Question(
            "pipeline_health/lag_over_time",
            Text("Does a backlog grow?", "Kasvaako jono?", "Växer en kö?"),
            Text(
                "Messages that waited in Kafka when workers stored, the most in each step, to the nearest ten. Bad: "
                "it does not fall; start another worker.",
                "Kafkassa odottaneet viestit, kun työprosessit tallensivat, kunkin jakson suurin, kymmenen "
                "tarkkuudella. Huono: ei laske; käynnistä toinen.",
                "Meddelanden som väntade i Kafka när arbetare lagrade, det mesta i varje steg, till närmaste tio. "
                "Dåligt: den sjunker inte; starta en till.",
            ),
            unit="locale",
            no_value=_NOTHING_STORED,
        ),
        (Column("waiting", _LAG_COLUMN, colour=NEUTRAL),),
        axis=_MESSAGES,
    )


def _refused_over_time(language: Language) -> timeseries.Panel:
    return series(
        language,
        Question(
            "pipeline_health/refused_over_time",
            Text("When were messages refused?", "Milloin viestejä hylättiin?", "När avvisades meddelanden?"),
            Text(
                "Dead letters by the hour in which they came and by reason; they sum to all. Bad: a rush after a "
                "release: a producer or the worker is wrong.",
                "Hylätyt viestit saapumistunnin ja syyn mukaan; ne summautuvat kaikkiin. Huono: ryöppy julkaisun "
                "jälkeen: lähettäjässä tai työprosessissa on vika.",
                "Avvisade meddelanden efter timmen då de kom och efter orsak; de summeras till alla. Dåligt: en våg "
                "efter en release: en avsändare eller arbetaren har fel.",
            ),
            unit="locale",
            no_value=_NONE_REFUSED,
        ),
        series_of(REASONS),
        axis=_DEAD_LETTERS,
        bars=True,
        stacked=True,
    )


def _reasons(language: Language) -> barchart.Panel:
    return bars(
        language,
        Question(
            "pipeline_health/reasons",
            Text("Why were they refused?", "Miksi ne hylättiin?", "Varför avvisades de?"),
            Text(
                "Dead letters of the period by reason. Bad: many of one; `engage dead-letters list` says which and "
                "what helps.",
                "Jakson hylätyt viestit syittäin. Huono: paljon yhtä; `engage dead-letters list` kertoo mitkä ja mikä "
                "auttaa.",
                "Periodens avvisade meddelanden efter orsak. Dåligt: många av en; `engage dead-letters list` säger "
                "vilka och vad som hjälper.",
            ),
            unit="locale",
            no_value=_NONE_REFUSED,
        ),
        Column("reason", Text("Reason", "Syy", "Orsak"), labels=REASONS),
        (Column("dead_letters", _DEAD_LETTERS, colour=NEUTRAL),),
        axis=_DEAD_LETTERS,
    )


def _books(language: Language) -> tables.Panel:
    return table(
        language,
        Question(
            "pipeline_health/books",
            Text("Do the books balance?", "Täsmääkö kirjanpito?", "Stämmer böckerna?"),
            Text(
                "Each topic's messages since the beginning, to the nearest ten, and how many of them have no outcome "
                "or two. Bad: any missing or doubled.",
                "Kunkin aiheen viestit alusta asti, kymmenen tarkkuudella, ja monellako ei ole lopputulosta tai on "
                "kaksi. Huono: yksikin.",
                "Varje ämnes meddelanden sedan början, till närmaste tio, och hur många som saknar utfall eller har "
                "två. Dåligt: även ett.",
            ),
            unit="locale",
            no_value=_NO_BOOKS,
        ),
        (
            Column("topic", Text("Topic", "Aihe", "Ämne")),
            Column("consumed", Text("Consumed, about", "Luettu, noin", "Läst, ungefär")),
            Column("accepted", Text("Accepted, about", "Hyväksytty, noin", "Godtaget, ungefär")),
            Column("dead_letters", _DEAD_LETTERS, steps=((None, GOOD), (1, WARN))),
            Column("missing", Text("Missing", "Puuttuu", "Saknas"), steps=_ANY),
            Column("doubled", Text("Doubled", "Kahdesti", "Dubbla"), steps=_ANY),
            Column("balanced", Text("Balanced", "Täsmää", "Stämmer"), labels=ANSWERS),
        ),
    )


def _workers(language: Language) -> tables.Panel:
    return table(
        language,
        Question(
            "pipeline_health/workers",
            Text("Which workers store?", "Mitkä työprosessit tallentavat?", "Vilka arbetare lagrar?"),
            Text(
                "Workers that stored something in the last week: when last, about how much, and their slowest batch. "
                "Bad: one that should run is missing or has been silent.",
                "Työprosessit, jotka tallensivat jotain viime viikolla: milloin viimeksi, noin paljonko, ja hitain "
                "erä. Huono: jokin puuttuu tai on ollut hiljaa.",
                "Arbetare som lagrade något under senaste veckan: när senast, ungefär hur mycket, och deras "
                "långsammaste parti. Dåligt: en som borde vara i gång saknas eller är tyst.",
            ),
            unit="locale",
            no_value=_NOTHING_STORED,
        ),
        (
            Column("worker", Text("Worker", "Työprosessi", "Arbetare")),
            Column("first_stored", Text("First stored", "Ensimmäinen", "Först"), unit="dateTimeAsIso", width=180),
            Column("last_stored", Text("Last stored", "Viimeisin", "Senast"), unit="dateTimeAsIso", width=180),
            Column("messages", Text("Messages, about", "Viestit, noin", "Meddelanden, ungefär")),
            Column("slowest", Text("Slowest batch", "Hitain erä", "Långsammaste parti"), unit="s", decimals=1),
            Column("waiting", _LAG_COLUMN, steps=_LAG),
        ),
    )


PIPELINE_HEALTH = Board(
    name="pipeline-health",
    title=Text("Pipeline health", "Putken kunto", "Flödets hälsa"),
    description=Text(
        "For who keeps it running: is everything stored soon, does a backlog grow, why are messages refused, and do "
        "the books balance? Numbers that might be people are to the nearest ten.",
        "Ylläpidolle: tallentuuko kaikki pian, kasvaako jono, miksi viestejä hylätään ja täsmääkö kirjanpito? Luvut, "
        "jotka voisivat olla ihmisiä, ovat kymmenen tarkkuudella.",
        "För driften: lagras allt snart, växer en kö, varför avvisas meddelanden och stämmer böckerna? Tal som kunde "
        "vara människor är till närmaste tio.",
    ),
    rows=(
        Row(
            None,
            (
                Cell(_last_stored, 5, 4),
                Cell(_latency, 5, 4),
                Cell(_lag, 5, 4),
                Cell(_refused, 5, 4),
                Cell(_unaccounted, 4, 4),
            ),
        ),
        Row(
            Text("Storing", "Tallennus", "Lagring"),
            (Cell(_messages, 8, 9), Cell(_latency_over_time, 8, 9), Cell(_lag_over_time, 8, 9)),
        ),
        Row(
            Text("Refused messages", "Hylätyt viestit", "Avvisade meddelanden"),
            (Cell(_refused_over_time, 15, 9), Cell(_reasons, 9, 9)),
        ),
        Row(
            Text("Books and workers", "Kirjanpito ja työprosessit", "Böcker och arbetare"),
            (Cell(_books, 24, 7), Cell(_workers, 24, 7)),
            collapsed=True,
        ),
    ),
    variables=(),
    start="now-6h",
    refresh="30s",
)
