"""Safety and trust: do people feel safer and trust more, what worries them, and are they answered?"""

from dashboards import variables
from dashboards.annotations import campaigns
from dashboards.board import Board
from dashboards.colours import BAD, GOOD, MUTED, NEUTRAL, SECOND, WARN
from dashboards.columns import Column
from dashboards.labels import (
    AGE_BANDS,
    CATEGORIES,
    CONCERN_STATUSES,
    DISTRICTS,
    MOMENTS,
    PROGRAMMES,
    QUESTIONS,
    STATES,
    Label,
)
from dashboards.layout import Cell, Row
from dashboards.panels import bars, series, stat, table
from dashboards.question import Question
from dashboards.sdk import barchart, timeseries
from dashboards.sdk import stat as stats
from dashboards.sdk import table as tables
from dashboards.text import SUPPRESSED, Language, Text

__all__ = ["SAFETY_AND_TRUST"]

_SHARE = ((None, BAD), (0.5, WARN), (0.7, GOOD))
_CHANGE = ((None, BAD), (-0.2, WARN), (0, GOOD))
_HOURS = ((None, GOOD), (72, WARN), (168, BAD))
_POSITIVE = Text("Share of answers 4 and 5", "Vastausten 4 ja 5 osuus", "Andelen svar 4 och 5")
_CONCERNS = Text("Concerns", "Huolet", "Orosmoment")
_NOBODY_ASKED = Text("Nobody was asked", "Keneltäkään ei kysytty", "Ingen tillfrågades")
_NO_CONCERNS = Text("No concerns to show", "Ei näytettäviä huolia", "Inga orosmoment att visa")
_BANDS = {
    **AGE_BANDS,
    "other-ages": Label(Text("Other ages", "Muut iät", "Övriga åldrar"), MUTED),
    "all-ages": Label(Text("All ages", "Kaikki iät", "Alla åldrar")),
}
_STATE = Column("state", Text("Is it shown?", "Näytetäänkö?", "Visas det?"), labels=STATES)
_PROGRAMME = Column("programme", Text("Programme", "Ohjelma", "Program"), labels=PROGRAMMES)
_QUESTION = Column("question", Text("Question", "Kysymys", "Fråga"), labels=QUESTIONS)
_MOMENT = Column("moment", Text("Asked", "Kysytty", "Tillfrågad"), labels=MOMENTS)
_MONTH = Column("month", Text("Month", "Kuukausi", "Månad"), unit="time:YYYY-MM", width=100)
_ANSWERS = Column("answers", Text("Answers", "Vastaukset", "Svar"))
_MEAN = Column("mean", Text("Mean (1 to 5)", "Keskiarvo (1-5)", "Medelvärde (1-5)"), decimals=1)
_SHARE_COLUMN = Column("share", _POSITIVE, unit="percentunit", decimals=0, greatest=1)
_LOW = Column(
    "low", Text("Lower end, 95 %", "Alaraja, 95 %", "Nedre gräns, 95 %"), unit="percentunit", decimals=0, greatest=1
)
_HIGH = Column(
    "high", Text("Upper end, 95 %", "Yläraja, 95 %", "Övre gräns, 95 %"), unit="percentunit", decimals=0, greatest=1
)


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
            no_value=_NOBODY_ASKED,
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
            no_value=_NOBODY_ASKED,
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
                "Paljonko turvallisempi olo jälkeen (1-5)?",
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
            no_value=_NOBODY_ASKED,
            decimals=1,
        ),
        steps=_CHANGE,
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
            no_value=SUPPRESSED,
            decimals=0,
        ),
        steps=_HOURS,
    )


def _share_by_month(name: str, title: Text, told: Text, language: Language) -> timeseries.Panel:
    return series(
        language,
        Question(name, title, told, unit="percentunit", no_value=SUPPRESSED, decimals=0),
        (
            Column("share", _POSITIVE, colour=NEUTRAL, greatest=1),
            Column("low", Text("Lower end", "Alaraja", "Nedre gräns"), colour=MUTED, dashed=True, greatest=1),
            Column("high", Text("Upper end", "Yläraja", "Övre gräns"), colour=MUTED, dashed=True, greatest=1),
        ),
        axis=_POSITIVE,
        greatest=1,
    )


