"""What comes too late, by the clock of the ClickHouse that deletes, with facts as old as they may be."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.programmes import Programme
from schemas.rejections import Rejection
from streams.batch import ACCEPTED, Batch, JudgedRun
from streams.errors import StaleBatchError
from streams.judging import AGE_LIMIT, FINAL_LIMIT, RETENTION, Rules, judge
from streams.late_facts import refuse_late_facts
from streams.records import Run
from streams.roll_ups import ROLL_UPS
from streams.store import Store
from streams.storing import CHECK_HOLDS, insert_facts, keep_outcomes, recompute_roll_ups, refuse_late, settle
from tests.streams.record_of import NOW, FakeRecord
from tests.streams.stored import Letters, book, store_batch
from tests.streams.told import Told, ago

CHECK_IN = {"direction": "entry"}
INSIDE = timedelta(hours=1)
"""As near to a limit as times may lie: they are counted from the tests' collection, and the store's clock goes on."""

PARTICIPATION = next(roll_up for roll_up in ROLL_UPS if roll_up.name == "participation")


def check_in(gathering: str, number: int, time: datetime) -> Told:
    return Told("check-in", f"{gathering}-{number}", CHECK_IN, time, gathering, "youth-centre")


def visits(store: Store, gathering: str) -> Any:
    found = store.query(
        f"SELECT visits FROM engagement.participation FINAL WHERE gathering = '{gathering}'"  # noqa: S608
    )
    return found[0][0] if found else None


def facts(store: Store, gathering: str) -> int:
    ((count,),) = store.query(
        f"SELECT count() FROM engagement.check_ins FINAL WHERE gathering = '{gathering}'"  # noqa: S608
    )
    return int(count)


def outcomes(store: Store, offsets: range) -> dict[str, set[int]]:
    span = {"topic": Programme.YOUTH_CENTRE.topic, "partition": 0, "first": offsets[0], "last": offsets[-1]}
    return {outcome: set(found) for outcome, found in store.rows("repair/booked_offsets", span) if found}


def put_facts(store: Store, gathering: str, times: list[datetime]) -> None:
    """Store check-ins as if they had come in time, and their roll-up."""
    rows = ", ".join(
        f"('youth-centre', '{gathering}', 'tablet:1', '{gathering}-{number}', 1, fromUnixTimestamp64Milli("
        f"{int(time.timestamp() * 1000)}), 'entry')"
        for number, time in enumerate(times)
    )
    store.run_text(
        "INSERT INTO engagement.check_ins (programme, gathering, source, id, revision, time, direction) VALUES " + rows  # noqa: S608
    )
    store.touch({"participation": [("youth-centre", gathering)]})
    store.run("roll_ups/participation")


@pytest.fixture
def numbers() -> Iterator[int]:
    """Offsets, each once in this module: they are booked."""
    return _NUMBERS


_NUMBERS = iter(range(1_000_000))


@pytest.mark.engines
def test_an_event_just_inside_the_limit_ends_itself_and_not_the_gathering(store: Store, numbers: Iterator[int]) -> None:
    """The gathering is live: the old one is refused, whatever comes after it counts, its retraction too."""
    wrong = check_in("live", 9, ago() - AGE_LIMIT + INSIDE)
    letters = Letters()
    store_batch(store, letters, [check_in("live", n, ago(hours=1)).record(next(numbers)) for n in range(3)])
    store_batch(store, letters, [wrong.record(next(numbers))])
    (detail,) = letters.details
    assert "days before the first fact of gathering live, and would make its participation final on" in detail
    after = [check_in("live", n, ago()).record(next(numbers)) for n in range(3, 6)]
    store_batch(store, letters, [*after, wrong.again(None).record(next(numbers))])
    store_batch(store, letters, [check_in("live", 6, ago()).record(next(numbers))])
    assert len(letters.details) == 1
    assert visits(store, "live") == 7


@pytest.mark.engines
def test_an_old_event_that_comes_first_stops_nothing_and_can_be_taken_back(
    store: Store, numbers: Iterator[int]
) -> None:
    """A wrong date that nobody could know for wrong: the rest counts, and its retraction takes it away."""
    wrong = check_in("first", 9, ago() - AGE_LIMIT + INSIDE)
    letters = Letters()
    store_batch(store, letters, [wrong.record(next(numbers))])
    store_batch(store, letters, [check_in("first", n, ago()).record(next(numbers)) for n in range(3)])
    assert visits(store, "first") == 4
    store_batch(store, letters, [wrong.again(None, time=ago()).record(next(numbers))])
    assert (visits(store, "first"), letters.details) == (3, [])
    ((oldest,),) = store.query("SELECT oldest_fact FROM engagement.participation FINAL WHERE gathering = 'first'")
    assert oldest.replace(tzinfo=UTC) > ago(hours=1)


@pytest.mark.engines
def test_amendments_are_taken_until_the_end_of_the_facts_and_nothing_after(
    store: Store, numbers: Iterator[int]
) -> None:
    """An hour before the limit a correction and a retraction count; an hour after it the row is final."""
    hour = timedelta(hours=1)
    for name, time, expected in (
        ("ending", ago() - FINAL_LIMIT + hour, [2, 3]),
        ("ended", ago() - FINAL_LIMIT - hour, [4, 0]),
    ):
        put_facts(store, name, [time + n * timedelta(minutes=1) for n in range(4)])
        letters = Letters()
        corrected = replace(check_in(name, 0, time), revision=2, data={"direction": "exit"})
        retracted = check_in(name, 1, time + timedelta(minutes=1)).again(None)
        new = check_in(name, 8, ago() - AGE_LIMIT - hour)
        store_batch(store, letters, [told.record(next(numbers)) for told in (corrected, retracted, new)])
        assert visits(store, name) == expected[0]
        assert facts(store, name) == 4
        assert len(letters.details) == (1 if name == "ending" else 3)


@pytest.mark.engines
def test_an_outage_of_more_than_a_week_makes_no_number_from_a_part_of_its_facts(
    store: Store, numbers: Iterator[int]
) -> None:
    """Appended in time eight days ago, and some of the facts are gone: what is there stands, what comes is refused."""
    put_facts(store, "outage", [ago() - RETENTION + timedelta(hours=n + 1) for n in range(10)])
    assert visits(store, "outage") == 10
    store.run_text("ALTER TABLE engagement.check_ins DELETE WHERE gathering = 'outage' SETTINGS mutations_sync = 1")
    appended = NOW - 8 * 24 * 3600 * 1000
    letters = Letters()
    late = [check_in("outage", n, ago(days=8) - AGE_LIMIT + timedelta(hours=n)) for n in range(10, 60)]
    records = [replace(told.record(next(numbers)), timestamp=appended) for told in late]
    assert judge(Rules(), Run(records[0].topic, 0, records)).dead_letters == []
    store_batch(store, letters, records)
    assert (visits(store, "outage"), len(letters.details), facts(store, "outage")) == (10, 50, 0)
    alone = [
        replace(told.record(next(numbers)), timestamp=appended)
        for told in (replace(told, gathering="alone") for told in late)
    ]
    store_batch(store, letters, alone)
    assert (visits(store, "alone"), len(letters.details), facts(store, "alone")) == (None, 100, 0)


@pytest.mark.engines
@pytest.mark.parametrize("days", [84, 95])
def test_a_record_that_is_read_again_after_its_facts_aged_keeps_its_outcome(
    store: Store, numbers: Iterator[int], days: int
) -> None:
    """It was accepted: it stays so, its facts are not stored again, and no offset is in two outcomes."""
    offset, refused = next(numbers), next(numbers)
    appended = NOW - (days - 80) * 24 * 3600 * 1000
    old = [
        replace(check_in(f"again-{days}", number, ago(days=days)).record(number), timestamp=appended)
        for number in (offset, refused)
    ]
    book(store, (old[0].topic, 0, ACCEPTED, offset, offset))
    expected = {"accepted": {offset}, f"dead-letter:{Rejection.TOO_LATE}": {refused}}
    for _ in range(2):
        letters = Letters()
        store_batch(store, letters, old)
        assert {number for _, number in letters.origins} == {refused}
        assert outcomes(store, range(offset, refused + 1)) == expected
        assert facts(store, f"again-{days}") == 0


@pytest.mark.engines
def test_a_refusal_stays_one_when_the_record_is_read_again(store: Store, numbers: Iterator[int]) -> None:
    """Even where the gathering's first fact has changed since, so that it would be taken today."""
    old = check_in("sticky", 9, ago(days=70)).record(next(numbers))
    letters = Letters()
    store_batch(store, letters, [check_in("sticky", 7, ago()).record(next(numbers))])
    store_batch(store, letters, [old])
    assert len(letters.details) == 1
    put_facts(store, "sticky", [ago(days=70)])
    store_batch(store, letters, [old])
    assert letters.details[1] == "it was refused when it was first read"
    assert outcomes(store, range(old.offset, old.offset + 1)) == {f"dead-letter:{Rejection.TOO_LATE}": {old.offset}}


