"""Rows that are likely the sum of others, whatever they are called: their numbers say so.

A row is likely a total if it equals the sum of the rows next to it, above or below, in every column that it has: of all
rows up to an edge (the sheet's beginning or end, another total, a blank line, a heading among the rows), or of any two
or more where its numbers are too many and too large for chance. A total that is known as one by its name and equals the
sum of its rows says that none of these is a total.
"""

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

__all__ = ["Entry", "Role", "likely_totals", "summing_labels"]

Role = Literal["row", "place", "hidden", "total", "other"]

_MAX_PARTS = 500
_PAIR = 2
_CHANCE = 3.0
"""The decimal digits of a row's numbers, added, from which on equality without an edge is no chance."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row, or all rows of one name: its numbers by column or period, and what is known of it.

    `row` may be a total, `place` is none (the mapping names it), `hidden` is a part that is not shown, `total` is known
    as a sum, `other` is neither a sum nor a part, e.g. an average or a row without numbers.
    """

    numbers: Mapping[Hashable, int]
    role: Role = "row"
    after_a_gap: bool = False

    @property
    def is_part(self) -> bool:
        """Whether its numbers may be in a sum."""
        return self.role in {"row", "place", "hidden"} and bool(self.numbers)


def likely_totals(entries: Sequence[Entry], *, edges: bool = True) -> dict[int, str]:
    """Return the likely totals, by place from 0, each with why; without `edges` only those that are no chance."""
    found = _runs(entries, edges=edges)
    if not edges:
        return found
    for place in {0, len(entries) - 1} - found.keys() if entries else ():
        if entries[place].role != "row" or place in _confirmed(entries):
            continue
        supposed = [*entries[:place], Entry(entries[place].numbers, "other"), *entries[place + 1 :]]
        others = _runs(supposed, edges=True)
        leaves = [one for at, one in enumerate(supposed) if one.is_part and at not in others]
        if len(leaves) > 1 and _equals(entries[place], leaves):
            return others | {place: f"it equals the sum of the {len(leaves)} other rows"}
    return found


def summing_labels(groups: Iterable[Sequence[tuple[Hashable, int]]], *, sure: bool) -> set[Hashable]:
    """Return the labels whose numbers are, in every group of labelled numbers, the sum of the others.

    `sure` takes one group of three for proof; without it the label must stand first or last, or the numbers be large.
    """
    matches: dict[Hashable, float] = {}
    at_edge: set[Hashable] = set()
    proven: set[Hashable] = set()
    wrong: set[Hashable] = set()
    for group in groups:
        whole = sum(number for _, number in group)
        labels = [label for label, _ in group]
        for place, (label, number) in enumerate(group):
            if len(group) < 2 or 2 * number != whole or labels.count(label) > 1:
                wrong |= {label} if len(group) > 1 and whole else set()
                continue
            if number:
                matches[label] = matches.get(label, 0) + math.log10(number)
                proven |= {label} if len(group) > 2 else set()
                at_edge |= {label} if place in {0, len(group) - 1} else set()
    return {
        label
        for label, digits in matches.items()
        if label in proven - wrong and (sure or label in at_edge or digits >= _CHANCE)
    }


def _confirmed(entries: Sequence[Entry]) -> set[int]:
    """Return the parts of totals that are known as such and that add up."""
    edges = [-1, *(at for at, one in enumerate(entries) if one.role in {"total", "other"}), len(entries)]
    confirmed: set[int] = set()
    for at in (at for at in edges[1:-1] if entries[at].role == "total"):
        before = max(edge for edge in edges if edge < at)
        after = min(edge for edge in edges if edge > at)
        for span in (range(before + 1, at), range(at + 1, after), range(len(entries))):
            parts = [place for place in span if entries[place].is_part]
            if _equals(entries[at], [entries[place] for place in parts]):
                confirmed |= set(parts)
    return confirmed


