"""Cells out of published rows, and sums of what is shown."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from typing import TypeVar

from dashboards.labels import Labels
from dashboards.reports.catalogue import Catalogue
from dashboards.reports.model import Cell, DateCell, Missing, MissingCell, NumberCell, TextCell, Unit
from dashboards.reports.published import Published, Row

__all__ = [
    "by",
    "change",
    "day",
    "is_comparable",
    "largest_first",
    "left_out",
    "month",
    "named",
    "number",
    "number_of",
    "quarter",
    "ratio",
    "shown",
    "total",
]

_STATES: Mapping[str, Missing] = {"suppressed": "suppressed", "not recorded": "not recorded"}
_Key = TypeVar("_Key", bound=Hashable)
_Cells = TypeVar("_Cells", bound=tuple[Cell, ...])


def number(value: float | None, unit: Unit = "count", *, missing: Missing = "not recorded") -> Cell:
    """Return a number's cell; where there is none, why."""
    return MissingCell(missing) if value is None else NumberCell(value, unit)


def number_of(cell: Cell) -> int | float | None:
    """Return the number of a cell that has one."""
    return cell.value if isinstance(cell, NumberCell) else None


def shown(row: Row, name: str, unit: Unit = "count", *, state: str = "state") -> Cell:
    """Return a published number, or what its state says of it."""
    said = str(row[state])
    return MissingCell(_STATES[said]) if said in _STATES else number(row[name], unit, missing="suppressed")


def total(rows: Iterable[Row], name: str, unit: Unit = "count", *, state: str = "state") -> Cell:
    """Return the sum of what is shown; without any, `suppressed` if one is, and `not published` if there is no row."""
    cells = [shown(row, name, unit, state=state) for row in rows]
    numbers = [cell.value for cell in cells if isinstance(cell, NumberCell)]
    if numbers:
        return NumberCell(sum(numbers), unit)
    if not cells:
        return MissingCell("not published")
    return MissingCell("suppressed" if MissingCell("suppressed") in cells else "not recorded")


def left_out(rows: Iterable[Row], *, state: str = "state") -> Cell:
    """Return how many parts of a sum are suppressed, so that they are not in it."""
    return NumberCell(sum(1 for row in rows if row[state] == "suppressed"))


def ratio(part: float | None, whole: float | None, unit: Unit = "share", *, missing: Missing = "not recorded") -> Cell:
    """Return a part over a whole; where either is missing or the whole is 0, why."""
    return number(None if part is None or not whole else part / whole, unit, missing=missing)


def is_comparable(found: Published, before: Published) -> bool:
    """Return whether a period is closed and as many of its months are published as of the year before."""
    months, once = found["months"], before["months"]
    running = any(row["running"] for row in (*months, *once))
    return not running and len({row["month"] for row in months}) == len({row["month"] for row in once})


def change(now: Cell, before: Cell, *, comparable: bool = True) -> Cell:
    """Return by which share a number grew: now over before, less 1; `not applicable` where they are no equals."""
    if not comparable and isinstance(before, NumberCell):
        return MissingCell("not applicable")
    if isinstance(before, MissingCell):
        return before
    if isinstance(now, MissingCell):
        return now
    part, whole = number_of(now), number_of(before)
    grown = None if part is None or not whole else part / whole - 1
    return number(grown, "share")


def by(rows: Iterable[Row], key: Callable[[Row], _Key]) -> dict[_Key, list[Row]]:
    """Return rows by what they have in common, in the order in which each is first met."""
    found: dict[_Key, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def named(labels: Labels, code: str, words: Catalogue) -> TextCell:
    """Return a value of the data by its name in a language."""
    label = labels.get(code)
    return TextCell(label.text.in_(words.language) if label else code, code)


def month(day_: date, words: Catalogue) -> DateCell:
    """Return a month by its first day."""
    return DateCell(day_, words.month(day_))


def quarter(day_: date, words: Catalogue) -> DateCell:
    """Return a quarter by its first day."""
    return DateCell(day_, words.quarter(day_))


def day(day_: date, words: Catalogue) -> DateCell:
    """Return a day."""
    return DateCell(day_, words.day(day_))


def largest_first(rows: Iterable[_Cells], place: int) -> list[_Cells]:
    """Return rows with the largest number first, and those without one last."""

    def order(row: _Cells) -> tuple[bool, float]:
        value = number_of(row[place])
        return value is None, -(value or 0)

    return sorted(rows, key=order)
