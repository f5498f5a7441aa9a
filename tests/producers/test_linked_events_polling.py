import gzip
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaConsumer, TopicPartition

from embedded.demo.linked_events_api import Fault, LinkedEventsServer
from producers.errors import InvalidPageError, PageUnavailableError
from producers.linked_events.fetching import USER_AGENT, Fetcher, Patience
from producers.linked_events.polling import Poll, first_address
from tests.pipeline import Pipeline, engage_here
from tests.shared_engines import SharedEngines

SAMPLES = Path(__file__).parent / "samples"
NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)


def samples() -> list[Any]:
    read: Any = json.loads((SAMPLES / "linked_events_events.json").read_text(encoding="utf-8"))
    records: list[Any] = read["data"]
    return records


@pytest.fixture
def server() -> Iterator[LinkedEventsServer]:
    with LinkedEventsServer(samples()) as running:
        yield running


@pytest.fixture
def pauses() -> list[float]:
    """The seconds that were waited, one after the other; nobody waits."""
    return []


@pytest.fixture
def poll(server: LinkedEventsServer, pauses: list[float]) -> Iterator[Callable[..., Poll]]:
    with Fetcher(pause=pauses.append, clock=lambda: NOW) as fetcher:

        def make(since: str | None = None, **options: Any) -> Poll:
            return Poll(fetcher, first_address(server.url, since), pause=pauses.append, **options)

        yield make


def ids(poll: Poll) -> list[str]:
    return [record["id"].removeprefix("helsinki:") for records in poll for record in records]


def test_all_pages_are_read_politely(
    server: LinkedEventsServer, poll: Callable[..., Poll], pauses: list[float]
) -> None:
    """One after the other, oldest change first, with a pause between two pages and a name to ask us by."""
    going = poll()
    assert len(ids(going)) == 9
    assert (going.pages, going.stopped, pauses) == (5, None, [0.5] * 4)
    assert going.next_since == datetime(2026, 8, 22, 9, tzinfo=UTC)
    assert server.agents == {USER_AGENT}
    assert server.asked[0] == {"include": ["location"], "sort": ["last_modified_time"], "page_size": ["100"]} | {
        "show_deleted": ["true"]
    }


def test_only_what_changed_since_is_asked_for(server: LinkedEventsServer, poll: Callable[..., Poll]) -> None:
    """`last_modified_since` stands in every page's address."""
    assert ids(poll("2026-08-22T09:00:00Z")) == ["replaced", "umbrella", "backwards", "nameless", "circle"]
    assert {one["last_modified_since"][0] for one in server.asked} == {"2026-08-22T09:00:00Z"}


def test_what_the_address_asks_for_itself_is_kept() -> None:
    """Its own order and size win; a fragment goes nowhere."""
    assert first_address("https://a.fi/event/?sort=name&keyword=yso:p1#x", None) == (
        "https://a.fi/event/?include=location&sort=name&page_size=100&show_deleted=true&keyword=yso%3Ap1"
    )


