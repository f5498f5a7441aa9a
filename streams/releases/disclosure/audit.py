"""What an attacker can know: the feasibility interval of each withheld number, given all that was ever shown."""

from collections.abc import Callable, Iterable, Mapping
from math import inf

from streams.releases.disclosure.cells import AtMost, CellKey, Decision, Range, Relation, Shown, Sum, Withheld
from streams.releases.disclosure.feasible import Row, feasible_ranges

__all__ = ["audit", "ranges_beside"]


def audit(
    decision: Decision, relations: Iterable[Relation], already: Mapping[CellKey, int | Withheld]
) -> dict[CellKey, Range]:
    """Return what each withheld number can be for who knows all shown ones and relations, and that 0 is shown.

    `already` is what earlier releases showed and withheld; a withheld cell that only stands there is audited as well.

    Raises:
        ValueError: the shown numbers contradict the relations
    """
    states: dict[CellKey, int | None] = {
        key: None if isinstance(one, Withheld) else one for key, one in already.items()
    }
    states |= {key: one.value if isinstance(one, Shown) else None for key, one in decision.cells.items()}
    return ranges_beside(states, relations, [key for key, value in states.items() if value is None])


def ranges_beside(
    states: Mapping[CellKey, int | None], relations: Iterable[Relation], wanted: Iterable[CellKey]
) -> dict[CellKey, Range]:
    """Return the ranges of `wanted`, block by block; `states` has each released cell's number, or None if withheld.

    A withheld number is 1 or more, but for a breakdown that is withheld with its whole, where zeros are, too. A sum
    whose whole is not released says nothing yet; a part that is not released can be anything from 0 on.
    """
    relations = tuple(relations)
    unlisted = {
        part
        for relation in relations
        if isinstance(relation, Sum) and all(states.get(key) is None for key in (relation.whole, *relation.parts))
        for part in relation.parts
    }
    rows = [row for row in (_row(relation, states) for relation in relations) if row is not None and row.factors]
    block = _blocks(rows)
    by_block: dict[CellKey, list[Row]] = {}
    for row in rows:
        by_block.setdefault(block(next(iter(row.factors))), []).append(row)
    asked: dict[CellKey, list[CellKey]] = {}
    for key in wanted:
        asked.setdefault(block(key), []).append(key)
    ranges: dict[CellKey, Range] = {}
    for name, cells in asked.items():
        own = by_block.get(name, [])
        hidden = dict.fromkeys([*cells, *(key for row in own for key in row.factors)])
        bounds = {key: (1.0 if key in states and key not in unlisted else 0.0, inf) for key in hidden}
        ranges |= feasible_ranges(cells, bounds, own)
    return ranges


def _row(relation: Relation, states: Mapping[CellKey, int | None]) -> Row | None:
    factors: dict[CellKey, int] = {}
    known = 0

    def add(key: CellKey, factor: int) -> None:
        nonlocal known
        value = states.get(key)
        if value is None:
            factors[key] = factors.get(key, 0) + factor
        else:
            known += factor * value

    match relation:
        case Sum(whole, parts):
            if whole not in states:
                return None
            add(whole, 1)
            for part in parts:
                add(part, -1)
            return Row(factors, -known, -known)
        case AtMost(smaller, larger) if smaller in states and larger in states:
            add(larger, 1)
            add(smaller, -1)
            return Row(factors, -known, inf)
        case _:
            return None


def _blocks(rows: Iterable[Row]) -> Callable[[CellKey], CellKey]:
    """Return which block a cell is of: cells that no row ties to each other say nothing of each other."""
    parent: dict[CellKey, CellKey] = {}

    def root(key: CellKey) -> CellKey:
        while (above := parent.get(key, key)) != key:
            parent[key] = parent.get(above, above)
            key = above
        return key

    for row in rows:
        first, *others = row.factors
        for other in others:
            parent[root(other)] = root(first)
    return root
