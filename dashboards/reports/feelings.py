"""How safe people feel, how much they trust, and what worries them."""

from collections.abc import Sequence
from math import sqrt

from dashboards.labels import CATEGORIES, CONCERN_STATUSES, DISTRICTS, MOMENTS, PROGRAMMES, QUESTIONS, Labels
from dashboards.reports.catalogue import Catalogue
from dashboards.reports.cells import by, largest_first, left_out, month, named, number, quarter, ratio, shown, total
from dashboards.reports.columns import table
from dashboards.reports.model import Cell, Chart, Missing, NumberCell, Section, Table
from dashboards.reports.published import Published, Row

__all__ = ["change_of_mean", "concerns", "feelings", "hours_to_answer", "share_positive"]

_Z = 1.96


def feelings(words: Catalogue, found: Published) -> Section:
    """Return the section of answers about safety and trust."""
    return Section(
        "feelings",
        words.text("sections.feelings.title"),
        words.text("sections.feelings.introduction"),
        (_feelings(words, found), _pulse(words, found)),
    )


def concerns(words: Catalogue, found: Published) -> Section:
    """Return the section of concerns, by quarter."""
    quarters = ", ".join(words.quarter(one) for one in found.quarters)
    introduction = "introduction" if quarters else "nothing"
    return Section(
        "concerns",
        words.text("sections.concerns.title"),
        words.text(f"sections.concerns.{introduction}", quarters=quarters),
        (
            _raised(words, found),
            _divided(words, found, "category", "concerns_by_category", CATEGORIES),
            _divided(words, found, "district", "concerns_by_district", DISTRICTS),
            _divided(words, found, "concern_status", "concerns_by_status", CONCERN_STATUSES),
        ),
        (
            Chart(
                "concerns-by-category",
                words.text("charts.concerns_by_category"),
                "bars",
                "concerns_by_category",
                "category",
                "concerns",
            ),
        ),
    )


def share_positive(rows: Sequence[Row]) -> Cell:
    """Return the share of the answers 4 and 5 over all areas that are shown."""
    answers = _answers(rows)
    positive = sum(row["answers"] * row["share_positive"] for row in rows if row["share_positive"] is not None)
    return ratio(positive, answers, missing=_missing(rows))


def change_of_mean(rows: Sequence[Row]) -> Cell:
    """Return how the mean answer differs after gatherings from before, weighted by the answers after."""
    weighted, weight = 0.0, 0
    for its in by(rows, lambda row: (row["month"], str(row["programme"]))).values():
        known = [row for row in its if row["mean"] is not None]
        before, after = (_mean([row for row in known if row["moment"] == moment]) for moment in ("before", "after"))
        if before is not None and after is not None:
            answers = sum(row["answers"] for row in known if row["moment"] == "after")
            weighted, weight = weighted + (after - before) * answers, weight + answers
    return ratio(weighted, weight, "score", missing=_missing(rows))


def hours_to_answer(found: Published) -> Cell:
    """Return within how many hours half of the concerns were answered, of the programme that took longest."""
    latest = max((row["quarter"] for row in found["concerns"]), default=None)
    rows = [row for row in found["concerns"] if row["quarter"] == latest]
    hours = [row["median_hours_to_answer"] for row in rows if row["median_hours_to_answer"] is not None]
    suppressed = any(row["answers_state"] == "suppressed" for row in rows)
    missing: Missing = "not published" if not rows else "suppressed" if suppressed else "not recorded"
    return number(max(hours, default=None), "hours", missing=missing)


def _answers(rows: Sequence[Row]) -> int | None:
    known = [row["answers"] for row in rows if row["answers"] is not None]
    return sum(known) if known else None


def _mean(rows: Sequence[Row]) -> float | None:
    answers = sum(row["answers"] for row in rows)
    return sum(row["mean"] * row["answers"] for row in rows) / answers if answers else None


def _missing(rows: Sequence[Row]) -> Missing:
    if not rows:
        return "not published"
    return "suppressed" if any(row["state"] == "suppressed" for row in rows) else "not recorded"


def _interval(share: Cell, answers: int | None) -> tuple[Cell, Cell]:
    """Return Wilson's interval for 95 % (E. B. Wilson 1927, J. Am. Stat. Assoc. 22, 209), as the boards have it."""
    if not isinstance(share, NumberCell) or not answers:
        return share, share
    p, n = share.value, answers
    middle = p + _Z * _Z / (2 * n)
    half = _Z * sqrt(p * (1 - p) / n + _Z * _Z / (4 * n * n))
    scale = 1 + _Z * _Z / n
    return NumberCell((middle - half) / scale, "share"), NumberCell((middle + half) / scale, "share")


def _feelings(words: Catalogue, found: Published) -> Table:
    groups = by(found["pulse"], lambda row: (str(row["question"]), str(row["moment"])))
    rows: list[tuple[Cell, ...]] = []
    for question in QUESTIONS:
        for moment in MOMENTS:
            its = groups.get((question, moment), [])
            if its:
                share = share_positive(its)
                mean = _mean([row for row in its if row["mean"] is not None])
                rows.append(
                    (
                        named(QUESTIONS, question, words),
                        named(MOMENTS, moment, words),
                        number(_answers(its), missing=_missing(its)),
                        share,
                        *_interval(share, _answers(its)),
                        number(mean, "score", missing=_missing(its)),
                        left_out(its),
                    )
                )
    names = ("question", "moment", "answers", "share_positive", "share_low", "share_high", "mean", "left_out")
    return table(words, "feelings", names, rows)


def _pulse(words: Catalogue, found: Published) -> Table:
    rows = [
        (
            month(row["month"], words),
            named(PROGRAMMES, row["programme"], words),
            named(QUESTIONS, row["question"], words),
            named(MOMENTS, row["moment"], words),
            named(DISTRICTS, row["area"], words),
            shown(row, "answers"),
            *(shown(row, name, "share") for name in ("share_positive", "share_low", "share_high")),
            shown(row, "mean", "score"),
        )
        for row in found["pulse"]
    ]
    names = (
        "month", "programme", "question", "moment", "area", "answers", "share_positive", "share_low", "share_high",
        "mean",
    )  # fmt: skip
    return table(words, "pulse", names, rows, printed=False)


def _raised(words: Catalogue, found: Published) -> Table:
    rows = [
        (
            quarter(row["quarter"], words),
            named(PROGRAMMES, row["programme"], words),
            shown(row, "concerns"),
            shown(row, "median_hours_to_answer", "hours", state="answers_state"),
        )
        for row in found["concerns"]
    ]
    return table(words, "concerns", ("quarter", "programme", "concerns", "hours_to_answer"), rows)


def _divided(words: Catalogue, found: Published, column: str, name: str, labels: Labels) -> Table:
    value = "status" if column == "concern_status" else column
    rows: list[tuple[Cell, ...]] = [
        (named(labels, code, words), total(its, "concerns"), left_out(its))
        for code, its in by(found[name], lambda row: str(row[value])).items()
    ]
    if column == "concern_status":
        order = list(labels)
        rows.sort(key=lambda row: order.index(getattr(row[0], "code", "")))
    else:
        rows = largest_first(rows, 1)
    return table(words, name, (column, "concerns", "left_out"), rows)
