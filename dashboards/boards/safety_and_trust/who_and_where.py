"""The row "Who and where"."""

from dashboards.boards.safety_and_trust.columns import MONTH, NOBODY_ASKED, POSITIVE, PROGRAMME, QUESTION, STATE
from dashboards.colours import MUTED
from dashboards.columns import Column
from dashboards.labels import AGE_BANDS, DISTRICTS, MOMENTS, Label
from dashboards.layout import Cell, Row
from dashboards.panels import table
from dashboards.question import Question
from dashboards.sdk import table as tables
from dashboards.text import Language, Text

__all__ = ["WHO_AND_WHERE"]

_BANDS = {
    **AGE_BANDS,
    "other-ages": Label(Text("Other ages", "Muut iät", "Övriga åldrar"), MUTED),
    "all-ages": Label(Text("All ages", "Kaikki iät", "Alla åldrar")),
}
_MOMENT = Column("moment", Text("Asked", "Kysytty", "Tillfrågad"), labels=MOMENTS)
_ANSWERS = Column("answers", Text("Answers", "Vastaukset", "Svar"))
_MEAN = Column("mean", Text("Mean (1 to 5)", "Keskiarvo (1-5)", "Medelvärde (1-5)"), decimals=1)
_SHARE_COLUMN = Column("share", POSITIVE, unit="percentunit", decimals=0, greatest=1)
_LOW = Column(
    "low", Text("Lower end, 95 %", "Alaraja, 95 %", "Nedre gräns, 95 %"), unit="percentunit", decimals=0, greatest=1
)
_HIGH = Column(
    "high", Text("Upper end, 95 %", "Yläraja, 95 %", "Övre gräns, 95 %"), unit="percentunit", decimals=0, greatest=1
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
            no_value=NOBODY_ASKED,
        ),
        (
            MONTH,
            PROGRAMME,
            QUESTION,
            _MOMENT,
            Column("area", Text("Area", "Alue", "Område"), labels=DISTRICTS),
            _ANSWERS,
            _SHARE_COLUMN,
            _LOW,
            _HIGH,
            _MEAN,
            STATE,
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
            no_value=NOBODY_ASKED,
        ),
        (
            MONTH,
            PROGRAMME,
            QUESTION,
            _MOMENT,
            Column("age_band", Text("Age band", "Ikäryhmä", "Åldersgrupp"), labels=_BANDS),
            _ANSWERS,
            _SHARE_COLUMN,
            _LOW,
            _HIGH,
            STATE,
        ),
    )


WHO_AND_WHERE = Row(
    Text("Who and where", "Ketkä ja missä", "Vilka och var"),
    (Cell(_by_area, 24, 10), Cell(_by_age_band, 24, 10)),
    collapsed=True,
)
