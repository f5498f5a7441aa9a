"""What is known after any amendments is what was told last: on the real engine, whatever the order."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from schemas.amendments import revision_at
from streams.amending import Note, superseded
from streams.store import Store
from tests.streams.amendment_laws import broken_laws, histories
from tests.streams.many_examples import drawn, law_examples, together
from tests.streams.published.cities import forget_releases, publish_due
from tests.streams.record_of import NOW, FakeRecord
from tests.streams.stored import Letters, store_batch
from tests.streams.told import Told, ago

_NUMBERS = count()


@pytest.mark.engines
def test_the_last_word_holds_wherever_it_stands_and_nothing_else(store: Store) -> None:
    """In any order, sent again, in any batches: facts, numbers, gatherings, days and sums are those of what stands."""
    for prefix, examples in together(drawn(histories(), law_examples(50))):
        broken = broken_laws(store, prefix, examples)
        assert not broken, broken[0]


def test_the_notes_of_an_event_say_where_it_must_be_retracted() -> None:
    """Every place but the one that holds, once."""

    def note(revision: int, gathering: str, *, retracted: bool = False, content: int = 1) -> Note:
        """An amendment with content 0 is the worker's own retraction."""
        return Note("youth-centre", "s", "1", revision, retracted, revision > 1, content, "check_ins", gathering, NOW)

    def places(*notes: Note) -> list[tuple[str, int]]:
        return [(missing.gathering, missing.revision) for missing in superseded(notes)]

    first = note(1, "g", content=0)
    assert places(first) == places(first, note(2, "g")) == []
    assert places(first, note(2, "h")) == [("g", 2)]
    assert places(first, note(2, "h"), note(2, "g", retracted=True, content=0)) == []
    assert places(first, note(2, "h"), note(3, "g")) == [("h", 3)]
    assert places(first, note(2, "h", retracted=True)) == [("g", 2)]
    assert places(first, note(2, "h"), note(2, "g", retracted=True)) == [("h", 2)]
    assert places(first, note(2, "h", content=9), note(2, "i", content=3)) == [("g", 2), ("i", 2)]


class KilledError(Exception):
    """The worker is killed here."""


class Dying:
    """A store that does some more writes, and then no more."""

    def __init__(self, store: Store, writes: int) -> None:
        self._store = store
        self._writes = writes

    def __getattr__(self, name: str) -> Any:
        if name in {"insert", "touch"}:
            if not self._writes:
                raise KilledError
            self._writes -= 1
        return getattr(self._store, name)


ORDERS = {"in order": ((0,), (1,)), "amended first": ((1,), (0,)), "at once": ((0, 1),)}


@pytest.mark.engines
@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_a_worker_that_is_killed_while_an_event_moves_leaves_no_phantom(
    store: Store, order: tuple[tuple[int, ...], ...]
) -> None:
    """Before whichever write it is killed, its batch comes again, and the event holds at one place alone."""
    assert phantoms_after_kills(store, order) == {}


def phantoms_after_kills(store: Store, order: tuple[tuple[int, ...], ...]) -> dict[int, list[str]]:
    """Return by the number of writes after which a worker is killed what is known beside where the event holds."""
    phantoms = {}
    for writes in count():
        example = f"killed-{next(_NUMBERS)}-"
        first = Told("head-count", "1", {"people": 30}, ago(hours=2), f"{example}wrong", "youth-centre", example)
        moved = replace(first.again({"people": 34}), gathering=f"{example}right")
        records = [first.record(0), moved.record(1)]
        *earlier, last = [[records[place] for place in batch] for batch in order]
        for batch in earlier:
            store_batch(store, Letters(), batch)
        dying: Any = Dying(store, writes)
        try:
            store_batch(dying, Letters(), last)
        except KilledError:
            survived = False
        else:
            survived = True
        store_batch(store, Letters(), last)
        known = "FROM engagement.every_gathering WHERE startsWith(gathering, "
        names = [str(name).removeprefix(example) for (name,) in store.query(f"SELECT gathering {known}'{example}')")]
        if names != ["right"]:
            phantoms[writes] = names
        if survived:
            return phantoms
    raise AssertionError("counting has an end")


@pytest.mark.engines
def test_an_event_whose_first_revision_is_merged_away_is_known_where_it_stands(store: Store) -> None:
    """Whether it is noted or the worker was killed before that; it is then told twice more at once, and moves."""
    for writes in (1, 10):
        example = f"merged-{next(_NUMBERS)}-"
        first = Told("head-count", "1", {"people": 30}, ago(hours=2), f"{example}here", "youth-centre", example)
        second = first.again({"people": 31})
        store_batch(store, Letters(), [first.record(0)])
        dying: Any = Dying(store, writes)
        with suppress(KilledError):
            store_batch(dying, Letters(), [second.record(1)])
        store.run_text("OPTIMIZE TABLE engagement.head_counts FINAL")
        store_batch(store, Letters(), [second.record(1)])
        third = second.again({"people": 32})
        fourth = third.again({"people": 33})
        store_batch(store, Letters(), [third.record(2), fourth.record(3)])
        peak = f"SELECT peak_head_count FROM engagement.participation FINAL WHERE gathering = '{example}here'"  # noqa: S608
        assert store.query(peak) == [(33,)]
        assert flags_of(store, example) == set()
        store_batch(store, Letters(), [replace(fourth.again({"people": 34}), gathering=f"{example}there").record(4)])
        known = f"SELECT gathering FROM engagement.every_gathering WHERE startsWith(gathering, '{example}')"  # noqa: S608
        assert store.query(known) == [(f"{example}there",)]


