"""A worker process on real engines."""

import json
import signal
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from kafka import KafkaProducer

from schemas.envelope import STRUCTURED_HEADERS
from streams.books import Books
from tests.pipeline import Pipeline, engage_here, eventually
from tests.shared_engines import SharedEngines

pytestmark = pytest.mark.engines

TOPIC = "engagement.youth-centre.v1"


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory, engines: SharedEngines) -> Iterator[Pipeline]:
    with Pipeline(tmp_path_factory.mktemp("pipeline"), engines, dead_letter_limit=200) as running:
        yield running


@pytest.fixture
def worker(pipeline: Pipeline) -> "subprocess.Popen[bytes]":
    """The worker of the tests before, or a new one where none runs."""
    running = [one for one in pipeline.workers if one.poll() is None]
    return running[0] if running else pipeline.start_worker()


def check_in(gathering: str, number: int, **attributes: Any) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": f"{gathering}-{number}",
        "source": "tablet:test",
        "type": "fi.hel.engagement.youth-centre.check-in.v1",
        "subject": gathering,
        "time": "2026-11-20T12:00:00.000Z",
        "data": {"direction": "entry", "visitor": f"{number + 1:032x}"},
        **attributes,
    }


def send(pipeline: Pipeline, values: list[bytes], key: bytes = b"g") -> None:
    producer = KafkaProducer(bootstrap_servers=pipeline.settings.kafka_bootstrap, linger_ms=5)
    futures = [producer.send(TOPIC, key=key, value=value, headers=STRUCTURED_HEADERS) for value in values]
    producer.flush()
    for future in futures:
        future.get(10)
    producer.close()


def send_events(pipeline: Pipeline, events: list[dict[str, Any]]) -> None:
    send(pipeline, [json.dumps(event).encode() for event in events], events[0]["subject"].encode())


def visits(pipeline: Pipeline, gathering: str) -> Any:
    rows = pipeline.query(
        f"SELECT visits, visitors FROM engagement.participation FINAL WHERE gathering = '{gathering}'"  # noqa: S608
    )
    return tuple(rows[0]) if rows else None


@pytest.mark.usefixtures("worker")
def test_a_check_in_is_visible_and_its_offset_committed(pipeline: Pipeline) -> None:
    """After the last store, what is committed follows to the end; nothing waits for a next message."""
    send_events(pipeline, [check_in("first", number) for number in range(25)])
    eventually(lambda: visits(pipeline, "first"), lambda found: found == (25, 25))
    books = pipeline.wait_until_consumed()
    assert (books.balanced, books.accepted, books.consumed) == (True, 25, 25)


@pytest.mark.usefixtures("worker")
def test_what_comes_twice_counts_once_and_what_is_amended_counts_as_amended(pipeline: Pipeline) -> None:
    """Duplicates, a correction and a retraction, also before their original: the roll-up is that of the last word."""
    first, second, third = (check_in("amended", number) for number in range(3))
    correction = check_in("amended", 10, type="fi.hel.engagement.youth-centre.correction.v1", revision=2)
    correction["data"] = {
        "corrects": second["id"],
        "replacement": {"event": "check-in", "time": second["time"], "data": {"direction": "exit"}},
    }
    retraction = check_in("amended", 11, type="fi.hel.engagement.youth-centre.retraction.v1", revision=2)
    retraction["data"] = {"retracts": third["id"], "event": "check-in"}
    send_events(pipeline, [retraction, first, correction, first, second, third, second, first, correction])
    pipeline.wait_until_consumed()
    (row,) = pipeline.query(
        "SELECT entries, exits, visits, inside, anonymous_visits FROM engagement.participation FINAL "
        "WHERE gathering = 'amended'"
    )
    assert tuple(row) == (1, 1, 1, 0, 0)


@pytest.mark.usefixtures("worker")
def test_a_dead_letter_is_kept_with_reason_and_origin_and_published(pipeline: Pipeline) -> None:
    """A broken message between good ones takes none of them along, and both places of dead letters hold it."""
    from kafka import KafkaConsumer

    good = [json.dumps(check_in("beside", number)).encode() for number in range(20)]
    send(pipeline, [*good[:10], b'{"broken":', *good[10:]], b"beside")
    books = pipeline.wait_until_consumed()
    assert visits(pipeline, "beside") == (20, 20)
    assert books.outcomes["dead-letter:malformed"] == 1
    ((topic, partition, offset, reason, value),) = pipeline.query(
        "SELECT topic, partition, offset, reason, value FROM engagement.quarantine FINAL"
    )
    assert (topic, reason, value) == (TOPIC, "malformed", '{"broken":')
    consumer = KafkaConsumer(
        "engagement.dead-letter.v1",
        bootstrap_servers=pipeline.settings.kafka_bootstrap,
        auto_offset_reset="earliest",
        consumer_timeout_ms=10_000,
    )
    record = next(consumer)
    consumer.close()
    headers = dict(record.headers)
    assert record.value == b'{"broken":'
    assert headers["engagement-reason"] == b"malformed"
    assert headers["engagement-offset"] == str(offset).encode()
    assert headers["engagement-partition"] == str(partition).encode()


