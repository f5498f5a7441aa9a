"""Which roll-ups a batch asks for, which are final, and what happens when ClickHouse forgets what was touched."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from schemas.programmes import Programme
from streams.batch import Batch
from streams.errors import StoreRefusedError, StoreUnavailableError
from streams.judging import FINAL_LIMIT, Rules, judge
from streams.records import Run
from streams.roll_ups import ROLL_UPS, RollUp, touched
from streams.settings import StreamSettings
from streams.store import Store
from streams.storing import insert_facts, recompute_roll_ups, refuse_late, settle
from tests.streams.record_of import FakeRecord
from tests.streams.stored import Letters, store_batch
from tests.streams.told import Told, ago

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


def record(event: str, data: dict[str, Any], gathering: str, offset: int, *, days: int = 0) -> FakeRecord:
    """A message of now about so many days ago."""
    return Told(event, f"{event}-{offset}", data, ago(days=days), gathering, "youth-centre").record(offset)


def put_final(store: Store, table: str, roll_up: str, gathering: str, columns: str, values: str) -> None:
    """Let a gathering have a fact that may be deleted any hour, as time goes by alone can."""
    first = int((ago() - FINAL_LIMIT).timestamp() * 1000) - 3_600_000
    store.run_text(
        f"INSERT INTO engagement.{table} (programme, gathering, source, id, revision, time, {columns}) "  # noqa: S608
        f"VALUES ('youth-centre', '{gathering}', 'tablet:1', '{table}', 1, fromUnixTimestamp64Milli({first}), {values})"
    )
    store.touch({roll_up: [("youth-centre", gathering)]})
    store.run(f"roll_ups/{roll_up}")


@pytest.mark.engines
def test_what_is_kept_for_good_is_taken_long_after_the_last_check_in_may_be_gone(store: Store) -> None:
    """A roll-up is final by its own facts' age: a concern is answered, a sheet comes, a pulse too, but no check-in."""
    put_final(store, "check_ins", "participation", "final", "direction", "'entry'")
    put_final(store, "group_visits", "group_participation", "final", "kind, people", "'club', 2")
    store_batch(
        store,
        Letters(),
        [
            record("concern-raised", {"category": "other"}, "final", 2, days=80),
            record("pulse", {"question": "trust", "moment": "after", "answer": 1}, "final", 3, days=1),
        ],
    )
    letters = Letters()
    store_batch(
        store,
        letters,
        [
            record("check-in", CHECK_IN, "final", 4),
            record("group-visit", {"people": 3, "kind": "club"}, "final", 5),
            record("concern-handled", {"concern": "concern-raised-2", "status": "solved"}, "final", 6),
            record("pulse", {"question": "trust", "moment": "after", "answer": 2}, "final", 7),
            record("period-count", {"period": "day", "first_day": "2026-03-01", "visits": 9}, "final", 8),
            record("gathering-closed", {}, "final", 9),
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
    store_batch(store, Letters(), [record("check-in", CHECK_IN, "back", 101)])
    put_final(store, "check_ins", "participation", "back", "retracted", "true")
    letters = Letters()
    store_batch(store, letters, [record("check-in", CHECK_IN, "back", 102)])
    assert len(letters.details) == 1


@pytest.mark.engines
def test_a_session_that_ended_in_a_pause_is_no_failure_whatever_is_asked_first(tables: StreamSettings) -> None:
    """The first statement after it opens a new session; what is touched is put there, without a word."""
    now = [0.0]
    with Store(tables, lambda: now[0]) as store:
        store.touch({"participation": [G]})
        store.run_text("DROP TEMPORARY TABLE touched")
        now[0] = 61.0
        store.query("SELECT 1")
        store.touch({"participation": [H]})
        assert store.query("SELECT gathering FROM touched") == [("h",)]


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
    assert step_until_done(store, refuse_late, batch) == 0
    assert step_until_done(store, insert_facts, batch) == 0
    assert step_until_done(store, settle, batch) == 0
    lose(store)
    assert step_until_done(store, recompute_roll_ups, batch) == repeats
    for roll_up in ("participation", "sentiment"):
        assert store.query(f"SELECT count() FROM engagement.{roll_up} FINAL WHERE gathering = '{name}'") == [(1,)]  # noqa: S608


@pytest.mark.engines
def test_a_session_that_was_idle_is_made_anew_with_its_table(tables: StreamSettings) -> None:
    """ClickHouse ends it after a quiet minute, behind the client's back: nothing has to be done again for that."""
    now = [0.0]
    with Store(tables, lambda: now[0]) as store:
        store.touch({"participation": [G]})
        lose_table(store)
        now[0] += 61
        store.touch({"participation": [G]})
        assert store.query("SELECT roll_up, programme, gathering FROM touched") == [("participation", *G)]


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
