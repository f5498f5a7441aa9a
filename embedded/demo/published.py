"""Does what people may read equal the truth, and is nothing of it small?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from embedded.demo.numbers import Numbers
from schemas.privacy import PRIVACY
from schemas.programmes import Programme
from streams.releases.tables import BY_PERIOD
from streams.store import Store

if TYPE_CHECKING:
    from producers.simulator import Truth

__all__ = ["published_numbers", "small_numbers"]

_PEOPLE: Mapping[str, tuple[str, ...]] = {
    **{name: tuple(table.people) for name, table in BY_PERIOD.items() if table.people},
    "gatherings": ("visits",),
    "arrivals": ("entries",),
}
"""The columns of each published table that count people."""


def published_numbers(truth: "Truth", store: Store) -> Iterator[tuple[str, Numbers, Numbers]]:
    """Yield, for gatherings and for months, each number that is shown: as it must be, and as it is published.

    All events of the truth were stored before the release. Running months are sums of gatherings, which are compared.
    """
    gatherings = store.query(
        "SELECT programme, gathering, count.visits FROM published.gatherings ARRAY JOIN counts AS count "
        "WHERE count.state = 'counted' AND count.grain = 1"
    )
    shown = {(str(programme), str(gathering)): visits for programme, gathering, visits in gatherings}
    expected = {
        key: truth.happenings[Programme(key[0]), key[1]].estimates.estimate for key in shown if _is_known(truth, *key)
    }
    yield "published_gatherings", *_as_shown(expected, shown)
    months: defaultdict[tuple[Programme, date], int] = defaultdict(int)
    for (programme, _, month), one in truth.venue_months.items():
        months[programme, month] += one.estimate or 0
    closed = store.query(
        "SELECT programme, month, visits FROM published.months WHERE NOT running AND state = 'counted'"
    )
    shown = {(str(programme), month.isoformat()): visits for programme, month, visits in closed}
    expected = {
        (str(programme), month.isoformat()): visits
        for (programme, month), visits in months.items()
        if (str(programme), month.isoformat()) in shown
    }
    yield "published_months", *_as_shown(expected, shown)


def small_numbers(store: Store) -> Iterator[tuple[str, int]]:
    """Yield each published number of people that is above 0 and below its programme's threshold, with its column."""
    for table, columns in _PEOPLE.items():
        for column in columns:
            for programme, number in store.query(
                f"SELECT programme, {column} FROM published.{table} WHERE {column} > 0"  # noqa: S608  names of ours
            ):
                if number < PRIVACY[Programme(programme)].threshold:
                    yield f"published.{table}[{programme}].{column}", int(number)


def _is_known(truth: "Truth", programme: str, gathering: str) -> bool:
    return (Programme(programme), gathering) in truth.happenings


def _as_shown(
    expected: Mapping[tuple[str, str], int | None], shown: Mapping[tuple[str, str], int]
) -> tuple[Numbers, Numbers]:
    """Round what must be as its programme is, and name all numbers."""
    true: Numbers = {
        key: {"visits": None if visits is None else _rounded(Programme(key[0]), visits)}
        for key, visits in expected.items()
    }
    return true, {key: {"visits": visits} for key, visits in shown.items()}


def _rounded(programme: Programme, visits: int) -> int:
    rounding = PRIVACY[programme].rounding
    return round(Fraction(visits, rounding)) * rounding
