"""What the views of the pipeline say of its tables."""

from datetime import UTC, datetime, timedelta

import pytest

from streams.store import Store
from streams.views import OF_THE_PIPELINE
from tests.streams.stored import book

pytestmark = pytest.mark.engines

HOUR = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=2)
TOPIC = "engagement.youth-centre.v1"


@pytest.fixture(scope="module")
def filled(store: Store) -> Store:
    """Two workers' batches in two hours, one of them stored twice, and books with a hole and an offset twice."""
    for worker, second, waited, messages, lag in (
        ("one", 1, 1.0, 90, 500),
        ("one", 30, 2.0, 10, 40),
        ("one", 30, 2.0, 10, 40),
        ("two", 30, 60.0, 2, 7),
        ("one", 3_670, 0.25, 99, 0),
    ):
        booked = int((HOUR + timedelta(seconds=second)).timestamp() * 1000)
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
            f"SELECT '{TOPIC}', 0, {offset}, toDateTime64({HOUR.timestamp()}, 3), '{reason}', 'secret'"
        )
    return store


def shown(store: Store, view: str, columns: str = "*") -> list[tuple[object, ...]]:
    return [tuple(row) for row in store.query(f"SELECT {columns} FROM candidates.{view} ORDER BY ALL")]  # noqa: S608


def test_hours_weigh_each_message_and_round_to_tens(filled: Store) -> None:
    """102 messages: half waited no more than 1 s, the slowest two 60 s; 47 are behind. An hour of 99 is not told of."""
    assert shown(filled, "pipeline_hours", "messages, p50_seconds, p99_seconds, lag") == [(100, 1.0, 60.0, 50)]


def test_the_hour_that_is_running_is_not_told_of(filled: Store) -> None:
    """However many messages it has had."""
    before = shown(filled, "pipeline_hours"), shown(filled, "pipeline_workers")
    filled.run_text(
        "INSERT INTO engagement.batches SELECT 'one', toStartOfHour(now64(3, 'UTC')) AS at, 500, 0, at, at, 1, 70"
    )
    assert (shown(filled, "pipeline_hours"), shown(filled, "pipeline_workers")) == before


def test_workers_tell_in_which_hour_they_last_stored_something(filled: Store) -> None:
    """Of hours with a hundred messages of that worker, and its messages to the nearest ten: two are not told of."""
    found = shown(filled, "pipeline_workers", "worker, toUnixTimestamp(last_stored), messages, lag")
    assert found == [("one", int(HOUR.timestamp()), 100, 40)]


def test_dead_letters_are_counted_once_and_say_only_why(filled: Store) -> None:
    """One that was stored again counts once; there is no programme, place or value."""
    assert shown(filled, "pipeline_dead_letters", "reason, dead_letters") == [("malformed", 2), ("too-late", 1)]
    columns = filled.query("SELECT name FROM system.columns WHERE table = 'pipeline_dead_letters'")
    assert {name for (name,) in columns} == {"hour", "reason", "dead_letters"}


def test_books_tell_what_is_missing_and_doubled(filled: Store) -> None:
    """Offset 120 has two outcomes; partitions of a topic are added up, each from its own first offset."""
    found = shown(filled, "pipeline_books")
    assert found == [("engagement.theme-night.v1", 0, 0, 0, 0, 0, 1), (TOPIC, 0, 0, 3, 0, 1, 0)]
    book(filled, (TOPIC, 0, "accepted", 140, 141))
    assert shown(filled, "pipeline_books", "topic, missing, balanced")[1] == (TOPIC, 9, 0)


@pytest.mark.parametrize("view", OF_THE_PIPELINE)
def test_no_number_of_messages_can_be_counted_along(filled: Store, view: str) -> None:
    """Whatever counts messages that may each be a person is a multiple of ten."""
    names = {"messages", "lag", "consumed", "accepted"}
    columns = [name for (name,) in filled.query(f"SELECT name FROM system.columns WHERE table = '{view}'")]  # noqa: S608
    for name in names & set(columns):
        assert all(int(str(number)) % 10 == 0 for (number,) in shown(filled, view, name)), name
