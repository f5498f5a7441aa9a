"""What rows of the reference are made of."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Any

from schemas.places import DISTRICTS
from schemas.privacy import PRIVACY
from schemas.programmes import Programme
from tests.streams.published.cities import RandomCity, RandomGathering
from tests.streams.published.rule import Vector, joined, partly

__all__ = [
    "Row",
    "Rows",
    "Z",
    "areas_of",
    "gatherings_by",
    "grouped",
    "is_few",
    "known_sum",
    "month_of",
    "names_of",
    "parts_of",
    "quarter_of",
    "residents_of",
    "rounded",
    "shown_as",
    "sum_of_visits",
]

Row = dict[str, Any]

Rows = list[Row]

Month = tuple[date, Programme]

Z = 1.959964


def month_of(day: date) -> date:
    return day.replace(day=1)


def quarter_of(day: date) -> date:
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def gatherings_by(
    city: RandomCity, period: Callable[[date], date] = month_of
) -> Iterable[tuple[tuple[date, Programme], list[RandomGathering]]]:
    """The gatherings of each programme's month, or other period."""

    def key(one: RandomGathering) -> tuple[date, Programme]:
        return period(one.day), one.programme

    for about, gatherings in groupby(sorted(city.gatherings, key=key), key):
        yield about, list(gatherings)


def rounded(programme: Programme, number: int) -> int:
    rounding = PRIVACY[programme].rounding
    return round(Fraction(number, rounding)) * rounding


def shown_as(programme: Programme, number: int | None, *, out: bool) -> tuple[int | None, str]:
    """A number as it is shown, and its state."""
    if number is None:
        return None, "not recorded"
    return (None, "suppressed") if out else (rounded(programme, number), "counted")


def parts_of(
    city: RandomCity,
    period: Callable[[date], date],
    part: str,
    number: str,
    of: Callable[[RandomGathering], Mapping[str, int]],
    rest: Callable[[RandomGathering], int] | None = None,
) -> Rows:
    """A row a part of a total; what the parts leave of it is the part ''. None where the parts could be told."""
    rows = []
    for (first, programme), gatherings in gatherings_by(city, period):
        counts = Counter[str]()
        for one in gatherings:
            counts.update(of(one))
        if rest:
            counts[""] = sum(rest(one) for one in gatherings) - sum(counts.values())
        cells = sorted((name, count) for name, count in counts.items() if count > 0)
        out = partly([count for _, count in cells], PRIVACY[programme].threshold) or []
        for (name, count), is_out in zip(cells, out, strict=bool(out)):
            shown, state = shown_as(programme, count, out=is_out)
            rows.append(
                {"quarter" if period is quarter_of else "month": first, "programme": programme, part: name}
                | {number: shown, "state": state}
            )
    return rows


def sum_of_visits(gatherings: Sequence[RandomGathering]) -> int | None:
    known = [one.visits for one in gatherings if one.visits is not None]
    return sum(known) if known else None


def residents_of(district: str) -> int:
    return DISTRICTS[district].population if district in DISTRICTS else 0


def names_of(district: str) -> Row:
    known = DISTRICTS.get(district)
    return {"name_fi": known.name_fi if known else "", "name_sv": known.name_sv if known else ""}


def areas_of(
    cells: Sequence[tuple[str, Vector, bool]], k: int, *, whole: str, rest: str
) -> tuple[list[tuple[str, list[int]]], bool]:
    """Areas with their sums, and whether even all of them together cannot be shown; `cells` are in public order."""
    unsound = [vector for _, vector, bad in cells if bad]
    fine = [(name, vector) for name, vector, bad in cells if not bad]
    many = joined(unsound, [vector for _, vector in fine], k)
    taken = len(fine) if many is None else many
    areas = [(name, list(vector)) for name, vector in fine[taken:]]
    if unsound:
        together = [sum(numbers) for numbers in zip(*unsound, *(vector for _, vector in fine[:taken]), strict=True)]
        areas.insert(0, (whole if taken == len(fine) else rest, together))
    return areas, many is None


def is_few(vector: Vector, k: int) -> bool:
    return any(0 < number < k for number in vector)


def grouped(rows: Rows, *names: str) -> Iterable[tuple[Row, Rows]]:
    """Rows by what they have in the columns of these names."""

    def key(row: Row) -> tuple[Any, ...]:
        return tuple(row[name] for name in names)

    for values, members in groupby(sorted(rows, key=key), key):
        yield dict(zip(names, values, strict=True)), list(members)


def known_sum(rows: Rows, name: str) -> int | None:
    known = [row[name] for row in rows if row[name] is not None]
    return sum(known) if known else None
