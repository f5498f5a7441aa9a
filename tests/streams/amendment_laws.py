"""What must hold after any amendments: histories of events, plain loops that say what stands, and the laws.

An example is a history: a few events, each told and then corrected, moved, given another type or taken back, at
gatherings of which two are one venue's sheets. What holds of an event is what was told last, whatever its revision.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from schemas import amendments
from streams.store import Store
from tests.streams.folds import FOLDS, Row, folded
from tests.streams.many_examples import DELIVERIES, Delivery, deliver_twice
from tests.streams.record_of import FakeRecord
from tests.streams.test_domain_laws import DATA
from tests.streams.told import Told, ago

__all__ = ["LAWS", "Broken", "History", "broken_laws", "histories"]

KINDS = sorted(set(DATA) - {"dialogue-held", "concern-handled"})
TABLES = {
    "check-in": "check_ins",
    "head-count": "head_counts",
    "group-visit": "group_visits",
    "period-count": "period_counts",
    "outreach-contact": "outreach_contacts",
    "agency-presence": "agency_presences",
    "referral": "referrals",
    "pulse": "pulses",
    "concern-raised": "concerns",
}
GATHERINGS = ("g", "library:2026-03", "library:2026-04-01")
"""Two of them are of one place: the id without the period at its end."""

_HELSINKI = ZoneInfo("Europe/Helsinki")
_PROGRAMME = "youth-centre"


@dataclass(frozen=True, slots=True)
class History:
    """What was told of each event, in the order in which it was told, and how the messages arrive."""

    events: Sequence[Sequence[Told]]
    delivery: Delivery

    @property
    def told(self) -> list[Told]:
        """All that was told."""
        return [one for words in self.events for one in words]

    @property
    def standing(self) -> list[Told]:
        """What holds: the last word about each event, unless that takes it back."""
        return [words[-1] for words in self.events if words[-1].data is not None]

    def parcels(self, example: str) -> list[list[FakeRecord]]:
        """Return the messages by batch, with gatherings and devices of the example's own."""
        mine = [
            replace(
                one,
                gathering=example + one.gathering,
                source=f"{example}tablet",
                amender=one.amender and f"{example}office",
            )
            for one in self.told
        ]
        return self.delivery.parcels([one.record(0) for one in mine])


@st.composite
def histories(
    draw: st.DrawFn,
    *,
    kinds: Sequence[str] = KINDS,
    words: int = 6,
    by_clock: bool | None = None,
) -> History:
    """Up to five events, each told and then amended up to five times: in content, in type, in place, taken back."""
    events = []
    for number in range(draw(st.integers(1, 5))):
        clock = draw(st.booleans()) if by_clock is None else by_clock
        told: list[Told] = []
        for word in range(draw(st.integers(1, words))):
            event = draw(st.sampled_from(kinds))
            counted = word + 1
            revision = amendments.revision_at(ago(minutes=30) + timedelta(milliseconds=word)) if clock else counted
            told.append(
                Told(
                    event,
                    str(number),
                    draw(DATA[event] | (st.none() if word else st.nothing())),
                    ago(minutes=draw(st.integers(0, 9_000))),
                    gathering=draw(st.sampled_from(GATHERINGS)),
                    programme=_PROGRAMME,
                    revision=revision if word else 1,
                    amender="office" if word and draw(st.booleans()) else "",
                )
            )
        events.append(told)
    return History(events, draw(DELIVERIES))


@dataclass(frozen=True, slots=True)
class Broken:
    """A law that does not hold for an example, with what had to be and what is."""

    law: str
    example: History
    expected: object
    stored: object


def broken_laws(store: Store, prefix: str, examples: Sequence[History]) -> list[Broken]:
    """Store examples together, then everything once more; return the laws that do not hold then, the shortest first.

    They are tried each time: everything again, in one batch, mends what a batch on its own left wrong.
    """
    names = [f"{prefix}{number}-" for number in range(len(examples))]
    deliveries = deliver_twice(store, [one.parcels(name) for name, one in zip(names, examples, strict=True)])
    broken = [one for _ in deliveries for one in _broken(store, prefix, examples)]
    return sorted(broken, key=lambda one: len(one.example.told))


