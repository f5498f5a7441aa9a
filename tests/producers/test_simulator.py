"""The simulated city itself: repeatable, lifelike, valid, and full of the cases that matter."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from producers.simulator import AggregateTruth, City, GatheringTruth, Message, Truth, simulate
from producers.simulator.broken_bytes import BROKEN_BYTES
from producers.simulator.dispatch import Dispatch
from producers.simulator.emission import message_of
from producers.simulator.instants import instant, rfc3339, ticks
from producers.simulator.programme_calendar import SIMULATED
from producers.simulator.simulation import Simulation
from producers.simulator.wrong_events import WRONG_EVENTS
from schemas.contract import contract_of
from schemas.envelope import BinaryModeError, is_structured, structured
from schemas.programmes import TOPICS, Programme
from schemas.rejections import Rejection

UNTIL = datetime.fromisoformat("2026-09-11T16:30:00Z")
SMALL = City(seed=1, days=5, people=300, until=UNTIL)
DATED = {Rejection.IN_THE_FUTURE, Rejection.TOO_LATE}


@pytest.fixture(scope="module")
def default_truth() -> Truth:
    return simulate(City(until=UNTIL)).truth()


@pytest.fixture(scope="module")
def chaotic() -> Simulation:
    return simulate(City(days=10, people=3000, until=UNTIL, chaos=True))


@pytest.fixture(scope="module")
def chaotic_dispatches(chaotic: Simulation) -> Sequence[Dispatch]:
    """All that it sends, made once."""
    return list(chaotic._dispatches())


@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 2**32), chaos=st.booleans())
def test_same_seed_gives_the_same_bytes_and_truth(seed: int, *, chaos: bool) -> None:
    """A city can be made again, byte by byte; another seed makes another city."""
    city = replace(SMALL, seed=seed, chaos=chaos)
    first, again = simulate(city), simulate(city)
    assert list(first.messages()) == list(again.messages()) == list(first.messages())
    assert first.truth() == again.truth()
    assert list(simulate(replace(city, seed=seed + 1)).messages()) != list(first.messages())


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32), hours=st.integers(0, 24 * 365))
def test_chaos_changes_no_roll_up(seed: int, hours: int) -> None:
    """However the messages are told, what really happened is the same."""
    city = replace(SMALL, seed=seed, until=UNTIL + timedelta(hours=hours))
    calm, chaotic = simulate(city).truth(), simulate(replace(city, chaos=True)).truth()
    assert chaotic.gatherings == calm.gatherings
    assert chaotic.happenings == calm.happenings
    assert calm.duplicates == 0
    assert not calm.dead_letters
    assert calm.messages == calm.accepted == calm.facts


def test_contract_accepts_what_is_whole_and_refuses_what_is_broken(chaotic_dispatches: Sequence[Dispatch]) -> None:
    """A message breaks its contract just where its sender foresees it, but for those whose time alone is wrong."""
    for dispatch in chaotic_dispatches:
        reason = dispatch.fate if isinstance(dispatch.fate, Rejection) else None
        assert valid(message_of(dispatch)) == (reason is None or reason in DATED), dispatch


def valid(message: Message) -> bool:
    try:
        value = message.value or b""
        value = value if is_structured(message.headers) else structured(message.headers, value)
        contract_of(TOPICS[message.topic]).one.validate_json(value)
    except (BinaryModeError, ValidationError):
        return False
    return True


def test_messages_come_in_order_of_arrival_and_none_after_the_present(chaotic_dispatches: Sequence[Dispatch]) -> None:
    """The simulation is a stream: it never goes back, and it ends with the present."""
    arrivals = [dispatch.at for dispatch in chaotic_dispatches]
    assert arrivals == sorted(arrivals)
    assert arrivals[-1] <= ticks(UNTIL)
    for dispatch in chaotic_dispatches:
        if dispatch.message is None:
            assert dispatch.fact.time <= dispatch.at
            assert dispatch.recorded is None or dispatch.fact.time <= dispatch.recorded <= ticks(UNTIL)


def test_key_is_the_gathering(chaotic_dispatches: Sequence[Dispatch]) -> None:
    """One gathering's messages go to one partition."""
    assert all(dispatch.gathering.encode() == message_of(dispatch).key for dispatch in chaotic_dispatches)


