"""The columns that tables of reports may have: their kinds and units. Titles and meanings are in the catalogue."""

from collections.abc import Mapping, Sequence
from typing import Literal

from dashboards.reports.catalogue import Catalogue
from dashboards.reports.model import Cell, Column, Table, Unit

__all__ = ["COLUMNS", "table"]

Kind = Literal["number", "date", "text"]

COLUMNS: Mapping[str, tuple[Kind, Unit | None]] = {
    **dict.fromkeys(("month", "week", "quarter", "day", "period", "made"), ("date", None)),
    **dict.fromkeys(
        (
            "age_band", "agency", "area", "category", "concern_status", "district", "figure", "from_agency",
            "gathering",
            "home_district", "kind", "meaning", "moment", "programme", "provenance", "question",
            "rules", "section", "setting", "stage", "standing", "status", "table", "term", "theme", "to_agency",
            "venue", "disagrees",
        ),
        ("text", None),
    ),
    **dict.fromkeys(
        (
            "answers", "concerns", "counted", "disagree", "door", "edition", "family_visits", "gatherings",
            "head_count",
            "left_out", "new_visitors", "not_published_cells", "not_recorded", "not_recorded_cells", "ordinary_nights",
            "participants", "people", "returning_visitors", "sessions", "sheet", "shown_cells", "suppressed",
            "suppressed_cells", "theme_nights", "visitors", "visits", "visits_before", "visits_with_home",
        ),
        ("number", "count"),
    ),
    **dict.fromkeys(
        (
            "change", "completeness", "coverage", "dissimilarity", "evenness", "growth", "share_high", "share_low",
            "share_positive", "uplift", "uplift_high", "uplift_low", "youth_made_share",
        ),
        ("number", "share"),
    ),
    **dict.fromkeys(("per_1000", "usual"), ("number", "decimal")),
    **dict.fromkeys(("hours_to_answer", "opening_hours", "staff_hours"), ("number", "hours")),
    "mean": ("number", "score"),
    **dict.fromkeys(("value", "before"), ("number", None)),
}  # fmt: skip
"""By id. A number without a unit has that of its row."""


def table(
    words: Catalogue,
    id_: str,
    columns: Sequence[str],
    rows: Sequence[tuple[Cell, ...]],
    *,
    printed: bool = True,
    **values: object,
) -> Table:
    """Return a table with its title, its description and its columns' words out of the catalogue."""
    return Table(
        id_,
        words.text(f"tables.{id_}.title"),
        words.text(f"tables.{id_}.description", **values),
        tuple(_column(words, name) for name in columns),
        tuple(rows),
        printed=printed,
    )


def _column(words: Catalogue, name: str) -> Column:
    kind, unit = COLUMNS[name]
    return Column(name, words.text(f"columns.{name}.title"), kind, words.text(f"columns.{name}.meaning"), unit)