def _safety_by_month(language: Language) -> timeseries.Panel:
    return _share_by_month(
        "safety_and_trust/safety_by_month",
        Text("Do people feel safer over time?", "Kasvaako turvallisuuden tunne?", "Ökar känslan av trygghet?"),
        Text(
            "Share of the answers 4 and 5 on safety after gatherings each month, and the ends of its interval for 95 % "
            "(Wilson). A gap: too few to show. Bad: an upper end below what was before.",
            "Vastausten 4 ja 5 osuus turvallisuudesta tilaisuuksien jälkeen kuukausittain, ja sen 95 %:n väli "
            "(Wilson). Aukko: liian vähän. Huono: yläraja alle aiemman.",
            "Andelen svar 4 och 5 om trygghet efter tillfällen varje månad, med intervallet för 95 % (Wilson). Ett "
            "hål: för få. Dåligt: en övre gräns under det tidigare.",
        ),
        language,
    )


def _trust_by_month(language: Language) -> timeseries.Panel:
    return _share_by_month(
        "safety_and_trust/trust_by_month",
        Text("Does trust grow over time?", "Kasvaako luottamus?", "Ökar förtroendet?"),
        Text(
            "Share of the answers 4 and 5 on trust after gatherings each month, and the ends of its interval for 95 % "
            "(Wilson). A gap: too few to show. Bad: an upper end below what was before.",
            "Vastausten 4 ja 5 osuus luottamuksesta tilaisuuksien jälkeen kuukausittain, ja sen 95 %:n väli (Wilson). "
            "Aukko: liian vähän. Huono: yläraja alle aiemman.",
            "Andelen svar 4 och 5 om förtroende efter tillfällen varje månad, med intervallet för 95 % (Wilson). Ett "
            "hål: för få. Dåligt: en övre gräns under det tidigare.",
        ),
        language,
    )


def _before_and_after(language: Language) -> tables.Panel:
    return table(
        language,
        Question(
            "safety_and_trust/before_and_after",
            Text(
                "What changes during a gathering?",
                "Mikä muuttuu tilaisuuden aikana?",
                "Vad ändras under ett tillfälle?",
            ),
            Text(
                "Mean answers before and after, by month and programme, of areas whose mean is shown (21 answers and "
                "more). Two crowds: nobody is followed. Bad: a change below 0.",
                "Keskiarvot ennen ja jälkeen kuukauden ja ohjelman mukaan, alueilta joiden keskiarvo näytetään "
                "(vähintään 21 vastausta). Kaksi joukkoa: ketään ei seurata. Huono: muutos alle 0.",
                "Medelsvar före och efter, efter månad och program, från områden vars medelvärde visas (minst 21 "
                "svar). Två grupper: ingen följs. Dåligt: en ändring under 0.",
            ),
            unit="none",
            no_value=SUPPRESSED,
        ),
        (
            _MONTH,
            _PROGRAMME,
            _QUESTION,
            Column("answers_before", Text("Answers before", "Vastauksia ennen", "Svar före"), unit="locale"),
            Column("answers_after", Text("Answers after", "Vastauksia jälkeen", "Svar efter"), unit="locale"),
            Column("mean_before", Text("Mean before", "Keskiarvo ennen", "Medel före"), decimals=1),
            Column("mean_after", Text("Mean after", "Keskiarvo jälkeen", "Medel efter"), decimals=1),
            Column("change", Text("Change", "Muutos", "Ändring"), decimals=1, steps=_CHANGE),
        ),
    )


def _by_area(language: Language) -> tables.Panel:
    return table(
        language,
        Question(
            "safety_and_trust/by_area",
            Text("Where do people feel safe?", "Missä olo on turvallinen?", "Var känner folk sig trygga?"),
            Text(
                "Answers by area, as finely as they can be shown: a district, the other districts together, or the "
                "whole city. Suppressed: too few answers. Bad: a low share with a low upper end.",
                "Vastaukset alueittain niin tarkasti kuin voidaan näyttää: alue, muut alueet yhdessä tai koko "
                "kaupunki. Peitetty: liian vähän vastauksia. Huono: pieni osuus, jonka ylärajakin on matala.",
                "Svar per område så fint som de kan visas: ett distrikt, de övriga tillsammans eller hela staden. "
                "Dolt: för få svar. Dåligt: en låg andel med låg övre gräns.",
            ),
            unit="locale",
            no_value=SUPPRESSED,
        ),
        (
            _MONTH,
            _PROGRAMME,
            _QUESTION,
            _MOMENT,
            Column("area", Text("Area", "Alue", "Område"), labels=DISTRICTS),
            _ANSWERS,
            _SHARE_COLUMN,
            _LOW,
            _HIGH,
            _MEAN,
            _STATE,
        ),
    )