def committed(pipeline: Pipeline) -> int:
    from streams.topics import offsets

    return sum(part.committed for part in offsets(pipeline.settings))


def test_a_bad_deploy_stops_the_worker_with_offsets_unmoved(
    pipeline: Pipeline, worker: "subprocess.Popen[bytes]"
) -> None:
    """A bad deploy must not eat the data: the worker says why and ends; a healthy one takes up where it was."""
    sources = [f"tablet:known-{number}" for number in range(4)]
    send_events(pipeline, [check_in("known", number, source=source) for number, source in enumerate(sources)])
    before = pipeline.wait_until_consumed()
    assert pipeline.stop_worker(worker) == 0
    broken = [check_in("known", i, source=sources[i % 4], type="fi.hel.engagement.lost.v1") for i in range(500)]
    send_events(pipeline, broken)
    worker = pipeline.start_worker()
    assert worker.wait(60) == 1
    log = pipeline.log_of(worker)
    assert "500 events of sources that were accepted before would become dead letters" in log
    assert all(source in log for source in sources)
    after = pipeline.books()
    assert (after.consumed, after.waiting) == (before.consumed, 500)
    assert pipeline.query("SELECT count() FROM engagement.quarantine WHERE reason = 'unknown-type'") == [(0,)]
    pipeline.settings = pipeline.settings.model_copy(update={"dead_letter_limit": 1_000})
    pipeline.given["dead_letter_limit"] = 1_000
    worker = pipeline.start_worker()
    assert pipeline.wait_until_consumed().outcomes["dead-letter:unknown-type"] == 500
    assert worker.poll() is None


@pytest.mark.parametrize(
    "value",
    [
        json.dumps(check_in("ahead", 1, time="2031-01-01T00:00:00z")).encode(),
        json.dumps(check_in("old", 1, time="2026-01-01T00:00:00Z")).encode(),
        json.dumps(check_in("one-sender", 1, people=1)).encode(),
        b"no JSON",
    ],
    ids=["ahead", "old", "contract", "garbage"],
)
def test_what_one_sender_does_stops_no_worker(
    pipeline: Pipeline, worker: "subprocess.Popen[bytes]", value: bytes
) -> None:
    """Thousands of one sender's old or future dates, or of its garbage, are dead letters and no more."""
    before = pipeline.wait_until_consumed()
    send(pipeline, [value] * 3_000)
    send_events(pipeline, [check_in("beside-a-sender", number) for number in range(3)])
    after = pipeline.wait_until_consumed()
    assert worker.poll() is None
    refused = after.outcomes.total() - after.accepted - (before.outcomes.total() - before.accepted)
    assert refused == 3_000
    assert visits(pipeline, "beside-a-sender") == (3, 3)


@pytest.mark.usefixtures("worker")
def test_the_books_tell_what_is_missing(pipeline: Pipeline) -> None:
    """An offset that is in no outcome, and one in two, are each found and named."""
    assert engage_here(pipeline.environment, "books").returncode == 0
    send_events(pipeline, [check_in("booked", number) for number in range(3)])
    books: Books = pipeline.wait_until_consumed()
    part = next(part for part in books.partitions if part.outcomes)
    with pipeline.store() as store:
        store.run_text(
            f"INSERT INTO engagement.books SELECT '{part.topic}', {part.partition}, 'dead-letter:malformed', "
            f"groupBitmapState(toUInt64({part.begin}))"
        )
    doubled = engage_here(pipeline.environment, "books", "--json")
    assert doubled.returncode == 1
    assert [found["doubled"] for found in json.loads(doubled.stdout)["partitions"] if found["doubled"]] == [1]
    with pipeline.store() as store:
        store.run_text("TRUNCATE TABLE engagement.books")
    missing = engage_here(pipeline.environment, "books", "--json")
    assert missing.returncode == 1
    found = json.loads(missing.stdout)
    assert sum(partition["missing"] for partition in found["partitions"]) == found["consumed"] > 0


def test_a_worker_stops_in_order_on_ctrl_c_too(pipeline: Pipeline, worker: "subprocess.Popen[bytes]") -> None:
    """SIGINT is an orderly stop with exit code 0."""
    eventually(lambda: pipeline.log_of(worker), lambda text: "worker.started" in text)
    worker.send_signal(signal.SIGINT)
    assert worker.wait(60) == 0


def test_a_worker_that_cannot_store_says_what_is_missing(pipeline: Pipeline) -> None:
    """Without a table the worker ends with an error that names it. The last test of the module: the table is gone."""
    before = committed(pipeline)
    with pipeline.store() as store:
        store.run_text("DROP TABLE engagement.check_ins")
    worker = pipeline.start_worker()
    send_events(pipeline, [check_in("nowhere", 1)])
    assert worker.wait(60) == 1
    assert "check_ins" in pipeline.log_of(worker)
    assert committed(pipeline) == before