def test_default_city_has_every_kind_of_gathering(default_truth: Truth) -> None:
    """The cases that a roll-up can get wrong are all there."""
    ones = list(default_truth.gatherings.values())
    assert 45_000 < default_truth.messages < 80_000
    assert {one.status for one in ones} == {"scheduled", "postponed", "open", "closed", "cancelled", "unplanned"}
    assert {one.programme for one in ones} == set(SIMULATED)
    cases: Mapping[str, bool] = {
        "people inside now": any(one.status == "open" and one.inside for one in ones),
        "held, but never counted": any(one.status == "closed" and one.visits is one.inside is None for one in ones),
        "only head counts": any(one.visits is None and one.peak_head_count for one in ones),
        "cancelled, with visitors": any(one.status == "cancelled" and one.visits and one.inside == 0 for one in ones),
        "no district": any(one.district == "" and one.starts for one in ones),
        "no plan, but a day": any(one.starts is None and one.day for one in ones),
        "no day": any(one.day is None for one in ones),
        "no end": any(one.starts and one.ends is None for one in ones),
        "no capacity": any(one.starts and one.capacity is None for one in ones),
        "returned the same evening": any(
            (one.visits or 0) - one.anonymous_visits > (one.visitors or 0) for one in ones
        ),
        "crowd": any((one.visits or 0) > 700 for one in ones),
        "from outside": any("outside-helsinki" in one.by_home_district for one in ones),
        "in the future": any(one.starts and one.starts > UNTIL for one in ones),
    }
    assert [case for case, is_there in cases.items() if not is_there] == []


def test_police_dialogue_knows_no_visitors(default_truth: Truth) -> None:
    """Who meets the police has no pseudonym, not even in the simulation."""
    ones = [one for one in default_truth.gatherings.values() if one.programme is Programme.POLICE_DIALOGUE]
    assert {one.visitors for one in ones} == {None}
    assert any(one.visits for one in ones)


def test_pseudonyms_differ_by_programme_and_season(default_truth: Truth) -> None:
    """Nobody can be followed from one programme to another, or into another season."""
    shown: dict[Programme, set[str]] = {programme: set() for programme in Programme}
    for one in default_truth.gatherings.values():
        shown[one.programme] |= one.pseudonyms
    assert len(set().union(*shown.values())) == sum(map(len, shown.values()))
    summer = simulate(City(people=600, days=10, until=datetime.fromisoformat("2026-08-05T20:00:00Z"))).truth()
    centres = [one for one in summer.gatherings.values() if one.programme is Programme.YOUTH_CENTRE and one.day]
    july, august = (
        set().union(*(one.pseudonyms for one in centres if one.day and one.day.month == month)) for month in (7, 8)
    )
    assert july
    assert august
    assert not july & august


def test_chaos_has_every_kind_of_trouble(chaotic: Simulation, chaotic_dispatches: Sequence[Dispatch]) -> None:
    """Every reason to refuse, amendments, duplicates, disorder, late uploads and lost originals are there."""
    truth = chaotic.truth()
    assert truth.dead_letters.keys() == set(Rejection)
    assert sum(truth.dead_letters.values()) < truth.messages / 20
    assert truth.duplicates > truth.messages / 50
    dispatches = [dispatch for dispatch in chaotic_dispatches if dispatch.message is None]
    names = Counter(dispatch.name for dispatch in dispatches)
    assert names["correction"] > 100
    assert names["retraction"] > 100
    assert {dispatch.form for dispatch in dispatches} == {"structured", "binary", "spaced"}
    assert any(dispatch.recorded and dispatch.at - dispatch.recorded > 86_400_000 for dispatch in dispatches)
    assert any(dispatch.revision > 1 and dispatch.name == "check-in" for dispatch in dispatches)
    assert any(dispatch.fate == "fact" and dispatch.name == "correction" for dispatch in dispatches)
    assert amended_before_told(dispatches)