@pytest.mark.parametrize(
    "url",
    ["ftp://a.fi/", "file:///etc/passwd", "https://", "https://a.fi:x/", "https://user:word@a.fi/", "javascript://a"],
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    """Only http and https, with a host, and without a password."""
    with pytest.raises(InvalidPageError) as refused:
        first_address(url, None)
    assert "word" not in str(refused.value).replace("password", "")


@pytest.mark.parametrize(
    ("faults", "waited"),
    [
        ([Fault(500)], [1.0]),
        ([Fault(500), Fault(502), Fault(503), Fault(504)], [1.0, 2.0, 4.0, 8.0]),
        ([Fault(429, {"retry-after": "7"})], [7.0]),
        ([Fault(503, {"retry-after": "Tue, 01 Sep 2026 12:00:30 GMT"})], [30.0]),
        ([Fault(429, {"retry-after": "soon"})], [1.0]),
        ([Fault(hang_up=True)], [1.0]),
    ],
    ids=["500", "four times", "retry after seconds", "retry after date", "retry after nonsense", "hung up"],
)
def test_trouble_that_passes_is_waited_out(
    server: LinkedEventsServer,
    poll: Callable[..., Poll],
    pauses: list[float],
    faults: list[Fault],
    waited: list[float],
) -> None:
    """After a pause that doubles, or as long as the API asks for; then everything is read."""
    server.faults[2] = list(faults)
    going = poll()
    assert len(ids(going)) == 9
    assert going.stopped is None
    assert [seconds for seconds in pauses if seconds != 0.5] == waited


@pytest.mark.parametrize(
    ("fault", "expected", "hint"),
    [
        (Fault(500), PageUnavailableError, "answers 500; it was asked 5 times"),
        (Fault(429, {"retry-after": "3600"}), PageUnavailableError, "asks to wait 3600 s; it was asked 1 times"),
        (Fault(hang_up=True), PageUnavailableError, "no answer"),
        (Fault(404), InvalidPageError, "it answers 404"),
        (Fault(302, {"location": "http://169.254.169.254/"}), InvalidPageError, "leads to http://169.254.169.254/"),
        (Fault(body=b"<html>"), InvalidPageError, "is not JSON"),
        (Fault(body=b"[" * 100_000), InvalidPageError, "is not JSON"),
        (Fault(body=b"[]"), InvalidPageError, "no page of Linked Events"),
        (Fault(body=b'{"meta": {"next": 7}, "data": []}'), InvalidPageError, "no address"),
    ],
)
def test_trouble_that_stays_ends_it_and_what_came_before_is_kept(
    server: LinkedEventsServer, poll: Callable[..., Poll], fault: Fault, expected: type[Exception], hint: str
) -> None:
    """The reason is kept, and from when on to ask next time: where it stopped, since the oldest change comes first."""
    server.faults[3] = [fault] * 5
    going = poll()
    read = ids(going)
    assert read[:4] == ["online", "evening", "postponed", "cancelled"]
    assert isinstance(going.stopped, expected)
    assert hint in str(going.stopped)
    assert going.next_since == datetime(2026, 8, 22, 8, tzinfo=UTC)


def test_an_early_end_of_pages_in_another_order_gives_no_instant(server: LinkedEventsServer) -> None:
    """What was not read may be older than what was."""
    server.faults[1] = [
        Fault(
            body=json.dumps(
                {
                    "meta": {"next": f"{server.url}?page=2"},
                    "data": [
                        {"last_modified_time": "2026-08-02T00:00:00Z"},
                        {"last_modified_time": "2026-08-01T00:00:00Z"},
                    ],
                }
            ).encode()
        )
    ]
    server.faults[2] = [Fault(404)]
    with Fetcher() as fetcher:
        going = Poll(fetcher, server.url, pause=lambda _: None)
        assert len(list(going)) == 1
    assert (going.newest, going.next_since) == (datetime(2026, 8, 2, tzinfo=UTC), None)


@pytest.mark.parametrize(
    ("link", "hint"),
    [
        (lambda _number, link: link.replace("127.0.0.1", "localhost"), "leads away to"),
        (lambda _number, link: link.replace("http://", "https://"), "leads away to"),
        (lambda _number, _link: "file:///etc/passwd", "leads away to"),
        (lambda _number, _link: "//evil.example/", "leads away to"),
        (lambda _number, link: link.replace("page=2", "page=1").replace("page=3", "page=1"), "round in circles"),
    ],
)
def test_links_that_lead_away_or_round_are_not_followed(
    server: LinkedEventsServer, poll: Callable[..., Poll], link: Callable[[int, str], str], hint: str
) -> None:
    """Neither another host, scheme or file, nor the same page twice."""
    server.next_link = link
    going = poll()
    assert ids(going)[:2] == ["online", "evening"]
    assert isinstance(going.stopped, InvalidPageError)
    assert hint in str(going.stopped)
    assert len(server.asked) <= 2


def test_pages_without_end_come_to_one(server: LinkedEventsServer, poll: Callable[..., Poll]) -> None:
    """An address that is new each time is followed so many times only."""
    server.records = samples() * 1000
    going = poll(most_pages=7)
    assert len(ids(going)) == 14
    assert isinstance(going.stopped, PageUnavailableError)
    assert "more after 7 pages" in str(going.stopped)


def test_a_page_is_read_up_to_a_limit_packed_or_not(server: LinkedEventsServer, poll: Callable[..., Poll]) -> None:
    """33 MiB of spaces take 33 kB on the way; unpacking ends in time. What is packed and small is read."""
    bomb = gzip.compress(b" " * (33 * 1024 * 1024))
    assert len(bomb) < 40_000
    small = gzip.compress(json.dumps({"meta": {"next": None}, "data": []}).encode())
    packed = {"content-encoding": "gzip"}
    server.faults[1] = [Fault(200, packed, bomb), Fault(200, packed, small)]
    going = poll()
    assert ids(going) == []
    assert "more than 32 MiB" in str(going.stopped)
    assert (ids(again := poll()), again.stopped) == ([], None)


def test_patience_has_an_end() -> None:
    """Pauses double up to the longest."""
    assert [Patience(first=1, longest=10).pause(attempt) for attempt in range(1, 7)] == [1, 2, 4, 8, 10, 10]


class Running:
    """`engage import linked-events` against the server and real Kafka."""

    def __init__(self, pipeline_environment: dict[str, str]) -> None:
        self.environment = pipeline_environment

    def run(self, *arguments: str) -> Any:
        return engage_here(self.environment, "import", "linked-events", "--pause", "0", *arguments)


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory, engines: SharedEngines) -> Iterator[Pipeline]:
    with Pipeline(tmp_path_factory.mktemp("linked-events"), engines) as running:
        yield running


