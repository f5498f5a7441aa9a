"""The outage campaign with the intervals that workers really have: half an hour and more for each engine."""

from collections.abc import Iterator

import pytest

from tests.pipeline import Pipeline, eventually
from tests.shared_engines import SharedEngines
from tests.streams.outage import How, Outage

pytestmark = [pytest.mark.engines, pytest.mark.soak, pytest.mark.timeout(3_600)]

BACKLOG = 140_000
"""More than the queue in front of the store takes: 90,000 and what one fetch brings."""

SESSION, ANSWER, POLL = 45.0, 150.0, 660.0
"""Seconds, each longer than a timeout and shorter than the next: of the session, of ClickHouse's answers, of polls."""


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory, engines: SharedEngines) -> Iterator[Pipeline]:
    with Pipeline(tmp_path_factory.mktemp("pipeline"), engines, metrics_port=0, stall_seconds=20) as running:
        yield running


@pytest.fixture
def outage(pipeline: Pipeline) -> Iterator[Outage]:
    made = Outage(pipeline)
    yield made
    made.worker.kill()
    made.worker.wait(10)


@pytest.mark.parametrize("seconds", [SESSION, ANSWER, POLL])
@pytest.mark.parametrize("how", ["kill", "pause"])
def test_clickhouse_away(outage: Outage, how: How, seconds: float) -> None:
    """The worker stays the member that it was, and everything is stored after."""
    before = outage.members()
    with outage.away([outage.pipeline.engines.clickhouse], how, seconds):
        outage.backlog(BACKLOG)
        outage.until_neither_live_nor_ready(seconds)
    assert outage.members() == before
    outage.must_recover(120)


@pytest.mark.parametrize("seconds", [SESSION, ANSWER, POLL])
@pytest.mark.parametrize("how", ["kill", "pause"])
def test_kafka_away(outage: Outage, how: How, seconds: float) -> None:
    """In the middle of a backlog."""
    outage.backlog(BACKLOG)
    with outage.away([outage.pipeline.engines.kafka], how, seconds):
        outage.until_neither_live_nor_ready(seconds + 90)
    outage.must_recover(120)


@pytest.mark.parametrize("seconds", [SESSION, ANSWER, POLL])
def test_both_away(outage: Outage, seconds: float) -> None:
    """ClickHouse goes first, so that the queue is full when Kafka goes."""
    engines = outage.pipeline.engines
    with outage.away([engines.clickhouse], "kill", 0):
        outage.backlog(BACKLOG)
        eventually(lambda: outage.pipeline.log_of(outage.worker), lambda text: "store.waits" in text)
        with outage.away([engines.kafka], "kill", seconds):
            outage.until_neither_live_nor_ready(seconds)
    outage.must_recover(120)
