"""The roll-ups by example, on the real engine."""

from collections.abc import Sequence
from itertools import count
from typing import Any, NamedTuple

import pytest

from streams.store import Store
from tests.streams.stored import Letters, store_batch
from tests.streams.told import Told, ago

pytestmark = pytest.mark.engines

OFFSETS = count()


@pytest.fixture
def gathering() -> str:
    """A gathering of the test's own."""
    return f"gathering-{next(OFFSETS)}"


def store_told(store: Store, *told: Told) -> None:
    letters = Letters()
    store_batch(store, letters, [one.record(next(OFFSETS)) for one in told])
    assert letters.details == []


def read(store: Store, roll_up: str, gathering: str, *names: str) -> Sequence[Any]:
    source = roll_up if roll_up == "estimates" else f"{roll_up} FINAL"
    found = store.query(
        f"SELECT {', '.join(names)} FROM engagement.{source} WHERE gathering = '{gathering}'"  # noqa: S608
    )
    return found[0] if found else ()


def day(gathering: str, number: int, visits: int, **told: Any) -> Told:
    data = {"period": "day", "first_day": f"2026-03-{number:02d}", "visits": visits}
    return Told("period-count", f"day-{number}", data, ago(hours=1), gathering, **told)


def total(gathering: str, id_: str, period: str, first_day: str, visits: int) -> Told:
    return Told("period-count", id_, {"period": period, "first_day": first_day, "visits": visits}, ago(), gathering)


def test_the_finer_total_counts_and_the_coarser_is_only_compared(store: Store, gathering: str) -> None:
    """Days before their week, weeks before their month, whichever comes first; without the finer the coarser counts."""
    names = ("visits", "days", "weeks", "months")
    march = total(gathering, f"{gathering}-march", "month", "2026-03-01", 90)
    week = total(gathering, f"{gathering}-week", "week", "2026-03-30", 30)
    first, second = (total(gathering, f"{gathering}-{day}", "day", f"2026-03-{day}", 40) for day in ("02", "31"))
    store_told(store, march)
    assert read(store, "period_participation", gathering, *names) == (90, 0, 0, 1)
    store_told(store, first, second, week)
    assert read(store, "period_participation", gathering, *names) == (80, 2, 0, 0)
    store_told(store, second.again(None))
    # The week from 30 March on has its Thursday in April: March has its first day alone.
    assert read(store, "period_participation", gathering, *names) == (70, 1, 1, 0)
    store_told(store, first.again(None))
    assert read(store, "period_participation", gathering, *names) == (120, 0, 1, 1)
    store_told(store, week.again(None), march.again(None))
    assert read(store, "period_participation", gathering, *names) == (None, 0, 0, 0)


def test_of_two_totals_of_one_day_the_later_holds_and_of_one_time_the_higher(store: Store, gathering: str) -> None:
    """Two people may type the same sheet in."""
    data = {"period": "day", "first_day": "2026-03-01"}
    sheets = [
        Told("period-count", f"{hours}-{visits}", {**data, "visits": visits}, ago(hours=hours), gathering)
        for hours, visits in ((3, 50), (2, 20), (2, 10))
    ]
    store_told(store, *sheets)
    assert read(store, "period_participation", gathering, "visits", "days") == (20, 1)


def test_zero_on_a_sheet_is_zero_and_no_sheet_is_not_recorded(store: Store, gathering: str) -> None:
    """Unknown is not zero, and zero is not unknown."""
    store_told(store, day(gathering, 1, 0))
    assert read(store, "period_participation", gathering, "visits", "days") == (0, 1)
    store_told(store, day(gathering, 1, 0).again(None))
    assert read(store, "period_participation", gathering, "visits", "days") == (None, 0)


def test_what_became_of_a_concern_may_be_known_before_the_concern(store: Store, gathering: str) -> None:
    """It counts for nothing until the concern is raised, and then as if it had come after."""
    data = {"concern": "c", "status": "answered", "source": "tablet:2", "passed_to": "police"}
    store_told(store, Told("concern-handled", "h", data, ago(hours=1), gathering))
    names = ("raised", "by_status", "passed_to", "answered", "hours_to_answer")
    assert read(store, "concern_handling", gathering, *names) == (None, {}, {}, None, [])
    raised = Told("concern-raised", "c", {"category": "drugs"}, ago(hours=3, minutes=30), gathering, source="tablet:2")
    store_told(store, raised)
    assert read(store, "concern_handling", gathering, *names) == (1, {"answered": 1}, {"police": 1}, 1, [2])
    store_told(store, raised.again(None))
    assert read(store, "concern_handling", gathering, *names) == (None, {}, {}, None, [])


