"""Decide which numbers are shown: small ones are not, nor as many others as it takes to keep them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from streams.releases.disclosure.audit import ranges_beside
from streams.releases.disclosure.cells import AtMost, Cell, CellKey, Decision, Relation, Shown, Sum, Withheld
from streams.releases.disclosure.groups import Hidden, closed, crowded, lent, roomy

__all__ = ["protect"]


def protect(
    cells: Iterable[Cell],
    relations: Iterable[Relation],
    already: Mapping[CellKey, int | Withheld],
    *,
    order: Sequence[CellKey],
) -> Decision:
    """Decide which cells are shown, beside what is shown already.

    `already` is what earlier releases decided; such a cell keeps its decision. Of those that were withheld and stand in
    `relations`, `cells` must have the values too. `order` is the public order in which others are withheld to cover
    small ones: it may depend on nothing that is counted. Gatherings stand in the order in which they were released. A
    cell that is missing there comes last, by name.

    1. Small numbers are withheld.
    2. In each sum, deepest first, others are withheld with them (`groups.closed`); where that cannot be had, the
       whole is withheld as well, and covered in the sums above it. What a withheld whole divides into is withheld
       with it, unless it was shown before. A whole that is not released yet is prepared for: later gatherings cover
       earlier ones.
    3. Cells that stand in several relations are audited by a solver; more are withheld until each small one keeps its
       range.

    Raises:
        ValueError: a cell was withheld before and its value is missing, or the shown numbers contradict the relations
    """
    return _Protection(cells, relations, already, order).decide()


class _Protection:
    def __init__(
        self,
        cells: Iterable[Cell],
        relations: Iterable[Relation],
        already: Mapping[CellKey, int | Withheld],
        order: Sequence[CellKey],
    ) -> None:
        self._cells = {cell.key: cell for cell in cells}
        self._relations = tuple(relations)
        self._already = already
        sums = [relation for relation in self._relations if isinstance(relation, Sum)]
        self._places = {key: place for place, key in enumerate(order)}
        self._sums_of: dict[CellKey, list[Sum]] = {}
        self._containing: dict[CellKey, list[Sum]] = {}
        for one in sums:
            self._sums_of.setdefault(one.whole, []).append(one)
            for part in one.parts:
                self._containing.setdefault(part, []).append(one)
        self._bound: dict[CellKey, list[CellKey]] = {}
        for bound in self._relations:
            if isinstance(bound, AtMost):
                self._bound.setdefault(bound.smaller, []).append(bound.larger)
                self._bound.setdefault(bound.larger, []).append(bound.smaller)
        self._parts = {one: tuple(sorted(one.parts, key=self._rank)) for one in sums}
        self._values = {cell.key: cell.value for cell in self._cells.values()}
        self._values |= {key: one for key, one in already.items() if not isinstance(one, Withheld)}
        self._thresholds = {key: cell.threshold for key, cell in self._cells.items()}
        self._hidden: set[CellKey] = set()
        self._must: set[CellKey] = set()
        self._hide_small()
        depths: dict[CellKey, int] = {}
        self._sums = sorted(sums, key=lambda one: (self._depth(one.whole, depths), self._rank(one.whole)))

    def decide(self) -> Decision:
        exposed: tuple[CellKey, ...] = ()
        while True:
            before = -1
            while before != len(self._hidden):
                before = len(self._hidden)
                for one in self._sums:
                    self._cover(one)
            exposed = self._exposed()
            if not exposed or not self._withhold_beside(exposed):
                break
        return Decision(
            {key: Withheld() if key in self._hidden else Shown(self._values[key]) for key in self._cells},
            exposed,
        )

    def _rank(self, key: CellKey) -> tuple[int, CellKey]:
        return self._places.get(key, len(self._places)), key

    # Primary suppression.

    def _hide_small(self) -> None:
        related = set(chain(self._sums_of, self._containing))
        for key, one in self._already.items():
            if isinstance(one, Withheld):
                if key not in self._values:
                    if key in related:
                        raise ValueError(
                            f"cell {key} was withheld before and its value is missing; add it to the cells"
                        )
                    continue
                self._hidden.add(key)
                if self._cells[key].small or key in self._sums_of:
                    self._must.add(key)
        for cell in self._cells.values():
            if cell.small and cell.key not in self._already:
                self._hidden.add(cell.key)
                self._must.add(cell.key)

    # Secondary suppression, sum by sum.

    def _cover(self, one: Sum) -> None:
        if one.whole in self._hidden:
            self._hide(one.whole)
            return
        k = self._threshold(one)
        if one.whole not in self._values:
            self._prepare(one)
            return
        hidden = self._group(one)
        if not any(item.must for item in hidden) or closed(hidden, k):
            return
        for part in self._parts[one]:
            if self._can_hide(part) and self._is_cover(part):
                self._hide(part)
                hidden = self._group(one)
                if closed(hidden, k):
                    return
        if self._can_hide(one.whole) and not self._keeps_itself(one, hidden, k):
            self._hide(one.whole)
            self._must.add(one.whole)

    def _prepare(self, one: Sum) -> None:
        """Withhold the next leaf after each small one, so that a whole that will be released later can be shown.

        Nothing is looked at but which are small. A sum of sums takes covers only until two of its parts have their own.
        """
        inner = [self._sums_of[part][0] for part in one.parts if part not in self._values and part in self._sums_of]
        if inner and sum(self._paired(each) for each in inner) > 1:
            return
        waiting = False
        for leaf in sorted(self._leaves(one), key=self._rank):
            if waiting and self._can_hide(leaf):
                self._hide(leaf)
            if leaf in self._hidden:
                waiting = leaf in self._must

    def _paired(self, one: Sum) -> bool:
        hidden = self._group(one)
        return any(item.must for item in hidden) and not all(item.must for item in hidden)

    def _keeps_itself(self, one: Sum, hidden: Sequence[Hidden], k: int) -> bool:
        """Return whether a sum without enough covers can be shown all the same."""
        if self._online(one):
            return all(item.must for item in hidden) and crowded(hidden, k)
        alone = not any(self._values[leaf] and leaf not in self._hidden for leaf in self._leaves(one))
        at_once = not any(leaf in self._already and leaf in self._hidden for leaf in self._leaves(one))
        return alone and at_once and roomy(hidden, k)

    def _group(self, one: Sum) -> list[Hidden]:
        """Return what is hidden of a sum, as far down as parts of it are shown."""
        return [item for part in self._parts[one] for item in self._expanded(part)]

    def _expanded(self, part: CellKey) -> list[Hidden]:
        if part not in self._values:
            return self._group(self._sums_of[part][0]) if part in self._sums_of else []
        if part not in self._hidden or not self._values[part]:
            return []
        for one in self._sums_of.get(part, ()):
            if any(
                self._values.get(each) and (each not in self._hidden or each in self._already) for each in one.parts
            ):
                hidden = self._group(one)
                if part in self._must:
                    return [replace(item, bounded=True) for item in hidden]
                return [lent(hidden, self._threshold(one))] if any(item.must for item in hidden) else hidden
        return [self._item(part)]

    def _item(self, key: CellKey) -> Hidden:
        listed = max((self._listed(one) for one in self._sums_of.get(key, ())), default=1)
        must = key in self._must
        return Hidden(self._values[key], listed if must else max(listed, self._k(key)), must, listed, bounded=must)

    def _listed(self, one: Sum) -> int:
        return sum(1 for part in one.parts if self._values.get(part))

    def _is_cover(self, part: CellKey) -> bool:
        """Return whether hiding a part hides anything: not if it is the sum of numbers that were shown before."""
        return all(
            any(self._can_hide(each) or each in self._hidden or each not in self._values for each in one.parts)
            for one in self._sums_of.get(part, ())
        )

    def _hide(self, key: CellKey) -> None:
        """Withhold a number, and all that it divides into as far as that was not decided before: zeros, too.

        The whole may be known all the same, as the sum of what was shown before. Which parts are 0 then tells of the
        others.
        """
        self._hidden.add(key)
        for one in self._sums_of.get(key, ()):
            for part in one.parts:
                if self._undecided(part):
                    self._hide(part)

    def _can_hide(self, key: CellKey) -> bool:
        return self._undecided(key) and self._values[key] > 0

    def _undecided(self, key: CellKey) -> bool:
        return key in self._cells and key not in self._already and key not in self._hidden

    def _online(self, one: Sum) -> bool:
        """Return whether a sum's parts are decided one after the other, before their whole."""
        return one.whole not in self._values or all(part in self._already for part in one.parts if part in self._hidden)

    def _leaves(self, one: Sum) -> Iterator[CellKey]:
        """Yield the parts of a sum that are numbers by now; of a part that is none or is withheld, its parts."""
        for part in one.parts:
            inner = self._sums_of.get(part)
            if inner and (part not in self._values or part in self._hidden):
                yield from self._leaves(inner[0])
            elif part in self._values:
                yield part

    def _threshold(self, one: Sum) -> int:
        """Return the largest threshold of a sum's cells; of those inside its parts where these are not released yet."""
        own = [self._thresholds[key] for key in (one.whole, *one.parts) if key in self._thresholds]
        if own:
            return max(own)
        return max((self._threshold(inner) for part in one.parts for inner in self._sums_of.get(part, ())), default=3)

    def _k(self, key: CellKey) -> int:
        return self._thresholds.get(key, 3)

    def _depth(self, key: CellKey, known: dict[CellKey, int]) -> int:
        if key not in known:
            known[key] = 0
            known[key] = max(
                (1 + self._depth(part, known) for one in self._sums_of.get(key, ()) for part in one.parts), default=0
            )
        return known[key]

    # The audit, where relations cross.

    def _exposed(self) -> tuple[CellKey, ...]:
        """Return the small cells whose range is too narrow, of those that a single sum does not already keep."""
        crossed = self._crossed()
        small = [key for key in self._hidden if key in crossed and key in self._cells and self._cells[key].small]
        if not small:
            return ()
        states: dict[CellKey, int | None] = {
            key: None if key in self._hidden else value for key, value in self._values.items()
        }
        ranges = ranges_beside(states, self._relations, sorted(small))
        return tuple(key for key, one in ranges.items() if not one.holds(self._k(key)))

    def _crossed(self) -> set[CellKey]:
        crossed = {key for key, sums in self._containing.items() if len(sums) > 1} | set(self._bound)
        for one in self._sums:
            if crossed.intersection(one.parts) or one.whole in self._bound:
                crossed.update(one.parts)
        return crossed

    def _withhold_beside(self, exposed: Iterable[CellKey]) -> bool:
        """Withhold one more number near each exposed one; return whether there was any."""
        found = False
        for key in exposed:
            more = next((near for near in self._near(key) if self._can_hide(near)), None)
            if more is not None:
                self._hide(more)
                found = True
        return found

    def _near(self, key: CellKey) -> Iterator[CellKey]:
        """Yield what relations tie to a cell, nearest first: other parts, then wholes, in the public order."""
        seen, edge = {key}, [key]
        while edge:
            around: list[CellKey] = []
            for each in edge:
                beside = list(chain.from_iterable(self._parts[one] for one in self._containing.get(each, ())))
                around += beside
                around += chain.from_iterable(self._bound.get(one, ()) for one in (each, *beside))
                around += [one.whole for one in self._containing.get(each, ())]
                around += chain.from_iterable(self._parts[one] for one in self._sums_of.get(each, ()))
            edge = [each for each in dict.fromkeys(around) if each not in seen]
            seen.update(edge)
            yield from edge
