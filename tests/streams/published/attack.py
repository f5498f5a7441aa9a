"""An attack on all published views together: what can each small number be, given all that is shown?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, inf
from typing import Any

import numpy as np
from scipy.optimize import linprog

from schemas.places import AGE_BANDS
from schemas.privacy import PRIVACY
from schemas.programmes import Programme
from streams.releases.disclosure import protection_width
from streams.store import Store
from tests.streams.published.cities import RandomCity

__all__ = ["ATTACKED", "Guess", "attack"]

_READ = {
    "months": ("month", "visits, state, family_visits, families_state"),
    "visitors": ("month", "visitors, new_visitors, returning_visitors"),
    "districts": ("month", "district, visits, state"),
    "gatherings": ("toStartOfMonth(day)", "gathering, visits, state"),
    "age_bands": ("month", "area, age_band, visits, state"),
    "home_districts": ("month", "home_district, visits, state"),
    # A city's gatherings begin at three in the afternoon.
    "arrivals": ("toStartOfMonth(toDate(hour))", "gathering, toHour(hour) - 15, entries, state"),
}

ATTACKED = frozenset(_READ)
"""The published views that count people."""

Cell = tuple[Any, ...]
_UNLIMITED = 1_000_000
_WIDE = {"under-18": AGE_BANDS[:3], "18-and-over": AGE_BANDS[3:], "": ("",)}


@dataclass(frozen=True, slots=True)
class Guess:
    """A small number and the least and the most that it can be for who sees what is published."""

    cell: Cell
    truth: int
    threshold: int
    least: int
    most: int

    @property
    def recovered(self) -> bool:
        """Whether it can be one number only."""
        return self.least == self.most

    @property
    def open(self) -> bool:
        """Whether it keeps its range: of visits as disclosure control does, of breakdowns more."""
        if self.cell[2] in {"gathering", "district"}:
            return self.most - self.least >= protection_width(self.threshold)
        return self.most >= self.threshold and self.most - self.least >= self.threshold - 1


class _Knowledge:
    """Linear equations and bounds over cells, and what cells can be under them."""

    def __init__(self) -> None:
        self._places: dict[Cell, int] = {}
        self._least: list[float] = []
        self._sums: list[tuple[dict[int, float], float, float]] = []

    def at_least(self, cell: Cell, least: int) -> None:
        place = self._place(cell)
        self._least[place] = max(self._least[place], least)

    def adds_up(self, cells: Iterable[Cell], total: Iterable[Cell]) -> None:
        row: dict[int, float] = {}
        for sign, part in ((1.0, cells), (-1.0, total)):
            for cell in part:
                row[self._place(cell)] = row.get(self._place(cell), 0) + sign
        self._sums.append((row, 0, 0))

    def shown(self, cells: Iterable[Cell], number: int, rounding: int) -> None:
        row = {self._place(cell): 1.0 for cell in cells}
        slack = rounding / 2 if rounding > 1 else 0
        self._sums.append((row, number - slack, number + slack))

    def range(self, cell: Cell) -> tuple[int, int]:
        if cell not in self._places:  # nothing is said of it
            return 0, _UNLIMITED
        many = len(self._places)
        matrix = np.zeros((len(self._sums), many))
        for number, (row, _, _) in enumerate(self._sums):
            for place, factor in row.items():
                matrix[number, place] = factor
        least = np.array([low for _, low, _ in self._sums])
        most = np.array([high for _, _, high in self._sums])
        exact = least == most
        ends = []
        for sign in (1, -1):
            aim = np.zeros(many)
            aim[self._places[cell]] = sign
            found = linprog(
                aim,
                A_eq=matrix[exact],
                b_eq=least[exact],
                A_ub=np.vstack([matrix[~exact], -matrix[~exact]]) if (~exact).any() else None,
                b_ub=np.concatenate([most[~exact], -least[~exact]]) if (~exact).any() else None,
                bounds=[(low, None) for low in self._least],
                method="highs",
            )
            ends.append(sign * found.fun if found.status == 0 else inf)
            assert found.status in {0, 3}, f"what is published contradicts itself: {found.message}"
        least_, most_ = ends
        return ceil(least_ - 1e-6), floor(most_ + 1e-6) if most_ != inf else _UNLIMITED

    def _place(self, cell: Cell) -> int:
        if cell not in self._places:
            self._places[cell] = len(self._places)
            self._least.append(0)
        return self._places[cell]


def attack(store: Store, city: RandomCity, database: str = "candidates") -> Iterator[Guess]:
    """Read every view or published table that counts people, and guess each small number of the city."""
    published = {
        view: store.query(f"SELECT programme, toString({month}), {columns} FROM {database}.{view}")  # noqa: S608
        for view, (month, columns) in _READ.items()
    }
    for (programme, month), cells in _true_cells(city).items():
        shown = {
            view: [tuple(row[2:]) for row in rows if (row[0], row[1]) == (programme, str(month))]
            for view, rows in published.items()
        }
        known = _knowledge(shown, programme, str(month), city)
        threshold = PRIVACY[programme].threshold
        for cell, number in cells.items():
            if 0 < number < threshold:
                yield Guess((programme, str(month), *cell), number, threshold, *known.range(cell))


def _true_cells(city: RandomCity) -> Mapping[tuple[Programme, Any], dict[Cell, int]]:
    truth: dict[tuple[Programme, Any], dict[Cell, int]] = {}
    for (month, programme), visitors in _visitors(city).items():
        truth[programme, month] = {(kind,): number for kind, number in visitors.items()}
    for one in city.gatherings:
        cells = truth.setdefault((one.programme, one.month), {})

        def add(cell: Cell, number: int, cells: dict[Cell, int] = cells) -> None:
            cells[cell] = cells.get(cell, 0) + number

        if one.visits:
            add(("gathering", one.name), one.visits)
            add(("district", one.district), one.visits)
            add(("families",), one.families)
            add(("others",), one.visits - one.families)
            for band, number in one.by_age_band.items():
                add(("band", one.district, band), number)
            for home, number in one.by_home.items():
                add(("home", home), number)
            if one.visits >= 10 * one.threshold:
                for hour, number in one.by_hour.items():
                    add(("hour", (one.name, hour)), number)
    return truth


def _visitors(city: RandomCity) -> dict[tuple[Any, Programme], dict[str, int]]:
    """The visitors of each programme's month who are known, new and returning in their season."""
    seen: dict[tuple[Programme, int, bool], set[int]] = {}
    found = {}
    for month, programme in sorted({(one.month, one.programme) for one in city.gatherings}):
        before = seen.setdefault((programme, month.year, month.month > 7), set())
        came = {
            person
            for one in city.gatherings
            if (one.month, one.programme) == (month, programme)
            for person in one.pseudonyms
        }
        found[month, programme] = {"new": len(came - before), "returning": len(came & before)}
        found[month, programme]["visitors"] = len(came)
        before |= came
    return found