def test_a_concern_has_the_highest_status_that_it_ever_reached(store: Store, gathering: str) -> None:
    """Irrespective of time; it is answered at its first answer, and passed to an agency once."""
    raised = Told("concern-raised", "c", {"category": "drugs", "district": "kallio"}, ago(hours=9), gathering)
    steps = [
        Told("concern-handled", f"{status}-{hours}", {"concern": "c", "status": status}, ago(hours=hours), gathering)
        for status, hours in (("solved", 4), ("answered", 6), ("answered", 2))
    ]
    passed = [
        Told("concern-handled", id_, {"concern": "c", "status": "passed-on", "passed_to": "police"}, ago(), gathering)
        for id_ in ("p", "q")
    ]
    elsewhere = Told("concern-handled", "e", {"concern": "c", "status": "solved"}, ago(), f"{gathering}-elsewhere")
    store_told(store, raised, *steps, *passed, elsewhere)
    names = ("by_status", "passed_to", "answered", "hours_to_answer", "by_category_answered", "by_district")
    found = ({"solved": 1}, {"police": 1}, 1, [3], {"drugs": 1}, {"kallio": 1})
    assert read(store, "concern_handling", gathering, *names) == found
    assert read(store, "concern_handling", f"{gathering}-elsewhere", "raised") == (None,)


def test_a_concern_that_is_answered_before_it_was_raised_took_no_time(store: Store, gathering: str) -> None:
    """Two devices' clocks differ; hours are never below 0."""
    store_told(
        store,
        Told("concern-raised", "c", {"category": "other"}, ago(hours=1), gathering),
        Told("concern-handled", "h", {"concern": "c", "status": "solved"}, ago(hours=5), gathering),
    )
    assert read(store, "concern_handling", gathering, "hours_to_answer") == ([0],)


NOTHING_LEFT: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "group_participation": (
        "group-visit",
        {"people": 3, "kind": "club", "age_band": "7-12"},
        {"groups": None, "people": None, "accompanying": None, "by_kind": {}, "by_age_band": {}},
    ),
    "outreach": (
        "outreach-contact",
        {"setting": "park", "people": 3, "by_age_band": {"7-12": 3}, "together_with": ["police"]},
        {"contacts": None, "people": None, "by_setting": {}, "by_age_band": {}, "together_with": {}},
    ),
    "dialogue": (
        "dialogue-held",
        {"section": "extremism", "participants": 3, "themes": ["drugs"], "agencies": ["police"], "follow_up": True},
        {"sessions": None, "participants": None, "by_section": {}, "sessions_by_section": {}, "themes": {}}
        | {"agencies": {}, "multi_professional": None, "follow_ups": None, "follow_ups_known": None},
    ),
    "cooperation": (
        "agency-presence",
        {"agency": "police", "staff": 2, "minutes": 60},
        {"agencies": [], "staff": {}, "minutes": {}},
    ),
    "referral_flows": (
        "referral",
        {"from_agency": "police", "to_agency": "youth-work", "people": 1},
        {"people": None, "flows": {}},
    ),
    "sentiment": (
        "pulse",
        {"question": "trust", "moment": "after", "answer": 5, "age_band": "7-12"},
        {"answers": {}, "answers_by_age_band": {}},
    ),
    "concern_handling": (
        "concern-raised",
        {"category": "drugs"},
        {"raised": None, "by_category": {}, "by_status": {}, "answered": None, "hours_to_answer": []},
    ),
}


@pytest.mark.parametrize("roll_up", NOTHING_LEFT)
def test_where_everything_is_taken_back_nothing_is_recorded(store: Store, gathering: str, roll_up: str) -> None:
    """The row stays and says NULL, never 0; it is as old as what is left."""
    event, data, expected = NOTHING_LEFT[roll_up]
    one = Told(event, "1", data, ago(hours=2), gathering)
    store_told(store, one)
    assert read(store, roll_up, gathering, *expected) != tuple(expected.values())
    store_told(store, one.again(None, time=ago(hours=1)))
    assert read(store, roll_up, gathering, *expected) == tuple(expected.values())


def test_an_agency_and_a_theme_count_once_a_session_however_often_they_are_named(store: Store, gathering: str) -> None:
    """Zeros and bands that nobody was of are left out; a follow-up that nobody spoke of is not one that was refused."""
    data = {"section": "extremism", "participants": 2, "by_age_band": {"7-12": 0, "65+": 2}}
    data |= {"themes": ["drugs", "drugs"], "agencies": ["police", "police"]}
    told = [
        Told("dialogue-held", id_, {**data, **more}, ago(), gathering)
        for id_, more in (("a", {"follow_up": False}), ("b", {"agencies": []}), ("c", {"follow_up": True}))
    ]
    store_told(store, *told)
    names = ("sessions", "by_section", "sessions_by_section", "by_age_band", "themes", "agencies")
    found: tuple[Any, ...] = (3, {"extremism": 6}, {"extremism": 3}, {"65+": 6}, {"drugs": 3}, {"police": 2})
    assert read(store, "dialogue", gathering, *names) == found
    assert read(store, "dialogue", gathering, "multi_professional", "follow_ups", "follow_ups_known") == (2, 1, 2)