def _by_age_band(language: Language) -> tables.Panel:
    return table(
        language,
        Question(
            "safety_and_trust/by_age_band",
            Text(
                "Which ages feel safe?", "Minkä ikäiset kokevat olonsa hyväksi?", "I vilken ålder känner man sig trygg?"
            ),
            Text(
                "Answers by age band in the whole city, as finely as they can be shown. Suppressed: too few answers. "
                "Bad: an age band far below the others.",
                "Vastaukset ikäryhmittäin koko kaupungissa niin tarkasti kuin voidaan näyttää. Peitetty: liian vähän "
                "vastauksia. Huono: ikäryhmä paljon muita alempana.",
                "Svar per åldersgrupp i hela staden, så fint som de kan visas. Dolt: för få svar. Dåligt: en "
                "åldersgrupp långt under de andra.",
            ),
            unit="locale",
            no_value=SUPPRESSED,
        ),
        (
            _MONTH,
            _PROGRAMME,
            _QUESTION,
            _MOMENT,
            Column("age_band", Text("Age band", "Ikäryhmä", "Åldersgrupp"), labels=_BANDS),
            _ANSWERS,
            _SHARE_COLUMN,
            _LOW,
            _HIGH,
            _STATE,
        ),
    )


def _concern_bars(name: str, title: Text, told: Text, names: Column, language: Language) -> barchart.Panel:
    return bars(
        language,
        Question(name, title, told, unit="locale", no_value=_NO_CONCERNS),
        names,
        (Column("concerns", _CONCERNS, colour=NEUTRAL),),
        axis=_CONCERNS,
    )


def _by_category(language: Language) -> barchart.Panel:
    return _concern_bars(
        "safety_and_trust/by_category",
        Text("What worries people?", "Mikä ihmisiä huolettaa?", "Vad oroar människor?"),
        Text(
            "Concerns of the period's quarters by what they are about, of the numbers that are shown. Bad: a category "
            "that grows.",
            "Jakson vuosineljännesten huolet aiheittain, näytetyistä luvuista. Huono: aihe, joka kasvaa.",
            "Orosmoment under periodens kvartal efter ämne, av de tal som visas. Dåligt: ett ämne som växer.",
        ),
        Column("category", Text("About", "Aihe", "Ämne"), labels=CATEGORIES),
        language,
    )


def _by_district(language: Language) -> barchart.Panel:
    return _concern_bars(
        "safety_and_trust/by_district",
        Text("Which districts do they worry about?", "Mitkä alueet huolettavat?", "Vilka distrikt oroar?"),
        Text(
            "Concerns of the period's quarters by the district that they are about, of the numbers that are shown. "
            "Bad: a district far above the others.",
            "Jakson vuosineljännesten huolet alueittain, näytetyistä luvuista. Huono: alue paljon muita ylempänä.",
            "Orosmoment under periodens kvartal efter distrikt, av de tal som visas. Dåligt: ett distrikt långt över "
            "de andra.",
        ),
        Column("district", Text("District", "Alue", "Distrikt"), labels=DISTRICTS),
        language,
    )


def _by_status(language: Language) -> barchart.Panel:
    return _concern_bars(
        "safety_and_trust/by_status",
        Text("How far have they come?", "Kuinka pitkällä ne ovat?", "Hur långt har de kommit?"),
        Text(
            "Concerns of the period's quarters by how far they have come, of the numbers that are shown. Bad: many "
            "that were only raised.",
            "Jakson vuosineljännesten huolet sen mukaan, kuinka pitkällä ne ovat, näytetyistä luvuista. Huono: moni "
            "vain kerrottu.",
            "Orosmoment under periodens kvartal efter hur långt de har kommit, av de tal som visas. Dåligt: många som "
            "bara framförts.",
        ),
        Column("status", Text("Status", "Tila", "Status"), labels=CONCERN_STATUSES),
        language,
    )