@pytest.mark.engines
def test_a_batch_that_waited_for_half_a_day_is_read_again_and_recomputes_nothing(
    store: Store, numbers: Iterator[int]
) -> None:
    """Its facts were judged by a clock that has gone on since."""
    record = check_in("stale", 0, ago()).record(next(numbers))
    batch = Batch([judge(Rules(), Run(record.topic, 0, [record]))])
    for step in (refuse_late, keep_outcomes, insert_facts, settle):
        step(store, Letters(), batch)
    assert batch.checked is not None
    batch.checked -= CHECK_HOLDS + timedelta(minutes=1)
    with pytest.raises(StaleBatchError, match="read again"):
        recompute_roll_ups(store, Letters(), batch)
    assert visits(store, "stale") is None
    batch.checked += timedelta(minutes=5)
    recompute_roll_ups(store, Letters(), batch)
    assert visits(store, "stale") == 1


ages = st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 100), st.booleans()), min_size=1, max_size=12)


@given(told=ages, cut=st.integers(0, 12))
def test_how_records_are_cut_into_chunks_changes_no_outcome(told: list[tuple[str, int, bool]], cut: int) -> None:
    """Judged at once, or part by part with the first facts that the store then has: the same are refused."""
    now = datetime.fromtimestamp(NOW / 1000, UTC)
    records = [
        (
            check_in(gathering, number, ago(days=days)).again(None)
            if amends
            else check_in(gathering, number, ago(days=days))
        ).record(number)
        for number, (gathering, days, amends) in enumerate(told)
    ]
    records = [replace(record, timestamp=NOW - 30 * 24 * 3600 * 1000) for record in records]
    at_once = _judged(records)
    refuse_late_facts([at_once], PARTICIPATION, {}, now)
    parts = [part for part in (records[:cut], records[cut:]) if part]
    firsts: dict[tuple[str, str], datetime] = {}
    refused: set[int] = set()
    for part in parts:
        judged = _judged(part)
        refuse_late_facts([judged], PARTICIPATION, firsts, now)
        refused |= {letter.record.offset for letter in judged.dead_letters}
        for rows in judged.facts:
            for row in rows.table.select(["gathering", "time"]).to_pylist():
                key = ("youth-centre", row["gathering"])
                firsts[key] = min(firsts.get(key, row["time"]), row["time"])
    assert {letter.record.offset for letter in at_once.dead_letters} == refused


def _judged(records: list[FakeRecord]) -> JudgedRun:
    return judge(Rules(), Run(records[0].topic, 0, records))
