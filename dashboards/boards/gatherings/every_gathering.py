"""The row "Every gathering"."""

from dashboards.boards.gatherings.columns import (
    CAPACITY,
    DAY,
    DISTRICT,
    NAME,
    PROGRAMME,
    PROVENANCE_COLUMN,
    STATE,
    VISITS,
)
from dashboards.columns import Column
from dashboards.labels import ANSWERS, STATUSES
from dashboards.layout import Cell, Row
from dashboards.panels import table
from dashboards.question import Question
from dashboards.sdk import table as tables
from dashboards.text import NO_GATHERINGS, Language, Text

__all__ = ["EVERY_GATHERING"]


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
            no_value=NO_GATHERINGS,
        ),
        (
            DAY,
            NAME,
            PROGRAMME,
            DISTRICT,
            Column("status", Text("Status", "Tila", "Status"), labels=STATUSES),
            VISITS,
            STATE,
            CAPACITY,
            PROVENANCE_COLUMN,
            Column("disagree", Text("Counts differ", "Laskennat eroavat", "Skilda tal"), labels=ANSWERS),
            Column("final", Text("Final", "Lopullinen", "Slutlig"), labels=ANSWERS),
        ),
    )


EVERY_GATHERING = Row(
    Text("Every gathering", "Kaikki tilaisuudet", "Alla tillfällen"), (Cell(_gatherings_table, 24, 12),)
)
