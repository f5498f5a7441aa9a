"""What the numbers mean, how complete they are, and what is not shown."""

from collections.abc import Sequence

from dashboards.labels import PROGRAMMES
from dashboards.reports.catalogue import Catalogue
from dashboards.reports.cells import by, day, month, named, quarter
from dashboards.reports.columns import table
from dashboards.reports.model import Cell, MissingCell, NumberCell, Section, Table, TextCell
from dashboards.reports.participation import held
from dashboards.reports.published import Published
from schemas.privacy import PRIVACY
from schemas.programmes import Programme

__all__ = ["method"]


def method(words: Catalogue, found: Published, others: Sequence[Table]) -> Section:
    """Return the section on method; `others` are the tables before it, whose cells are counted."""
    return Section(
        "method",
        words.text("sections.method.title"),
        words.text("sections.method.introduction", thresholds=_thresholds(words)),
        (_completeness(words, found), _suppressed(words, others), _releases(words, found), _definitions(words, others)),
    )


def _thresholds(words: Catalogue) -> str:
    return ", ".join(
        f"{programme.profile.plural.in_(words.language)} {PRIVACY[programme].threshold}" for programme in Programme
    )


def _completeness(words: Catalogue, found: Published) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for programme, its in by(held(found["gatherings"]), lambda row: str(row["programme"])).items():
        numbers = (
            len(its),
            sum(1 for row in its if row["state"] == "counted"),
            sum(1 for row in its if row["state"] == "suppressed"),
            sum(1 for row in its if row["state"] == "not recorded" and row["expected"]),
            *(sum(1 for row in its if row["provenance"] == way) for way in ("door", "sheet", "head-count")),
            sum(1 for row in its if row["disagree"]),
        )
        rows.append((named(PROGRAMMES, programme, words), *map(NumberCell, numbers)))
    names = (
        "programme", "gatherings", "counted", "suppressed", "not_recorded", "door", "sheet", "head_count", "disagree",
    )  # fmt: skip
    return table(words, "completeness", names, rows)


def _suppressed(words: Catalogue, tables: Sequence[Table]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for one in tables:
        cells = [cell for row in one.rows for cell in row]
        missing = [cell.type for cell in cells if isinstance(cell, MissingCell)]
        rows.append(
            (
                TextCell(one.title, one.id),
                NumberCell(sum(1 for cell in cells if isinstance(cell, NumberCell))),
                NumberCell(missing.count("suppressed")),
                NumberCell(missing.count("not recorded")),
                NumberCell(missing.count("not published")),
            )
        )
    names = ("table", "shown_cells", "suppressed_cells", "not_recorded_cells", "not_published_cells")
    return table(words, "not_shown", names, rows)


def _releases(words: Catalogue, found: Published) -> Table:
    rows = [
        (
            TextCell(words.text(f"kinds.{row['kind']}"), row["kind"]),
            (month if row["kind"] == "month" else quarter)(row["period"], words),
            named(PROGRAMMES, row["programme"], words),
            TextCell(words.text(f"stages.{row['stage']}"), row["stage"]),
            NumberCell(row["edition"]),
            day(row["made"], words),
            TextCell(row["rules"]),
        )
        for row in found["releases"]
    ]
    names = ("kind", "period", "programme", "stage", "edition", "made", "rules")
    return table(words, "releases", names, rows)


def _definitions(words: Catalogue, tables: Sequence[Table]) -> Table:
    columns = {column.id: column for one in tables for column in one.columns if column.kind == "number"}
    rows: list[tuple[Cell, ...]] = [
        (TextCell(words.text(f"definitions.{id_}.term"), id_), TextCell(words.text(f"definitions.{id_}.meaning")))
        for id_ in words.ids_of("definitions")
    ]
    rows += [
        (TextCell(column.title, id_), TextCell(column.description))
        for id_, column in columns.items()
        if id_ not in {"value", "before", *words.ids_of("definitions")}
    ]
    return table(words, "definitions", ("term", "meaning"), rows)
