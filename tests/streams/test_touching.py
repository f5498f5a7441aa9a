"""Which roll-ups a batch asks for, which are final, and what happens when ClickHouse forgets what was touched."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from schemas.programmes import Programme
from streams.batch import Batch
from streams.errors import StoreRefusedError, StoreUnavailableError
from streams.judging import AGE_LIMIT, Rules, judge
from streams.records import Run
from streams.roll_ups import ROLL_UPS, RollUp, touched
from streams.store import Store
from streams.storing import insert_facts, recompute_roll_ups, refuse_frozen_gatherings, settle
from tests.streams.record_of import NOW, FakeRecord
from tests.streams.stored import Letters, store_batch
from tests.streams.told import Told, ago

DAY = 24 * 3600 * 1000
CHECK_IN = {"direction": "entry"}
G, H = ("youth-centre", "g"), ("youth-centre", "h")


def test_a_batch_recomputes_what_reads_its_tables_for_the_gatherings_that_they_have_facts_of() -> None:
    """Core facts alone ask for participation alone."""
    assert touched({}) == {}
    assert _names(touched({"check_ins": {G}, "head_counts": {H}})) == {"participation": {G, H}}
    found = _names(touched({"check_ins": {G}, "pulses": {H}, "concerns": {G, H}}))
    assert found == {"participation": {G}, "sentiment": {H}, "concern_handling": {G, H}}


def test_a_roll_up_ages_if_any_of_its_facts_do() -> None:
    """What is kept for good never freezes anything."""
    for_good = {roll_up.name for roll_up in ROLL_UPS if not roll_up.ages}
    assert for_good >= {"period_participation", "cooperation", "concern_handling"}
    assert RollUp("both", frozenset({"concerns", "pulses"})).ages


def _names(found: Any) -> dict[str, set[tuple[str, str]]]:
    return {roll_up.name: set(gatherings) for roll_up, gatherings in found.items()}


def record(
    event: str, data: dict[str, Any], gathering: str, offset: int, *, days: int = 0, later: int = 0
) -> FakeRecord:
    """A message about so many days ago that Kafka appends so many days later."""
    told = Told(event, f"{event}-{offset}", data, ago(days=days), gathering, "youth-centre")
    made = told.record(offset)
    return FakeRecord(made.value, offset=offset, topic=made.topic, timestamp=NOW + later * DAY)


@pytest.mark.engines
def test_what_is_kept_for_good_is_taken_long_after_the_last_check_in_may_be_gone(store: Store) -> None:
    """A roll-up is final by its own facts' age: a concern is answered, a sheet comes, a pulse too, but no check-in."""
    store_batch(
        store,
        Letters(),
        [
            record("check-in", CHECK_IN, "final", 0, days=80),
            record("group-visit", {"people": 2, "kind": "club"}, "final", 1, days=80),
            record("concern-raised", {"category": "other"}, "final", 2, days=80),
            record("pulse", {"question": "trust", "moment": "after", "answer": 1}, "final", 3, days=1),
        ],
    )
    letters = Letters()
    store_batch(
        store,
        letters,
        [
            record("check-in", CHECK_IN, "final", 4, later=4),
            record("group-visit", {"people": 3, "kind": "club"}, "final", 5, later=4),
            record("concern-handled", {"concern": "concern-raised-2", "status": "solved"}, "final", 6, later=4),
            record("pulse", {"question": "trust", "moment": "after", "answer": 2}, "final", 7, later=4),
            record("period-count", {"period": "day", "first_day": "2026-03-01", "visits": 9}, "final", 8, later=4),
            record("gathering-closed", {}, "final", 9, later=4),
        ],
    )
    refused = [detail.partition(" of ")[0] for detail in letters.details]
    assert sorted(refused) == ["group_participation", "participation", "participation"]
    assert {offset for _, offset in letters.origins} == {4, 5, 9}
    assert store.query("SELECT visits FROM engagement.participation FINAL WHERE gathering = 'final'") == [(1,)]
    assert store.query("SELECT people FROM engagement.group_participation FINAL WHERE gathering = 'final'") == [(2,)]
    assert store.query("SELECT answered FROM engagement.concern_handling FINAL WHERE gathering = 'final'") == [(1,)]
    ((answers,),) = store.query("SELECT answers FROM engagement.sentiment FINAL WHERE gathering = 'final'")
    assert answers == {"trust/after/1": 1, "trust/after/2": 1}
    assert store.query("SELECT visits FROM engagement.period_participation FINAL WHERE gathering = 'final'") == [(9,)]


