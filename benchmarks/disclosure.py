"""What disclosure control costs on the demo's city: `python -m benchmarks.disclosure`.

A month of the simulated Helsinki is released night by night and then as a whole: how many numbers and visits are
withheld, how long it takes, and how far off numbers would be with the noise of the cell-key method instead.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer

from producers.simulator.city import City
from producers.simulator.roll_up import GatheringTruth
from producers.simulator.simulation import simulate
from schemas.places import AGE_BANDS
from schemas.privacy import PRIVACY
from schemas.programmes import Programme
from streams.releases.disclosure import Cell, CellKey, Relation, Shown, Sum, Withheld, protect

__all__ = ["main"]

_MONTH: CellKey = ("month",)
_NOISE = (-2, -1, 0, 1, 2)
"""The cell-key method's noise here: each as likely, so 1.2 people off on average, on every number that is shown."""


def main(
    *,
    people: Annotated[int, typer.Option(help="How many people live in the city")] = 6_000,
    times: Annotated[int, typer.Option(min=1, help="How many times as many gatherings")] = 1,
) -> None:
    """Release the month and print what it costs."""
    truth = simulate(City(days=28, people=people, until=datetime(2026, 10, 31, 22, tzinfo=UTC))).truth()
    print("programme        level         numbers withheld       visits withheld   off by noise")
    slowest = whole = 0.0
    for programme in Programme:
        gatherings = [one for one in truth.gatherings.values() if one.programme == programme and one.day and one.visits]
        released: dict[CellKey, GatheringTruth] = {
            ("gathering", one.district, f"{one.day} {copy:02} {one.gathering}"): one
            for one in gatherings
            for copy in range(times)
        }
        levels, night, month = _month(released, PRIVACY[programme].threshold)
        slowest, whole = max(slowest, night), whole + month
        for level, cells in levels.items():
            withheld = [value for value, shown in cells if not shown]
            total = sum(value for value, _ in cells)
            noise = [sum(map(abs, _NOISE)) / len(_NOISE) / value for value, shown in cells if shown]
            print(
                f"{programme:<16} {level:<14} {len(withheld):5} of {len(cells):5} {len(withheld) / len(cells):6.1%}"
                f" {sum(withheld):6} of {total:6} {sum(withheld) / total:6.1%}"
                f" {sum(noise) / len(noise) if noise else 0:6.1%}"
            )
    print(f"slowest night {slowest:.2f} s, the month's release {whole:.2f} s, four programmes")


def _month(
    released: Mapping[CellKey, GatheringTruth], threshold: int
) -> tuple[dict[str, list[tuple[int, bool]]], float, float]:
    """Return each level's numbers above 0 and whether they are shown, and the seconds of a night and of the month."""
    order = sorted(released, key=lambda key: key[2])
    visits = {key: one.visits or 0 for key, one in released.items()}
    already: dict[CellKey, int | Withheld] = {}
    slowest = 0.0
    for day in sorted({key[2][:10] for key in order}):
        known = [key for key in order if key[2][:10] <= day]
        began = time.perf_counter()
        sums = _districts(known)
        so_far = [*sums, Sum(_MONTH, tuple(one.whole for one in sums))]
        decision = protect([Cell(key, visits[key], threshold) for key in known], so_far, already, order=order)
        already |= {key: one.value if isinstance(one, Shown) else one for key, one in decision.cells.items()}
        slowest = max(slowest, time.perf_counter() - began)
    began = time.perf_counter()
    counts, relations, tables = _tables(released, visits)
    decision = protect(
        [Cell(key, value, threshold) for key, value in counts.items()],
        relations,
        already,
        order=[*order, *tables],
    )
    took = time.perf_counter() - began
    assert decision.audited, decision.exposed
    levels: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for key, one in decision.cells.items():
        if counts[key]:
            levels[key[0]].append((counts[key], isinstance(one, Shown)))
    return levels, slowest, took


def _tables(
    released: Mapping[CellKey, GatheringTruth], visits: Mapping[CellKey, int]
) -> tuple[dict[CellKey, int], list[Relation], list[CellKey]]:
    """Return the month's numbers, how they hang together, and the public order of all but the gatherings."""
    sums = _districts(list(released))
    here = [one.whole[1] for one in sums]
    counts: Counter[CellKey] = Counter(visits)
    for key, one in released.items():
        ages = {"": visits[key] - sum(one.by_age_band.values()), **one.by_age_band}
        origins = {"": visits[key] - sum(one.by_home_district.values()), **one.by_home_district}
        counts[_MONTH] += visits[key]
        counts["district", key[1]] += visits[key]
        for band, number in ages.items():
            counts["band", band] += number
            counts["district band", key[1], band] += number
        for home, number in origins.items():
            counts["home", home] += number
    bands = ["", *AGE_BANDS]
    homes = sorted(key[1] for key in counts if key[0] == "home")
    tables: list[CellKey] = [
        *(one.whole for one in sums),
        *(("district band", district, band) for district in here for band in bands),
        *(("band", band) for band in bands),
        *(("home", home) for home in homes),
    ]
    relations: list[Relation] = [
        *sums,
        Sum(_MONTH, tuple(one.whole for one in sums)),
        *(Sum(("district", one), tuple(("district band", one, band) for band in bands)) for one in here),
        *(Sum(("band", band), tuple(("district band", one, band) for one in here)) for band in bands),
        Sum(_MONTH, tuple(("band", band) for band in bands)),
        Sum(_MONTH, tuple(("home", home) for home in homes)),
    ]
    return {key: counts[key] for key in (*released, _MONTH, *tables)}, relations, tables


def _districts(keys: Sequence[CellKey]) -> list[Sum]:
    parts: dict[str, list[CellKey]] = defaultdict(list)
    for key in keys:
        parts[key[1]].append(key)
    return [Sum(("district", one), tuple(of)) for one, of in sorted(parts.items())]


if __name__ == "__main__":
    typer.run(main)
