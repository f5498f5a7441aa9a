"""Each published view says what a plain reference in Python says, row by row."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from schemas.privacy import PRIVACY
from schemas.programmes import Programme
from streams.store import Store
from streams.views import CANDIDATES, OF_THE_PIPELINE
from tests.streams.published.cities import RandomCity, RandomGathering, decide_city, random_city
from tests.streams.published.reference import KEYS, reference

pytestmark = pytest.mark.engines

Row = Mapping[str, Any]
Rows = Sequence[Row]

OF_GATHERINGS = tuple(view for view in CANDIDATES if view not in OF_THE_PIPELINE)
"""The views that follow from a city; `test_pipeline_views` has the others."""

PEOPLE: Mapping[str, tuple[str, ...]] = {
    "months": ("visits", "family_visits"),
    "visitors": ("visitors", "new_visitors", "returning_visitors"),
    "districts": ("visits",),
    "gatherings": ("visits",),
    "days": ("visits",),
    "weeks": ("visits",),
    "age_bands": ("visits",),
    "reach": ("visits",),
    "home_districts": ("visits",),
    "mixing": ("visits_with_home",),
    "theme_nights": (),
    "arrivals": ("entries",),
    "inside": ("about",),
    "outreach_settings": ("people",),
    "outreach_age_bands": ("people",),
    "dialogue_sections": ("participants",),
    "dialogues": (),
    "cooperation": (),
    "agency_presence": (),
    "referrals": ("people",),
    "pulse": ("answers",),
    "pulse_age_bands": ("answers",),
    "pulse_change": ("answers_before", "answers_after"),
    "concerns": ("concerns",),
    "concerns_by_category": ("concerns",),
    "concerns_by_district": ("concerns",),
    "concerns_by_status": ("concerns",),
}
"""The columns of each view that count people, or what one of them said."""

STATES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "months": {"state": ("visits",), "families_state": ("family_visits",)},
    "visitors": {"state": ("visitors",), "parts_state": ("new_visitors", "returning_visitors")},
    "districts": {"state": ("visits",)},
    "gatherings": {"state": ("visits",)},
    "age_bands": {"state": ("visits",)},
    "home_districts": {"state": ("visits",)},
    "arrivals": {"state": ("entries",)},
    "inside": {"state": ("about",)},
    "outreach_settings": {"state": ("people",)},
    "outreach_age_bands": {"state": ("people",)},
    "dialogue_sections": {"state": ("participants",)},
    "referrals": {"state": ("people",)},
    "pulse": {"state": ("answers", "share_positive", "share_low", "share_high")},
    "pulse_age_bands": {"state": ("answers", "share_positive", "share_low", "share_high")},
    "concerns": {"state": ("concerns",), "answers_state": ("median_hours_to_answer",)},
    "concerns_by_category": {"state": ("concerns",)},
    "concerns_by_district": {"state": ("concerns",)},
    "concerns_by_status": {"state": ("concerns",)},
}
"""The states of each view, and the columns that each is about."""

ZEROS = {
    ("months", "state"), ("months", "families_state"), ("visitors", "parts_state"), ("districts", "state"),
    ("gatherings", "state"), ("age_bands", "state"), ("inside", "state"), ("dialogue_sections", "state"),
}  # fmt: skip
"""Where a row can stand for nobody; elsewhere a part that nobody is in has no row."""

UNRECORDED = {
    ("months", "state"), ("months", "families_state"), ("visitors", "state"), ("visitors", "parts_state"),
    ("districts", "state"), ("gatherings", "state"), ("concerns", "answers_state"),
}  # fmt: skip
"""Where a row can stand for what nobody wrote down."""

PARTS: Mapping[str, tuple[str, str, str]] = {
    "districts": ("month", "months", "visits"),
    "age_bands": ("month", "months", "visits"),
    "home_districts": ("month", "months", "visits"),
    "concerns_by_category": ("quarter", "concerns", "concerns"),
    "concerns_by_district": ("quarter", "concerns", "concerns"),
    "concerns_by_status": ("quarter", "concerns", "concerns"),
}
"""Views whose rows are the parts of a row of another view: by which period, of which view, and in which column."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A city, what the engine shows of it, and what it has to show."""

    city: RandomCity
    shown: Mapping[str, Rows]
    wanted: Mapping[str, Rows]


