"""A worker process as it is watched: health, metrics, the diary of batches, and its log."""

import json
import re
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from kafka import KafkaProducer
from prometheus_client.parser import text_string_to_metric_families

from schemas.envelope import STRUCTURED_HEADERS
from schemas.programmes import Programme
from streams.logs import LogEvent
from streams.metrics import Metric
from streams.topics import offsets
from tests.pipeline import Pipeline, eventually
from tests.shared_engines import SharedEngines

pytestmark = pytest.mark.engines

CARD, NAME, PSEUDONYM = "2100-0042", "Aino Virtanen", "5ec2e7" + "ab" * 13
SECRETS = (CARD, NAME, "Aino", "Virtanen", PSEUDONYM)


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory, engines: SharedEngines) -> Iterator[Pipeline]:
    folder = tmp_path_factory.mktemp("pipeline")
    with Pipeline(
        folder, engines, metrics_port=0, stall_seconds=1.5, dead_letter_limit=50, log_format="json"
    ) as running:
        yield running


@pytest.fixture(scope="module")
def worker(pipeline: Pipeline) -> subprocess.Popen[bytes]:
    return pipeline.start_worker("--verbose")


def check_in(number: int, **data: Any) -> bytes:
    event = {
        "specversion": "1.0",
        "id": f"watched-{number}",
        "source": "tablet:test",
        "type": "fi.hel.engagement.youth-centre.check-in.v1",
        "subject": "youth-centre:kallio:watched",
        "time": "2026-11-20T12:00:00.000Z",
        "data": {"direction": "entry", "visitor": PSEUDONYM, **data},
    }
    return json.dumps(event).encode()


def send(pipeline: Pipeline, *values: bytes, programme: Programme = Programme.YOUTH_CENTRE) -> None:
    producer = KafkaProducer(bootstrap_servers=pipeline.settings.kafka_bootstrap)
    for value in values:
        producer.send(programme.topic, key=b"watched", value=value, headers=STRUCTURED_HEADERS)
    producer.flush()
    producer.close()


def url_of(pipeline: Pipeline, worker: subprocess.Popen[bytes]) -> str:
    found = eventually(
        lambda: re.search(r'"url": "([^"]+)", "event": "worker.watched"', pipeline.log_of(worker)), bool, what="the url"
    )
    assert found is not None
    return found[1]


