"""One person's traces are gone and every number is right, whatever a worker does meanwhile: on the real engine."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import engage
from schemas.programmes import Programme
from streams.batch import Batch
from streams.erasure import ERASING, erase
from streams.errors import NoPersonsError
from streams.judging import Rules, judge
from streams.records import Run
from streams.settings import StreamSettings
from streams.store import Store
from streams.storing import STORING
from streams.traces import Person, Traces, traces_of
from tests.streams.record_of import NOW, FakeRecord
from tests.streams.stored import Letters, store_batch

pytestmark = pytest.mark.engines

VISITOR = "7e0c4b52a1d84f3e9b6d2c8a5f17e3d4"
PROGRAMME = Programme.YOUTH_CENTRE
NOWHERE = Traces((), (), ())
TABLES = ("check_ins", "head_counts", "gatherings", "participation", "quarantine", "books", "acts")
EARLIER = datetime.fromtimestamp(NOW / 1000, UTC) - timedelta(days=3)


@pytest.fixture(scope="module")
def stores(tables: StreamSettings) -> Iterator[tuple[Store, Store]]:
    """A worker's connection, and that of whoever erases."""
    with Store(tables) as one, Store(tables) as other:
        yield one, other


class MergingStore(Store):
    """A connection to a ClickHouse that merges at once: no replaced row outlives the statement that replaced it."""

    def run(self, name: str, parameters: Mapping[str, Any] | None = None) -> None:
        super().run(name, parameters)
        for table in ("check_ins", "participation"):
            self.run_text(f"OPTIMIZE TABLE engagement.{table} FINAL")


@pytest.fixture(scope="module")
def merging(tables: StreamSettings) -> Iterator[Store]:
    with MergingStore(tables) as opened:
        yield opened


@pytest.fixture
def store(stores: tuple[Store, Store]) -> Store:
    empty(stores[0])
    return stores[0]


def empty(store: Store) -> None:
    for table in (*TABLES, "amendments"):
        store.run_text(f"TRUNCATE TABLE engagement.{table}")


def person(visitor: str = VISITOR) -> Person:
    return Person(PROGRAMME, visitor, datetime.now(UTC))


def other(number: int) -> str:
    return f"{number + 1:032x}"


Event = dict[str, Any]


def check_in(gathering: str, number: int, visitor: str, direction: str = "entry", **attributes: Any) -> Event:
    return {
        "specversion": "1.0",
        "id": f"tap-{number}",
        "source": f"tablet:{gathering}",
        "type": "fi.hel.engagement.youth-centre.check-in.v1",
        "subject": gathering,
        "time": EARLIER.isoformat(),
        "data": {"direction": direction, "visitor": visitor, "age_band": "13-17"},
        **attributes,
    }


def corrected(event: Event, visitor: str, revision: int) -> Event:
    replacement = {"event": "check-in", "time": event["time"], "data": {**event["data"], "visitor": visitor}}
    return {
        **event,
        "id": f"{event['id']}-correction-{revision}",
        "type": "fi.hel.engagement.youth-centre.correction.v1",
        "revision": revision,
        "data": {"corrects": event["id"], "replacement": replacement},
    }


def records(events: Sequence[Event]) -> list[FakeRecord]:
    return [FakeRecord(json.dumps(event).encode(), offset=offset) for offset, event in enumerate(events)]


def stored(store: Store, *events: Event) -> None:
    store_batch(store, Letters(), records(events))


def numbers(store: Store) -> dict[str, tuple[int | None, int, int | None]]:
    """Entries, exits and visitors of each gathering that somebody came to."""
    rows = store.query("SELECT gathering, entries, exits, visitors FROM engagement.participation FINAL")
    return {row[0]: tuple(row[1:]) for row in rows if row[1] or row[2]}


