"""Which rows of a sheet are places, and which are totals, averages, targets or ignored."""

from collections.abc import Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from producers.sheets.likely_totals import Entry, Role, likely_totals
from producers.sheets.table import Computed, Row
from producers.sheets.total_words import names_a_total, names_nowhere, why_no_place
from producers.sheets.venues import VenueIds, folded_name

__all__ = ["PlaceRows", "SeenRow"]


@dataclass(frozen=True, slots=True)
class SeenRow:
    """A row, the name of its place, its numbers by column or period, and the columns of its counts."""

    row: Row
    name: str
    numbers: Mapping[Hashable, int]
    counts: tuple[int, ...]
    hidden: bool = False


class PlaceRows:
    """Parts rows into those of places, in order, and those that are none, each with line, name and why.

    Rows of one name are looked at together where they are `grouped`: a row a place and period.
    """

    def __init__(
        self,
        seen: Sequence[SeenRow],
        ids: VenueIds,
        ignored: AbstractSet[str],
        totals: Literal["refuse", "drop", "keep"],
        *,
        grouped: bool,
    ) -> None:
        self._ids = ids
        self._ignored = ignored
        self._keeps = totals == "keep"
        seen = sorted(seen, key=lambda one: one.row.line)
        groups: dict[Hashable, list[SeenRow]] = {}
        for at, one in enumerate(seen):
            groups.setdefault((folded_name(one.name), one.hidden) if grouped else at, []).append(one)
        together = list(groups.values())
        roles = [self._role(group) for group in together]
        whys = {at: why for at, (_, why) in enumerate(roles) if why is not None}
        if not self._keeps:
            entries = [self._entry(together, at, roles[at][0]) for at in range(len(together))]
            whys |= likely_totals(entries)
        none = {one.row.line: (one.name, why) for at, why in whys.items() for one in together[at]}
        self.no_places = [(line, name, why) for line, (name, why) in sorted(none.items())]
        self.places = [
            one.row
            for one in seen
            if not one.hidden and one.row.line not in none and folded_name(one.name) not in ignored
        ]

    def _role(self, group: Sequence[SeenRow]) -> tuple[Role, str | None]:  # noqa: PLR0911  a role a line
        """Return what rows of one name are, and why they are no place, if they are not."""
        first = group[0]
        if first.hidden:
            return ("other" if why_no_place(first.name) else "hidden"), None
        if folded_name(first.name) in self._ignored:
            return "total", None
        if self._ids.is_given(first.name):
            return "place", None
        if self._keeps:
            return "row", None
        why = why_no_place(first.name)
        if why is not None:
            part: Role = "hidden" if names_nowhere(first.name) else "other"
            return ("total" if names_a_total(first.name) else part), why
        formula = _formula_of_others(group)
        if formula is not None:
            return "total", f"its formula {formula:.60} reads the counts of other rows"
        return ("row" if any(one.numbers for one in group) else "other"), None

    @staticmethod
    def _entry(groups: Sequence[Sequence[SeenRow]], at: int, role: Role) -> Entry:
        group = groups[at]
        numbers: dict[Hashable, int] = {}
        for one in group:
            for key, number in one.numbers.items():
                numbers[key] = numbers.get(key, 0) + number
        before = groups[at - 1] if at else None
        alone = before is not None and len(group) == len(before) == 1
        gap = alone and before is not None and group[0].row.line - before[0].row.line > 1
        return Entry(numbers, role, after_a_gap=gap)


def _formula_of_others(group: Sequence[SeenRow]) -> str | None:
    """Return a formula of other rows' counts, if most of the counts are made by such."""
    cells = [one.row.cells[place] for one in group for place in one.counts]
    computed = [cell.formula for cell in cells if isinstance(cell, Computed) and cell.of_other_rows]
    filled = sum(cell is not None and str(cell).strip() != "" for cell in cells)
    return computed[0] if computed and 2 * len(computed) > filled else None
