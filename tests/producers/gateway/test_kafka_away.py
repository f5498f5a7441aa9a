import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest

from tests.pipeline import Pipeline, eventually
from tests.producers.gateway.gateway_process import Answer, GatewayProcess, check_in

pytestmark = pytest.mark.engines


def visits(pipeline: Pipeline, gathering: str) -> int | None:
    rows = pipeline.query(
        f"SELECT visits FROM engagement.participation FINAL WHERE gathering = '{gathering}'"  # noqa: S608
    )
    return rows[0][0] if rows else None


def test_without_kafka_nothing_is_claimed_and_later_everything_is_taken(
    gateway: GatewayProcess, pipeline: Pipeline
) -> None:
    """503 with Retry-After while the broker is away, not ready, and each event once when it is back and sent again."""
    key, gathering = gateway.new_key(), f"away:{uuid4()}"
    events = [check_in(gathering) for _ in range(30)]
    assert gateway.post(key, events[:10]).status == 200
    pipeline.engines.kafka.kill()
    try:
        answer = gateway.post(key, events)
        assert (answer.status, answer.content["title"]) == (503, "unavailable")
        assert int(answer.headers["retry-after"]) >= 1
        assert gateway.get("/health/live").status == 200
        eventually(lambda: gateway.get("/health/ready").status, lambda status: status == 503)
    finally:
        pipeline.engines.kafka.restart()
    assert eventually(lambda: gateway.post(key, events).status, lambda status: status == 200) == 200
    assert gateway.get("/health/ready").status in {200, 503}
    eventually(lambda: visits(pipeline, gathering), lambda found: found == 30)
    eventually(lambda: gateway.get("/health/ready").status, lambda status: status == 200)


def test_a_gateway_starts_without_kafka_and_takes_events_once_it_is_there(pipeline: Pipeline, tmp_path: Path) -> None:
    """The order in which processes start does not matter."""
    away = GatewayProcess(tmp_path, {**pipeline.environment, "ENGAGE_KAFKA_BOOTSTRAP": "127.0.0.1:9"})
    away.start()
    key = away.new_key()
    assert [away.post(key, check_in("x")).status for _ in range(3)] == [503] * 3
    assert away.get("/").status == 200
    assert away.stop() == 0


def test_requests_under_way_are_answered_before_an_orderly_stop(pipeline: Pipeline, tmp_path: Path) -> None:
    """SIGTERM in the middle of traffic: each request either has its answer, and its events, or was not taken."""
    running = GatewayProcess(tmp_path, pipeline.environment, gateway_events_per_second=100_000)
    running.start()
    key, gathering = running.new_key(), f"stop:{uuid4()}"
    acknowledged: list[str] = []
    stopped = threading.Event()

    def send() -> None:
        while not stopped.is_set():
            events = [check_in(gathering) for _ in range(20)]
            try:
                answer: Answer = running.post(key, events)
            except Exception:  # noqa: BLE001  the connection is closed once it has stopped
                return
            if answer.status == 200:
                acknowledged.extend(event["id"] for event in events)

    with ThreadPoolExecutor(4) as pool:
        sending = [pool.submit(send) for _ in range(4)]
        eventually(lambda: len(acknowledged), lambda count: count > 200)
        process = running.process
        assert process is not None
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        stopped.set()
        for one in sending:
            one.result()
    found = eventually(lambda: visits(pipeline, gathering) or 0, lambda found: found >= len(acknowledged))
    assert found <= len(acknowledged) + 4 * 20
