"""Roll-ups as named numbers: how they should be and how they are stored, in one shape."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from embedded.demo.families import FAMILIES, HAPPENINGS, Family
from producers.simulator import AggregateTruth, Truth
from streams.facts import FAMILIES as FACT_TABLES
from streams.store import Store

__all__ = ["Numbers", "stored_facts", "stored_numbers", "true_numbers"]

Numbers = Mapping[tuple[str, ...], Mapping[str, Any]]
"""A family's rows: what a row is about, to its named numbers."""


def stored_numbers(store: Store) -> dict[str, Numbers]:
    """Read every family out of ClickHouse."""
    return {name: _read(store, family) for name, family in FAMILIES.items()}


def stored_facts(store: Store) -> int:
    """Count the facts of all tables, retracted ones included."""
    counts = [store.query(f"SELECT count() FROM engagement.{facts.table} FINAL") for facts in FACT_TABLES]  # noqa: S608
    return sum(int(rows[0][0]) for rows in counts)


def true_numbers(truth: Truth) -> dict[str, Numbers]:
    """Return every family as it must be."""
    gatherings = truth.gatherings.items()
    return {
        "participation": {_about(*key): _numbers(FAMILIES["participation"], one) for key, one in gatherings},
        "participation_curve": {
            _about(*key, quarter): {"entries": entries, "exits": exits}
            for key, one in gatherings
            for quarter, (entries, exits) in one.curve.items()
        },
        "participation_by_day": _aggregates("participation_by_day", truth.by_day),
        "participation_by_week": _aggregates("participation_by_week", truth.by_week),
        "participation_by_month": _aggregates("participation_by_month", truth.by_month),
        "participation_by_district": _aggregates("participation_by_district", truth.by_month_and_district),
        "participation_by_programme": _aggregates("participation_by_programme", truth.by_programme),
        "participation_of_city": _aggregates("participation_of_city", truth.city_by_day),
        "venue_months": {
            _about(*key): _numbers(FAMILIES["venue_months"], one) for key, one in truth.venue_months.items()
        },
        **{name: _happenings(name, truth) for name in HAPPENINGS},
    }


def _aggregates(name: str, groups: Mapping[Any, AggregateTruth]) -> Numbers:
    return {
        _about(*(group if isinstance(group, tuple) else (group,))): _numbers(FAMILIES[name], one)
        for group, one in groups.items()
    }


def _happenings(name: str, truth: Truth) -> Numbers:
    family = FAMILIES[name]
    rows = {_about(*key): _numbers(family, getattr(one, name)) for key, one in truth.happenings.items()}
    return _recorded(family, rows)


def _numbers(family: Family, one: object) -> Mapping[str, Any]:
    return {name: _plain(getattr(one, name)) for name in family.numbers}


def _recorded(family: Family, rows: Numbers) -> Numbers:
    if family.nothing is None:
        return rows
    nothing = _numbers(family, family.nothing)
    return {about: row for about, row in rows.items() if row != nothing}


def _read(store: Store, family: Family) -> Numbers:
    names = [*family.about, *family.numbers]
    rows = store.query(f"SELECT {', '.join(names)} FROM engagement.{family.source}")  # noqa: S608  names of ours
    cut = len(family.about)
    found = {
        _about(*row[:cut]): {name: _plain(value) for name, value in zip(family.numbers, row[cut:], strict=True)}
        for row in rows
    }
    return _recorded(family, found)


def _about(*parts: Any) -> tuple[str, ...]:
    return tuple(str(_plain(part)) for part in parts)


def _plain(value: Any) -> Any:
    """Make equal what is equal: instants as text in UTC, mappings and lists sorted, enum members as text."""
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(UTC).isoformat(timespec="milliseconds")
    if isinstance(value, Mapping):
        return {str(name): number for name, number in sorted(value.items())}
    if isinstance(value, (list, tuple)):
        return sorted(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value
