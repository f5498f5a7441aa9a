"""Working together: do the agencies turn up together, and what comes of the dialogues?"""

from dashboards import variables
from dashboards.board import Board
from dashboards.colours import GOOD, NEUTRAL, WARN
from dashboards.columns import Column, series_of
from dashboards.labels import AGENCIES, PROGRAMMES, SECTIONS, STATES, THEMES
from dashboards.layout import Cell, Row
from dashboards.panels import bars, matrix, series, stat, table
from dashboards.question import Question
from dashboards.sdk import barchart, timeseries
from dashboards.sdk import stat as stats
from dashboards.sdk import table as tables
from dashboards.text import SUPPRESSED, Language, Text

__all__ = ["WORKING_TOGETHER"]

_SESSIONS = Text("Dialogues", "Dialogit", "Dialoger")
_GATHERINGS = Text("Gatherings", "Tilaisuudet", "Tillfällen")
_PEOPLE = Text("People", "Ihmiset", "Människor")
_MONTH = Column("month", Text("Month", "Kuukausi", "Månad"), unit="time:YYYY-MM", width=100)
_STATE = Column("state", Text("Is it shown?", "Näytetäänkö?", "Visas det?"), labels=STATES)
_AGENCY = Column("agency", Text("Agency", "Toimija", "Aktör"), labels=AGENCIES)
_PROGRAMME = Column("programme", Text("Programme", "Ohjelma", "Program"), labels=PROGRAMMES)
_NO_DIALOGUES = Text("No dialogues in the period", "Ei dialogeja jaksolla", "Inga dialoger under perioden")
_NOBODY = Text("No agency was noted", "Toimijoita ei kirjattu", "Ingen aktör antecknades")
_SHARES = ((None, WARN), (0.5, GOOD))
_NOBODY_REFERRED = Text("Nobody was referred", "Ketään ei ohjattu", "Ingen hänvisades")


def _sessions(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "working_together/sessions",
            Text("How many dialogues were held?", "Montako dialogia pidettiin?", "Hur många dialoger hölls?"),
            Text(
                "Dialogue sessions of the Preventive Policing Unit in the period, all sections together. Occasions, "
                "not people. Bad: none for weeks.",
                "Ennalta estävän toiminnan yksikön dialogit jaksolla, kaikki ryhmät yhdessä. Tilaisuuksia, ei ihmisiä. "
                "Huono: ei yhtään viikkoihin.",
                "Dialogerna som enheten för förebyggande arbete höll under perioden, alla grupper tillsammans. "
                "Tillfällen, inte människor. Dåligt: inga på flera veckor.",
            ),
            unit="locale",
            no_value=_NO_DIALOGUES,
        ),
    )


def _multi_professional(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "working_together/multi_professional",
            Text("Were other agencies there?", "Oliko muita toimijoita mukana?", "Var andra aktörer med?"),
            Text(
                "Share of the dialogues at which agencies beside the police took part. Orange below half: the police "
                "are alone too often.",
                "Osuus dialogeista, joissa oli poliisin lisäksi muita toimijoita. Oranssi alle puolen: poliisi on "
                "liian usein yksin.",
                "Andelen dialoger där andra aktörer än polisen deltog. Orange under hälften: polisen är för ofta "
                "ensam.",
            ),
            unit="percentunit",
            no_value=_NO_DIALOGUES,
            decimals=0,
        ),
        steps=_SHARES,
        greatest=1,
    )


def _follow_ups(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "working_together/follow_ups",
            Text("Was a follow-up agreed?", "Sovittiinko jatkosta?", "Avtalades en uppföljning?"),
            Text(
                "Share of the dialogues with a follow-up agreed, of those where it is known. Orange below half: talk "
                "without what comes after.",
                "Osuus dialogeista, joissa sovittiin jatkosta, niistä joista se tiedetään. Oranssi alle puolen: "
                "puhetta ilman jatkoa.",
                "Andelen dialoger där en uppföljning avtalades, av dem där det är känt. Orange under hälften: prat "
                "utan fortsättning.",
            ),
            unit="percentunit",
            no_value=Text("Not known of any", "Ei tiedossa yhdestäkään", "Inte känt för någon"),
            decimals=0,
        ),
        steps=_SHARES,
        greatest=1,
    )