def ask(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310  our own worker
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def samples(url: str) -> dict[str, float]:
    status, text = ask(f"{url}/metrics")
    assert status == 200
    return {
        sample.name: sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if "le" not in sample.labels
    }


def test_a_worker_that_joined_is_ready_and_counts_what_it_stores(
    pipeline: Pipeline, worker: subprocess.Popen[bytes]
) -> None:
    """Metrics and the diary of batches agree with what was sent; an idle worker stays live past the limit."""
    url = url_of(pipeline, worker)
    assert url.startswith("http://127.0.0.1:")
    eventually(lambda: ask(f"{url}/ready"), lambda answer: answer[0] == 200)
    send(pipeline, *(check_in(number) for number in range(8)), b'{"broken":')
    pipeline.wait_until_consumed()
    found = eventually(lambda: samples(url), lambda found: found["engage_worker_last_committed_timestamp_seconds"] > 0)
    assert found["engage_worker_messages_total"] == 9
    assert found["engage_worker_dead_letters_total"] == 1
    assert found["engage_worker_lag_messages"] == 0
    assert (found["engage_worker_live"], found["engage_worker_ready"]) == (1, 1)
    ((messages, dead, early, late, worker_id),) = pipeline.query(
        "SELECT sum(messages), sum(dead_letters), countIf(oldest > newest OR newest > booked + 1), "
        "countIf(seconds > 60 OR lag > 9), any(worker) FROM engagement.batches FINAL"
    )
    assert (messages, dead, early, late) == (9, 1, 0, 0)
    assert worker_id.endswith(f":{worker.pid}")
    eventually(lambda: time.time() - samples(url)["engage_worker_last_stored_timestamp_seconds"], lambda age: age > 2)
    assert ask(f"{url}/live") == (200, '{"status": "ok"}\n')


def test_a_worker_that_cannot_store_is_neither_ready_nor_live_and_moves_no_offset(
    pipeline: Pipeline, worker: subprocess.Popen[bytes]
) -> None:
    """ClickHouse is killed: after the limit `/live` says what fails; when it is back, so is the worker."""
    url = url_of(pipeline, worker)
    before = sum(part.committed for part in offsets(pipeline.settings))
    pipeline.engines.clickhouse.kill()
    send(pipeline, *(check_in(number) for number in range(20, 30)))
    eventually(lambda: ask(f"{url}/ready")[0], lambda status: status == 503)
    text = eventually(lambda: ask(f"{url}/live"), lambda answer: answer[0] == 503)[1]
    assert "messages wait, and nothing has been stored" in json.loads(text)["trouble"]
    assert samples(url)["engage_worker_live"] == 0
    assert sum(part.committed for part in offsets(pipeline.settings)) == before
    pipeline.engines.clickhouse.restart()
    eventually(lambda: (ask(f"{url}/live")[0], ask(f"{url}/ready")[0]), lambda found: found == (200, 200))
    assert pipeline.wait_until_consumed().consumed == before + 10


def test_metrics_are_those_of_the_list(pipeline: Pipeline, worker: subprocess.Popen[bytes]) -> None:
    """Each has its kind, its meaning and its labels, and there is no other."""
    _, text = ask(f"{url_of(pipeline, worker)}/metrics")
    families = {family.name: family for family in text_string_to_metric_families(text)}
    families = {name: family for name, family in families.items() if not name.endswith("_created")}
    assert {name.removesuffix("_total") for name in Metric} == families.keys()
    for metric in Metric:
        family = families[metric.removesuffix("_total")]
        assert (family.type, family.documentation) == (metric.kind, metric.meaning)
        labels = {label for sample in family.samples for label in sample.labels} - {"le"}
        assert labels == set(metric.labels)


def test_neither_log_nor_metrics_nor_health_say_anything_of_a_person(
    pipeline: Pipeline, worker: subprocess.Popen[bytes]
) -> None:
    """Cards, names and pseudonyms, valid, refused, broken, and at the limit that stops the worker; at level debug."""
    url = url_of(pipeline, worker)
    send(
        pipeline,
        check_in(40),
        check_in(41, visitor=CARD),
        check_in(42, name=NAME),
        check_in(43, age_band=NAME),
        check_in(44).replace(b"tablet:test", NAME.encode()),
        check_in(45).replace(b"check-in.v1", NAME.encode()),
        f'{{"name": "{NAME}",'.encode(),
        f'"{NAME}"'.encode(),
    )
    send(pipeline, check_in(46, name=NAME), f"{NAME}".encode(), programme=Programme.POLICE_DIALOGUE)
    pipeline.wait_until_consumed()
    told = [ask(f"{url}/{path}")[1] for path in ("metrics", "live", "ready")]
    known = [b"tablet:known-%d" % number for number in range(4)]
    send(pipeline, *(check_in(50 + i).replace(b"tablet:test", source) for i, source in enumerate(known)))
    pipeline.wait_until_consumed()
    broken = [check_in(100 + number, name=NAME, card=CARD) for number in range(400)]
    send(pipeline, *(one.replace(b"tablet:test", known[i % 4]) for i, one in enumerate(broken)))
    assert worker.wait(60) == 1
    log = pipeline.log_of(worker)
    assert "would become dead letters" in log
    for secret in SECRETS:
        assert secret not in log
        assert not any(secret in text for text in told)


def test_what_a_worker_logs_is_in_the_closed_list(pipeline: Pipeline, worker: subprocess.Popen[bytes]) -> None:
    """As JSON, an object a line: each of its own events has a name of the list, a level and an instant."""
    worker.wait(60)
    lines = [json.loads(line) for line in pipeline.log_of(worker).splitlines() if line.startswith("{")]
    ours = [line for line in lines if "logger" not in line]
    assert {"worker.started", "worker.watched", "store.waits", "batch.stored"} <= {line["event"] for line in ours}
    for line in ours:
        assert line["event"] in get_args(LogEvent)
        assert {"timestamp", "level"} <= line.keys()


def test_a_port_that_is_taken_is_named_with_its_setting(pipeline: Pipeline) -> None:
    """The worker does not start unwatched."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        pipeline.given["metrics_port"] = port
        done = pipeline.engage("worker")
        pipeline.given["metrics_port"] = 0
    assert done.returncode == 1
    assert f"cannot be watched at 127.0.0.1:{port}" in done.stderr
    assert "ENGAGE_METRICS_PORT" in done.stderr