def _concerns_table(language: Language) -> tables.Panel:
    return table(
        language,
        Question(
            "safety_and_trust/concerns_table",
            Text("Are concerns answered?", "Vastataanko huoliin?", "Besvaras orosmomenten?"),
            Text(
                "Concerns by quarter and programme, and within how many hours half of the answered ones were answered. "
                "Suppressed: too few to show. Orange from three days on, red from a week on.",
                "Huolet vuosineljänneksen ja ohjelman mukaan, ja monessako tunnissa puoleen vastatuista vastattiin. "
                "Peitetty: liian vähän. Oranssi kolmesta päivästä, punainen viikosta.",
                "Orosmoment efter kvartal och program, och inom hur många timmar hälften av de besvarade besvarades. "
                "Dolt: för få. Orange från tre dagar, rött från en vecka.",
            ),
            unit="locale",
            no_value=_NO_CONCERNS,
        ),
        (
            Column("quarter", Text("Quarter from", "Neljännes alkaen", "Kvartal från"), unit="time:YYYY-MM", width=120),
            _PROGRAMME,
            Column("concerns", _CONCERNS),
            _STATE,
            Column(
                "hours",
                Text("Median to answer", "Mediaani vastaukseen", "Median till svar"),
                unit="h",
                decimals=0,
                steps=_HOURS,
            ),
            Column("answers_state", Text("Answers shown?", "Näytetäänkö vastaukset?", "Visas svaren?"), labels=STATES),
        ),
    )


def _answers_by_month(language: Language) -> timeseries.Panel:
    return series(
        language,
        Question(
            "safety_and_trust/answers_by_month",
            Text("How many answered?", "Kuinka moni vastasi?", "Hur många svarade?"),
            Text(
                "Answers each month to both questions, before and after, of what is shown. Bad: so few that the shares "
                "say nothing.",
                "Vastaukset kuukausittain molempiin kysymyksiin, ennen ja jälkeen, näytetyistä. Huono: niin vähän, "
                "ettei osuus kerro mitään.",
                "Svar varje månad på båda frågorna, före och efter, av det som visas. Dåligt: så få att andelarna "
                "inget säger.",
            ),
            unit="locale",
            no_value=SUPPRESSED,
        ),
        (
            Column("before", MOMENTS["before"].text, colour=SECOND),
            Column("after", MOMENTS["after"].text, colour=NEUTRAL),
        ),
        axis=Text("Answers", "Vastaukset", "Svar"),
        bars=True,
    )


SAFETY_AND_TRUST = Board(
    name="safety-and-trust",
    title=Text("Safety and trust", "Turvallisuus ja luottamus", "Trygghet och förtroende"),
    description=Text(
        "Do people feel safe and trust the city's people, does a gathering change it, what worries them, and how soon "
        "are they answered? Answers are anonymous; small numbers are suppressed.",
        "Kokevatko ihmiset olonsa turvalliseksi ja luottavatko he, muuttaako tilaisuus sitä, mikä huolettaa ja kuinka "
        "pian siihen vastataan? Vastaukset ovat nimettömiä; pienet luvut on peitetty.",
        "Känner sig människor trygga och litar de på stadens folk, ändrar ett tillfälle det, vad oroar dem och hur "
        "snart får de svar? Svaren är anonyma; små tal är dolda.",
    ),
    rows=(
        Row(
            None,
            (
                Cell(_feel_safe, 5, 4),
                Cell(_trust, 5, 4),
                Cell(_safety_change, 5, 4),
                Cell(_concerns_raised, 5, 4),
                Cell(_hours_to_answer, 4, 4),
            ),
        ),
        Row(
            Text("Over time", "Ajan mittaan", "Över tid"),
            (Cell(_safety_by_month, 9, 9), Cell(_trust_by_month, 9, 9), Cell(_answers_by_month, 6, 9)),
        ),
        Row(
            Text("Concerns", "Huolet", "Orosmoment"),
            (Cell(_by_category, 8, 9), Cell(_by_district, 8, 9), Cell(_by_status, 8, 9)),
        ),
        Row(
            Text("Before and after", "Ennen ja jälkeen", "Före och efter"),
            (Cell(_before_and_after, 24, 9),),
            collapsed=True,
        ),
        Row(
            Text("Who and where", "Ketkä ja missä", "Vilka och var"),
            (Cell(_by_area, 24, 10), Cell(_by_age_band, 24, 10)),
            collapsed=True,
        ),
        Row(
            Text("Answers to concerns", "Vastaukset huoliin", "Svar på oro"),
            (Cell(_concerns_table, 24, 9),),
            collapsed=True,
        ),
    ),
    variables=(variables.programme,),
    annotations=(campaigns,),
    start="now-1y/M",
    refresh="",
)
