"""Engines that are away for longer than every timeout, with shortened intervals; the soak has the real ones.

One outage is in every run of the tests, the others in those of `make outages` and `make soak`.
"""

import os
import signal
from collections.abc import Iterator

import pytest

from tests.pipeline import Pipeline, eventually
from tests.shared_engines import SharedEngines
from tests.streams.outage import How, Outage
from tests.streams.truth_told import committed

pytestmark = [pytest.mark.engines, pytest.mark.timeout(300)]

BACKLOG = 12_000
"""Four times what the queue in front of the store takes."""

AWAY_SECONDS = 12.0
"""Longer than the session, the poll interval and the limit of liveness together."""


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory, engines: SharedEngines) -> Iterator[Pipeline]:
    folder = tmp_path_factory.mktemp("pipeline")
    with Pipeline(
        folder, engines, metrics_port=0, stall_seconds=2, batch_rows=2_000, session_seconds=6, poll_seconds=2
    ) as running:
        yield running


@pytest.fixture
def outage(pipeline: Pipeline) -> Iterator[Outage]:
    made = Outage(pipeline)
    yield made
    made.worker.kill()
    made.worker.wait(10)


@pytest.mark.parametrize("how", ["kill", pytest.param("pause", marks=pytest.mark.soak)])
def test_clickhouse_away_with_a_backlog_costs_the_worker_nothing(outage: Outage, how: How) -> None:
    """It stays the member that it was while its queue is full, says that it does not consume, and goes on by itself."""
    engines = outage.pipeline.engines
    before, done = outage.members(), committed(outage.pipeline)
    with outage.away([engines.clickhouse], how, AWAY_SECONDS):
        outage.backlog(BACKLOG)
        assert "ClickHouse: " in outage.until_neither_live_nor_ready()
        assert committed(outage.pipeline) == done, "nothing is acknowledged that is not stored"
    assert outage.members() == before
    outage.must_recover()


@pytest.mark.soak
@pytest.mark.parametrize("how", ["kill", "pause"])
def test_kafka_away_with_a_backlog_costs_a_rejoin_at_most(outage: Outage, how: How) -> None:
    """The membership is lost or not; until it is back the worker says so."""
    engines = outage.pipeline.engines
    outage.backlog(BACKLOG)
    with outage.away([engines.kafka], how, AWAY_SECONDS):
        outage.until_neither_live_nor_ready()
    outage.must_recover()


@pytest.mark.soak
def test_both_away_with_a_backlog(outage: Outage) -> None:
    """ClickHouse goes first, so that the queue is full and nothing is fetched when Kafka goes and the session ends."""
    engines = outage.pipeline.engines
    with outage.away([engines.clickhouse], "kill", 0):
        outage.backlog(BACKLOG)
        eventually(lambda: outage.pipeline.log_of(outage.worker), lambda text: "store.waits" in text)
        with outage.away([engines.kafka], "kill", AWAY_SECONDS):
            outage.until_neither_live_nor_ready()
    outage.must_recover()


@pytest.mark.soak
def test_a_worker_that_was_given_up_by_its_group_joins_it_again(outage: Outage) -> None:
    """It stood still for longer than its session while ClickHouse was away: revoked with a full queue, and back."""
    engines = outage.pipeline.engines
    with outage.away([engines.clickhouse], "kill", 0):
        outage.backlog(BACKLOG)
        eventually(lambda: outage.pipeline.log_of(outage.worker), lambda text: "store.waits" in text)
        os.kill(outage.worker.pid, signal.SIGSTOP)
        eventually(outage.members, lambda members: not members, seconds=60, every=0.5, what="the group's members")
        os.kill(outage.worker.pid, signal.SIGCONT)
        eventually(outage.members, lambda members: len(members) == 1, seconds=60, every=0.5, what="the group's members")
    outage.must_recover()
