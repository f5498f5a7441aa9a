"""Each thing that can be amiss, provoked on real engines: the doctor finds that one, and says what helps."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from kafka import KafkaAdminClient, KafkaProducer, TopicPartition
from kafka.admin import NewPartitions
from kafka.structs import OffsetAndMetadata

from schemas.programmes import TOPICS
from streams.doctor import CHECKS, LIMITS, Finding, Limits, examine
from streams.facts import FAMILIES
from streams.migrations import migrate
from streams.retention import AGEING, GRACE, Ageing, overdue
from streams.settings import StreamSettings
from streams.store import Store
from streams.topics import TOPIC_RETENTION
from tests.pipeline import Pipeline, engage_here, eventually
from tests.shared_engines import SharedEngines
from tests.streams.stored import book

pytestmark = pytest.mark.engines


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory, engines: SharedEngines) -> Iterator[Pipeline]:
    with Pipeline(tmp_path_factory.mktemp("pipeline"), engines, partitions=2) as running:
        yield running


@pytest.fixture(scope="module")
def store(pipeline: Pipeline) -> Iterator[Store]:
    with pipeline.store() as opened:
        yield opened


def now() -> datetime:
    return datetime.now(UTC)


def amiss(settings: StreamSettings, limits: Limits = LIMITS, clock: Callable[[], datetime] = now) -> list[Finding]:
    return [finding for finding in examine(settings, clock, CHECKS, limits) if not finding.healthy]


def test_nothing_is_amiss_with_a_fresh_pipeline(pipeline: Pipeline) -> None:
    """Each check has its finding, retention one a table, and all are in order."""
    found = list(examine(pipeline.settings, now, CHECKS))
    assert [finding for finding in found if not finding.healthy] == []
    assert list(dict.fromkeys(finding.subject for finding in found)) == [check.subject for check in CHECKS]
    assert len([finding for finding in found if finding.subject == "retention"]) == len(AGEING)


def test_the_command_exits_with_one_only_where_something_is_amiss(pipeline: Pipeline) -> None:
    """Each finding is in the JSON, with what helps where something is to be done."""
    fine = engage_here(pipeline.environment, "doctor", "--json")
    found = json.loads(fine.stdout)
    assert (fine.returncode, {finding["remedy"] for finding in found}) == (0, {""})
    assert "keys" in {finding["subject"] for finding in found}
    pipeline.given["partitions"] = 3
    few = engage_here(pipeline.environment, "doctor", "--json")
    pipeline.given["partitions"] = 2
    (found,) = (finding for finding in json.loads(few.stdout) if not finding["healthy"])
    assert (few.returncode, found["subject"]) == (1, "Kafka")


def subjects_that_need(engine: str) -> list[str]:
    return [check.subject for check in CHECKS if engine in check.needs]


def test_engines_that_are_away_are_named_with_their_setting(pipeline: Pipeline) -> None:
    """What depends on them is amiss too; what does not is still looked at."""
    away = pipeline.settings.model_copy(update={"kafka_bootstrap": "127.0.0.1:9"})
    found = amiss(away)
    assert [finding.subject for finding in found] == ["Kafka", *subjects_that_need("Kafka")]
    assert "Kafka at 127.0.0.1:9 did not answer" in found[0].state
    assert "ENGAGE_KAFKA_BOOTSTRAP" in found[0].remedy
    away = pipeline.settings.model_copy(update={"clickhouse_url": "http://127.0.0.1:9"})
    found = amiss(away)
    assert [finding.subject for finding in found] == ["ClickHouse", *subjects_that_need("ClickHouse")]
    assert "ENGAGE_CLICKHOUSE_URL" in found[0].remedy


def test_too_few_partitions_are_found(pipeline: Pipeline) -> None:
    """Workers beyond the number of partitions would stand idle."""
    (found,) = amiss(pipeline.settings.model_copy(update={"partitions": 8}))
    assert (found.subject, found.remedy) == (
        "Kafka",
        "`engage migrate` adds partitions up to 8; or lower ENGAGE_PARTITIONS",
    )
    admin = KafkaAdminClient(bootstrap_servers=pipeline.settings.kafka_bootstrap)
    admin.create_partitions({topic: NewPartitions(4) for topic in TOPICS})
    admin.close()
    grown = pipeline.settings.model_copy(update={"partitions": 4})
    eventually(lambda: amiss(grown), lambda found: not found)


def test_a_backlog_is_found(pipeline: Pipeline) -> None:
    """Nobody consumes; the limit is lowered, so that three messages are many."""
    producer = KafkaProducer(bootstrap_servers=pipeline.settings.kafka_bootstrap)
    for _ in range(3):
        producer.send("engagement.theme-night.v1", b"{}").get(10)
    producer.close()
    assert amiss(pipeline.settings) == []
    (found,) = amiss(pipeline.settings, replace(LIMITS, lag=2))
    assert (found.subject, found.state) == ("backlog", f"group {pipeline.settings.consumer_group} is 3 messages behind")
    assert "start another worker" in found.remedy


def test_messages_that_nobody_stores_are_found(pipeline: Pipeline) -> None:
    """However few they are: they wait longer than the limit, and the finding says when something was last stored."""
    (found,) = amiss(pipeline.settings, replace(LIMITS, waiting=timedelta(0)))
    assert (found.subject, found.remedy.partition(";")[0]) == ("worker", "start a worker with `engage worker`")
    assert found.state == "3 messages have waited for more than 0 s; no batch was ever stored"
    with pipeline.store() as store:
        store.run_text("INSERT INTO engagement.batches (worker, booked) VALUES ('w', '2026-11-20 12:00:00')")
        (found,) = amiss(pipeline.settings, replace(LIMITS, waiting=timedelta(0)))
        store.run_text("TRUNCATE TABLE engagement.batches")
    assert found.state.endswith("the last batch was stored at 2026-11-20 12:00:00 UTC")


def test_a_disk_that_is_almost_full_is_found(pipeline: Pipeline) -> None:
    """The limit is raised above what any disk has free."""
    (found,) = amiss(pipeline.settings, replace(LIMITS, free_disk=1.1))
    assert found.subject == "disk"
    assert "GiB free" in found.state
    assert found.remedy.startswith("free some of it or add a disk")


@pytest.mark.parametrize("hours", [1, -1])
def test_a_clock_that_is_off_is_found(pipeline: Pipeline, hours: int) -> None:
    """This machine's is turned. Where it is behind, Kafka's messages are of the future, which tells of its own."""
    found = amiss(pipeline.settings, replace(LIMITS, waiting=timedelta(days=1)), lambda: now() + timedelta(hours=hours))
    subjects = ["clock of ClickHouse"] if hours > 0 else ["clock of Kafka", "clock of ClickHouse"]
    said = "behind" if hours > 0 else "ahead of"
    assert [finding.subject for finding in found] == subjects
    for finding in found:
        assert f"{said} this machine's" in finding.state
        assert "by NTP" in finding.remedy


@pytest.mark.parametrize(("seconds", "said"), [(90, "behind"), (-90, "ahead of")])
def test_a_clock_of_kafka_that_is_off_is_told_by_the_batches(pipeline: Pipeline, seconds: int, said: str) -> None:
    """What is stored at once seems to have waited, or to have been stored before it was appended."""
    with pipeline.store() as store:
        store.run_text(
            "INSERT INTO engagement.batches (worker, booked, newest, lag) "  # noqa: S608
            f"SELECT 'w', now64(3) - number AS at, at - INTERVAL {seconds} SECOND, 0 FROM numbers(6)"
        )
        (found,) = amiss(pipeline.settings)
        store.run_text("TRUNCATE TABLE engagement.batches")
    assert found.subject == "clock of Kafka"
    assert f"{said} the worker's" in found.state


def test_an_engine_that_is_too_old_is_found(pipeline: Pipeline) -> None:
    """The limit is raised above the engine that is here."""
    (found,) = amiss(pipeline.settings, replace(LIMITS, oldest_engine=(99, 1)))
    assert (found.subject, found.remedy) == ("ClickHouse", "upgrade it to 99.1 or newer")


def test_books_that_do_not_balance_are_found(pipeline: Pipeline) -> None:
    """An offset that is in two outcomes."""
    with pipeline.store() as store:
        for outcome in ("accepted", "dead-letter:malformed"):
            book(store, ("engagement.theme-night.v1", 0, outcome, 0, 0))
        admin = KafkaAdminClient(bootstrap_servers=pipeline.settings.kafka_bootstrap)
        place = TopicPartition("engagement.theme-night.v1", 0)
        producer = KafkaProducer(bootstrap_servers=pipeline.settings.kafka_bootstrap)
        producer.send(place.topic, b"{}", partition=0).get(10)
        producer.close()
        admin.alter_group_offsets(pipeline.settings.consumer_group, {place: OffsetAndMetadata(1, "", -1)})
        admin.close()
        (found,) = amiss(pipeline.settings)
        store.run_text("TRUNCATE TABLE engagement.books")
        book(store, ("engagement.theme-night.v1", 0, "accepted", 0, 0))
    assert (found.subject, found.remedy) == ("books", "run `engage books` and look at what is missing or doubled")
    assert amiss(pipeline.settings) == []


def test_migrations_that_are_not_applied_are_found(pipeline: Pipeline) -> None:
    """The worker would not start."""
    with pipeline.store() as store:
        store.run_text("ALTER TABLE engagement.migrations DELETE WHERE version = 1 SETTINGS mutations_sync = 1")
        (found,) = amiss(pipeline.settings)
        migrate(store)
    assert (found.subject, found.remedy) == ("tables", "run `engage migrate`")
    assert "1 not applied" in found.state


def test_a_missing_topic_is_found(pipeline: Pipeline) -> None:
    """Producers never make one. The last test with Kafka: it takes a topic away."""
    admin = KafkaAdminClient(bootstrap_servers=pipeline.settings.kafka_bootstrap)
    admin.delete_topics(["engagement.theme-night.v1"])
    admin.close()
    found = eventually(lambda: amiss(pipeline.settings), bool)
    assert found[0].subject == "Kafka"
    assert "topic engagement.theme-night.v1 is missing" in found[0].state
    assert "run `engage migrate`" in found[0].state


KEYS = {"batches": "worker", "quarantine": "offset"}
"""What tells rows of a table apart; of facts it is the id. Without it a merge would take two rows for one."""


def put(store: Store, ageing: Ageing, age: timedelta) -> None:
    """Put in a row of that age, with a key of its own and everything else at its default."""
    instant = (datetime.now(UTC) - age).timestamp()
    store.run_text(
        f"INSERT INTO engagement.{ageing.table} ({ageing.column}, {KEYS.get(ageing.table, 'id')}) "
        f"SELECT toDateTime64({instant}, 3), '{int(instant)}'"
    )


@pytest.mark.parametrize("ageing", AGEING, ids=lambda ageing: ageing.table)
def test_rows_that_should_be_deleted_are_found_counted_and_deleted_by_the_remedy(store: Store, ageing: Ageing) -> None:
    """ClickHouse deletes at merges; with these stopped a promise is broken, the doctor says so, and its words help."""
    store.run_text(f"SYSTEM STOP TTL MERGES engagement.{ageing.table}")
    put(store, ageing, ageing.period - timedelta(hours=1))
    put(store, ageing, ageing.period + GRACE / 2)
    assert not any(found.remedy for found in overdue(store, datetime.now(UTC)))
    put(store, ageing, ageing.period + GRACE + timedelta(hours=1))
    oldest = datetime.now(UTC) - ageing.period - GRACE - timedelta(days=5)
    put(store, ageing, datetime.now(UTC) - oldest)
    (found,) = (found for found in overdue(store, datetime.now(UTC)) if found.remedy)
    assert (found.ageing, found.rows, found.promised) == (ageing, 2, True)
    assert found.oldest is not None
    assert abs(found.oldest.replace(tzinfo=UTC) - oldest) < timedelta(seconds=5)
    for text in found.remedy.split("; "):
        store.run_text(text)
    assert not any(found.remedy for found in overdue(store, datetime.now(UTC)))
    assert store.query(f"SELECT count() FROM engagement.{ageing.table}") == [(1,)]  # noqa: S608
    store.run_text(f"TRUNCATE TABLE engagement.{ageing.table}")


@pytest.mark.parametrize("change", ["REMOVE TTL", "MODIFY TTL toDateTime(time) + INTERVAL 900 DAY"])
def test_a_table_without_the_ttl_that_was_promised_is_found_and_gets_it_back(store: Store, change: str) -> None:
    """Removed or longer; before a single row is too old."""
    store.run_text(f"ALTER TABLE engagement.check_ins {change}")
    (found,) = (found for found in overdue(store, datetime.now(UTC)) if found.remedy)
    assert (found.ageing.table, found.rows, found.promised) == ("check_ins", 0, False)
    store.run_text(found.remedy)
    assert not any(found.remedy for found in overdue(store, datetime.now(UTC)))


def test_each_table_with_a_ttl_is_looked_at(store: Store) -> None:
    """Who adds a table that forgets adds it to `streams.retention`, by its family or by name."""
    rows = store.query(
        "SELECT name FROM system.tables WHERE database = 'engagement' AND create_table_query LIKE '% TTL %'"
    )
    assert {name for (name,) in rows} == {ageing.table for ageing in AGEING}
    of_families = {family.table for family in FAMILIES if family.ages}
    assert {ageing.table for ageing in AGEING} == {*of_families, "quarantine", "batches", "amendments"}
    assert next(ageing.period for ageing in AGEING if ageing.table == "quarantine") == TOPIC_RETENTION


def test_a_sender_that_is_mostly_refused_is_named_with_its_share(pipeline: Pipeline, store: Store) -> None:
    """By its source; one with a few dead letters among many facts is not."""
    store.run_text("TRUNCATE TABLE engagement.quarantine")
    letter = "toString(map('source', '{}'))"
    for source, count in (("tablet:bad", 30), ("tablet:slip", 25)):
        value = letter.format(source).replace("toString(", "toJSONString(")
        store.run_text(
            "INSERT INTO engagement.quarantine (topic, partition, offset, appended, reason, value) "  # noqa: S608
            f"SELECT 'engagement.youth-centre.v1', {count}, number, now64(3), 'in-the-future', {value} "
            f"FROM numbers({count})"
        )
    for source, count in (("tablet:bad", 10), ("tablet:slip", 100)):
        store.run_text(
            "INSERT INTO engagement.check_ins (programme, gathering, source, id, revision, time, appended) "  # noqa: S608
            f"SELECT 'youth-centre', 'g', '{source}', toString(number), 1, now64(3), now64(3) FROM numbers({count})"
        )
    (found,) = (finding for finding in amiss(pipeline.settings) if finding.subject == "senders")
    assert found.state == ("a sender that is mostly refused: tablet:bad (30 of 40 messages, 75%, mostly in-the-future)")
    assert "engage dead-letters list --source" in found.remedy
    store.run_text("TRUNCATE TABLE engagement.quarantine")
    store.run_text("TRUNCATE TABLE engagement.check_ins")


@pytest.mark.parametrize(
    ("topic", "value", "letters", "detail", "messages"),
    [
        ("engagement.youth-centre.v1", "garbage", 20, "expected value at line 1 column 1", 20),
        ("engagement.police-dialogue.v1", '{"source": "[removed]"}', 20, "data: a field is missing", 20),
        ("engagement.theme-night.v1", "", 1, "offsets 0 to 49999: 50,000 records, each too small", 50_000),
    ],
)
def test_a_flood_that_names_no_source_is_found_by_its_topic(
    pipeline: Pipeline, store: Store, topic: str, value: str, letters: int, detail: str, messages: int
) -> None:
    """With its number of messages, their reason and one to look at; fewer are somebody's slip."""
    insert = (
        "INSERT INTO engagement.quarantine (topic, partition, offset, appended, reason, detail, value) "  # noqa: S608
        f"SELECT '{topic}', 0, number, now64(3) - 1000 + number, 'malformed', '{detail}', '{value}' FROM numbers"
    )
    if letters > 1:
        store.run_text(f"{insert}({letters - 1})")
        assert [finding for finding in amiss(pipeline.settings) if finding.subject == "senders"] == []
    store.run_text(f"{insert}({letters})")
    (found,) = (finding for finding in amiss(pipeline.settings) if finding.subject == "senders")
    assert found.state == (
        f"{messages} messages of the last day in {topic} that name no source are refused, mostly malformed; the last "
        f"is {topic}/0/{letters - 1}"
    )
    assert f"engage dead-letters show {topic}/0/{letters - 1}" in found.remedy
    store.run_text("TRUNCATE TABLE engagement.quarantine")