def _knowledge(shown: Mapping[str, Sequence[Any]], programme: Programme, month: str, city: RandomCity) -> _Knowledge:
    """Write down what the views say of a programme's month, and how the numbers hang together."""
    known = _Knowledge()
    rounding = PRIVACY[programme].rounding
    there = [one for one in city.gatherings if one.programme == programme and str(one.month) == month and one.visits]
    gatherings = [("gathering", one.name) for one in there]
    districts = sorted({one.district for one in there})

    def tell(kind: str, rows: Iterable[tuple[Any, int | None, str]]) -> None:
        for name, number, state in rows:
            if state == "counted" and number is not None:
                known.shown([(kind, name)], number, rounding)
            elif state == "suppressed":
                known.at_least((kind, name), 1)

    for district in districts:
        inside = [("gathering", one.name) for one in there if one.district == district]
        known.adds_up([("district", district)], inside)
        known.adds_up([("band", district, band) for band in (*AGE_BANDS, "")], [("district", district)])
    tell("gathering", shown["gatherings"])
    tell("district", shown["districts"])
    known.adds_up([("families",), ("others",)], gatherings)
    _know_visitors(known, shown["visitors"], gatherings, rounding)
    for visits, state, families, families_state in shown["months"]:
        if state == "counted":
            known.shown(gatherings, visits, rounding)
        if families_state == "counted":
            known.shown([("families",)], families, rounding)
    _know_age_bands(known, shown["age_bands"], districts, rounding)
    if shown["home_districts"]:
        known.adds_up([("home", home) for home, *_ in shown["home_districts"]], gatherings)
        tell("home", shown["home_districts"])
    for one in there:
        hours = [
            ((one.name, hour), entries, state) for name, hour, entries, state in shown["arrivals"] if name == one.name
        ]
        # What is not listed stands together in the hour None.
        known.adds_up([("hour", (one.name, None)), *(("hour", hour) for hour, *_ in hours)], [("gathering", one.name)])
        tell("hour", hours)
    return known


def _know_visitors(known: _Knowledge, rows: Sequence[Any], gatherings: Iterable[Cell], rounding: int) -> None:
    known.adds_up([("new",), ("returning",)], [("visitors",)])
    known.adds_up([("visitors",), ("more visits",)], gatherings)  # never more visitors than visits
    for numbers in rows:
        for kind, number in zip(("visitors", "new", "returning"), numbers, strict=True):
            if number is not None:
                known.shown([(kind,)], number, rounding)


def _know_age_bands(known: _Knowledge, areas: Sequence[Any], districts: Sequence[str], rounding: int) -> None:
    wide = any(band in _WIDE and band for _, band, *_ in areas)
    own = {named for named, *_ in areas}
    for area, band, visits, state in areas:
        meant = [area] if area in districts else [d for d in districts if area == "helsinki" or d not in own]
        if state == "counted":
            bands = _WIDE[band] if wide else (band,)
            known.shown([("band", district, b) for district in meant for b in bands], visits, rounding)