def places_of(store: Store, visitor: str) -> set[str]:
    """The tables in whose active parts the pseudonym's bytes or digits stand, looked for in every column's bytes."""
    found = set()
    for (table,) in store.query("SELECT name FROM system.tables WHERE database = 'engagement' AND engine LIKE '%Tree'"):
        content = store._client.raw_query(f"SELECT * FROM engagement.{table}", fmt="RowBinary")  # noqa: S608
        digits = bytes.fromhex(visitor)
        if digits in content or digits[::-1] in content or visitor.encode() in content.lower():
            found.add(table)
    return found


def test_nothing_of_an_erased_person_is_left(store: Store) -> None:
    """Facts, also replaced ones, roll-ups and dead letters hold it before and not after; others' numbers stay."""
    mine = [check_in("monday", 1, VISITOR), check_in("tuesday", 2, VISITOR), check_in("tuesday", 3, VISITOR, "exit")]
    others = [check_in("monday", 10, other(1)), check_in("tuesday", 11, other(2)), check_in("friday", 12, other(3))]
    refused = check_in("monday", 20, VISITOR, time="2001-01-01T00:00:00Z")
    capitals = check_in("monday", 21, VISITOR.upper(), direction="sideways")
    stored(store, *mine[:1], *others, refused, capitals)
    stored(store, *mine[1:])
    assert numbers(store) == {"monday": (2, 0, 2), "tuesday": (2, 1, 2), "friday": (1, 0, 1)}
    assert places_of(store, VISITOR) == {"check_ins", "participation", "quarantine"}
    found, left = erase(store, person())
    assert (len(found.check_ins), found.gatherings) == (3, {"monday", "tuesday"})
    assert left == NOWHERE
    assert numbers(store) == {"monday": (1, 0, 1), "tuesday": (1, 0, 1), "friday": (1, 0, 1)}
    assert places_of(store, VISITOR) == set()
    assert places_of(store, other(1)) == {"check_ins", "participation"}
    ((merged,),) = store.query("SELECT uniqExactMerge(visitors_state) FROM engagement.participation FINAL")
    assert merged == 3


def test_what_clickhouse_keeps_of_its_own_work_does_not_name_the_person(store: Store) -> None:
    """The texts of deletions stay in system.mutations and on the disk; they hold hashes of facts only."""
    stored(store, check_in("monday", 1, VISITOR), check_in("monday", 2, other(1)))
    erase(store, person())
    texts = " ".join(row[0] for row in store.query("SELECT command FROM system.mutations")).lower()
    assert "delete" in texts
    assert VISITOR not in texts
    assert str(int.from_bytes(bytes.fromhex(VISITOR), "little")) not in texts


def test_a_row_that_takes_back_ties_nothing_together(store: Store) -> None:
    """It says which event and the day, not when the visit was nor when it was erased, nor who or of what age."""
    stored(store, check_in("monday", 1, VISITOR))
    erase(store, person())
    (row,) = store.query(
        "SELECT id, revision, retracted, time, recorded, appended, direction, visitor, age_band, method "
        "FROM engagement.check_ins"
    )
    midnight = EARLIER.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    assert tuple(row[:3]) == ("tap-1", 2, True)
    assert {instant.replace(tzinfo=None) for instant in row[3:6]} == {midnight}
    assert tuple(row[6:]) == ("", bytes(16), "", "")


def test_erasing_again_changes_nothing(store: Store) -> None:
    """Neither a row nor an act is added; a pseudonym that nobody has changes nothing either."""
    stored(store, check_in("monday", 1, VISITOR), check_in("monday", 2, other(1)))
    erase(store, person())
    before = [store.query(f"SELECT * FROM engagement.{table} ORDER BY ALL") for table in ("check_ins", "acts")]  # noqa: S608
    for visitor in (VISITOR, "f" * 32):
        assert erase(store, person(visitor)) == (NOWHERE, NOWHERE)
    after = [store.query(f"SELECT * FROM engagement.{table} ORDER BY ALL") for table in ("check_ins", "acts")]  # noqa: S608
    assert after == before


