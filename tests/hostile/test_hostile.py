import os
from pathlib import Path

import pytest

from streams.batch import NO_RECORD
from tests.hostile.campaign import Verdict, run
from tests.pipeline import Pipeline

_REPORT = Path(__file__).parents[2] / "build" / "hostile.json"
_SOAK_RECORDS = 102_000  # some are larger than Kafka takes, and a hundred thousand are to arrive


def require_right(pipeline: Pipeline, verdict: Verdict) -> None:
    """No worker ended, every offset has one outcome, and it is the right one; every good event is stored."""
    log = "".join(pipeline.log_of(worker) for worker in pipeline.workers)
    assert verdict.workers_ended == 0, log[-4_000:]
    assert verdict.good_stored == verdict.good
    assert verdict.balanced
    outcomes = dict(verdict.outcomes)
    assert outcomes.pop("accepted") == verdict.good + verdict.right
    assert outcomes.pop(NO_RECORD) == verdict.transactions
    assert sum(outcomes.values()) == verdict.hostile - verdict.right
    assert set(verdict.refused_by_kafka) <= {"code 10"}  # batches that are larger than a message may be
    assert pipeline.query("SELECT max(length(detail)) <= 1024 FROM engagement.quarantine FINAL") == [(1,)]


def test_hostile_records_stop_nobody(pipeline: Pipeline) -> None:
    """A slice of the campaign: the worker refuses them, and the events beside them are stored."""
    require_right(pipeline, run(pipeline, seed=1, count=1_500, patience=120))


@pytest.mark.soak
def test_a_hundred_thousand_hostile_records_stop_nobody(pipeline: Pipeline, capsys: pytest.CaptureFixture[str]) -> None:
    """The campaign; its report says how long after the last hostile record the slowest good event was stored."""
    seed = int(os.environ.get("SEED", "1"))
    verdict = run(pipeline, seed, _SOAK_RECORDS, patience=500)
    _REPORT.parent.mkdir(exist_ok=True)
    _REPORT.write_text(verdict.as_json())
    with capsys.disabled():
        print(f"\n{verdict.as_json()}")  # noqa: T201  the campaign's figures are its output
    require_right(pipeline, verdict)