@pytest.fixture(scope="module")
def seen(store: Store) -> Mapping[str, Seen]:
    """Two random cities, one of them with gatherings made by hand in other months: what chance seldom brings."""
    cities = {"3": random_city(3), "8 and by hand": RandomCity([*_by_hand(), *random_city(8).gatherings])}
    columns: defaultdict[str, list[str]] = defaultdict(list)
    for view, name in store.query(
        "SELECT table, name FROM system.columns WHERE database = 'candidates' ORDER BY table, position"
    ):
        columns[view].append(name)
    found = {}
    for name, city in cities.items():
        decide_city(store, city)
        names = ", ".join(f"('{one.name}')" for one in city.gatherings)
        hashed = store.query(f"SELECT name, sipHash64(name) FROM VALUES('name String', {names})")  # noqa: S608
        order = {row[0]: row[1] for row in hashed}
        shown = {
            view: [
                dict(zip(columns[view], map(_zoned, row), strict=True))
                for row in store.query(f"SELECT * FROM candidates.{view}")  # noqa: S608
            ]
            for view in OF_GATHERINGS
        }
        found[name] = Seen(city, shown, reference(city, datetime.now(ZoneInfo("Europe/Helsinki")).date(), order))
    return found


def test_no_view_is_left_out() -> None:
    """What follows speaks of every published view that is about gatherings."""
    assert set(OF_GATHERINGS) == set(KEYS) == set(PEOPLE)
    assert set(STATES) < set(OF_GATHERINGS)


@pytest.mark.parametrize("view", OF_GATHERINGS)
def test_a_view_says_what_the_reference_says(seen: Mapping[str, Seen], view: str) -> None:
    """All rows and all columns, numbers with a fraction to nine digits."""
    for name, one in seen.items():
        shown, wanted = _by_key(view, one.shown[view]), _by_key(view, one.wanted[view])
        assert shown.keys() == wanted.keys(), name
        for key, row in wanted.items():
            assert shown[key].keys() == row.keys()
            for column, value in row.items():
                close = pytest.approx(value, rel=1e-9, abs=1e-9) if isinstance(value, float) else value
                assert shown[key][column] == close, (name, key, column)
    assert any(one.wanted[view] for one in seen.values()), f"no city has anything to show in {view}"


@pytest.mark.parametrize(("view", "state"), [(view, state) for view, states in STATES.items() for state in states])
def test_suppressed_not_recorded_and_zero_are_three_things(seen: Mapping[str, Seen], view: str, state: str) -> None:
    """A number is there if and only if it counts; the cities show each of the three where a view can."""
    met = set()
    for one in seen.values():
        for row in one.shown[view]:
            met.add(row[state])
            for name in STATES[view][state]:
                assert (row[name] is not None) == (row[state] == "counted"), row
                if row[name] == 0 and name in PEOPLE[view]:
                    met.add("zero")
    assert met == (
        {"counted", "suppressed"}
        | ({"zero"} if (view, state) in ZEROS else set())
        | ({"not recorded"} if (view, state) in UNRECORDED else set())
    )


@pytest.mark.parametrize("view", [view for view, names in PEOPLE.items() if names])
def test_no_number_below_the_threshold_is_shown(seen: Mapping[str, Seen], view: str) -> None:
    """Nobody, or as many as the programme's threshold and more."""
    for one in seen.values():
        for row in one.shown[view]:
            for name in PEOPLE[view]:
                assert not row[name] or row[name] >= PRIVACY[Programme(row["programme"])].threshold, row


