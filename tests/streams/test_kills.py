"""Workers that are killed in mid-stream, on real Kafka: every number comes out right all the same."""

import os
import signal
from pathlib import Path

import pytest

from tests.pipeline import Pipeline, eventually
from tests.shared_engines import SharedEngines
from tests.streams.truth_told import committed, emit, must_equal, small_city

pytestmark = [pytest.mark.engines, pytest.mark.timeout(240)]


def test_a_worker_that_is_killed_three_times_loses_and_doubles_nothing(tmp_path: Path, engines: SharedEngines) -> None:
    """Kill -9 in mid-stream, three times in one run: roll-ups equal the truth and the books balance."""
    with Pipeline(tmp_path, engines, batch_rows=300, session_seconds=6) as pipeline:
        messages, truth = small_city(people=250)
        emit(pipeline, messages)
        for share in (0.1, 0.3, 0.5):
            worker = pipeline.start_worker()
            eventually(
                lambda: committed(pipeline),
                lambda found, share=share: found > share * truth.messages,  # type: ignore[misc]
                seconds=60,
                every=0.25,
            )
            os.kill(worker.pid, signal.SIGKILL)
            assert worker.wait(10) == -signal.SIGKILL
            assert committed(pipeline) < truth.messages
        pipeline.start_worker()
        must_equal(truth, pipeline, pipeline.wait_until_consumed(seconds=90))


@pytest.mark.soak
def test_when_one_of_two_workers_is_killed_the_other_takes_over(tmp_path: Path, engines: SharedEngines) -> None:
    """Both work on partitions of their own; the survivor ends the dead one's, and every number is right."""
    with Pipeline(tmp_path, engines, batch_rows=300, session_seconds=6) as pipeline:
        first = pipeline.start_worker()
        second = pipeline.start_worker()
        for worker in (first, second):
            eventually(lambda worker=worker: pipeline.log_of(worker), lambda text: "worker.started" in text)  # type: ignore[misc]
        messages, truth = small_city(people=250)
        emit(pipeline, messages)
        eventually(lambda: committed(pipeline), lambda found: found > truth.messages // 5, seconds=60, every=0.25)
        os.kill(second.pid, signal.SIGKILL)
        books = pipeline.wait_until_consumed(seconds=90)
        must_equal(truth, pipeline, books)
        assert first.poll() is None
