"""Roll-ups are rebuilt from their facts while workers store: what was damaged is right, and nothing is lost."""

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from streams.errors import ActRefusedError
from streams.repair.options import stop_asked
from streams.repair.rebuilding import Rebuilding, Rebuilt, rebuild
from streams.roll_ups import ROLL_UPS
from streams.settings import StreamSettings
from streams.store import Store
from tests.streams.record_of import FakeRecord
from tests.streams.repair.happenings import Event, check_in, group_visit, payload
from tests.streams.stored import Letters, store_batch

pytestmark = pytest.mark.engines

PARTICIPATION, GROUPS = ROLL_UPS[:2]
NUMBERS = "* EXCEPT ('^(computed|visitors_state)$')"


@pytest.fixture
def store(tables: StreamSettings) -> Iterator[Store]:
    """Twenty gatherings of three visits each, and a group in each."""
    with Store(tables) as opened:
        for table in ("check_ins", "group_visits", "participation", "group_participation", "acts"):
            opened.run_text(f"TRUNCATE TABLE engagement.{table}")
        stored(opened, *[check_in(f"g{g}", n) for g in range(20) for n in range(3)])
        stored(opened, *[group_visit(f"g{g}", 1, 10 + g) for g in range(20)])
        yield opened
        assert opened.query("SELECT name FROM system.databases WHERE name LIKE '%scratch%'") == []


def stored(store: Store, *events: Event) -> None:
    store_batch(store, Letters(), [FakeRecord(payload(event), offset) for offset, event in enumerate(events)])


def rows(store: Store) -> Sequence[Sequence[Any]]:
    numbers = store.query(f"SELECT {NUMBERS} FROM engagement.participation FINAL ORDER BY gathering")  # noqa: S608
    return [
        *numbers,
        *store.query(
            "SELECT gathering, finalizeAggregation(visitors_state), "
            "uniqExactMerge(visitors_state) FROM engagement.participation FINAL "
            "GROUP BY gathering, visitors_state ORDER BY gathering"
        ),
    ]


def entries_of(store: Store) -> dict[str, int]:
    found = store.query("SELECT gathering, entries FROM engagement.participation FINAL")
    return {str(gathering): int(entries) for gathering, entries in found}


def rebuilt(settings: StreamSettings, store: Store, **asked: Any) -> Rebuilt:
    return rebuild(settings, store, PARTICIPATION, Rebuilding(**asked), "aino", datetime.now(UTC))


def damage(store: Store, change: str, where: str) -> None:
    store.run_text(
        f"INSERT INTO engagement.participation SELECT * REPLACE ({change}) "  # noqa: S608
        f"FROM engagement.participation FINAL WHERE {where}"
    )


def delete(store: Store, table: str, where: str) -> None:
    store.run_text(f"ALTER TABLE engagement.{table} DELETE WHERE {where} SETTINGS mutations_sync = 2")


def test_what_is_right_is_left(tables: StreamSettings, store: Store) -> None:
    """No exchange, no act: of every roll-up."""
    for roll_up in ROLL_UPS:
        found = rebuild(tables, store, roll_up, Rebuilding(), "aino", datetime.now(UTC))
        assert (found.wrong, found.fewer, found.swapped, found.in_order) == (0, 0, False, True)
    assert store.query("SELECT count() FROM engagement.acts") == [(0,)]


@pytest.mark.parametrize(
    "change",
    ["entries + 5 AS entries", "map('65+', toUInt64(3)) AS by_age_band", "CAST(NULL, 'Nullable(Date)') AS day"],
)
def test_a_damaged_row_is_found_and_put_right(tables: StreamSettings, store: Store, change: str) -> None:
    """A dry run finds it and changes nothing; then it is as before the damage, and an act says so."""
    right = rows(store)
    damage(store, change, "gathering IN ('g3', 'g4')")
    delete(store, "participation", "gathering = 'g5'")
    wrong = rows(store)
    dry = rebuilt(tables, store, dry_run=True)
    assert (dry.equal, dry.different, dry.missing, dry.swapped, dry.in_order) == (17, 2, 1, False, False)
    assert {gathering for _, gathering in dry.examples} == {"g3", "g4", "g5"}
    assert rows(store) == wrong
    assert rebuilt(tables, store).swapped
    assert rows(store) == right
    assert store.query("SELECT act, details['who'], details['different'] FROM engagement.acts") == [
        ("rebuild", "aino", "2")
    ]
    assert not rebuilt(tables, store).wrong


def test_another_set_of_as_many_visitors_is_different(tables: StreamSettings, store: Store) -> None:
    """Sets are compared as sets, not by their size."""
    right = rows(store)
    other = "arrayReduce('uniqExactState', [toUInt128(7), toUInt128(8), toUInt128(9)]) AS visitors_state"
    damage(store, other, "gathering = 'g3'")
    assert rebuilt(tables, store).different == 1
    assert rows(store) == right


def test_rows_of_more_facts_than_there_are_stay_unless_that_is_accepted(tables: StreamSettings, store: Store) -> None:
    """Where facts were lost the numbers do not follow them; what can be put right is."""
    delete(store, "check_ins", "gathering = 'g1' OR (gathering = 'g2' AND id = 'g2-tap-0')")
    damage(store, "entries + 5 AS entries", "gathering = 'g3'")
    found = rebuilt(tables, store)
    assert (found.different, found.fewer, found.extra, found.in_order) == (1, 2, 1, False)
    entries = entries_of(store)
    assert {entries[f"g{g}"] for g in range(20)} == {3}
    found = rebuilt(tables, store, accepts_fewer=True)
    assert (found.different, found.removed, found.in_order) == (1, 1, True)
    entries = entries_of(store)
    assert ("g1" in entries, entries["g2"], entries["g3"]) == (False, 2, 3)


