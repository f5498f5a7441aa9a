"""Does ClickHouse hold the truth of a job, number by number?"""

from collections.abc import Sequence
from typing import Any

from benchmarks.truth import GatheringTruth, Truth
from streams.store import Store

__all__ = ["differences", "rolled_up", "totals_of", "totals_stored"]

_TOTALS = """
SELECT
    count(), sum(entries), sum(exits), sum(visits), sum(visitors), sum(anonymous_visits), sum(inside),
    sum(peak_head_count), countIf(status = 'closed'), sum(capacity),
    sum(arraySum(mapValues(by_age_band))), sum(arraySum(mapValues(by_home_district))),
    sum(toUnixTimestamp64Milli(first)), sum(toUnixTimestamp64Milli(last))
FROM engagement.participation FINAL
"""

_ROWS = """
SELECT
    programme, gathering, status, toUnixTimestamp64Milli(starts), district, capacity, entries, exits, visits, visitors,
    anonymous_visits, inside, peak_head_count, by_age_band, by_home_district,
    toUnixTimestamp64Milli(first), toUnixTimestamp64Milli(last)
FROM engagement.participation FINAL
"""

_CURVE = "SELECT programme, gathering, toUnixTimestamp(quarter), entries, exits FROM engagement.participation_curve"

_NAMES = (
    "programme", "gathering", "status", "starts", "district", "capacity", "entries", "exits", "visits", "visitors",
    "anonymous_visits", "inside", "peak_head_count", "by_age_band", "by_home_district", "first", "last",
)  # fmt: skip

_MOST_TOLD = 10


def totals_of(truth: Truth) -> tuple[int, ...]:
    """Sum each number over all gatherings: what `totals_stored` must come to."""
    all_ = truth.gatherings.values()
    return (
        len(all_),
        sum(one.entries for one in all_),
        sum(one.exits for one in all_),
        sum(one.visits or 0 for one in all_),
        sum(one.visitors or 0 for one in all_),
        sum(one.anonymous_visits for one in all_),
        sum(one.inside or 0 for one in all_),
        sum(one.peak_head_count or 0 for one in all_),
        sum(one.status == "closed" for one in all_),
        sum(one.capacity for one in all_),
        sum(one.by_age_band.total() for one in all_),
        sum(one.by_home_district.total() for one in all_),
        sum(one.first or 0 for one in all_),
        sum(one.last or 0 for one in all_),
    )


def totals_stored(store: Store) -> tuple[int, ...]:
    """Sum each number over all roll-ups, in ClickHouse: a cheap first look."""
    return tuple(int(value or 0) for value in store.query(_TOTALS)[0])


def rolled_up(store: Store) -> int:
    """Count the check-ins that roll-ups show."""
    return int(store.query("SELECT sum(entries + exits) FROM engagement.participation FINAL")[0][0] or 0)


def differences(truth: Truth, store: Store) -> list[str]:
    """Compare every number of every gathering, and the number of distinct facts. Empty when all agree."""
    stored = {(row[0], row[1]): dict(zip(_NAMES, row, strict=True)) for row in store.query(_ROWS)}
    curves: dict[tuple[str, str], dict[int, tuple[int, int]]] = {}
    for programme, gathering, quarter, entries, exits in store.query(_CURVE):
        curves.setdefault((programme, gathering), {})[quarter * 1000] = (entries, exits)
    wrong = [f"{key}: no such gathering in the truth" for key in stored.keys() - truth.gatherings.keys()]
    for key, one in truth.gatherings.items():
        found = stored.get(key)
        if found is None:
            wrong.append(f"{key}: no roll-up")
            continue
        expected = dict(zip(_NAMES, _expected(one), strict=True))
        expected["curve"], found["curve"] = one.curve, curves.get(key, {})
        wrong += [
            f"{key} {name}: truth {value}, stored {found[name]}"
            for name, value in expected.items()
            if value != found[name]
        ]
    for table, facts in truth.facts.items():
        count = int(store.query(f"SELECT count() FROM engagement.{table} FINAL")[0][0])  # noqa: S608  names of ours
        if count != facts:
            wrong.append(f"{table}: truth {facts} facts, stored {count}")
    if len(wrong) > _MOST_TOLD:
        wrong = [*wrong[:_MOST_TOLD], f"… and {len(wrong) - _MOST_TOLD} more"]
    return wrong


def _expected(one: GatheringTruth) -> Sequence[Any]:
    return (
        one.programme, one.gathering, one.status, one.starts, one.district, one.capacity, one.entries, one.exits,
        one.visits, one.visitors, one.anonymous_visits, one.inside, one.peak_head_count, one.by_age_band,
        one.by_home_district, one.first, one.last,
    )  # fmt: skip
