"""Workers that come and go while events flow: no partition's committed offset stays behind, and no number is wrong."""

import threading
from collections.abc import Iterator

import pytest

from tests.pipeline import Pipeline, eventually
from tests.shared_engines import SharedEngines
from tests.streams.outage import Outage

pytestmark = [pytest.mark.engines, pytest.mark.timeout(300)]


@pytest.fixture
def pipeline(tmp_path_factory: pytest.TempPathFactory, engines: SharedEngines) -> Iterator[Pipeline]:
    folder = tmp_path_factory.mktemp("pipeline")
    with Pipeline(folder, engines, metrics_port=0, batch_rows=500, session_seconds=6, commit_seconds=0.1) as running:
        yield running


@pytest.mark.parametrize("rounds", [1, pytest.param(6, marks=pytest.mark.soak)])
def test_workers_that_leave_again_and_again_leave_nothing_behind(pipeline: Pipeline, rounds: int) -> None:
    """Two more join and leave, one in order and one killed, while messages come without a pause.

    After each round the flow ends: what is stored must be committed then, without a next message that would help.
    """
    outage = Outage(pipeline)
    for _ in range(rounds):
        done = threading.Event()
        flow = threading.Thread(target=_flow, args=(outage, done))
        flow.start()
        try:
            others = [pipeline.start_worker(), pipeline.start_worker()]
            eventually(outage.members, lambda members: len(members) == 3, seconds=60, every=0.25, what="members")
            assert pipeline.stop_worker(others[0]) == 0
            others[1].kill()
            others[1].wait(10)
        finally:
            done.set()
            flow.join()
        outage.must_recover()
    log = pipeline.log_of(outage.worker)
    assert "store.waits" not in log, "no storing step had to be done again"
    assert pipeline.stop_worker(outage.worker) == 0


def _flow(outage: Outage, done: threading.Event) -> None:
    while not done.wait(0.2):  # so often that each of the workers always has some
        outage.backlog(400)
