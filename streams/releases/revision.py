"""Whether a published period may change: each number by nobody, or by as many as a published number counts."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from streams.releases.tables import COMPARED, PeriodTable

__all__ = ["Rows", "is_revisable"]

Row = Mapping[str, Any]

Rows = Mapping[str, Sequence[Row]]
"""Each table's rows of one unit, by their columns' names."""

_KEPT = frozenset({"month", "quarter", "programme", "edition"})


def is_revisable(old: Rows, new: Rows, threshold: int) -> bool:
    """Return whether what is published of a unit may be replaced as a whole.

    It may where no row comes or goes, nothing that was suppressed is shown or the other way round, no number is small,
    each number of people changes by 0 or by `threshold` and more, what follows from such numbers (shares, means)
    changes with them alone, and the same holds for what all suppressed parts of a total together are known to be.

    Args:
        old: The published rows, of all tables of the unit.
        new: The rows as a release would publish them now, of the same tables.
        threshold: From how many people on a number of the programme is published.
    """
    return all(_is_table_revisable(name, old, new, threshold) for name in old.keys() | new.keys())


def _is_table_revisable(name: str, old: Rows, new: Rows, threshold: int) -> bool:
    table = COMPARED[name]
    before, after = _by_key(table, old.get(name, ())), _by_key(table, new.get(name, ()))
    if before.keys() != after.keys():
        return False
    if any(0 < int(row[column] or 0) < threshold for row in new.get(name, ()) for column in table.people):
        return False
    changes = [_changes(table, before[key], after[key]) for key in before]
    if any(change is None or not _is_enough(change, threshold) for of_row in changes for change in of_row):
        return False
    return all(_is_enough(change, threshold) for change in _changes_of_remainders(table, old, new, name))


def _by_key(table: PeriodTable, rows: Sequence[Row]) -> Mapping[tuple[Any, ...], Row]:
    return {tuple(row[column] for column in table.key): row for row in rows}


def _changes(table: PeriodTable, before: Row, after: Row) -> Iterator[int | None]:
    """Yield by how much each number of people of a row changes; None where something changes that must not."""
    moved = False
    for column in table.people:
        one, other = before[column], after[column]
        if (one is None) != (other is None):
            yield None
        elif one is not None:
            moved = moved or one != other
            yield int(other) - int(one)
    free = {*table.people, *table.occasions, *_KEPT}
    same = all(before[column] == after[column] for column in before if column not in free)
    if not same and not moved:
        yield None


def _changes_of_remainders(table: PeriodTable, old: Rows, new: Rows, name: str) -> Iterator[int]:
    """Yield by how much the suppressed parts of a total change, all of them together: who can add finds that out."""
    if table.whole is None:
        return
    of, column = table.whole
    if of == "districts":
        yield from _changes_within_districts(table, old, new, name)
        return
    wholes = [(one[column], other[column]) for one, other in zip(old.get(of, ()), new.get(of, ()), strict=False)]
    for one, other in wholes:
        if one is not None and other is not None:
            parts = [sum(row[table.people[0]] or 0 for row in rows.get(name, ())) for rows in (old, new)]
            if any(row[table.people[0]] is None for row in old.get(name, ())):
                yield (int(other) - parts[1]) - (int(one) - parts[0])
    if "area" in table.key:
        yield from _changes_of_areas(table, old.get(name, ()), new.get(name, ()))


def _changes_within_districts(table: PeriodTable, old: Rows, new: Rows, name: str) -> Iterator[int]:
    """Yield by how much the suppressed parts of each district's total change, and of all suppressed districts'."""
    shown = {row["district"] for row in old.get("districts", ()) if row["visits"] is not None}

    def apart(rows: Rows) -> Rows:
        districts = [row for row in rows.get("districts", ()) if row["district"] in shown]
        return {**rows, name: [*districts, *(row for row in rows.get(name, ()) if row["district"] not in shown)]}

    yield from _changes_of_remainders(replace(table, whole=("months", "visits")), apart(old), apart(new), name)
    for district in {row["district"] for row in old.get("districts", ())}:
        before, after = (
            {each: [row for row in rows.get(each, ()) if row["district"] == district] for each in ("districts", name)}
            for rows in (old, new)
        )
        yield from _changes_of_remainders(
            replace(table, whole=("one district", "visits")),
            {"one district": before["districts"], name: before[name]},
            {"one district": after["districts"], name: after[name]},
            name,
        )


def _changes_of_areas(table: PeriodTable, old: Sequence[Row], new: Sequence[Row]) -> Iterator[int]:
    """Yield by how much each area's sum changes: the same people are counted by districts too."""
    sums: defaultdict[Any, int] = defaultdict(int)
    for sign, rows in ((-1, old), (1, new)):
        for row in rows:
            sums[row["area"]] += sign * int(row[table.people[0]] or 0)
    yield from sums.values()


def _is_enough(change: int | None, threshold: int) -> bool:
    return change is not None and (change == 0 or abs(change) >= threshold)