def _people_referred(language: Language) -> stats.Panel:
    return stat(
        language,
        Question(
            "working_together/people_referred",
            Text("How many people were referred?", "Montako ihmistä ohjattiin eteenpäin?", "Hur många hänvisades?"),
            Text(
                "People referred from one agency to another in the quarters of the period, of the numbers that are "
                "shown, so small ones are missing. Bad: far fewer than the dialogues would suggest.",
                "Toimijalta toiselle ohjatut ihmiset jakson vuosineljänneksillä, näytetyistä luvuista, joten pienet "
                "puuttuvat. Huono: paljon vähemmän kuin dialogeista odottaisi.",
                "Människor som hänvisades från en aktör till en annan under periodens kvartal, av de tal som visas, så "
                "små saknas. Dåligt: långt färre än dialogerna låter vänta.",
            ),
            unit="locale",
            no_value=SUPPRESSED,
            no_rows=_NOBODY_REFERRED,
        ),
    )


def _sessions_by_section(language: Language) -> timeseries.Panel:
    return series(
        language,
        Question(
            "working_together/sessions_by_section",
            Text("What do the sections do each month?", "Mitä ryhmät tekevät kuukausittain?", "Vad gör grupperna?"),
            Text(
                "Dialogues held each month by the unit's three sections; they sum to all. Bad: a section that stops.",
                "Yksikön kolmen ryhmän kuukausittain pitämät dialogit; ne summautuvat kaikkiin. Huono: ryhmä, joka "
                "lopettaa.",
                "Dialoger som enhetens tre grupper höll varje månad; de summeras till alla. Dåligt: en grupp som "
                "slutar.",
            ),
            unit="locale",
            no_value=_NO_DIALOGUES,
        ),
        series_of(SECTIONS),
        axis=_SESSIONS,
        bars=True,
        stacked=True,
    )


def _sections_table(language: Language) -> tables.Panel:
    return table(
        language,
        Question(
            "working_together/sections_table",
            Text(
                "Who took part in the dialogues?", "Ketkä osallistuivat dialogeihin?", "Hur många deltog i dialogerna?"
            ),
            Text(
                "Sessions and participants without staff, by month and section. Suppressed: fewer than ten took part, "
                "or it could be told from the others. Bad: many sessions for few people.",
                "Dialogit ja osallistujat ilman henkilökuntaa kuukauden ja ryhmän mukaan. Peitetty: alle kymmenen "
                "osallistui, tai sen voisi päätellä muista. Huono: monta dialogia harvoille.",
                "Dialoger och deltagare utan personal, efter månad och grupp. Dolt: färre än tio deltog, eller det "
                "kunde räknas ut av de andra. Dåligt: många dialoger för få människor.",
            ),
            unit="locale",
            no_value=_NO_DIALOGUES,
        ),
        (
            _MONTH,
            Column("section", Text("Section", "Ryhmä", "Grupp"), labels=SECTIONS),
            Column("sessions", _SESSIONS),
            Column("participants", Text("Participants", "Osallistujat", "Deltagare")),
            _STATE,
        ),
    )