def _runs(entries: Sequence[Entry], *, edges: bool) -> dict[int, str]:
    """Return the rows that equal the sum of a run of rows beside them."""
    confirmed = _confirmed(entries)
    found: dict[int, str] = {}
    if edges and not confirmed:
        last = len(entries) - 1
        found |= dict.fromkeys(_heads(entries), "it equals the sum of the rows below")
        found |= {last - place: "it equals the sum of the rows above" for place in _heads(entries[::-1]) if not found}
    for step, where in ((-1, "above"), (1, "below")):
        used: set[int] = set()
        for at_least in (2, 1) if edges else (2,):
            if at_least == 1 and not any(why.endswith(where) for why in found.values()):
                continue  # one row that equals its neighbour is a total only where other totals stand so
            for place in range(len(entries)) if step < 0 else reversed(range(len(entries))):
                entry = entries[place]
                if (
                    entry.role != "row"
                    or place in confirmed | used
                    or place in found
                    or not any(entry.numbers.values())
                ):
                    continue
                parts = _run(entries, place, step, found, at_least, edges=edges)
                if parts:
                    used |= set(parts)
                    rows = f"the {len(parts)} rows" if len(parts) > 1 else "the row"
                    found[place] = f"it equals the sum of {rows} {where}"
    return found


def _heads(entries: Sequence[Entry]) -> list[int]:
    """Return the first row of each group, where the whole sheet is groups of a sum and its rows, two or more."""
    first = next((at for at, one in enumerate(entries) if one.is_part), 0)
    end = next((at for at in range(first, len(entries)) if not entries[at].is_part), len(entries))
    if any(one.is_part for one in entries[end:]):
        return []
    ends: dict[int, int] = {}
    for place in reversed(range(first, end - 1)):
        entry = entries[place]
        if entry.role != "row" or not any(entry.numbers.values()):
            continue
        probe = max(entry.numbers, key=entry.numbers.__getitem__)
        added = 0
        for at in range(place + 1, min(end, place + 1 + _MAX_PARTS)):
            added += entries[at].numbers.get(probe, 0)
            if added > entry.numbers[probe]:
                break
            if (at + 1 == end or at + 1 in ends) and _equals(entry, entries[place + 1 : at + 1]):
                ends[place] = at + 1
                break
    heads: list[int] = []
    place = first
    while place in ends:
        heads.append(place)
        place = ends[place]
    longest = max((ends[head] - head for head in heads), default=0)
    return heads if place == end and len(heads) > 1 and longest > _PAIR else []


def _run(
    entries: Sequence[Entry], place: int, step: int, found: Mapping[int, str], at_least: int, *, edges: bool
) -> list[int]:
    entry = entries[place]
    probe = max(entry.numbers, key=entry.numbers.__getitem__)
    parts: list[int] = []
    added, at = 0, place + step
    while 0 <= at < len(entries) and len(parts) < _MAX_PARTS:
        if entries[at].is_part and at not in found:
            parts.append(at)
            added += entries[at].numbers.get(probe, 0)
        if added > entry.numbers[probe]:
            break
        if added == entry.numbers[probe] and len(parts) >= at_least:
            beyond = at + step
            ends = not 0 <= beyond < len(entries) or not entries[beyond].is_part or beyond in found
            ends = ends or entries[at if step < 0 else beyond].after_a_gap
            strong = at_least > 1 and _is_no_chance(entry)
            filled = sum(any(entries[one].numbers.values()) for one in parts)
            if (strong or (ends and edges and filled >= at_least)) and _equals(entry, [entries[one] for one in parts]):
                return parts
        at += step
    return []


def _equals(total: Entry, parts: Sequence[Entry]) -> bool:
    """Whether a row is the sum of others in every column that it has; of fewer than two, never by itself."""
    return (
        bool(parts)
        and any(total.numbers.values())
        and all(sum(part.numbers.get(key, 0) for part in parts) == number for key, number in total.numbers.items())
    )


def _is_no_chance(entry: Entry) -> bool:
    numbers = [number for number in entry.numbers.values() if number]
    return len(numbers) > 1 and sum(map(math.log10, numbers)) >= _CHANCE