@pytest.mark.engines
def test_the_third_word_holds(store: Store) -> None:
    """30, then 34, then 36, each correction with its instant as revision: 36; taken back and corrected, it counts."""
    example = f"amended-{next(_NUMBERS)}"
    revision = revision_at(ago(hours=1))

    def told(people: int | None, later: int) -> Told:
        data = None if people is None else {"people": people}
        return Told("head-count", "1", data, ago(hours=2), example, "youth-centre", example, revision=later)

    words = [told(30, 1), told(34, revision), told(36, revision + 1), told(None, revision + 2), told(38, revision + 3)]
    peaks = []
    for offset, word in enumerate(words):
        store_batch(store, Letters(), [word.record(offset)])
        ((peak,),) = store.query(
            f"SELECT peak_head_count FROM engagement.participation FINAL WHERE gathering = '{example}'"  # noqa: S608
        )
        peaks.append(peak)
    assert peaks == [30, 34, 36, None, 38]


def flags_of(store: Store, gathering: str) -> set[tuple[Any, ...]]:
    return {
        (str(flag), str(id_))
        for flag, id_ in store.query(
            f"SELECT flag, id FROM engagement.flags WHERE startsWith(gathering, '{gathering}')"  # noqa: S608
        )
    }


@pytest.mark.engines
def test_what_is_likely_wrong_is_flagged(store: Store) -> None:
    """An amendment of nothing, two contents of one revision, a concern never raised, and a device ten days slow."""
    g = f"flagged-{next(_NUMBERS)}"
    about: dict[str, Any] = {"gathering": g, "programme": "youth-centre", "source": g}
    nothing = Told("head-count", "nothing", None, ago(hours=1), revision=2, **about)
    first = Told("head-count", "twice", {"people": 3}, ago(hours=1), **about)
    handled = Told("concern-handled", "handled", {"concern": "c", "status": "solved"}, ago(hours=1), **about)
    slow = [Told("check-in", f"in-{n}", {"direction": "entry"}, ago(hours=1), **about) for n in range(5)]
    slow.append(Told("check-in", "slow", {"direction": "entry"}, ago(days=10), **about))
    told = [nothing, first, first.again({"people": 4}), first.again({"people": 5}), handled, *slow]
    store_batch(store, Letters(), [one.record(offset) for offset, one in enumerate(told)])
    expected = {("unknown-event", "nothing"), ("equal-revisions", "twice"), ("unknown-concern", "handled")}
    assert flags_of(store, g) == {*expected, ("other-day", "")}
    ((day, outliers),) = store.query(
        f"SELECT day, outliers FROM engagement.participation FINAL WHERE gathering = '{g}'"  # noqa: S608
    )
    assert (abs((day - ago().date()).days) <= 1, outliers) == (True, 1)
    raised = Told("concern-raised", "c", {"category": "drugs"}, ago(hours=2), **about)
    late = Told("head-count", "nothing", {"people": 7}, ago(hours=1), **about)
    store_batch(store, Letters(), [raised.record(20), late.record(21)])
    assert flags_of(store, g) == {("equal-revisions", "twice"), ("other-day", "")}


@pytest.mark.engines
def test_daily_and_monthly_sheets_of_a_place_are_counted_once(store: Store) -> None:
    """300 visits stay 300, whichever sheet comes first; a month that says much more is flagged, and is in no day."""
    for order in (1, -1):
        place = f"library-{next(_NUMBERS)}"
        days = [("day", f"2026-09-0{n}", 100, f"{place}:2026-09-0{n}") for n in (1, 2, 3)]
        sheets = [*days, ("month", "2026-09-01", 400, f"{place}:2026-09")]
        told = [
            Told(
                "period-count",
                gathering,
                {"period": unit, "first_day": day, "visits": visits},
                ago(hours=1),
                gathering,
                "youth-centre",
                place,
            )
            for unit, day, visits, gathering in sheets
        ]
        for offset, one in enumerate(told[::order]):
            store_batch(store, Letters(), [one.record(offset)])
        assert store.query(
            f"SELECT month, estimate, coarser, finest, differs FROM engagement.venue_months WHERE place = '{place}'"  # noqa: S608
        ) == [(date(2026, 9, 1), 300, 400, "day", True)]
        assert flags_of(store, place) == {("sheets-differ", "")}
    gathering = "by-the-month:2026-09"
    month = {"period": "month", "first_day": "2026-09-01", "visits": 250}
    alone = Told("period-count", gathering, month, ago(hours=1), gathering, "youth-centre", gathering)
    store_batch(store, Letters(), [alone.record(0)])
    forget_releases(store)
    publish_due(store)
    within = "WHERE programme = 'youth-centre' AND"
    for shown, total in (
        (f"days {within} day BETWEEN '2026-09-01' AND '2026-09-30'", 600),
        (f"weeks {within} week BETWEEN '2026-08-31' AND '2026-09-30'", 600),
        (f"months {within} month = '2026-09-01'", 850),
        ("gatherings WHERE gathering = 'by-the-month:2026-09'", 250),
    ):
        assert store.query(f"SELECT sum(visits) FROM published.{shown}") == [(total,)], shown  # noqa: S608