@pytest.mark.parametrize("view", PARTS)
def test_parts_add_up_to_what_they_are_parts_of(seen: Mapping[str, Seen], view: str) -> None:
    """To all of it where none is suppressed; else enough is missing that the suppressed can be any number."""
    period, whole, column = PARTS[view]
    compared = 0
    for one in seen.values():
        parts = _gathered(one.shown[view], period, "programme")
        for total in one.shown[whole]:
            rows = parts.get((total[period], total["programme"]), [])
            if rows and total["state"] == "counted":
                compared += 1
                # Age bands are all shown or none: those that nobody is in are listed too.
                if view != "age_bands" or any(row["state"] == "counted" for row in rows):
                    _add_up(rows, total, column)
            elif total["state"] == "suppressed":
                assert not any(row[column] for row in rows), (total, rows)
    assert compared


def test_gatherings_add_up_to_districts_days_and_weeks(seen: Mapping[str, Seen]) -> None:
    """A district's gatherings are its parts; days and weeks are sums of the gatherings that are shown."""
    for one in seen.values():
        listed = [{**row, "month": row["day"].replace(day=1)} for row in one.shown["gatherings"]]
        parts = _gathered(listed, "month", "programme", "district")
        for total in one.shown["districts"]:
            rows = parts.pop((total["month"], total["programme"], total["district"]))
            if total["state"] == "counted":
                _add_up(rows, total, "visits")
            else:
                assert not any(row["visits"] for row in rows)
        assert not parts
        sums = {
            programme: sum(row["visits"] or 0 for row in rows)
            for (programme,), rows in _gathered(listed, "programme").items()
        }
        for view in ("days", "weeks"):
            for (programme,), rows in _gathered(one.shown[view], "programme").items():
                assert sum(row["visits"] or 0 for row in rows) == sums[programme]


def test_the_hours_of_a_gathering_are_no_more_than_its_visits(seen: Mapping[str, Seen]) -> None:
    """Whose hour is not known, and suppressed hours, are missing from them."""
    for one in seen.values():
        visits = {(row["programme"], row["gathering"]): row["visits"] for row in one.shown["gatherings"]}
        for key, rows in _gathered(one.shown["arrivals"], "programme", "gathering").items():
            assert sum(row["entries"] or 0 for row in rows) <= visits[key] + _slack(rows)


def test_families_and_new_visitors_divide_their_totals(seen: Mapping[str, Seen]) -> None:
    """Families are some of the visits; new and returning ones are all of the visitors."""
    for one in seen.values():
        for row in one.shown["months"]:
            assert row["family_visits"] is None or row["family_visits"] <= row["visits"] + _slack([row])
        for row in one.shown["visitors"]:
            if row["parts_state"] == "counted":
                apart = abs(row["new_visitors"] + row["returning_visitors"] - row["visitors"])
                assert apart <= _slack([row, row, row])


def _add_up(rows: Rows, total: Row, column: str) -> None:
    missing = total[column] - sum(row[column] or 0 for row in rows)
    suppressed = [row for row in rows if row["state"] == "suppressed"]
    if suppressed:
        threshold = PRIVACY[Programme(total["programme"])].threshold
        assert len(suppressed) >= 2, (total, rows)
        assert missing >= threshold + len(suppressed) - _slack([total, *rows]), (total, rows)
    else:
        assert abs(missing) <= _slack([total, *rows]), (total, rows)


