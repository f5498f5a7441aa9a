"""The first row: the answer, in large numbers."""

from dashboards.boards.safety_and_trust.columns import CHANGE, HOURS, NO_CONCERN, NOBODY_ASKED
from dashboards.colours import BAD, GOOD, WARN
from dashboards.layout import Cell, Row
from dashboards.panels import stat
from dashboards.question import Question
from dashboards.sdk import stat as stats
from dashboards.text import SUPPRESSED, Language, Text

__all__ = ["ANSWER"]

_SHARE = ((None, BAD), (0.5, WARN), (0.7, GOOD))


def _feel_safe(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "safety_and_trust/feel_safe",
            Text("How many feel safe?", "Kuinka moni kokee olonsa turvalliseksi?", "Hur många känner sig trygga?"),
            Text(
                "Share of the answers 4 and 5 of 5 to the question how safe people feel, asked after gatherings of the "
                "period, of what is shown. Orange below 70 %, red below half.",
                "Vastausten 4 ja 5 (viidestä) osuus kysymykseen turvallisuuden tunteesta jakson tilaisuuksien jälkeen, "
                "näytetyistä. Oranssi alle 70 %, punainen alle puolen.",
                "Andelen svar 4 och 5 av 5 på frågan hur trygg man känner sig, efter periodens tillfällen, av det som "
                "visas. Orange under 70 %, rött under hälften.",
            ),
            unit="percentunit",
            no_value=SUPPRESSED,
            no_rows=NOBODY_ASKED,
            decimals=0,
        ),
        steps=_SHARE,
        greatest=1,
    )


def _trust(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "safety_and_trust/trust",
            Text("How many trust us?", "Kuinka moni luottaa meihin?", "Hur många litar på oss?"),
            Text(
                "Share of the answers 4 and 5 of 5 to the question how much people trust, asked after gatherings of "
                "the period, of what is shown. Orange below 70 %, red below half.",
                "Vastausten 4 ja 5 (viidestä) osuus kysymykseen luottamuksesta jakson tilaisuuksien jälkeen, "
                "näytetyistä. Oranssi alle 70 %, punainen alle puolen.",
                "Andelen svar 4 och 5 av 5 på frågan om förtroende, efter periodens tillfällen, av det som visas. "
                "Orange under 70 %, rött under hälften.",
            ),
            unit="percentunit",
            no_value=SUPPRESSED,
            no_rows=NOBODY_ASKED,
            decimals=0,
        ),
        steps=_SHARE,
        greatest=1,
    )


def _safety_change(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "safety_and_trust/safety_change",
            Text(
                "How much safer afterwards, on 1 to 5?",
                "Paljonko turvallisempi jälkeen, 1-5?",
                "Hur mycket tryggare efteråt, på 1-5?",
            ),
            Text(
                "Mean answer after gatherings less the mean before, on the scale from 1 to 5, weighted by answers. Two "
                "crowds: nobody is followed. Orange below 0, red below -0.2.",
                "Keskiarvo tilaisuuksien jälkeen miinus ennen, asteikolla 1-5, vastausten määrällä painotettuna. Kaksi "
                "joukkoa: ketään ei seurata. Oranssi alle 0, punainen alle -0,2.",
                "Medelsvaret efter tillfällena minus före, på skalan 1-5, vägt med antalet svar. Två grupper: ingen "
                "följs. Orange under 0, rött under -0,2.",
            ),
            unit="none",
            no_value=SUPPRESSED,
            no_rows=NOBODY_ASKED,
            decimals=1,
        ),
        steps=CHANGE,
    )


def _concerns_raised(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "safety_and_trust/concerns_raised",
            Text("How many concerns were raised?", "Montako huolta kerrottiin?", "Hur många orosmoment framfördes?"),
            Text(
                "Concerns raised in the quarters of the period, of the numbers that are shown. Neither good nor bad: "
                "many may mean worry, or trust that somebody listens.",
                "Jakson vuosineljänneksillä kerrotut huolet, näytetyistä luvuista. Ei hyvä eikä huono: moni voi olla "
                "huolissaan tai luottaa siihen, että joku kuuntelee.",
                "Orosmoment som framfördes under periodens kvartal, av de tal som visas. Varken bra eller dåligt: "
                "många kan vara oroliga, eller lita på att någon lyssnar.",
            ),
            unit="locale",
            no_value=SUPPRESSED,
            no_rows=NO_CONCERN,
        ),
    )


def _hours_to_answer(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "safety_and_trust/hours_to_answer",
            Text("How long do answers take?", "Kauanko vastaus kestää?", "Hur länge dröjer ett svar?"),
            Text(
                "Half of the answered concerns were answered within so long (the median), the slowest of the chosen "
                "programmes in the latest quarter. Orange from three days on, red from a week on.",
                "Puoleen vastatuista huolista vastattiin tässä ajassa (mediaani), hitain valituista ohjelmista "
                "viimeisellä vuosineljänneksellä. Oranssi kolmesta päivästä, punainen viikosta.",
                "Hälften av de besvarade orosmomenten besvarades inom denna tid (medianen), det långsammaste av de "
                "valda programmen under senaste kvartalet. Orange från tre dagar, rött från en vecka.",
            ),
            unit="h",
            no_rows=NO_CONCERN,
            decimals=0,
        ),
        steps=HOURS,
    )


ANSWER = Row(
    None,
    (
        Cell(_feel_safe, 5, 4),
        Cell(_trust, 5, 4),
        Cell(_safety_change, 5, 4),
        Cell(_concerns_raised, 5, 4),
        Cell(_hours_to_answer, 4, 4),
    ),
)