@pytest.mark.engines
def test_one_slow_clock_does_not_move_an_evening(store: Store, shared_data: Path) -> None:
    """A file of sixty check-ins of one evening and one of ten days before: the evening's day holds, one is flagged."""
    file = shared_data.parent / "cases" / "c09_slow_clock.jsonl"
    if not file.is_file():
        pytest.skip(f"the case is absent: {file}")
    events = [json.loads(line) for line in file.read_text().splitlines()]
    shift = ago(hours=3) - max(datetime.fromisoformat(event["time"]) for event in events)
    gathering = f"slow-{next(_NUMBERS)}"
    for event in events:
        event["subject"] = event["source"] = gathering
        event["time"] = (datetime.fromisoformat(event["time"]) + shift).isoformat()
    records = [FakeRecord(json.dumps(event).encode(), offset) for offset, event in enumerate(events)]
    store_batch(store, Letters(), records)
    evening = sorted(event["time"] for event in events)[len(events) // 2]
    ((day, visits, outliers),) = store.query(
        f"SELECT day, visits, outliers FROM engagement.participation FINAL WHERE gathering = '{gathering}'"  # noqa: S608
    )
    expected = datetime.fromisoformat(evening).astimezone(ZoneInfo("Europe/Helsinki")).date()
    assert (day, visits, outliers) == (expected, len(events), 1)
    assert flags_of(store, gathering) == {("other-day", "")}


@pytest.mark.engines
def test_weeks_take_nothing_from_months_and_days_nothing_from_weeks(store: Store) -> None:
    """A week whose day is known counts by the day, one alone is of its Thursday's month; a month beside is compared."""
    place = f"weekly-{next(_NUMBERS)}"
    totals = [
        ("week", "2026-09-07", 50),
        ("day", "2026-09-09", 20),
        ("week", "2026-09-28", 70),
        ("month", "2026-09-01", 400),
    ]
    for offset, (period, day, visits) in enumerate(totals):
        data = {"period": period, "first_day": day, "visits": visits}
        told = Told("period-count", str(offset), data, ago(hours=1), f"{place}:2026-09", "youth-centre", place)
        store_batch(store, Letters(), [told.record(offset)])
    assert store.query(
        "SELECT visits, days, weeks, months FROM engagement.period_participation FINAL "  # noqa: S608
        f"WHERE startsWith(gathering, '{place}')"
    ) == [(90, 1, 1, 0)]
    assert store.query(
        f"SELECT month, estimate, finest FROM engagement.venue_months WHERE place = '{place}' ORDER BY month"  # noqa: S608
    ) == [(date(2026, 9, 1), 20, "day"), (date(2026, 10, 1), 70, "week")]
    ((weekly,),) = store.query(
        "SELECT sum(visits) FROM engagement.visit_parts "  # noqa: S608
        f"WHERE place = '{place}' AND grain <= 3 AND NOT finer_known AND visits IS NOT NULL"
    )
    assert weekly == 90
    details = store.query(f"SELECT detail FROM engagement.flags WHERE gathering = '{place}' ORDER BY detail")  # noqa: S608
    assert details == [
        ("2026-09: 20 by day, 400 by the month",),
        ("week of 2026-09-07: 20 by the day, 50 by the week",),
    ]


@pytest.mark.engines
def test_a_gathering_that_goes_on_all_season_is_flagged_before_it_closes(store: Store) -> None:
    """One whose first check-in is 75 days old and that still goes on; not one that ended, nor a young one."""
    for name, days in (("season", (75, 0)), ("ended", (75, 74)), ("young", (30, 0))):
        gathering = f"{name}-{next(_NUMBERS)}"
        told = [
            Told(
                "check-in",
                str(day),
                {"direction": "entry"},
                ago(days=day, hours=1),
                gathering,
                "youth-centre",
                gathering,
            )
            for day in days
        ]
        store_batch(store, Letters(), [one.record(offset) for offset, one in enumerate(told)])
        assert ("closes-soon" in {flag for flag, _ in flags_of(store, gathering)}) == (name == "season")
