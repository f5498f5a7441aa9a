"""Roll-ups as named numbers: how they should be and how they are stored, in one shape."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from streams.facts import FAMILIES as FACT_TABLES
from streams.store import Store

if TYPE_CHECKING:
    from producers.simulator import AggregateTruth, Truth

__all__ = ["FAMILIES", "Family", "Numbers", "stored_facts", "stored_numbers", "true_numbers"]

Numbers = Mapping[tuple[str, ...], Mapping[str, Any]]
"""A family's rows: what a row is about, to its named numbers."""

_AGGREGATE = ("gatherings", "not_recorded", "visits", "visitors", "by_age_band", "by_home_district")
_GATHERING = (
    "status", "district", "capacity", "starts", "ends", "day", "entries", "exits", "visits", "visitors",
    "anonymous_visits", "by_age_band", "by_home_district", "first", "last", "inside", "peak_head_count",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Family:
    """A roll-up or a view over it: what its rows are about, and the numbers of each."""

    source: str
    about: Sequence[str]
    numbers: Sequence[str]


FAMILIES: Mapping[str, Family] = {
    "participation": Family("participation FINAL", ("programme", "gathering"), _GATHERING),
    "participation_curve": Family("participation_curve", ("programme", "gathering", "quarter"), ("entries", "exits")),
    "participation_by_day": Family("participation_by_day", ("day", "programme"), _AGGREGATE),
    "participation_by_week": Family("participation_by_week", ("week", "programme"), _AGGREGATE),
    "participation_by_month": Family("participation_by_month", ("month", "programme"), _AGGREGATE),
    "participation_by_district": Family("participation_by_district", ("month", "district", "programme"), _AGGREGATE),
    "participation_by_programme": Family("participation_by_programme", ("programme",), _AGGREGATE),
    "participation_of_city": Family("participation_of_city", ("day",), _AGGREGATE),
}


def stored_numbers(store: Store) -> dict[str, Numbers]:
    """Read every family out of ClickHouse."""
    return {name: _read(store, family) for name, family in FAMILIES.items()}


def stored_facts(store: Store) -> int:
    """Count the facts of all tables, retracted ones included."""
    counts = [store.query(f"SELECT count() FROM engagement.{facts.table} FINAL") for facts in FACT_TABLES]  # noqa: S608
    return sum(int(rows[0][0]) for rows in counts)


def true_numbers(truth: "Truth") -> dict[str, Numbers]:
    """Give every family as it must be."""
    gatherings = truth.gatherings.items()
    return {
        "participation": {
            _about(*key): {name: _plain(getattr(one, name)) for name in _GATHERING} for key, one in gatherings
        },
        "participation_curve": {
            _about(*key, quarter): {"entries": entries, "exits": exits}
            for key, one in gatherings
            for quarter, (entries, exits) in one.curve.items()
        },
        "participation_by_day": _aggregates(truth.by_day),
        "participation_by_week": _aggregates(truth.by_week),
        "participation_by_month": _aggregates(truth.by_month),
        "participation_by_district": _aggregates(truth.by_month_and_district),
        "participation_by_programme": _aggregates(truth.by_programme),
        "participation_of_city": _aggregates(truth.city_by_day),
    }


def _aggregates(groups: "Mapping[Any, AggregateTruth]") -> Numbers:
    return {
        _about(*(group if isinstance(group, tuple) else (group,))): {
            name: _plain(getattr(one, name)) for name in _AGGREGATE
        }
        for group, one in groups.items()
    }


def _read(store: Store, family: Family) -> Numbers:
    names = [*family.about, *family.numbers]
    rows = store.query(f"SELECT {', '.join(names)} FROM engagement.{family.source}")  # noqa: S608  names of ours
    cut = len(family.about)
    return {
        _about(*row[:cut]): {name: _plain(value) for name, value in zip(family.numbers, row[cut:], strict=True)}
        for row in rows
    }


def _about(*parts: Any) -> tuple[str, ...]:
    return tuple(str(_plain(part)) for part in parts)


def _plain(value: Any) -> Any:
    """Make equal what is equal: instants as text in UTC, mappings as sorted dictionaries, enum members as text."""
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(UTC).isoformat(timespec="milliseconds")
    if isinstance(value, Mapping):
        return {str(name): number for name, number in sorted(value.items())}
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value
