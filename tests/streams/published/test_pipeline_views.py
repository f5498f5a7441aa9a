"""What the views of the pipeline say of its tables."""

from datetime import UTC, datetime, timedelta

import pytest

from streams.store import Store
from streams.views import OF_THE_PIPELINE
from tests.streams.stored import book

pytestmark = pytest.mark.engines

MINUTE = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(hours=1)
TOPIC = "engagement.youth-centre.v1"


@pytest.fixture(scope="module")
def filled(store: Store) -> Store:
    """Two workers' batches in two minutes, one of them stored twice, and books with a hole and an offset twice."""
    for worker, second, waited, messages, lag in (
        ("one", 1, 1.0, 90, 500),
        ("one", 30, 2.0, 10, 40),
        ("one", 30, 2.0, 10, 40),
        ("two", 30, 60.0, 2, 7),
        ("one", 70, 0.25, 4, 0),
    ):
        booked = int((MINUTE + timedelta(seconds=second)).timestamp() * 1000)
        store.run_text(
            f"INSERT INTO engagement.batches SELECT '{worker}', fromUnixTimestamp64Milli({booked}, 'UTC')"
            f" AS at, {messages}, 0, at - INTERVAL {int(waited * 1000)} MILLISECOND, at, {waited}, {lag}"
        )
    for outcome, first, last in (("accepted", 100, 120), ("accepted", 123, 130), ("dead-letter:malformed", 120, 122)):
        book(store, (TOPIC, 0, outcome, first, last))
        if outcome == "accepted":
            book(store, ("engagement.theme-night.v1", first, outcome, first, last))
    for offset, reason in ((120, "malformed"), (121, "malformed"), (122, "too-late"), (121, "malformed")):
        store.run_text(
            "INSERT INTO engagement.quarantine (topic, partition, offset, appended, reason, value) "
            f"SELECT '{TOPIC}', 0, {offset}, toDateTime64({MINUTE.timestamp()}, 3), '{reason}', 'secret'"
        )
    return store


def shown(store: Store, view: str, columns: str = "*") -> list[tuple[object, ...]]:
    return [tuple(row) for row in store.query(f"SELECT {columns} FROM published.{view} ORDER BY ALL")]  # noqa: S608


def test_minutes_weigh_each_message_and_round_to_tens(filled: Store) -> None:
    """102 messages: half waited no more than 1 s, the slowest two 60 s; 47 are behind. Four messages are shown as 0."""
    (first, second) = shown(filled, "pipeline_minutes", "messages, p50_seconds, p99_seconds, lag")
    assert (first, second) in {
        ((0, 0.25, 0.25, 0), (100, 1.0, 60.0, 50)),
        ((100, 1.0, 60.0, 50), (0, 0.25, 0.25, 0)),
    }


def test_workers_tell_when_they_last_stored_something(filled: Store) -> None:
    """A worker's last instant, and its messages to the nearest ten."""
    found = shown(filled, "pipeline_workers", "worker, dateDiff('second', first_stored, last_stored), messages, lag")
    assert found == [("one", 69, 100, 0), ("two", 0, 0, 10)]


def test_dead_letters_are_counted_once_and_say_only_why(filled: Store) -> None:
    """One that was stored again counts once; there is no programme, place or value."""
    assert shown(filled, "pipeline_dead_letters", "reason, dead_letters") == [("malformed", 2), ("too-late", 1)]
    columns = filled.query("SELECT name FROM system.columns WHERE table = 'pipeline_dead_letters'")
    assert {name for (name,) in columns} == {"hour", "reason", "dead_letters"}


def test_books_tell_what_is_missing_and_doubled(filled: Store) -> None:
    """Offset 120 has two outcomes; partitions of a topic are added up, each from its own first offset."""
    found = shown(filled, "pipeline_books")
    assert found == [("engagement.theme-night.v1", 30, 30, 0, 0, 0, 1), (TOPIC, 30, 30, 3, 0, 1, 0)]
    book(filled, (TOPIC, 0, "accepted", 140, 141))
    assert shown(filled, "pipeline_books", "topic, missing, balanced")[1] == (TOPIC, 9, 0)


@pytest.mark.parametrize("view", OF_THE_PIPELINE)
def test_no_number_of_messages_can_be_counted_along(filled: Store, view: str) -> None:
    """Whatever counts messages that may each be a person is a multiple of ten."""
    names = {"messages", "lag", "consumed", "accepted"}
    columns = [name for (name,) in filled.query(f"SELECT name FROM system.columns WHERE table = '{view}'")]  # noqa: S608
    for name in names & set(columns):
        assert all(int(str(number)) % 10 == 0 for (number,) in shown(filled, view, name)), name
