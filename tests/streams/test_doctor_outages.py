"""What the doctor says of a worker that stands still, of a partition that does, and of a gathering that is frozen."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from kafka import KafkaConsumer

from schemas.programmes import TOPICS
from streams.doctor import CHECKS, LIMITS, Finding, examine
from streams.group_members import members_of
from streams.judging import AGE_LIMIT, FINAL_LIMIT
from streams.store import Store
from tests.pipeline import Pipeline, eventually
from tests.shared_engines import SharedEngines
from tests.streams.outage import check_ins, send
from tests.streams.stored import Letters, store_batch
from tests.streams.told import Told, ago

pytestmark = [pytest.mark.engines, pytest.mark.timeout(240)]

AT_ONCE = replace(LIMITS, waiting=timedelta(0), watch=timedelta(seconds=2))


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory, engines: SharedEngines) -> Iterator[Pipeline]:
    with Pipeline(tmp_path_factory.mktemp("pipeline"), engines, partitions=2, session_seconds=6) as running:
        yield running


@pytest.fixture
def worker(pipeline: Pipeline) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker that has stored something."""
    started = pipeline.start_worker()
    send(pipeline, {"youth-centre:kallio:doctor": check_ins("youth-centre:kallio:doctor", range(20))})
    pipeline.wait_until_consumed()
    yield started
    os.kill(started.pid, signal.SIGCONT)
    pipeline.stop_worker(started)


def of(pipeline: Pipeline, subject: str) -> list[Finding]:
    found = examine(pipeline.settings, lambda: datetime.now(UTC), CHECKS, AT_ONCE)
    return [finding for finding in found if finding.subject == subject]


def test_a_worker_that_is_no_member_of_its_group_is_found(
    pipeline: Pipeline, worker: "subprocess.Popen[bytes]"
) -> None:
    """It stood still until its session ended; it still runs, and nobody has its partitions."""
    (fine,) = of(pipeline, "group")
    assert (fine.state, fine.remedy) == (f"group {pipeline.settings.consumer_group} has 1 members", "")
    os.kill(worker.pid, signal.SIGSTOP)
    eventually(lambda: members_of(pipeline.settings), lambda members: not members, seconds=60, every=0.5)
    (idle,) = of(pipeline, "group")
    assert idle.remedy == "", "nothing waits, so that nobody has to get up"
    send(pipeline, {"youth-centre:kallio:doctor": check_ins("youth-centre:kallio:doctor", range(20, 30))})
    (found,) = of(pipeline, "group")
    assert f":{worker.pid} stored a batch at" in found.state
    assert "is no member any more, and 10 messages have waited" in found.state
    assert f":{worker.pid} still runs, start it anew" in found.remedy
    os.kill(worker.pid, signal.SIGCONT)
    pipeline.wait_until_consumed()
    assert [finding.remedy for finding in of(pipeline, "group")] == [""]


@contextmanager
def member_that_commits_nothing(pipeline: Pipeline) -> Iterator[Any]:
    consumer = KafkaConsumer(
        *TOPICS,
        bootstrap_servers=pipeline.settings.kafka_bootstrap,
        group_id=pipeline.settings.consumer_group,
        client_id="stuck:1",
        enable_auto_commit=False,
    )
    try:
        eventually(lambda: consumer.poll(timeout_ms=1_000) or consumer.assignment(), bool, seconds=90)
        yield consumer
    finally:
        consumer.close()


def test_a_partition_that_stands_still_is_found(pipeline: Pipeline) -> None:
    """A member has it, messages wait, and its committed offset does not move; one that moves is no finding."""
    with member_that_commits_nothing(pipeline):
        assert [finding.remedy for finding in of(pipeline, "partitions")] == [""]
        send(pipeline, {"youth-centre:kallio:stuck": check_ins("youth-centre:kallio:stuck", range(5))})
        (found,) = of(pipeline, "partitions")
    assert "engagement.youth-centre.v1/" in found.state
    assert "does not move, and 5 messages have waited" in found.state
    assert "of worker stuck:1, which has it" in found.remedy
    assert [finding.remedy for finding in of(pipeline, "partitions")] == [""], "without a member it is the worker's"
    worker = pipeline.start_worker()
    pipeline.wait_until_consumed()
    pipeline.stop_worker(worker)


def freeze(store: Store, gathering: str, first: datetime) -> None:
    """Let a gathering have a first fact of long ago, as time goes by alone can."""
    store.run_text(
        "INSERT INTO engagement.check_ins (programme, gathering, source, id, revision, time, direction) "  # noqa: S608
        f"VALUES ('youth-centre', '{gathering}', 'tablet:1', 'first', 1, "
        f"fromUnixTimestamp64Milli({int(first.timestamp() * 1000)}), 'entry')"
    )
    store.touch({"participation": [("youth-centre", gathering)]})
    store.run("roll_ups/participation")


def test_a_gathering_that_is_frozen_while_people_come_is_found(pipeline: Pipeline) -> None:
    """Events of today are refused; one of its own day long ago is as it should be."""
    with pipeline.store() as store:
        freeze(store, "frozen", ago() - FINAL_LIMIT - timedelta(hours=1))
        store_batch(
            store,
            Letters(),
            [
                Told("check-in", str(n), {"direction": "entry"}, ago(), "frozen", "youth-centre").record(n)
                for n in (9_001, 9_002)
            ],
        )
        freeze(store, "over", ago() - FINAL_LIMIT - timedelta(hours=1))
        old = Told("check-in", "3", {"direction": "entry"}, ago(days=80), "over", "youth-centre").record(9_003)
        store_batch(store, Letters(), [old])
    (found,) = of(pipeline, "gatherings")
    assert "participation of gathering frozen is frozen: its first fact is of" in found.state
    assert "so 2 events of the last week were refused as too late" in found.state
    assert "a gathering id of its own" in found.remedy
    with pipeline.store() as store:
        store.run_text("TRUNCATE TABLE engagement.quarantine")


def test_a_gathering_that_is_about_to_freeze_while_people_come_is_found(pipeline: Pipeline) -> None:
    """While its wrong event can still be corrected."""
    with pipeline.store() as store:
        told = Told("check-in", "today", {"direction": "entry"}, ago(), "ending", "youth-centre")
        store_batch(store, Letters(), [told.record(9_004)])
        freeze(store, "ending", ago() - AGE_LIMIT - timedelta(hours=1))
    (found,) = of(pipeline, "gatherings")
    assert "gathering ending freezes on" in found.state
    assert "correct or retract that event before" in found.remedy
