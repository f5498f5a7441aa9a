"""Columns that municipalities hand over to the national statistics of youth work, as far as they are counted here."""

from dashboards.reports.catalogue import Catalogue
from dashboards.reports.cells import by, left_out, month, number, shown, total
from dashboards.reports.columns import table
from dashboards.reports.model import Cell, MissingCell, NumberCell, Section, Table, TextCell
from dashboards.reports.participation import opening_hours, openings
from dashboards.reports.published import Published
from schemas.programmes import Programme

__all__ = ["youth_work"]

_CENTRES = Programme.YOUTH_CENTRE.value
_NOT_COUNTED = MissingCell("not recorded")
"""No event of the contracts says which share of the doing was the young people's own."""


def youth_work(words: Catalogue, found: Published) -> Section:
    """Return the section for the national statistics of youth work: youth centres by month, and by venue."""
    return Section(
        "youth_work",
        words.text("sections.youth_work.title"),
        words.text("sections.youth_work.introduction"),
        (_months(words, found), _venues(words, found)),
    )


def _months(words: Catalogue, found: Published) -> Table:
    counts = by(
        (row for row in openings(found["gatherings"]) if row["programme"] == _CENTRES),
        lambda row: row["day"].replace(day=1),
    )
    visitors = {row["month"]: row for row in found["visitors"] if row["programme"] == _CENTRES}
    hours = {
        row["month"]: row["hours"]
        for row in found["agencies"]
        if row["programme"] == _CENTRES and row["agency"] == "youth-work"
    }
    rows: list[tuple[Cell, ...]] = []
    for row in found["months"]:
        first = row["month"]
        if row["programme"] == _CENTRES:
            unpublished = MissingCell("not published" if row["running"] else "not recorded")
            rows.append(
                (
                    month(first, words),
                    NumberCell(row["gatherings"]),
                    shown(row, "visits"),
                    shown(visitors[first], "visitors") if first in visitors else unpublished,
                    opening_hours(counts.get(first, [])),
                    number(hours[first], "hours") if first in hours else unpublished,
                    _NOT_COUNTED,
                )
            )
    names = ("month", "gatherings", "visits", "visitors", "opening_hours", "staff_hours", "youth_made_share")
    return table(words, "youth_work", names, rows)


def _venues(words: Catalogue, found: Published) -> Table:
    of_centres = [row for row in openings(found["gatherings"]) if row["programme"] == _CENTRES]
    rows: list[tuple[Cell, ...]] = [
        (
            TextCell(venue or words.text("report.no_venue"), venue),
            NumberCell(len(its)),
            total(its, "visits"),
            left_out(its),
            opening_hours(its),
            _NOT_COUNTED,
            _NOT_COUNTED,
        )
        for venue, its in sorted(by(of_centres, lambda row: str(row["venue"])).items())
    ]
    names = ("venue", "gatherings", "visits", "left_out", "opening_hours", "staff_hours", "youth_made_share")
    return table(words, "youth_work_venues", names, rows)
