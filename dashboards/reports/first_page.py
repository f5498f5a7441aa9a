"""The first page: what a board reads in five minutes."""

from collections.abc import Iterator, Sequence
from datetime import date

from dashboards.reports.catalogue import Catalogue
from dashboards.reports.cells import by, change, is_comparable, number, number_of, ratio, total
from dashboards.reports.columns import table
from dashboards.reports.feelings import change_of_mean, hours_to_answer, share_positive
from dashboards.reports.model import Answer, Cell, DateCell, Line, MissingCell, NumberCell, Report, Table, TextCell
from dashboards.reports.published import Published, Row

__all__ = ["answers", "key_figures"]

_MOST = 5


def key_figures(words: Catalogue, found: Published, before: Published) -> Table:
    """Return the figures of the period beside those of the year before."""
    once, comparable = dict(_figures(before)), is_comparable(found, before)
    rows: list[tuple[Cell, ...]] = []
    for id_, cell in _figures(found):
        rows.append(
            (
                TextCell(words.text(f"figures.{id_}"), id_),
                cell,
                once[id_],
                _growth(cell, once[id_], comparable=comparable),
            )
        )
    return table(words, "key_figures", ("figure", "value", "before", "change"), rows)


def answers(words: Catalogue, report: Report, quarters: Sequence[date]) -> tuple[Answer, ...]:
    """Return the questions of the first page, answered out of the report's own tables; concerns are of `quarters`."""
    figures = {cell.code: row[1] for row in report.key_figures.rows if isinstance(cell := row[0], TextCell)}
    tables = {one.id: one for one in report.tables}
    named = ", ".join(map(words.quarter, quarters))
    return (
        _answer(words, "what", _most(tables["programmes"], "programme", "visits")),
        _answer(words, "where", _most(tables["districts"], "district", "visits", skip=("",))),
        _answer(
            words,
            "who",
            [
                *_in_order(tables["ages"], "age_band", "visits"),
                *_of(words, figures, "new_visitors", "returning_visitors"),
            ],
        ),
        _answer(words, "safe", _of(words, figures, "feel_safe", "trust", "change_of_safety")),
        _answer(
            words,
            "worries",
            [
                *_most(tables["concerns_by_category"], "category", "concerns"),
                *_of(words, figures, "hours_to_answer"),
                *([Line(words.text("report.of_quarters", quarters=named))] if named else []),
            ],
        ),
        Answer("unknown", words.text("questions.unknown"), tuple(_unknown(words, report, tables))),
    )


def _figures(found: Published) -> Iterator[tuple[str, Cell]]:
    months = found["months"]
    held, uncounted = _sum(months, "gatherings"), _sum(months, "not_recorded")
    yield "visits", total(months, "visits")
    yield "gatherings", number(held, missing="not published")
    yield "completeness", ratio(None if held is None else held - (uncounted or 0), held, missing="not published")
    reached = {row["district"] for row in found["districts"] if row["district"] and row["gatherings"]}
    yield "districts", number(len(reached) if found["districts"] else None, missing="not published")
    yield "family_visits", total([row for row in months if not row["running"]], "family_visits", state="families_state")
    for name in ("new_visitors", "returning_visitors"):
        yield name, total(found["visitors"], name, state="parts_state")
    yield "met_outside", total(found["outreach"], "people")
    yield "sessions", number(_sum(found["dialogues"], "sessions"), missing="not published")
    after = [row for row in found["pulse"] if row["moment"] == "after"]
    for figure, question in (("feel_safe", "safety"), ("trust", "trust")):
        yield figure, share_positive([row for row in after if row["question"] == question])
    yield "change_of_safety", change_of_mean([row for row in found["pulse"] if row["question"] == "safety"])
    yield "concerns", total(found["concerns"], "concerns")
    yield "hours_to_answer", hours_to_answer(found)


def _sum(rows: Sequence[Row], name: str) -> int | None:
    known = [row[name] for row in rows if row[name] is not None]
    return sum(known) if known else None


def _growth(now: Cell, before: Cell, *, comparable: bool) -> Cell:
    """Return the growth of a count; a share or a mean does not grow by a share of itself."""
    if isinstance(now, NumberCell) and now.unit != "count":
        return MissingCell("not applicable")
    return change(now, before, comparable=comparable)


def _answer(words: Catalogue, id_: str, lines: Sequence[Line]) -> Answer:
    nothing = (Line(words.text("report.nothing")),)
    return Answer(id_, words.text(f"questions.{id_}"), tuple(lines) or nothing)


def _most(found: Table, by_: str, value: str, *, skip: tuple[str, ...] = ()) -> list[Line]:
    """Return the rows with the largest numbers, as they stand in the table."""
    return [line for line in _in_order(found, by_, value, skip=skip) if line.cell][:_MOST]


def _in_order(found: Table, by_: str, value: str, *, skip: tuple[str, ...] = ()) -> list[Line]:
    return [
        Line(name.value, cell)
        for name, cell in zip(found.cells(by_), found.cells(value), strict=True)
        if isinstance(name, TextCell) and name.code not in skip
    ]


def _of(words: Catalogue, figures: dict[str, Cell], *ids: str) -> list[Line]:
    return [Line(words.text(f"figures.{id_}"), figures[id_]) for id_ in ids]


def _unknown(words: Catalogue, report: Report, tables: dict[str, Table]) -> Iterator[Line]:
    uncounted = [number_of(cell) or 0 for cell in tables["programmes"].cells("not_recorded")]
    yield Line(words.text("unknown.not_recorded"), NumberCell(sum(uncounted)))
    cells = [cell.type for one in report.tables for row in one.rows for cell in row if isinstance(cell, MissingCell)]
    yield Line(words.text("unknown.suppressed"), NumberCell(cells.count("suppressed")))
    standing = tables["months"]
    running = by(
        [
            {"month": day, "standing": state}
            for day, state in zip(standing.cells("month"), standing.cells("standing"), strict=True)
            if isinstance(state, TextCell) and state.code == "running"
        ],
        lambda row: row["month"],
    )
    for day in running:
        assert isinstance(day, DateCell)  # noqa: S101  the column's kind
        yield Line(words.text("unknown.running", month=day.shown))
    if all(isinstance(row[2], MissingCell) for row in report.key_figures.rows):
        yield Line(words.text("unknown.no_year_before"))
