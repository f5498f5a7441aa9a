"""The boards: one module each."""

from dashboards.board import Board
from dashboards.boards.city_overview import CITY_OVERVIEW
from dashboards.boards.districts import DISTRICTS_BOARD
from dashboards.boards.gatherings import GATHERINGS
from dashboards.boards.pipeline_health import PIPELINE_HEALTH
from dashboards.boards.safety_and_trust import SAFETY_AND_TRUST
from dashboards.boards.working_together import WORKING_TOGETHER
from dashboards.boards.young_people import YOUNG_PEOPLE

__all__ = ["BOARDS"]

BOARDS: tuple[Board, ...] = (
    CITY_OVERVIEW,
    DISTRICTS_BOARD,
    GATHERINGS,
    YOUNG_PEOPLE,
    SAFETY_AND_TRUST,
    WORKING_TOGETHER,
    PIPELINE_HEALTH,
)
"""In the order of reading, from the whole city to its parts."""