def _zoned(value: Any) -> Any:
    """Give instants their zone, which the client leaves out where it is UTC."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


def _slack(rows: Rows) -> float:
    """How far numbers that are each rounded can be from adding up."""
    rounding = PRIVACY[Programme(rows[0]["programme"])].rounding
    return len(rows) * rounding / 2 if rounding > 1 else 0


def _gathered(rows: Rows, *names: str) -> dict[tuple[Any, ...], list[Row]]:
    found: defaultdict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        found[tuple(row[name] for name in names)].append(row)
    return dict(found)


def _by_key(view: str, rows: Rows) -> dict[tuple[Any, ...], dict[str, Any]]:
    found = {tuple(row[name] for name in KEYS[view]): dict(row) for row in rows}
    assert len(found) == len(rows), f"two rows of {view} are about the same"
    return found


def _by_hand() -> Iterator[RandomGathering]:
    """Theme nights beside ordinary ones, months of each state, and gatherings that are open."""
    yield from (*_nights(), *_states(), *_open())


def _nights() -> Iterator[RandomGathering]:
    """Six theme nights, each in a district of its own, with ordinary nights one to five weeks away."""
    night = date(2025, 3, 14)
    districts = ("kallio", "vallila", "pasila", "malmi", "vuosaari", "haaga")
    for number, district in enumerate(districts):
        yield _one(Programme.THEME_NIGHT, f"theme-{district}", night, district, 60 + 17 * number)
        for weeks in (-5, -2, -1, 1, 3):
            ordinary = night + timedelta(weeks=weeks)
            yield _one(
                Programme.YOUTH_CENTRE, f"ordinary-{district}-{weeks}", ordinary, district, 25 + 3 * weeks + number
            )
        other = night + timedelta(days=2)
        yield _one(Programme.YOUTH_CENTRE, f"sunday-{district}", other, district, 90)


def _states() -> Iterator[RandomGathering]:
    """Months of regional events and dialogues: nobody, nothing written down, few, and enough."""
    event, dialogue = Programme.REGIONAL_EVENT, Programme.POLICE_DIALOGUE
    for programme in (event, dialogue):
        yield _one(programme, f"{programme}-nobody", date(2025, 1, 8), "kallio", 0)
        yield _one(programme, f"{programme}-unknown", date(2025, 2, 8), "kallio", None)
        yield _one(programme, f"{programme}-few", date(2025, 3, 8), "kallio", 3)
        yield _one(programme, f"{programme}-full", date(2025, 4, 8), "malmi", 80, families=0)
    people = range(1, 21)
    yield _one(event, "first", date(2025, 5, 8), "malmi", 70, families=20, pseudonyms=people)
    yield _one(event, "again", date(2025, 6, 8), "malmi", 70, families=68, pseudonyms=people)
    yield _one(
        dialogue, "sections", date(2025, 5, 8), "malmi", 40, participants={"extremism": 20, "juvenile-delinquency": 30},
        sessions={"extremism": 1, "juvenile-delinquency": 2, "exclusion-and-segregation": 1},
    )  # fmt: skip
    yield _one(
        dialogue, "few-in-a-section", date(2025, 6, 8), "malmi", 40, participants={"extremism": 4},
        sessions={"extremism": 1, "exclusion-and-segregation": 1},
    )  # fmt: skip
    for month, hours in ((1, ()), (4, (3, 9)), (7, (1, 2, 3, 5, 8, 13))):
        yield _one(
            event, f"concerns-{month}", date(2025, month, 20), "malmi", 50, concerns={"drugs": 12},
            concern_districts={"malmi": 12}, concern_statuses={"raised": 12 - len(hours), "answered": len(hours)},
            hours_to_answer=hours,
        )  # fmt: skip
    yield _one(event, "hours", date(2025, 5, 10), "malmi", 90, by_hour={0: 2, 1: 30, 2: 40, 3: 4})
    # Whose minutes nobody wrote down was there, not for no time.
    yield _one(event, "agencies", date(2025, 5, 9), "malmi", 50, agencies={"police": None, "youth-work": 90})


def _open() -> Iterator[RandomGathering]:
    """Gatherings of now: nobody counted, few, only a head count of few, of many, a large one, and one that all left.

    And one of yesterday that may go on past midnight, and one that somebody forgot to close.
    """
    today = datetime.now(ZoneInfo("Europe/Helsinki")).date()
    for name, visits, inside, peak in (
        ("uncounted", None, None, None), ("small", 30, 22, None),
        ("few-heads", None, 7, 7), ("many-heads", None, 85, 90),
        ("large", 120, 64, None), ("all-gone", 120, 0, None),
    ):  # fmt: skip
        one = _one(Programme.YOUTH_CENTRE, f"open-{name}", today, "haaga", visits, status="open")
        yield replace(one, inside=inside, peak=peak)
    for ago, name in ((1, "last-night"), (3, "forgotten")):
        one = _one(Programme.YOUTH_CENTRE, name, today - timedelta(days=ago), "haaga", 120, status="open")
        yield replace(one, inside=70)


def _one(programme: Programme, name: str, day: date, district: str, visits: int | None, **more: Any) -> RandomGathering:
    return RandomGathering(programme, name, day, district, visits, **more)