def _broken(store: Store, prefix: str, examples: Sequence[History]) -> list[Broken]:
    broken = []
    for law, (stored, expected) in LAWS.items():
        found = stored(store, prefix)
        for number, example in enumerate(examples):
            must_be = expected(example)
            if (is_ := found.get(number, set())) != must_be:
                broken.append(Broken(law, example, must_be - is_, is_ - must_be))
    return broken


Facts = set[Any]
Stored = dict[int, Facts]


def _by_example(rows: Iterable[Sequence[Any]], prefix: str) -> Stored:
    """Sort rows by the number of the example, which is in the gathering or place that they begin with."""
    found: Stored = {}
    for name, *values in rows:
        number, _, short = str(name).removeprefix(prefix).partition("-")
        found.setdefault(int(number), set()).add((short, *map(_plain, values)))
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple(sorted(value.items()))
    return tuple(value) if isinstance(value, list) else value


def _rows(store: Store, prefix: str, what: str, condition: str = "", name: str = "gathering") -> Stored:
    text = f"SELECT {name}, {what} WHERE startsWith({name}, '{prefix}') {condition}"
    return _by_example(store.query(text), prefix)


# Where events stand.


def _stored_facts(store: Store, prefix: str) -> Stored:
    found: Stored = {}
    for table in TABLES.values():
        rows = _rows(store, prefix, f"'{table}', id FROM engagement.{table} FINAL", "AND NOT retracted")
        for number, facts in rows.items():
            found.setdefault(number, set()).update(facts)
    return found


def _standing_facts(example: History) -> Facts:
    return {(one.gathering, TABLES[one.event], one.id) for one in example.standing}


# What is known of gatherings.


def _stored_gatherings(store: Store, prefix: str) -> Stored:
    return _rows(store, prefix, "1 FROM engagement.every_gathering")


def _standing_gatherings(example: History) -> Facts:
    return {(one.gathering, 1) for one in example.standing}


def _stored_days(store: Store, prefix: str) -> Stored:
    return _rows(store, prefix, "day FROM engagement.every_gathering")


def _days(example: History) -> Facts:
    return {(gathering, _day(facts)) for gathering, facts in _of_gatherings(example).items()}


def _of_gatherings(example: History) -> Mapping[str, list[Told]]:
    by_name = sorted(example.standing, key=lambda one: one.gathering)
    return {name: list(facts) for name, facts in groupby(by_name, key=lambda one: one.gathering)}