def test_an_act_is_kept_without_the_pseudonym(store: Store) -> None:
    """When, what, in which programme, and how much."""
    stored(store, check_in("monday", 1, VISITOR), check_in("tuesday", 2, VISITOR))
    when = person()
    erase(store, when)
    ((at, act, programme, details),) = store.query("SELECT * FROM engagement.acts")
    assert at.replace(tzinfo=UTC) == when.now.replace(microsecond=when.now.microsecond // 1000 * 1000)
    assert (act, programme) == ("erase", "youth-centre")
    assert details == {"check_ins": "2", "gatherings": "2", "dead_letters": "0", "final_gatherings": "0"}


def test_a_message_that_comes_again_does_not_revive_the_person(store: Store) -> None:
    """Redelivered, sent twice, a whole topic read again: the row that takes back wins. Erased again, its bytes go."""
    events = [check_in("monday", 1, VISITOR), check_in("monday", 2, other(1))]
    stored(store, *events)
    erase(store, person())
    stored(store, *events)
    assert numbers(store) == {"monday": (1, 0, 1)}
    assert "check_ins" in places_of(store, VISITOR)
    assert erase(store, person())[1] == NOWHERE
    assert numbers(store) == {"monday": (1, 0, 1)}
    assert places_of(store, VISITOR) == set()


def test_what_is_uploaded_after_the_erasure_is_a_new_fact_until_erased_too(store: Store) -> None:
    """A tablet that was offline knows of no erasure."""
    stored(store, check_in("monday", 1, VISITOR))
    erase(store, person())
    stored(store, check_in("monday", 2, VISITOR))
    assert numbers(store) == {"monday": (1, 0, 1)}
    assert erase(store, person())[1] == NOWHERE
    assert numbers(store) == {}


def test_a_check_in_that_was_corrected_to_somebody_else_stays_theirs(store: Store) -> None:
    """Only the replaced row goes; and one that was corrected to the person goes as a whole."""
    wrong, right = check_in("monday", 1, VISITOR), check_in("monday", 2, other(2))
    stored(store, wrong, right, corrected(wrong, other(1), 2), corrected(right, VISITOR, 2))
    assert numbers(store) == {"monday": (2, 0, 2)}
    assert erase(store, person())[1] == NOWHERE
    assert store.query("SELECT id, revision, retracted FROM engagement.check_ins FINAL ORDER BY id") == [
        ("tap-1", 2, False),
        ("tap-2", 3, True),
    ]
    assert numbers(store) == {"monday": (1, 0, 1)}
    assert places_of(store, VISITOR) == set()


def test_an_erasure_that_broke_off_is_completed_whatever_was_merged(store: Store, merging: Store) -> None:
    """After any of its steps, and of an exit too, which no roll-up names: only the facts tell who went out."""
    visitors = [other(100 + done) for done in range(len(ERASING))]
    stored(store, *(check_in(f"day-{done}", done, visitor, "exit") for done, visitor in enumerate(visitors)))
    stored(store, *(check_in(f"day-{done}", 50, other(1), "exit") for done in range(len(ERASING))))
    for done, visitor in enumerate(visitors):
        for step in ERASING[:done]:
            step(merging, person(visitor))
        assert erase(merging, person(visitor))[1] == NOWHERE
        assert places_of(store, visitor) == set()
    assert numbers(store) == {f"day-{done}": (0, 1, None) for done in range(len(ERASING))}


def test_another_programmes_facts_are_not_touched(store: Store) -> None:
    """A pseudonym is of one programme; equal digits elsewhere are somebody else."""
    elsewhere = check_in("monday", 1, VISITOR, type="fi.hel.engagement.theme-night.check-in.v1")
    store_batch(store, Letters(), [FakeRecord(json.dumps(elsewhere).encode(), topic="engagement.theme-night.v1")])
    assert erase(store, person()) == (NOWHERE, NOWHERE)
    assert numbers(store) == {"monday": (1, 0, 1)}


def test_of_a_final_gathering_the_facts_go_and_the_roll_up_stays(store: Store) -> None:
    """It cannot be recomputed, since facts beside it may be deleted: its number stays right, and it is counted."""
    old = datetime.now(UTC) - timedelta(days=89)
    for number, visitor in enumerate([VISITOR, other(1)]):
        store.run_text(
            "INSERT INTO engagement.check_ins (programme, gathering, source, id, revision, time, direction, visitor) "
            f"SELECT 'youth-centre', 'long-ago', 's', '{number}', 1, toDateTime64({old.timestamp()}, 3), 'entry', "
            f"unhex('{visitor}')"
        )
    store.touch({"participation": [("youth-centre", "long-ago")]})
    store.run("roll_ups/participation")
    found, left = erase(store, person())
    assert (found.out_of_reach, left.out_of_reach, left.within_reach) == (1, 1, False)
    assert numbers(store) == {"long-ago": (2, 0, 2)}
    assert places_of(store, VISITOR) == {"participation"}
    assert store.query("SELECT id FROM engagement.check_ins FINAL") == [("1",)]
    assert erase(store, person())[1] == left
    assert store.query("SELECT count() FROM engagement.acts") == [(1,)]


def test_every_column_that_can_hold_a_pseudonym_is_one_that_erasing_knows(store: Store) -> None:
    """Who adds such a column must add a step to `streams.erasure`."""
    rows = store.query(
        "SELECT table, name FROM system.columns AS columns INNER JOIN system.tables AS tables "
        "ON tables.database = columns.database AND tables.name = columns.table "
        "WHERE columns.database = 'engagement' AND tables.engine LIKE '%Tree' "
        "AND (columns.type LIKE '%FixedString(16)%' OR columns.type LIKE '%(uniq%' OR columns.name LIKE '%visitor%')"
    )
    assert {tuple(row) for row in rows} == {
        ("check_ins", "visitor"),
        ("participation", "visitors_state"),
        ("participation", "visitors"),  # a number
    }


GATHERINGS = ("monday", "tuesday")
check_ins = st.builds(
    check_in,
    st.sampled_from(GATHERINGS),
    st.integers(0, 9),
    st.just(""),
    st.sampled_from(["entry", "entry", "exit"]),
)


def whose(event: Event) -> str:
    """The first four taps of each gathering are the person's, the others somebody else's each."""
    number = int(event["id"].removeprefix("tap-"))
    return VISITOR if number < 4 else other(number)


@st.composite
def batches(draw: st.DrawFn) -> list[list[Event]]:
    """Batches of check-ins, some of them again, and some corrected."""
    found = []
    for events in draw(st.lists(st.lists(check_ins, min_size=1, max_size=6), min_size=1, max_size=4)):
        batch = []
        for event in events:
            event["data"]["visitor"] = whose(event)
            batch.append(event)
            if draw(st.integers(0, 4)) == 0:
                batch.append(corrected(event, whose(event), draw(st.integers(2, 4))))
        found.append(batch)
    return found


def expected(found: Sequence[Sequence[Event]]) -> dict[str, tuple[int, int, int | None]]:
    """The numbers without the person: each other check-in once, as it was said first or last does not matter here."""
    last: dict[tuple[str, str], tuple[int, int, str, str]] = {}
    for event in (event for batch in found for event in batch):
        data = event["data"]
        id_ = data.get("corrects", event["id"])
        inner = data["replacement"]["data"] if "corrects" in data else data
        if inner["visitor"] != VISITOR:
            version = (event.get("revision", 1), 0, inner["direction"], inner["visitor"])
            key = (event["subject"], id_)
            last[key] = max(version, last.get(key, version))
    totals: dict[str, tuple[int, int, int | None]] = {}
    for gathering in GATHERINGS:
        rows = [row for (where, _), row in last.items() if where == gathering]
        entries = [row for row in rows if row[2] == "entry"]
        if rows:
            totals[gathering] = (len(entries), len(rows) - len(entries), len({row[3] for row in entries}) or None)
    return totals


def steady(found: list[list[Event]]) -> list[list[Event]]:
    """Let each tap have one direction, so that no two first revisions contradict each other."""
    for event in (event for batch in found for event in batch):
        data = event["data"]
        number = int(data.get("corrects", event["id"]).removeprefix("tap-"))
        inner = data["replacement"]["data"] if "corrects" in data else data
        inner["direction"] = "exit" if number % 3 == 2 else "entry"
    return found


GONE_OUT = check_in("tuesday", 2, VISITOR, "exit")


@pytest.mark.timeout(240)  # an example is some hundred statements
@example(  # an exit whose correction comes late, which a merge folded away before the roll-up was recomputed
    found=[[check_in("tuesday", 8, other(8), "exit")], [GONE_OUT, corrected(GONE_OUT, VISITOR, 3)]],
    order=Random(0),  # noqa: S311  the same order each time
    late=True,
    merges=True,
)
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=batches(), order=st.randoms(use_true_random=False), late=st.booleans(), merges=st.booleans())
def test_between_any_two_steps_a_worker_may_store(
    stores: tuple[Store, Store],
    merging: Store,
    found: list[list[Event]],
    order: Any,
    late: bool,  # noqa: FBT001  drawn by hypothesis
    merges: bool,  # noqa: FBT001  drawn by hypothesis
) -> None:
    """However a worker's steps and those of erasing alternate, and whatever old row a slower worker writes in the end.

    Whether ClickHouse merges meanwhile or not.

    Once the workers are done, erasing again leaves nothing, and every number is as if the person had never come.
    """
    worker, eraser = stores[0], merging if merges else stores[1]
    empty(worker)
    steady(found)
    who = person()
    storing: list[Callable[[], None]] = []
    for events in found:
        batch = Batch([judge(Rules(), Run(records(events)[0].topic, 0, records(events)))])
        storing += [partial(step, worker, Letters(), batch) for step in STORING]
    erasing = [partial(step, eraser, who) for _ in range(2) for step in ERASING]
    turns = [True] * len(storing) + [False] * len(erasing)
    order.shuffle(turns)
    kept_at = order.randrange(len(turns))
    worker.run_text("CREATE TABLE IF NOT EXISTS engagement.older AS engagement.participation")
    worker.run_text("TRUNCATE TABLE engagement.older")
    for turn, is_workers in enumerate(turns):
        (storing if is_workers else erasing).pop(0)()
        if late and turn == kept_at:
            worker.run_text("INSERT INTO engagement.older SELECT * FROM engagement.participation FINAL")
    worker.run_text("INSERT INTO engagement.participation SELECT * FROM engagement.older")
    worker.run_text("DROP TABLE engagement.older")
    assert erase(eraser, who)[1] == NOWHERE
    assert numbers(worker) == expected(found)
    assert places_of(worker, VISITOR) == set()
    for events in found:
        stored(worker, *events)
    # What comes again changes nothing; only a correction of a revision above the one that took it back is news.
    erase(eraser, who)
    assert numbers(worker) == expected(found)
    assert traces_of(worker, who) == NOWHERE