def amended_before_told(dispatches: Iterable[Dispatch]) -> bool:
    amended: set[str] = set()
    for dispatch in dispatches:
        if dispatch.name in {"correction", "retraction"}:
            amended.add(dispatch.fact.id.partition(":")[0])
        elif dispatch.fact.id in amended and dispatch.fate == "fact":
            return True
    return False


def test_every_sabotage_is_sent_in_a_large_city() -> None:
    """No entry of the catalogue is for show."""
    sent: set[bytes | None] = set()
    for seed in (1, 2):
        for dispatch in simulate(City(seed=seed, days=21, until=UNTIL, people=900, chaos=True))._dispatches():
            if dispatch.message is not None:
                sent.add(dispatch.message.value)
    assert None in sent
    assert b"" in sent
    assert len(sent) > len(BROKEN_BYTES) + sum(map(len, WRONG_EVENTS.values()))


@pytest.mark.parametrize("chaos", [False, True])
def test_sums_hold(chaos: bool) -> None:  # noqa: FBT001  a parameter of the test
    """No breakdown exceeds its whole, and every aggregate is the sum of its gatherings."""
    truth = simulate(City(seed=3, days=20, people=1500, until=UNTIL, chaos=chaos)).truth()
    for one in truth.gatherings.values():
        assert sum(one.by_age_band.values()) <= one.entries
        assert sum(one.by_home_district.values()) <= one.entries
        assert one.anonymous_visits + (one.visitors or 0) <= one.entries
        assert sum(entries for entries, _ in one.curve.values()) == one.entries
        assert sum(exits for _, exits in one.curve.values()) == one.exits <= one.entries
        assert (one.visits is None) == (one.first is None) == (one.last is None)
    everyone = list(truth.gatherings.values())
    dated = [one for one in everyone if one.day is not None]
    for aggregates, members in (
        (truth.by_day, dated),
        (truth.by_week, dated),
        (truth.by_month, dated),
        (truth.by_month_and_district, dated),
        (truth.city_by_day, dated),
        (truth.by_programme, everyone),
    ):
        assert_sums(aggregates.values(), members)


def assert_sums(aggregates: Iterable[AggregateTruth], members: list[GatheringTruth]) -> None:
    aggregates = list(aggregates)
    assert sum(one.gatherings for one in aggregates) == len(members)
    assert sum(one.visits or 0 for one in aggregates) == sum(one.visits or 0 for one in members)
    assert sum(one.not_recorded for one in aggregates) == sum(one.visits is None for one in members)
    ages, homes = Counter[str](), Counter[str]()
    for one in members:
        ages.update(one.by_age_band)
        homes.update(one.by_home_district)
    assert sum((Counter(one.by_age_band) for one in aggregates), Counter()) == ages
    assert sum((Counter(one.by_home_district) for one in aggregates), Counter()) == homes
    assert all((one.visits is None) == (one.not_recorded == one.gatherings) for one in aggregates)
    assert all((one.visitors or 0) <= (one.visits or 0) for one in aggregates)


def test_weeks_begin_on_monday_and_months_on_the_first(default_truth: Truth) -> None:
    """Calendar groups are named by their first day."""
    assert {day.weekday() for day, _ in default_truth.by_week} == {0}
    assert {day.day for day, _ in default_truth.by_month} == {1}
    assert date(2026, 9, 11) in default_truth.city_by_day


@given(milliseconds=st.integers(0, 4_102_444_799_999))
def test_instants_are_exact(milliseconds: int) -> None:
    """Milliseconds, datetimes and RFC 3339 are three forms of the same instant."""
    assert ticks(instant(milliseconds)) == milliseconds
    assert datetime.fromisoformat(rfc3339(milliseconds)) == instant(milliseconds)


@pytest.mark.parametrize(
    "wrong", [{"until": datetime.fromisoformat("2026-09-11T16:30:00")}, {"days": 0}, {"people": 0}], ids=str
)
def test_city_says_what_is_wrong_with_it(wrong: dict[str, datetime | int]) -> None:
    """A naive present, or no days or people, is an error that names the value."""
    with pytest.raises(ValueError, match=r"naive|must be 1 or more"):
        City(**({"until": UNTIL} | wrong))  # type: ignore[arg-type]  # each has its field's type