def _themes(language: Language) -> barchart.Panel:
    return bars(
        language,
        Question(
            "working_together/themes",
            Text("What were the dialogues about?", "Mistä dialogeissa puhuttiin?", "Vad handlade dialogerna om?"),
            Text(
                "Dialogues of the period by what was spoken of, months with three and more each; one may have several "
                "themes. Bad: a theme that grows.",
                "Jakson dialogit aiheittain, kuukausilta joina niitä oli vähintään kolme; yhdellä voi olla useita "
                "aiheita. Huono: aihe, joka kasvaa.",
                "Periodens dialoger efter ämne, månader med minst tre; en kan ha flera ämnen. Dåligt: ett ämne som "
                "växer.",
            ),
            unit="locale",
            no_value=_NO_DIALOGUES,
        ),
        Column("theme", Text("Theme", "Aihe", "Ämne"), labels=THEMES),
        (Column("sessions", _SESSIONS, colour=NEUTRAL),),
        axis=_SESSIONS,
    )


def _cooperation(language: Language) -> tables.Panel:
    return matrix(
        language,
        Question(
            "working_together/cooperation",
            Text("Who turns up with whom?", "Ketkä ovat paikalla yhdessä?", "Vilka kommer tillsammans?"),
            Text(
                "At how many gatherings of the period two agencies were both there; on the diagonal, at how many the "
                "one was. Occasions, not people. Bad: agencies that never meet.",
                "Monessako jakson tilaisuudessa kaksi toimijaa oli yhdessä; lävistäjällä, monessako toimija oli. "
                "Tilaisuuksia, ei ihmisiä. Huono: toimijat, jotka eivät koskaan tapaa.",
                "Vid hur många av periodens tillfällen två aktörer var med samtidigt; på diagonalen, vid hur många den "
                "ena var. Tillfällen, inte människor. Dåligt: aktörer som aldrig möts.",
            ),
            unit="locale",
            no_value=_NOBODY,
        ),
        _AGENCY,
        tuple(Column(name.replace("-", "_"), label.text) for name, label in AGENCIES.items()),
    )


def _presence(language: Language) -> barchart.Panel:
    return bars(
        language,
        Question(
            "working_together/presence",
            Text("How often was each agency there?", "Kuinka usein kukin toimija oli mukana?", "Hur ofta var de med?"),
            Text(
                "At how many gatherings of the period each agency took part. Bad: an agency that stays away.",
                "Monessako jakson tilaisuudessa kukin toimija oli mukana. Huono: toimija, joka jää pois.",
                "Vid hur många av periodens tillfällen varje aktör deltog. Dåligt: en aktör som uteblir.",
            ),
            unit="locale",
            no_value=_NOBODY,
        ),
        _AGENCY,
        (Column("gatherings", _GATHERINGS, colour=NEUTRAL),),
        axis=_GATHERINGS,
    )


def _hours(language: Language) -> barchart.Panel:
    return bars(
        language,
        Question(
            "working_together/hours",
            Text("How much working time was it?", "Paljonko työaikaa se vei?", "Hur mycket arbetstid blev det?"),
            Text(
                "Working hours of each agency's staff at the gatherings of the period, where they were given. No bar: "
                "never given. Bad: far more in one agency than in the others.",
                "Kunkin toimijan työtunnit jakson tilaisuuksissa, jos ne kerrottiin. Ei palkkia: ei kerrottu. Huono: "
                "yhdellä paljon enemmän kuin muilla.",
                "Varje aktörs arbetstimmar vid periodens tillfällen, där de angavs. Ingen stapel: aldrig angivna. "
                "Dåligt: mycket mer hos en än hos de andra.",
            ),
            unit="locale",
            no_value=Text("Not given", "Ei kerrottu", "Inte angivet"),
            decimals=0,
        ),
        _AGENCY,
        (Column("hours", Text("Hours", "Tunnit", "Timmar"), colour=NEUTRAL),),
        axis=Text("Working hours", "Työtunnit", "Arbetstimmar"),
    )


