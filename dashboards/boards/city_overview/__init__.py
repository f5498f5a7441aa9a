"""City overview: how many are reached, is it growing, and how complete is the counting?"""

from dashboards import variables
from dashboards.annotations import campaigns, theme_nights
from dashboards.board import Board
from dashboards.boards.city_overview.answer import ANSWER
from dashboards.boards.city_overview.details import DETAILS
from dashboards.boards.city_overview.growth import GROWTH
from dashboards.boards.city_overview.participation import PARTICIPATION
from dashboards.boards.city_overview.reach import REACH
from dashboards.text import Text

__all__ = ["CITY_OVERVIEW"]


CITY_OVERVIEW = Board(
    name="city-overview",
    title=Text("City overview", "Kaupungin yleiskuva", "Översikt över staden"),
    description=Text(
        "For managers: how many people are reached, is it growing, who comes, and how complete is the counting. "
        "Numbers are best estimates up to yesterday; small ones are suppressed.",
        "Johdolle: kuinka moni tavoitetaan, kasvaako se, ketkä tulevat ja kuinka kattava laskenta on. Luvut ovat "
        "parhaita arvioita eiliseen asti; pienet on peitetty.",
        "För ledningen: hur många nås, växer det, vilka kommer och hur heltäckande är räkningen. Talen är bästa "
        "uppskattningar till och med i går; små är dolda.",
    ),
    rows=(ANSWER, PARTICIPATION, GROWTH, REACH, DETAILS),
    variables=(variables.programme, variables.age_band),
    annotations=(theme_nights, campaigns),
)