def test_a_gathering_has_a_row_only_of_the_roll_ups_that_it_had_facts_of(store: Store, gathering: str) -> None:
    """A concern opens no door: there is no participation of which nothing is known."""
    store_told(store, Told("concern-raised", "c", {"category": "other"}, ago(), gathering))
    assert read(store, "concern_handling", gathering, "raised") == (1,)
    for roll_up in ("participation", "group_participation", "sentiment", "estimates"):
        assert read(store, roll_up, gathering, "gathering") == ()


def test_who_comes_along_is_counted_at_entries_alone(store: Store, gathering: str) -> None:
    """The parent takes the children out again, but they came once."""
    told = [
        Told("check-in", id_, {"direction": direction, **more}, ago(), gathering)
        for id_, direction, more in (
            ("a", "entry", {"accompanied_by": 2}),
            ("b", "exit", {"accompanied_by": 2}),
            ("c", "entry", {}),
        )
    ]
    store_told(store, *told)
    assert read(store, "participation", gathering, "visits", "accompanied", "family_visits") == (2, 2, 1)


class Counted(NamedTuple):
    """How many were counted in each way, and what that comes to."""

    entries: int | None
    group: int | None
    sheet: int | None
    peak: int | None
    estimate: int | None
    provenance: str
    disagree: bool


COUNTED = (
    Counted(2, 10, None, None, 12, "door", False),
    Counted(2, None, None, 2, 2, "door", False),
    Counted(0, None, None, None, 0, "door", False),
    Counted(2, 10, None, 13, 13, "head-count", False),
    Counted(2, 10, None, 17, 17, "head-count", False),
    Counted(2, 10, None, 18, 18, "head-count", True),
    Counted(2, 178, None, 200, 200, "head-count", False),
    Counted(2, 177, None, 200, 200, "head-count", True),
    Counted(2, 10, 17, None, 12, "door", False),
    Counted(2, 10, 18, None, 12, "door", True),
    Counted(2, 10, 6, None, 12, "door", True),
    Counted(2, 88, 100, None, 90, "door", False),
    Counted(2, 87, 100, None, 89, "door", True),
    Counted(2, 10, 17, 22, 22, "head-count", False),
    Counted(2, 10, 17, 23, 23, "head-count", True),
    Counted(None, None, 40, None, 40, "sheet", False),
    Counted(None, None, 40, 40, 40, "sheet", False),
    Counted(None, None, 40, 41, 41, "head-count", False),
    Counted(None, None, 40, 46, 46, "head-count", True),
    Counted(None, None, None, 9, 9, "head-count", False),
    Counted(None, None, None, None, None, "", False),
)


def told_of(gathering: str, counted: Counted) -> list[Told]:
    entries, group, sheet, peak, *_ = counted
    told = [Told("gathering-opened", "o", {}, ago(), gathering)]
    if entries is not None:
        ways = [("entry", number) for number in range(entries)] or [("exit", 0)]
        told += [Told("check-in", f"i{number}", {"direction": way}, ago(), gathering) for way, number in ways]
    if group is not None:
        told.append(Told("group-visit", "g", {"people": group, "kind": "club"}, ago(), gathering))
    if sheet is not None:
        told.append(day(gathering, 1, sheet))
    if peak is not None:
        told.append(Told("head-count", "p", {"people": peak}, ago(), gathering))
    return told


def test_the_estimate_is_the_door_then_the_sheet_and_more_where_more_were_seen(store: Store) -> None:
    """Each branch, and both sides of where two ways of counting disagree: five, or a tenth of the higher."""
    names = [f"estimated-{number}" for number in range(len(COUNTED))]
    store_told(store, *(told for name, counted in zip(names, COUNTED, strict=True) for told in told_of(name, counted)))
    for name, counted in zip(names, COUNTED, strict=True):
        entries, group, sheet, peak, *expected = counted
        door = entries is not None or group is not None
        modes = door + (sheet is not None) + (peak is not None)
        found = read(store, "estimates", name, "estimate", "provenance", "disagree", "modes")
        assert found == (*expected, modes), counted


def test_the_estimate_counts_whom_people_and_groups_brought_along(store: Store, gathering: str) -> None:
    """A parent with two and a class of twenty with a teacher are twenty-four."""
    store_told(
        store,
        Told("check-in", "i", {"direction": "entry", "accompanied_by": 2}, ago(), gathering),
        Told("group-visit", "g", {"people": 20, "kind": "school-class", "accompanied_by": 1}, ago(), gathering),
    )
    assert read(store, "estimates", gathering, "door", "sheet", "peak", "estimate") == (24, None, None, 24)