@pytest.fixture
def command(pipeline: Pipeline) -> Running:
    return Running(pipeline.environment)


def sent(pipeline: Pipeline) -> set[str]:
    topic = "engagement.regional-event.v1"
    consumer = KafkaConsumer(bootstrap_servers=pipeline.settings.kafka_bootstrap, enable_auto_commit=False)
    try:
        partitions = [TopicPartition(topic, number) for number in consumer.partitions_for_topic(topic) or ()]
        consumer.assign(partitions)
        consumer.seek_to_beginning()
        ends = consumer.end_offsets(partitions)
        read: set[str] = set()
        while any(consumer.position(one) < ends[one] for one in partitions):
            for batch in consumer.poll(timeout_ms=500).values():
                read |= {json.loads(record.value)["id"] for record in batch}
        return read
    finally:
        consumer.close()


@pytest.mark.engines
def test_what_came_before_a_broken_page_is_sent_and_the_next_call_goes_on(
    server: LinkedEventsServer, command: Running, pipeline: Pipeline
) -> None:
    """Exit code 1 for a page that is none; `--since` as it was printed brings the rest, and nothing twice."""
    server.faults[3] = [Fault(body=b"<html>")]
    result = command.run(server.url, "--json")
    assert result.returncode == 1, result.stderr
    told = json.loads(result.stdout)
    assert (told["records"], told["acknowledged"], told["pages"], told["complete"]) == (4, 5, 2, False)
    assert "is not JSON" in result.stderr
    assert len(sent(pipeline)) == 5
    result = command.run(server.url, "--since", told["next_since"], "--json")
    again = json.loads(result.stdout)
    assert (result.returncode, again["complete"]) == (1, True)
    assert {record["id"].removeprefix("helsinki:") for record in again["refused"]} == {
        "backwards",
        "nameless",
        "circle",
    }
    assert len(sent(pipeline)) == 8
    assert again["next_since"] == "2026-08-22T09:00:00.000000Z"
    assert "last_modified_since" in server.asked[-1]


@pytest.mark.engines
def test_too_many_pages_end_with_3_and_what_to_ask_next(server: LinkedEventsServer, command: Running) -> None:
    """What there is more is fetched by the next call."""
    result = command.run(server.url, "--most-pages", "2", "--since", "2026-08-01")
    assert result.returncode == 3
    assert "there is more after 2 pages" in result.stderr
    assert "Next time: --since 2026-08-22T08:00:00.000000Z" in result.stdout
    assert server.asked[0]["last_modified_since"] == ["2026-07-31T21:00:00.000000Z"]


def test_a_dry_poll_needs_no_broker(server: LinkedEventsServer) -> None:
    """It asks the API, judges every record and sends nothing; a record on two pages counts once."""
    server.records = [*samples()[:2], *samples()[:2]]
    nowhere = {"ENGAGE_KAFKA_BOOTSTRAP": "127.0.0.1:9", "ENGAGE_CLICKHOUSE_URL": "http://127.0.0.1:9"}
    result = Running(nowhere).run(server.url, "--dry-run", "--json", "--page-size-is-not-an-option")
    assert result.returncode == 2
    told = json.loads(Running(nowhere).run(server.url, "--dry-run", "--json").stdout)
    assert (told["records"], told["gatherings"], told["repeated"], len(told["would_emit"])) == (4, 2, 2, 2)


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("events.json", "--since", "2026-09-01"), "--since"),
        (("http://127.0.0.1:9/", "events.json"), "one address at a time"),
        (("http://127.0.0.1:9/", "--since", "2026-9-1"), "has no"),
        (("http://127.0.0.1:9/", "--since", "yesterday"), "is no time"),
    ],
)
def test_wrong_usage_of_an_address_ends_with_2(arguments: tuple[str, ...], hint: str) -> None:
    """The message says what goes with what."""
    result = Running({}).run(*arguments)
    assert result.returncode == 2
    assert hint in result.stderr or "is no" in result.stderr


def test_the_real_pages_are_polled(shared_data: Path) -> None:
    """Served page by page, the city's own records come out as they do from the file."""
    records = json.loads((shared_data / "linked_events_events.json").read_text(encoding="utf-8"))["data"]
    places = str(shared_data / "linked_events_places.json")
    file = str(shared_data / "linked_events_events.json")
    with LinkedEventsServer(records, page_size=1) as server:
        runs = [Running({}).run(source, "--places", places, "--dry-run", "--json") for source in (server.url, file)]
    polled, read = (json.loads(run.stdout) for run in runs)
    by_id = [{event["id"]: event for event in told["would_emit"]} for told in (polled, read)]
    assert by_id[0] == by_id[1]
    assert polled["pages"] == len(records)