def test_final_rows_stay_as_they_are(tables: StreamSettings, store: Store) -> None:
    """Facts beside those that are there may be deleted already: a row would come out too low."""
    old = datetime.now(UTC) - timedelta(days=89)
    for number in range(2):
        store.run_text(
            "INSERT INTO engagement.check_ins (programme, gathering, source, id, revision, time, direction) "
            f"SELECT 'youth-centre', 'long-ago', 's', '{number}', 1, toDateTime64({old.timestamp()}, 3), 'entry'"
        )
    store.touch({"participation": [("youth-centre", "long-ago")]})
    store.run("roll_ups/participation")
    delete(store, "check_ins", "gathering = 'long-ago' AND id = '1'")
    damage(store, "entries + 5 AS entries", "gathering = 'g3'")
    found = rebuilt(tables, store, accepts_fewer=True)
    assert (found.frozen, found.different, found.swapped) == (1, 1, True)
    assert store.query("SELECT entries FROM engagement.participation FINAL WHERE gathering = 'long-ago'") == [(2,)]


def test_only_the_gatherings_that_were_asked_for(tables: StreamSettings, store: Store) -> None:
    """Others stay wrong; one that nobody knows is told."""
    damage(store, "entries + 5 AS entries", "gathering IN ('g3', 'g4')")
    found = rebuilt(tables, store, gatherings=("g3", "nowhere"))
    assert (found.different, found.left, found.unknown) == (1, 19, ["nowhere"])
    entries = entries_of(store)
    assert (entries["g3"], entries["g4"]) == (3, 8)


def test_a_stop_leaves_the_standing_table_untouched(tables: StreamSettings, store: Store) -> None:
    """Ctrl-C is heard between two slices, before anything is exchanged."""
    damage(store, "entries + 5 AS entries", "gathering = 'g3'")
    wrong = rows(store)
    with pytest.raises(ActRefusedError, match="stopped while participation was rebuilt"):
        rebuilt(tables, store, stopping=lambda: True)
    assert rows(store) == wrong
    assert store.query("SELECT count() FROM engagement.acts") == [(0,)]


def test_an_interrupt_asks_for_a_stop_and_breaks_nothing_off() -> None:
    """So that the exchange and what follows it are one; afterwards an interrupt is one again."""
    before = signal.getsignal(signal.SIGINT)
    with stop_asked() as stopping:
        assert not stopping()
        signal.raise_signal(signal.SIGINT)
        assert stopping()
    assert signal.getsignal(signal.SIGINT) is before


class _Interleaved(Store):
    """A connection that lets a worker store just before a statement."""

    def __init__(self, settings: StreamSettings, before: str, then: Callable[[], None]) -> None:
        super().__init__(settings)
        self._before, self._then = before, then

    def run(self, name: str, parameters: Any = None) -> None:
        if name == self._before:
            self._then()
        super().run(name, parameters)


STEPS = ("note_standing_ageing", "take_stock", "create_plan", "copy_kept", "swap", "clear_stock")


@pytest.mark.parametrize("step", STEPS)
def test_what_a_worker_stores_between_two_steps_is_not_lost(tables: StreamSettings, store: Store, step: str) -> None:
    """New facts of rebuilt rows, of rows that stay, and of a gathering that nobody knew: whenever they come."""
    delete(store, "check_ins", "gathering = 'g1' AND id = 'g1-tap-0'")
    damage(store, "entries + 5 AS entries", "gathering = 'g3'")
    new = [check_in(gathering, number) for gathering in ("g1", "g2", "g3", "new") for number in range(100, 105)]
    once: list[Event] = [*new]

    def work() -> None:
        if once:
            events, once[:] = [*once], []
            with Store(tables) as worker:
                stored(worker, *events)

    with _Interleaved(tables, f"repair/{step}", work) as interleaved:
        rebuilt(tables, interleaved)
    assert not once
    entries = entries_of(store)
    assert (entries["g2"], entries["g3"], entries["new"]) == (8, 8, 5)
    assert entries["g1"] == 7  # two that were left, and five


def test_a_worker_that_stores_all_the_time_loses_nothing(tables: StreamSettings, store: Store) -> None:
    """Rebuilt again and again meanwhile, every roll-up has seen all its facts in the end."""
    done = threading.Event()

    def work() -> None:
        with Store(tables) as worker:
            number = 1000
            while not done.wait(0.02):
                stored(worker, *[check_in(f"g{number % 20}", number + i) for i in range(3)])
                number += 3

    thread = threading.Thread(target=work)
    thread.start()
    try:
        for _ in range(4):
            damage(store, "entries + 5 AS entries", "gathering IN ('g3', 'g4')")
            rebuilt(tables, store)
    finally:
        done.set()
        thread.join()
    wrong = store.query(
        "SELECT gathering FROM (SELECT gathering, count() AS facts FROM engagement.check_ins FINAL GROUP BY gathering) "
        "AS facts FULL JOIN (SELECT gathering, entries FROM engagement.participation FINAL) AS rows USING gathering "
        "WHERE facts != entries"
    )
    assert wrong == []


def test_every_roll_up_is_one_that_rebuilding_understands(store: Store) -> None:
    """Its version is a UInt128, and `visitors_state` is the only state in any: who adds another adds a comparison."""
    names = [roll_up.name for roll_up in ROLL_UPS]
    found = store.query(
        "SELECT table, name FROM system.columns WHERE database = 'engagement' AND type LIKE 'AggregateFunction%'"
    )
    assert [tuple(row) for row in found if row[0] in names] == [("participation", "visitors_state")]