def _presence_by_programme(language: Language) -> timeseries.Panel:
    return series(
        language,
        Question(
            "working_together/presence_by_programme",
            Text(
                "How often do others than the police come?",
                "Kuinka usein muut tulevat?",
                "Hur ofta kommer andra än polisen?",
            ),
            Text(
                "Presences of agencies other than the police each month, by programme: an agency at a gathering counts "
                "once. Bad: falling while the gatherings do not.",
                "Muiden toimijoiden kuin poliisin läsnäolot kuukausittain ohjelman mukaan: toimija tilaisuudessa on "
                "yksi. Huono: laskee, vaikka tilaisuudet eivät.",
                "Andra aktörers än polisens närvaro varje månad, per program: en aktör vid ett tillfälle räknas en "
                "gång. Dåligt: sjunker fast tillfällena inte gör det.",
            ),
            unit="locale",
            no_value=_NOBODY,
        ),
        series_of(PROGRAMMES),
        axis=Text("Presences", "Läsnäolot", "Närvaro"),
    )


def _referrals(language: Language) -> tables.Panel:
    return table(
        language,
        Question(
            "working_together/referrals",
            Text("Who refers people to whom?", "Kuka ohjaa ihmisiä kenelle?", "Vem hänvisar människor till vem?"),
            Text(
                "People referred from one agency to another, by quarter. Suppressed: too few to show. Bad: an agency "
                "to which nobody is ever referred.",
                "Toimijalta toiselle ohjatut ihmiset vuosineljänneksittäin. Peitetty: liian vähän näytettäväksi. "
                "Huono: toimija, jolle ei koskaan ohjata.",
                "Människor som hänvisades från en aktör till en annan, per kvartal. Dolt: för få att visa. Dåligt: en "
                "aktör som ingen hänvisas till.",
            ),
            unit="locale",
            no_value=_NOBODY_REFERRED,
        ),
        (
            Column("quarter", Text("Quarter from", "Neljännes alkaen", "Kvartal från"), unit="time:YYYY-MM", width=120),
            _PROGRAMME,
            Column("from_agency", Text("From", "Keneltä", "Från"), labels=AGENCIES),
            Column("to_agency", Text("To", "Kenelle", "Till"), labels=AGENCIES),
            Column("people", _PEOPLE),
            _STATE,
        ),
    )


WORKING_TOGETHER = Board(
    name="working-together",
    title=Text("Working together", "Yhteistyö", "Samarbete"),
    description=Text(
        "Do police, youth work, child protection and the others turn up together, what do the dialogues of the "
        "Preventive Policing Unit deal with, and who refers people to whom? Up to yesterday.",
        "Ovatko poliisi, nuorisotyö, lastensuojelu ja muut paikalla yhdessä, mistä ennalta estävän toiminnan "
        "dialogeissa puhutaan, ja kuka ohjaa ihmisiä kenelle? Eiliseen asti.",
        "Kommer polisen, ungdomsarbetet, barnskyddet och de andra tillsammans, vad handlar dialogerna om, och vem "
        "hänvisar människor till vem? Till och med i går.",
    ),
    rows=(
        Row(
            None,
            (
                Cell(_sessions, 6, 4),
                Cell(_multi_professional, 6, 4),
                Cell(_follow_ups, 6, 4),
                Cell(_people_referred, 6, 4),
            ),
        ),
        Row(Text("Side by side", "Rinnakkain", "Sida vid sida"), (Cell(_cooperation, 24, 11),)),
        Row(
            Text("Dialogues", "Dialogit", "Dialoger"),
            (Cell(_sessions_by_section, 12, 9), Cell(_themes, 12, 9), Cell(_sections_table, 24, 9)),
        ),
        Row(
            Text("Presence", "Läsnäolo", "Närvaro"),
            (Cell(_presence, 8, 9), Cell(_hours, 8, 9), Cell(_presence_by_programme, 8, 9)),
            collapsed=True,
        ),
        Row(Text("Referrals", "Ohjaukset", "Hänvisningar"), (Cell(_referrals, 24, 10),), collapsed=True),
    ),
    variables=(variables.programme,),
    start="now-1y/M",
    refresh="",
)
