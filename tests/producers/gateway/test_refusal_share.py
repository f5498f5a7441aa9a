import re
from pathlib import Path

import pytest

from producers.gateway.refusal_share import RefusalShare
from schemas.rejections import Rejection
from tests.pipeline import Pipeline
from tests.producers.gateway.gateway_process import GatewayProcess, check_in


def test_a_key_waits_while_most_of_its_last_events_were_refused() -> None:
    """Not for a few, not for a share below half, and no longer than it says; another key is not concerned."""
    now = 0.0
    share = RefusalShare(100, clock=lambda: now)
    ahead = [Rejection.IN_THE_FUTURE]
    share.note("few", 0, ahead * 100)
    share.note("fair", 1_000, ahead * 900)
    share.note("bad", 10, ahead * 780 + [Rejection.WRONG_DATA] * 20)
    assert [share.slowed(key) for key in ("few", "fair", "nobody")] == [None, None, None]
    slowed = share.slowed("bad")
    assert slowed is not None
    assert (slowed.refused, slowed.events, slowed.reason) == (800, 810, Rejection.IN_THE_FUTURE)
    assert "mostly as in-the-future" in slowed.detail
    now = slowed.seconds - 0.1
    assert share.slowed("bad") is not None
    now = slowed.seconds + 0.1
    assert share.slowed("bad") is None


@pytest.mark.engines
def test_a_key_that_sends_the_future_is_slowed_and_the_others_are_not(pipeline: Pipeline, tmp_path: Path) -> None:
    """9,000 check-ins of 2031 with a small z: refused with the reason, then told to wait; another key's are taken."""
    gateway = GatewayProcess(tmp_path, pipeline.environment)
    gateway.start()
    bad, fair = gateway.new_key(), gateway.new_key()
    wrong = [check_in("refused:1") | {"time": "2031-01-01T00:00:00z"} for _ in range(900)]
    answers = [gateway.post(bad, wrong) for _ in range(10)]
    assert answers[0].status == 422
    assert {result["reason"] for result in answers[0].content["results"]} == {"in-the-future"}
    assert [answer.status for answer in answers[1:]] == [429] * 9
    assert re.search(
        r"most events of this key are refused, about \d+ of .* in-the-future", answers[1].content["detail"]
    )
    assert 1 <= int(answers[1].headers["retry-after"]) <= 60
    assert gateway.post(fair, check_in("refused:2")).status == 200
    assert gateway.stop() == 0
    assert "gateway.slowed key=" in gateway.log.read_text()
