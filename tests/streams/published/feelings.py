"""Answers and concerns in plain Python."""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from statistics import median
from typing import Any

from schemas.privacy import PRIVACY
from tests.streams.published.cities import RandomCity, RandomGathering
from tests.streams.published.rows import (
    Row,
    Rows,
    Z,
    areas_of,
    gatherings_by,
    grouped,
    is_few,
    quarter_of,
    residents_of,
    shown_as,
)
from tests.streams.published.rule import Vector

__all__ = ["MEANS_FROM", "concerns_rows", "pulse_age_bands_rows", "pulse_change_rows", "pulse_rows"]

MEANS_FROM = 50
"""From how many answers on a mean is shown."""


def _feelings(counts: Vector, *, out: bool) -> Row:
    """What is shown of how many gave 1, 2, 3, 4 and 5; the interval is that of Wilson, from its quadratic equation."""
    answers = sum(counts)
    if out or answers < 10:
        names = ("answers", "mean", "share_positive", "share_low", "share_high")
        return {**dict.fromkeys(names), "state": "suppressed"}
    share = Fraction(sum(counts[3:]), answers)
    mean = Fraction(sum(count * grade for grade, count in enumerate(counts, start=1)), answers)
    # The shares p at which (share - p)² = z² p (1 - p) / n.
    square = Z * Z / answers
    linear = 2 * float(share) + square
    root = math.sqrt(max(0.0, linear * linear - 4 * (1 + square) * float(share) ** 2))
    return {
        "answers": answers,
        "mean": float(Fraction(round(mean * 10), 10)) if answers >= MEANS_FROM else None,
        "share_positive": float(share),
        "share_low": (linear - root) / (2 * (1 + square)),
        "share_high": (linear + root) / (2 * (1 + square)),
        "state": "counted",
    }


def _pulse_parts(
    city: RandomCity,
    part: str,
    of: Callable[[RandomGathering], Mapping[tuple[str, str], int]],
    order: Callable[[str], Any],
    names: tuple[str, str],
) -> Rows:
    """Feelings by a part; `of` gives how often each answer ('question/moment/grade') was given in each part."""
    rows = []
    for (month, programme), gatherings in gatherings_by(city):
        k = PRIVACY[programme].threshold
        found = Counter[tuple[str, str]]()
        for one in gatherings:
            found.update(of(one))
        for kind in sorted({answer.rpartition("/")[0] for _, answer in found}):
            question, moment = kind.split("/")
            cells = []
            for name in sorted({name for name, answer in found if answer.rpartition("/")[0] == kind}, key=order):
                counts = [found[name, f"{kind}/{grade}"] for grade in range(1, 6)]
                if any(counts):
                    cells.append((name, counts, is_few((sum(counts[:3]), sum(counts[3:])), k)))
            # To be shown or not goes by two numbers; what is summed up are all five.
            grouped, impossible = _pulse_areas(cells, k, names)
            rows += [
                {"month": month, "programme": programme, "question": question, "moment": moment, part: name}
                | _feelings(counts, out=impossible)
                for name, counts in grouped
            ]
    return rows


def _pulse_areas(
    cells: Sequence[tuple[str, Vector, bool]], k: int, names: tuple[str, str]
) -> tuple[list[tuple[str, list[int]]], bool]:
    two = [(name, (sum(counts[:3]), sum(counts[3:])), bad) for name, counts, bad in cells]
    areas, impossible = areas_of(two, k, whole=names[0], rest=names[1])
    own = {name: list(counts) for name, counts, _ in cells}
    alone = {name for name, _ in areas if name in own}
    together = [counts for name, counts in own.items() if name not in alone]
    summed = [sum(numbers) for numbers in zip(*together, strict=True)]
    return [(name, own[name] if name in alone else summed) for name, _ in areas], impossible


def pulse_rows(city: RandomCity) -> Rows:
    return _pulse_parts(
        city,
        "area",
        lambda one: {(one.district, answer): count for answer, count in one.answers.items()},
        lambda district: (residents_of(district), district.encode()),
        ("helsinki", "other-districts"),
    )


def pulse_age_bands_rows(city: RandomCity) -> Rows:
    def by_band(one: RandomGathering) -> Mapping[tuple[str, str], int]:
        found = Counter({("", answer): count for answer, count in one.answers.items()})
        for key, count in one.answers_by_band.items():
            kind, band, grade = key.rsplit("/", 2)
            found[band, f"{kind}/{grade}"] += count
            found["", f"{kind}/{grade}"] -= count
        return found

    return _pulse_parts(city, "age_band", by_band, lambda band: band, ("all-ages", "other-ages"))


def pulse_change_rows(pulse: Rows) -> Rows:
    rows = []
    counted = [row for row in pulse if row["mean"] is not None]
    for about, members in grouped(counted, "month", "programme", "question"):
        row = dict(about)
        for moment in ("before", "after"):
            own = [member for member in members if member["moment"] == moment]
            many = sum(member["answers"] for member in own)
            row[f"answers_{moment}"] = many or None
            row[f"mean_{moment}"] = sum(member["mean"] * member["answers"] for member in own) / many if many else None
        both = row["mean_before"] is not None and row["mean_after"] is not None
        rows.append({**row, "change": row["mean_after"] - row["mean_before"] if both else None})
    return rows


def concerns_rows(city: RandomCity) -> Rows:
    rows = []
    for (quarter, programme), gatherings in gatherings_by(city, quarter_of):
        k = PRIVACY[programme].threshold
        raised = sum(sum(one.concerns.values()) for one in gatherings)
        if raised:
            hours = [hour for one in gatherings for hour in one.hours_to_answer]
            concerns, state = shown_as(programme, raised, out=raised < k)
            few = raised < k or len(hours) < k
            rows.append(
                {"quarter": quarter, "programme": programme, "concerns": concerns, "state": state}
                | {"median_hours_to_answer": None if few else round(median(hours))}
                | {"answers_state": "not recorded" if not hours else "suppressed" if few else "counted"}
            )
    return rows
