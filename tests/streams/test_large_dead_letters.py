"""Dead letters of any size: whole in the table, and small enough for the topic."""

import hashlib
import json
from typing import Any

import pytest
from kafka import KafkaConsumer

from schemas.message_size import MAX_MESSAGE_BYTES
from schemas.programmes import DEAD_LETTER_TOPIC, Programme
from streams.repair.letters import Filters, find
from tests.hostile.generator import event, good
from tests.hostile.wire import RawBatch, RawProducer, RawRecord, built
from tests.pipeline import Pipeline

pytestmark = pytest.mark.engines

PROGRAMME = Programme.YOUTH_CENTRE
STRUCTURED = (b"content-type", b"application/cloudevents+json")


def large(size: int) -> bytes:
    one = event(1, PROGRAMME, more="")
    one["more"] = "x" * (size - len(json.dumps(one)))
    return json.dumps(one).encode()


def named() -> bytes:
    return json.dumps(
        event(2, PROGRAMME, data={"direction": "entry", "\u00e4" * 280_000: 1}), ensure_ascii=False
    ).encode()


def dead_letters(pipeline: Pipeline, number: int) -> list[Any]:
    consumer = KafkaConsumer(
        DEAD_LETTER_TOPIC,
        bootstrap_servers=pipeline.settings.kafka_bootstrap,
        auto_offset_reset="earliest",
        consumer_timeout_ms=20_000,
    )
    found: list[Any] = []
    for message in consumer:
        found.append(message)
        if len(found) == number:
            break
    consumer.close()
    return found


def test_what_is_as_large_as_kafka_takes_becomes_a_dead_letter(pipeline: Pipeline) -> None:
    """A record of 1,000,100 bytes, the largest one, a field's name of 560 KB, and headers that fill a message."""
    headers = tuple((b"h%d" % i, b"x" * 1_000) for i in range(1_000))
    records = [
        RawRecord(large(1_000_100), b"k", (STRUCTURED,)),
        RawRecord(large(MAX_MESSAGE_BYTES - 200), b"k", (STRUCTURED,)),
        RawRecord(named(), b"k" * 100_000, (STRUCTURED,)),
        RawRecord(b"{}", b"k", (STRUCTURED, *headers)),
    ]
    with RawProducer(pipeline.settings.kafka_bootstrap) as producer:
        for number, record in enumerate(records):
            assert producer.produce(PROGRAMME.topic, 0, built(RawBatch([record])))[0] == 0
            assert producer.produce(PROGRAMME.topic, 0, built(RawBatch([good(number, PROGRAMME)])))[0] == 0
    books = pipeline.wait_until_consumed()
    assert books.balanced
    assert books.accepted == len(records)
    with pipeline.store() as store:
        letters = find(store, Filters())
    assert [letter.value for letter in letters] == [record.value for record in records]
    assert len(letters[3].headers) == len(headers) + 1
    assert max(len(letter.detail.encode()) for letter in letters) <= 1024
    published = {int(dict(one.headers)["engagement-offset"]): one for one in dead_letters(pipeline, len(records))}
    for letter in letters:
        message = published[letter.place.offset]
        told = dict(message.headers)
        assert letter.value.startswith(message.value)
        assert int(told["engagement-value-length"]) == len(letter.value)
        assert told["engagement-value-sha256"].decode() == hashlib.sha256(letter.value).hexdigest()
    assert len(published[letters[1].place.offset].value) < len(letters[1].value)
    assert dict(published[letters[3].place.offset].headers)["engagement-headers-left-out"] == b"1001"
