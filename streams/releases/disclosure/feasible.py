"""What hidden numbers can be under equations and bounds: linear programs, solved by HiGHS."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, inf

import highspy
import numpy as np
from highspy._core import _Highs  # highspy.Highs prints a banner to stdout as soon as one is made

from streams.releases.disclosure.cells import CellKey, Range

__all__ = ["Row", "feasible_ranges"]

_SLACK = 1e-6
_UNLIMITED = 10_000_000.0
"""More people than any sum counts: bounded programs are solved surely, also from where the one before ended."""


@dataclass(frozen=True, slots=True)
class Row:
    """A bound of a sum over hidden cells, each with its factor: `low` <= sum <= `high`."""

    factors: Mapping[CellKey, int]
    low: float
    high: float


def feasible_ranges(
    cells: Iterable[CellKey], bounds: Mapping[CellKey, tuple[float, float]], rows: Sequence[Row]
) -> dict[CellKey, Range]:
    """Return the least and the most that each of `cells` can be.

    `bounds` has every hidden cell, by itself. Linear programs: a range may be wider than whole numbers allow by less
    than one, so ends are rounded inwards.

    Raises:
        ValueError: no numbers fit all rows: what is shown contradicts itself
    """
    keys = list(bounds)
    place = {key: number for number, key in enumerate(keys)}
    solver = _Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.passModel(_model(keys, place, bounds, rows))
    ranges = {}
    for key in cells:
        ends = []
        for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
            solver.changeColCost(place[key], 1.0)
            solver.changeObjectiveSense(sense)
            solver.run()
            ends.append(_end(solver, key, place))
        solver.changeColCost(place[key], 0.0)
        low, high = ends
        ranges[key] = Range(
            0 if low is None else max(0, ceil(low - _SLACK)), None if high is None else floor(high + _SLACK)
        )
    return ranges


def _end(solver: _Highs, key: CellKey, place: Mapping[CellKey, int]) -> float | None:
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kOptimal:
        end = float(solver.getSolution().col_value[place[key]])
        return None if end > _UNLIMITED / 2 else end
    raise ValueError(f"no numbers fit what is shown around {key} ({status.name}): its sums contradict each other")


def _model(
    keys: Sequence[CellKey],
    place: Mapping[CellKey, int],
    bounds: Mapping[CellKey, tuple[float, float]],
    rows: Sequence[Row],
) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_ = len(keys)
    model.num_row_ = len(rows)
    model.col_cost_ = np.zeros(len(keys))
    model.col_lower_ = np.array([bounds[key][0] for key in keys], dtype=float)
    model.col_upper_ = np.array([min(bounds[key][1], _UNLIMITED) for key in keys], dtype=float)
    model.row_lower_ = np.array([row.low for row in rows], dtype=float)
    model.row_upper_ = np.array([_limit(row.high) for row in rows], dtype=float)
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.cumsum([0, *(len(row.factors) for row in rows)], dtype=np.int32)
    matrix.index_ = np.array([place[key] for row in rows for key in row.factors], dtype=np.int32)
    matrix.value_ = np.array([factor for row in rows for factor in row.factors.values()], dtype=float)
    return model


def _limit(number: float) -> float:
    return number if abs(number) != inf else highspy.kHighsInf
