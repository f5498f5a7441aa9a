"""Hostile records among good events, into a running pipeline, and what became of all of them."""

import json
import random
import time
from collections import Counter
from dataclasses import dataclass, field, fields

from kafka import KafkaAdminClient, KafkaProducer
from kafka.admin import ConfigResource, ConfigResourceType

from schemas.programmes import TOPICS, Programme
from streams.books import Books
from tests.hostile.generator import good, hostile
from tests.hostile.wire import RawBatch, RawProducer, built
from tests.pipeline import Pipeline, eventually

__all__ = ["Verdict", "run"]

_GOOD_EVERY = 4
"""A good event for so many hostile records."""

_GOOD_TABLES = "SELECT count(DISTINCT id) FROM engagement.check_ins FINAL WHERE source = 'tablet:good'"
_TRANSACTIONS = 20


@dataclass(slots=True)
class Verdict:
    """What a campaign sent and what became of it. Seconds are of this machine's clock."""

    seed: int
    hostile: int = 0
    bytes: int = 0
    good: int = 0
    right: int = 0
    """Hostile records that are strange, but right, and have to be accepted."""
    transactions: int = 0
    refused_by_kafka: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    outcomes: dict[str, int] = field(default_factory=dict)
    balanced: bool = False
    good_stored: int = 0
    workers_ended: int = 0
    sending_seconds: float = 0.0
    slowest_good_seconds: float = 0.0
    """From the acknowledgement of the last hostile record until the last good event was stored; 0 if it was before."""

    def as_json(self) -> str:
        """Return it for a file."""
        plain = {one.name: getattr(self, one.name) for one in fields(self)}
        return json.dumps({**plain, "kinds": dict(self.kinds.most_common())}, indent=2)


def run(pipeline: Pipeline, seed: int, count: int, *, patience: float) -> Verdict:
    """Send `count` hostile records and good events between them while a worker runs; wait until all is consumed.

    Good events go on to be sent for a moment behind the last hostile record.
    """
    verdict = Verdict(seed)
    rng = random.Random(seed)  # noqa: S311  a campaign that can be repeated
    partitions = pipeline.settings.partitions
    began = time.monotonic()
    before = pipeline.books().outcomes
    good_before = _good_stored(pipeline)
    good_ids = iter(range(seed * 10**8 + count, 10**12))
    programmes = [programme for programme in Programme if programme is not Programme.POLICE_DIALOGUE]
    _take_the_producers_clock(pipeline, Programme.THEME_NIGHT)
    with RawProducer(pipeline.settings.kafka_bootstrap) as producer:

        def send(topic: str, raw: bytes) -> int:
            code, _ = producer.produce(topic, rng.randrange(partitions), raw)
            return code

        def send_good(number: int) -> None:
            programme = rng.choice(programmes)
            records = [good(next(good_ids), programme) for _ in range(number)]
            assert send(programme.topic, built(RawBatch(records))) == 0
            verdict.good += number

        for programme, batch, found in hostile(seed, count):
            raw = built(batch)
            code = send(programme.topic, raw)
            if code:
                verdict.refused_by_kafka[f"code {code}"] += len(found)
            else:
                verdict.hostile += len(found)
                verdict.bytes += len(raw)
                if programme is not Programme.THEME_NIGHT or batch.first_time is None:
                    verdict.right += sum(one.accepted for one in found)
                verdict.kinds.update(one.kind for one in found)
            if rng.random() < len(found) / _GOOD_EVERY:
                send_good(rng.randrange(1, 9))
        verdict.transactions = _transactions(pipeline, verdict, rng)
        last_hostile = time.monotonic()
        verdict.sending_seconds = last_hostile - began
        send_good(50)
    _wait_for_good(pipeline, verdict, good_before, patience)
    verdict.slowest_good_seconds = max(0.0, time.monotonic() - last_hostile)
    books = pipeline.wait_until_consumed(seconds=patience)
    _judge(pipeline, verdict, books, before)
    return verdict


def _take_the_producers_clock(pipeline: Pipeline, programme: Programme) -> None:
    """Let one topic keep the times that producers send, as an operator may have set it behind the product's back.

    Kafka is told to keep what says that it is of 1970, else it deletes some of it while it is counted.
    """
    admin = KafkaAdminClient(bootstrap_servers=pipeline.settings.kafka_bootstrap)
    try:
        clock = {"message.timestamp.type": "CreateTime", "retention.ms": "-1"}
        admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, programme.topic, configs=clock)])
    finally:
        admin.close()


def _transactions(pipeline: Pipeline, verdict: Verdict, rng: random.Random) -> int:
    """Right events in transactions that are committed and aborted: both count, and their markers are no records."""
    producer = KafkaProducer(
        bootstrap_servers=pipeline.settings.kafka_bootstrap, transactional_id=f"hostile-{verdict.seed}"
    )
    try:
        producer.init_transactions()
        for number in range(_TRANSACTIONS):
            producer.begin_transaction()
            topic = rng.choice([*TOPICS])
            record = good(10**9 + number, TOPICS[topic])
            value = (record.value or b"").replace(b"tablet:good", b"tablet:transaction")
            headers = [("content-type", b"application/cloudevents+json")]
            producer.send(topic, value=value, key=record.key, headers=headers).get(30)
            if number % 2:
                producer.commit_transaction()
            else:
                producer.abort_transaction()
            verdict.hostile += 1
            verdict.right += 1
            verdict.kinds["in a transaction, committed or aborted"] += 1
    finally:
        producer.close(timeout=10)
    return _TRANSACTIONS


def _good_stored(pipeline: Pipeline) -> int:
    ((number,),) = pipeline.query(_GOOD_TABLES)
    return int(number)


def _wait_for_good(pipeline: Pipeline, verdict: Verdict, before: int, patience: float) -> None:
    verdict.good_stored = eventually(
        lambda: _good_stored(pipeline) - before,
        lambda found: found == verdict.good or any(worker.poll() is not None for worker in pipeline.workers),
        seconds=patience,
        what="the number of good events that are stored",
    )


def _judge(pipeline: Pipeline, verdict: Verdict, books: Books, before: Counter[str]) -> None:
    verdict.outcomes = {outcome: count for outcome, count in sorted((books.outcomes - before).items()) if count}
    verdict.balanced = books.balanced
    verdict.workers_ended = sum(worker.poll() is not None for worker in pipeline.workers)