def test_a_worker_that_stores_all_the_while_and_erasing_end_right(stores: tuple[Store, Store]) -> None:
    """Not step by step but at the same time, on two connections."""
    worker, eraser = stores
    empty(worker)
    found = [
        [check_in("monday", 10 * batch, VISITOR), *(check_in("monday", 10 * batch + i, other(i)) for i in range(1, 8))]
        for batch in range(12)
    ]

    def work() -> None:
        for events in found:
            stored(worker, *events)

    thread = threading.Thread(target=work)
    thread.start()
    while thread.is_alive():
        erase(eraser, person())
    thread.join()
    assert erase(eraser, person())[1] == NOWHERE
    assert numbers(worker) == {"monday": (12 * 7, 0, 7)}
    assert places_of(worker, VISITOR) == set()


@pytest.mark.parametrize("visitor", ["", "abc", VISITOR.upper(), VISITOR + "0", "0" * 32, f"{VISITOR}\n"])
def test_what_is_no_pseudonym_is_refused(visitor: str) -> None:
    """And so is the one that stands for nobody: it is in many people's check-ins."""
    with pytest.raises(ValueError, match=r"hexadecimal|nobody"):
        person(visitor)


def test_police_dialogue_has_no_one_to_erase() -> None:
    """The error says why; a representation hides the pseudonym."""
    with pytest.raises(NoPersonsError, match="police-dialogue says nothing of persons: it has no pseudonyms"):
        Person(Programme.POLICE_DIALOGUE, VISITOR, datetime.now(UTC))
    assert VISITOR not in repr(person())