@pytest.mark.engines
def test_a_fact_that_was_taken_back_freezes_too_before_it_is_deleted(store: Store) -> None:
    """Without its row the version would fall, and what comes later would be lost."""
    days = AGE_LIMIT.days - 1
    told = Told("check-in", "1", CHECK_IN, ago(days=days), "back", "youth-centre").again(None)
    young = record("check-in", CHECK_IN, "back", 1)
    store_batch(store, Letters(), [told.record(0), young])
    letters = Letters()
    store_batch(store, letters, [record("check-in", CHECK_IN, "back", 2, later=2)])
    assert len(letters.details) == 1


def lose_nothing(_store: Store) -> None:
    """The session goes on."""


def lose_session(store: Store) -> None:
    """ClickHouse was away: the client knows."""
    store.close()


def lose_table(store: Store) -> None:
    """The session ended behind the client's back, and its tables with it."""
    store.run_text("DROP TEMPORARY TABLE touched")


def step_until_done(store: Store, step: Callable[..., None], batch: Batch) -> int:
    """Do a step as the worker does, and give how often it had to be done again."""
    for again in range(5):
        try:
            step(store, Letters(), batch)
        except StoreUnavailableError:
            continue
        return again
    raise AssertionError(f"{step.__name__} never succeeded")


@pytest.mark.engines
@pytest.mark.parametrize(("lose", "repeats"), [(lose_nothing, 0), (lose_session, 0), (lose_table, 1)])
def test_a_lost_session_costs_a_repeat_and_no_number(store: Store, lose: Callable[[Store], None], repeats: int) -> None:
    """Whatever is lost after the batch was touched, its roll-ups are recomputed, of these gatherings alone."""
    name = lose.__name__
    records = [
        record("check-in", CHECK_IN, name, 0),
        record("pulse", {"question": "trust", "moment": "after", "answer": 1}, name, 1),
    ]
    batch = Batch([judge(Rules(), Run(Programme.YOUTH_CENTRE.topic, 0, records))])
    assert step_until_done(store, refuse_frozen_gatherings, batch) == 0
    assert step_until_done(store, insert_facts, batch) == 0
    assert step_until_done(store, settle, batch) == 0
    lose(store)
    assert step_until_done(store, recompute_roll_ups, batch) == repeats
    for roll_up in ("participation", "sentiment"):
        assert store.query(f"SELECT count() FROM engagement.{roll_up} FINAL WHERE gathering = '{name}'") == [(1,)]  # noqa: S608


@pytest.mark.engines
def test_a_table_that_is_missing_for_good_is_refused(store: Store) -> None:
    """To try again would help nobody."""
    store.touch({"participation": [G]})
    with pytest.raises(StoreRefusedError, match="nowhere"):
        store.query("SELECT * FROM engagement.nowhere")


@pytest.mark.engines
def test_to_touch_the_same_again_asks_nothing_of_clickhouse(store: Store) -> None:
    """And to touch something else replaces all of it."""

    def held() -> Sequence[Sequence[Any]]:
        return store.query("SELECT roll_up, programme, gathering FROM touched ORDER BY ALL")

    store.touch({"participation": [G, H], "sentiment": [H]})
    assert held() == [("participation", *G), ("participation", *H), ("sentiment", *H)]
    store.run_text("TRUNCATE TABLE touched")
    store.touch({"sentiment": {H}, "participation": {H, G}})
    assert held() == []
    store.touch({"outreach": [G]})
    assert held() == [("outreach", *G)]
