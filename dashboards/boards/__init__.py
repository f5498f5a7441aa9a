"""The boards: one module each."""

from dashboards.board import Board
from dashboards.boards.city_overview import CITY_OVERVIEW
from dashboards.boards.gatherings import GATHERINGS

__all__ = ["BOARDS"]

BOARDS: tuple[Board, ...] = (CITY_OVERVIEW, GATHERINGS)
"""In the order of reading, from the whole city to its parts."""