def _day(facts: Sequence[Told]) -> date:
    """That of the quarter-hour in the middle of all comings, else of the first head count, else of the first fact."""
    quarters = sorted(int(one.time.timestamp()) // 900 for one in facts if one.event == "check-in")
    if quarters:
        middle = quarters[(len(quarters) + 1) // 2 - 1]
        return datetime.fromtimestamp(900 * middle, _HELSINKI).date()
    heads = [one.time for one in facts if one.event == "head-count"]
    if heads:
        return min(heads).astimezone(_HELSINKI).date()
    return min(
        date.fromisoformat((one.data or {})["first_day"])
        if one.event == "period-count"
        else one.time.astimezone(_HELSINKI).date()
        for one in facts
    )


def _stored_expected(store: Store, prefix: str) -> Stored:
    return _rows(store, prefix, "toUInt8(expected) FROM engagement.every_gathering")


def _expected(example: History) -> Facts:
    """Whether somebody should have counted at the door, as somebody did, and met nobody outside."""
    return {
        (name, int({"check-in", "head-count"} & kinds != set() and "outreach-contact" not in kinds))
        for name, facts in _of_gatherings(example).items()
        for kinds in [{one.event for one in facts}]
    }


# The numbers of roll-ups: of a gathering of which all was taken back, those of no fact.

_COLUMNS: Mapping[str, Sequence[str]] = {name: list(fold([])) for name, (_, fold) in FOLDS.items()}


def _stored_numbers(store: Store, prefix: str) -> Stored:
    found: Stored = {}
    for roll_up, columns in _COLUMNS.items():
        nothing = _values(FOLDS[roll_up][1]([]))
        rows = _rows(store, prefix, f"{', '.join(columns)} FROM engagement.{roll_up} FINAL")
        for number, facts in rows.items():
            told = {(roll_up, gathering, values) for gathering, *values_ in facts for values in [tuple(values_)]}
            found.setdefault(number, set()).update(row for row in told if row[2] != nothing)
    return found


def _values(row: Row) -> tuple[Any, ...]:
    return tuple(_plain(value) for value in row.values())


def _numbers(example: History) -> Facts:
    rows = folded(example.standing)
    return {
        (roll_up, gathering, values)
        for roll_up in FOLDS
        for (_, gathering), row in rows[roll_up].items()
        for values in [_values(row)]
        if values != _values(FOLDS[roll_up][1]([]))
    }


# Sums over days, weeks, months and places: of a place and period the finer count counts, each count at most once.

Part = tuple[str, int, date, int]
"""Gathering, grain (1 the gathering itself, 2 a day, 3 a week, 4 a month), first day, visits."""


def _stored_parts(store: Store, prefix: str) -> Stored:
    return _rows(
        store,
        prefix,
        "grain, first_day, visits, toUInt8(finer_known) FROM engagement.visit_parts",
        "AND visits IS NOT NULL",
    )


def _parts(example: History) -> Facts:
    return {(*part, int(finer)) for part, finer in _counted(example)}


def _told_parts(example: History) -> Iterator[Part]:
    estimates = folded(example.standing)["estimates"]
    for gathering, facts in _of_gatherings(example).items():
        best = estimates.get((_PROGRAMME, gathering), {"estimate": None, "provenance": ""})
        if best["provenance"] == "sheet":
            sheets: dict[tuple[int, date], tuple[datetime, int]] = {}
            for one in facts:
                if one.event == "period-count" and one.data:
                    grain = ["day", "week", "month"].index(one.data["period"]) + 2
                    period = (grain, date.fromisoformat(one.data["first_day"]))
                    total = (one.time, one.data["visits"])
                    sheets[period] = max(total, sheets.get(period, total))
            yield from ((gathering, *period, visits) for period, (_, visits) in sheets.items())
        elif best["estimate"] is not None:
            yield gathering, 1, _day(facts), best["estimate"]


def _counted(example: History) -> list[tuple[Part, bool]]:
    """Return each part, and whether a finer one of its place is known, so that it is only compared."""
    parts = list(_told_parts(example))

    def finer(part: Part, kinds: Collection[int], period: Callable[[Part], date]) -> bool:
        """Whether the place has a count of one of these grains in the same period."""
        return any(
            _place(one[0]) == _place(part[0]) and one[1] in kinds and period(one) == period(part) for one in parts
        )

    def known(part: Part) -> bool:
        if part[1] == 2:
            return finer(part, {1}, lambda one: one[2])
        if part[1] == 3:
            return finer(part, {1, 2}, _monday)
        if part[1] == 4:
            weeks = [one for one in parts if one[1] == 3 and not known(one) and _place(one[0]) == _place(part[0])]
            return finer(part, {1, 2}, _month) or any(_month(week) == _month(part) for week in weeks)
        return False

    return [(part, known(part)) for part in parts]


def _place(gathering: str) -> str:
    return gathering.partition(":")[0]


def _monday(part: Part) -> date:
    return part[2] - timedelta(days=part[2].weekday())


def _month(part: Part) -> date:
    """The month of the day; of a week, of its Thursday."""
    return (part[2] + timedelta(days=3 * (part[1] == 3))).replace(day=1)


def _stored_venue_months(store: Store, prefix: str) -> Stored:
    return _rows(store, prefix, "month, estimate FROM engagement.venue_months", name="place")


def _venue_months(example: History) -> Facts:
    total: dict[tuple[str, date], int] = {}
    for part, finer in _counted(example):
        key = (_place(part[0]), _month(part))
        total[key] = total.get(key, 0) + (0 if finer else part[3])
    return {(place, month, visits) for (place, month), visits in total.items()}


LAWS: Mapping[str, tuple[Callable[[Store, str], Stored], Callable[[History], Facts]]] = {
    "the last word holds": (_stored_facts, _standing_facts),
    "numbers are those of the final state": (_stored_numbers, _numbers),
    "no gathering without a standing fact": (_stored_gatherings, _standing_gatherings),
    "a gathering's day is that of what stands": (_stored_days, _days),
    "only what should be counted at the door is expected": (_stored_expected, _expected),
    "the finer count of a place and period counts": (_stored_parts, _parts),
    "a place's month is the sum of what is in it": (_stored_venue_months, _venue_months),
}
"""Each law: what of the database it reads, by example, and what that must be."""