def command(url: str, *arguments: str, given: str = "") -> tuple[int, str]:
    """Run `engage erase`; give the exit code and all that it printed."""
    variables = {"ENGAGE_CLICKHOUSE_URL": url, "ENGAGE_KAFKA_BOOTSTRAP": "127.0.0.1:9"}
    result = CliRunner().invoke(engage.app, ["erase", *arguments], env=variables, input=given, prog_name="engage")
    assert VISITOR not in result.output
    return result.exit_code, result.output


def test_the_command_says_what_it_would_do_does_it_and_says_what_it_cannot(
    store: Store, tables: StreamSettings
) -> None:
    """A dry run and a no change nothing; what is out of reach is named with what helps; twice is as once."""
    stored(store, check_in("monday", 1, VISITOR), check_in("monday", 2, other(1)))
    whom = ["--programme", "youth-centre", "--pseudonym"]
    code, shown = command(tables.clickhouse_url, *whom, VISITOR, "--dry-run")
    assert (code, shown.splitlines()[0]) == (0, "would erase: 1 check-ins, 1 gatherings, 0 dead letters")
    assert command(tables.clickhouse_url, *whom, VISITOR, given="n\n")[0] == 1
    assert numbers(store) == {"monday": (2, 0, 2)}
    code, shown = command(tables.clickhouse_url, *whom, "-", "--yes", "--json", given=f"{VISITOR.upper()}\n")
    report = json.loads(shown)
    assert (code, report["check_ins"], report["complete"], report["final_gatherings"]) == (0, 1, True, 0)
    wheres = [place["where"] for place in report["out_of_reach"]]
    assert wheres[:2] == ["topic engagement.youth-centre.v1", "topic engagement.dead-letter.v1"]
    assert "up to 30 days" in report["out_of_reach"][0]["what"]
    assert numbers(store) == {"monday": (1, 0, 1)}
    code, shown = command(tables.clickhouse_url, *whom, VISITOR, "--yes")
    assert (code, shown.splitlines()[0]) == (0, "nothing of that pseudonym is within reach; nothing was changed")


@pytest.mark.parametrize(
    ("programme", "pseudonym", "code", "said"),
    [
        ("police-dialogue", VISITOR, 1, "police-dialogue says nothing of persons"),
        ("youth-centre", "0401234567", 2, "a pseudonym has 32"),
        ("youth-centre", VISITOR, 3, "ClickHouse at http://127.0.0.1:9 did not do"),
    ],
)
def test_the_command_says_why_it_cannot(programme: str, pseudonym: str, code: int, said: str) -> None:
    """Refused, wrongly used, or nobody answers."""
    found, shown = command("http://127.0.0.1:9", "-p", programme, "--pseudonym", pseudonym, "--yes")
    assert found == code
    assert said in shown
