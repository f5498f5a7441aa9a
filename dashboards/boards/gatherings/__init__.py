"""Gatherings: how full is it tonight, when do people arrive, and what became of each?"""

from dashboards import variables
from dashboards.board import Board
from dashboards.boards.gatherings.answer import ANSWER
from dashboards.boards.gatherings.arrivals import ARRIVALS
from dashboards.boards.gatherings.every_gathering import EVERY_GATHERING
from dashboards.boards.gatherings.how_they_were_counted import HOW_THEY_WERE_COUNTED
from dashboards.boards.gatherings.tonight import TONIGHT
from dashboards.sdk import dashboard
from dashboards.statement import statement
from dashboards.text import Language, Text

__all__ = ["GATHERINGS"]


def _gathering(language: Language) -> dashboard.QueryVariable:
    label = Text("Gathering", "Tilaisuus", "Tillfälle")
    return variables.choice(language, "gathering", label, statement("variables/gathering"), as_ordered=True)


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
    rows=(ANSWER, TONIGHT, ARRIVALS, EVERY_GATHERING, HOW_THEY_WERE_COUNTED),
    variables=(variables.programme, variables.district, _gathering),
    start="now-30d",
    refresh="1m",
)
