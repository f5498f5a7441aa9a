"""Engines taken away from a worker with a backlog, and what must hold while they are away and after."""

import json
import re
import subprocess
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from kafka import KafkaAdminClient, KafkaProducer

from embedded.engine_process import EngineProcess
from schemas.envelope import STRUCTURED_HEADERS
from schemas.programmes import Programme
from tests.pipeline import Pipeline, eventually

__all__ = ["How", "Outage", "check_ins", "send", "visits_of"]

How = Literal["kill", "pause"]
TOPIC = Programme.YOUTH_CENTRE.topic


def check_ins(gathering: str, numbers: Sequence[int]) -> list[bytes]:
    """Return check-ins of one gathering, an hour ago, one a number."""
    at = (datetime.now(UTC) - timedelta(hours=1)).isoformat(timespec="milliseconds")
    event = {
        "specversion": "1.0",
        "source": "tablet:outage",
        "type": "fi.hel.engagement.youth-centre.check-in.v1",
        "subject": gathering,
        "time": at,
    }
    return [
        json.dumps(
            {**event, "id": f"{gathering}-{n}", "data": {"direction": "entry", "visitor": f"{n + 1:032x}"}}
        ).encode()
        for n in numbers
    ]


def send(pipeline: Pipeline, messages: dict[str, list[bytes]]) -> None:
    """Send messages by gathering, and return when Kafka has all of them."""
    producer = KafkaProducer(bootstrap_servers=pipeline.settings.kafka_bootstrap, linger_ms=20)
    sent = [
        producer.send(TOPIC, key=gathering.encode(), value=value, headers=STRUCTURED_HEADERS)
        for gathering, values in messages.items()
        for value in values
    ]
    producer.flush()
    for future in sent:
        future.get(30)
    producer.close()


def visits_of(pipeline: Pipeline) -> Counter[str]:
    """Return each gathering's visits as its roll-up has them."""
    rows = pipeline.query("SELECT gathering, visits FROM engagement.participation FINAL")
    return Counter({str(row[0]): int(row[1]) for row in rows})


class Outage:
    """One watched worker on a pipeline, its backlog, and the engines that are taken away from it."""

    def __init__(self, pipeline: Pipeline) -> None:
        self.pipeline = pipeline
        self.sent: Counter[str] = Counter(visits_of(pipeline))
        self.worker = pipeline.start_worker()
        self.url = _url_of(pipeline, self.worker)
        eventually(lambda: self.ask("ready"), lambda answer: answer[0] == 200, seconds=60, what="/ready")

    def backlog(self, size: int, gatherings: int = 8) -> None:
        """Send so many new check-ins, over some gatherings and so over all partitions."""
        messages: dict[str, list[bytes]] = {}
        for number in range(gatherings):
            name = f"youth-centre:kallio:outage-{number}"
            begin = self.sent[name]
            messages[name] = check_ins(name, range(begin, begin + size // gatherings))
            self.sent[name] += len(messages[name])
        send(self.pipeline, messages)

    @contextmanager
    def away(self, engines: Sequence[EngineProcess], how: How, seconds: float) -> Iterator[None]:
        """Take engines away for so long, do what is to be done meanwhile, and give them back."""
        since = time.monotonic()
        for engine in engines:
            engine.kill() if how == "kill" else engine.pause()
        try:
            yield
            time.sleep(max(0.0, since + seconds - time.monotonic()))  # the outage itself, not something waited for
        finally:
            for engine in engines:
                engine.start() if how == "kill" else engine.resume()

    def ask(self, path: str) -> tuple[int, str]:
        """Ask the worker how it is, and give the status and the trouble."""
        try:
            with urllib.request.urlopen(f"{self.url}/{path}", timeout=5) as answer:  # noqa: S310  our own worker
                return answer.status, ""
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())["trouble"]

    def until_neither_live_nor_ready(self, seconds: float = 60) -> str:
        """Wait until both paths say that it does not consume, and give why it is not ready."""
        eventually(lambda: self.ask("live")[0], lambda status: status == 503, seconds=seconds, what="/live")
        return eventually(lambda: self.ask("ready"), lambda answer: answer[0] == 503, seconds=5, what="/ready")[1]

    def must_recover(self, seconds: float = 60) -> None:
        """Everything sent is stored and committed by the same worker; the books balance; both paths say ok."""
        books = self.pipeline.wait_until_consumed(seconds=seconds)
        assert books.balanced, books
        assert visits_of(self.pipeline) == self.sent
        assert self.worker.poll() is None
        eventually(lambda: [self.ask("live"), self.ask("ready")], lambda found: found == [(200, "")] * 2, what="health")

    def members(self) -> list[str]:
        """Return the members that the group has, as the broker knows them."""
        admin: Any = KafkaAdminClient(bootstrap_servers=self.pipeline.settings.kafka_bootstrap)
        try:
            group = self.pipeline.settings.consumer_group
            return [str(member["member_id"]) for member in admin.describe_groups([group])[group]["members"]]
        finally:
            admin.close()


def _url_of(pipeline: Pipeline, worker: "subprocess.Popen[bytes]") -> str:
    found = eventually(
        lambda: re.search(r"http://[0-9.]+:[0-9]+", pipeline.log_of(worker)), bool, seconds=60, what="the url"
    )
    assert found is not None
    return found[0]
