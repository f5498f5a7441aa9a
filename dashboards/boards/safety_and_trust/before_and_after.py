"""The row "Before and after"."""

from dashboards.boards.safety_and_trust.columns import CHANGE, MONTH, NOBODY_ASKED, PROGRAMME, QUESTION, STATE
from dashboards.columns import Column
from dashboards.layout import Cell, Row
from dashboards.panels import table
from dashboards.question import Question
from dashboards.sdk import table as tables
from dashboards.text import Language, Text

__all__ = ["BEFORE_AND_AFTER"]


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
                "Mean answers before and after, by month and programme, of areas whose mean is shown (50 answers and "
                "more). Suppressed: fewer answered. Two crowds: nobody is followed. Bad: a change below 0.",
                "Keskiarvot ennen ja jälkeen kuukauden ja ohjelman mukaan, alueilta joiden keskiarvo näytetään "
                "(vähintään 50 vastausta). Peitetty: vastauksia oli vähemmän. Kaksi joukkoa: ketään ei seurata. "
                "Huono: muutos alle 0.",
                "Medelsvar före och efter, efter månad och program, från områden vars medelvärde visas (minst 50 "
                "svar). Dolt: färre svarade. Två grupper: ingen följs. Dåligt: en ändring under 0.",
            ),
            unit="none",
            no_value=NOBODY_ASKED,
        ),
        (
            MONTH,
            PROGRAMME,
            QUESTION,
            Column("answers_before", Text("Answers before", "Vastauksia ennen", "Svar före"), unit="locale"),
            Column("answers_after", Text("Answers after", "Vastauksia jälkeen", "Svar efter"), unit="locale"),
            Column("mean_before", Text("Mean before", "Keskiarvo ennen", "Medel före"), decimals=1),
            Column("mean_after", Text("Mean after", "Keskiarvo jälkeen", "Medel efter"), decimals=1),
            Column("change", Text("Change", "Muutos", "Ändring"), decimals=1, steps=CHANGE),
            STATE,
        ),
    )


BEFORE_AND_AFTER = Row(
    Text("Before and after", "Ennen ja jälkeen", "Före och efter"),
    (Cell(_before_and_after, 24, 9),),
    collapsed=True,
)
