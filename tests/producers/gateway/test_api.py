import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from schemas.envelope import STRUCTURED_HEADERS
from schemas.programmes import DEAD_LETTER_TOPIC, TOPICS, Programme
from tests.pipeline import Pipeline, eventually
from tests.producers.gateway.gateway_process import GatewayProcess, check_in

pytestmark = pytest.mark.engines

YOUTH = "youth-centre"


def a_gathering() -> str:
    return f"kallio:{uuid4()}"


def live(gateway: GatewayProcess, key: str, gathering: str) -> Any:
    return gateway.get(f"/v1/gatherings/{YOUTH}/{gathering}", key).content


def everything_in_kafka(bootstrap: str) -> list[Any]:
    consumer = KafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    try:
        partitions = [
            TopicPartition(topic, partition)
            for topic in (*TOPICS, DEAD_LETTER_TOPIC)
            for partition in consumer.partitions_for_topic(topic) or ()
        ]
        consumer.assign(partitions)
        consumer.seek_to_beginning()
        ends = consumer.end_offsets(partitions)
        read: list[Any] = []
        while any(consumer.position(partition) < ends[partition] for partition in partitions):
            for batch in consumer.poll(timeout_ms=500).values():
                read.extend(batch)
        return read
    finally:
        consumer.close()


def test_what_is_accepted_is_counted_once_however_often_it_is_sent(gateway: GatewayProcess) -> None:
    """One event and a batch, each twice: the live numbers are those of one sending."""
    key, gathering = gateway.new_key(), a_gathering()
    one = check_in(gathering)
    many = [check_in(gathering, age_band="13-17") for _ in range(20)] + [check_in(gathering, direction="exit")]
    for _ in range(2):
        assert gateway.post(key, one, content_type="application/cloudevents+json").status == 200
        answer = gateway.post(key, many, content_type="application/cloudevents-batch+json")
        assert (answer.status, answer.content["accepted"], answer.content["refused"]) == (200, 21, 0)
        assert [result["id"] for result in answer.content["results"]] == [event["id"] for event in many]
        assert "changes nothing" in answer.content["repeated"]
    found = eventually(lambda: live(gateway, key, gathering), lambda found: found.get("entries") == 21, seconds=10)
    assert (found["inside"], found["exits"], found["capacity"]) == (20, 1, None)
    found = eventually(  # by quarter-hour they come out of the roll-up, when a worker has stored them
        lambda: live(gateway, key, gathering),
        lambda found: sum(quarter["entries"] for quarter in found["arrivals"]) == 21,
    )
    assert len(found["arrivals"]) in {1, 2}


def test_each_refusal_names_reason_field_and_remedy_in_the_language_asked(gateway: GatewayProcess) -> None:
    """The good ones of a batch are taken; each other one says what is wrong and what helps, never its value."""
    key, gathering = gateway.new_key(), a_gathering()
    events = [
        check_in(gathering),
        check_in(gathering, age_band="13-18-secret"),
        check_in(gathering) | {"time": (datetime.now(UTC) + timedelta(hours=2)).isoformat()},
        check_in(gathering) | {"time": (datetime.now(UTC) - timedelta(days=100)).isoformat()},
        check_in(gathering) | {"type": "fi.hel.engagement.youth-centre.party.v1"},
        check_in(gathering, programme="police-dialogue", card="77"),
        check_in(gathering, card="---"),
        "no event",
        check_in(gathering) | {"phone": "0401234567"},
    ]
    answer = gateway.post(key, events, accept_language="sv;q=0.5, fi")
    assert (answer.status, answer.content["accepted"]) == (207, 1)
    found = [(result.get("reason"), result.get("field")) for result in answer.content["results"]]
    assert found == [
        (None, None),
        ("wrong-data", "data.age_band"),
        ("in-the-future", "time"),
        ("too-late", "time"),
        ("unknown-type", "type"),
        ("person-key", "data.card"),
        ("invalid-card", "data.card"),
        ("malformed", ""),
        ("wrong-envelope", "phone"),
    ]
    assert answer.content["results"][2]["remedy"].startswith("Aseta laitteen kello")
    assert "secret" not in json.dumps(answer.content)
    assert "0401234567" not in json.dumps(answer.content)
    alone = gateway.post(key, events[1], accept_language="sv")
    assert (alone.status, alone.content["results"][0]["remedy"]) == (422, "Rätta det nämnda fältet och skicka på nytt.")


def test_an_id_that_says_two_things_in_one_request_is_refused_the_second_time(gateway: GatewayProcess) -> None:
    """A device that counts its ids anew would lose people; the same event twice is a repeat."""
    key, gathering = gateway.new_key(), a_gathering()
    first = check_in(gathering)
    other = {**first, "data": {"direction": "exit"}}
    answer = gateway.post(key, [first, first, other], content_type="application/cloudevents-batch+json")
    assert (answer.content["accepted"], answer.content["refused"]) == (2, 1)
    refused = answer.content["results"][2]
    assert (refused["reason"], refused["field"]) == ("wrong-envelope", "id")
    assert "event 1 of this request" in refused["detail"]


def test_a_name_twice_in_a_body_is_refused(gateway: GatewayProcess) -> None:
    """Which of the two holds would be a matter of the parser; the name is told, no value is."""
    key, gathering = gateway.new_key(), a_gathering()
    body = json.dumps([check_in(gathering), check_in(gathering)])
    twice = body.replace('"direction": "entry"', '"direction": "entry", "directio\\u006e": "exit"', 1)
    assert twice != body
    answer = gateway.post(key, twice.encode())
    assert (answer.status, "direction stands twice in one object" in json.dumps(answer.content)) == (400, True)
    assert gateway.post(key, body.encode()).status == 200


def test_a_card_is_a_pseudonym_before_anything_else_and_is_found_nowhere(
    gateway: GatewayProcess, pipeline: Pipeline
) -> None:
    """The same card counts as one visitor; its number is in no answer, log, topic, table or file."""
    key, gathering, card = gateway.new_key(), a_gathering(), "998877665544332211"
    spaced = "9988 7766-5544 3322 11"
    events = [check_in(gathering, card=card, method="card"), check_in(gathering, card=spaced)]
    amended = check_in(gathering) | {"type": "fi.hel.engagement.youth-centre.correction.v1", "revision": 2}
    replacement = {"event": "check-in", "time": amended["time"], "data": {"direction": "entry", "card": card}}
    amended["data"] = {"corrects": events[1]["id"], "replacement": replacement}
    wrong = [
        check_in(gathering, programme="police-dialogue", card=card),
        check_in(gathering, card=card, visitor=card),
        check_in(gathering, card=card, home_district=card),
        check_in(gathering, visitor=card),
        {"card": card},
        [card],
        check_in(gathering, card={"number": card}),
    ]
    assert gateway.post(key, [*events, amended]).status == 200
    answers = [gateway.post(key, one) for one in wrong]
    assert [answer.status for answer in answers] == [422] * len(wrong)
    assert card not in json.dumps([answer.content for answer in answers])
    eventually(
        lambda: pipeline.query(
            f"SELECT visits, visitors FROM engagement.participation FINAL WHERE gathering = '{gathering}'"  # noqa: S608
        ),
        lambda rows: [tuple(row) for row in rows] == [(2, 1)],
    )
    pipeline.wait_until_consumed()
    for record in everything_in_kafka(pipeline.settings.kafka_bootstrap):
        assert card.encode() not in bytes(record.value)
    tables = pipeline.query(
        "SELECT table, arrayStringConcat(groupArray(name), ', ') FROM system.columns "
        "WHERE database = 'engagement' AND type NOT LIKE 'AggregateFunction%' GROUP BY table"
    )
    assert len(tables) >= 7
    for table, columns in tables:
        assert card not in str(pipeline.query(f"SELECT {columns} FROM engagement.{table}")), table  # noqa: S608
    for path in (gateway.log, gateway.organisers_file, *(gateway.folder / "keys").iterdir()):
        assert card.encode() not in path.read_bytes(), path


def test_a_plan_shows_in_the_list_of_today(gateway: GatewayProcess) -> None:
    """The list holds today's gatherings that the key covers, with name and capacity, and no others."""
    mark = uuid4().hex[:8]
    key, other = gateway.new_key(f"kallio-{mark}:*"), gateway.new_key("malmi:*")
    now = datetime.now(UTC)
    plan = check_in(f"kallio-{mark}:today") | {"type": "fi.hel.engagement.youth-centre.gathering-scheduled.v1"}
    plan["data"] = {"name": {"fi": "Ilta", "en": "Evening"}, "starts": now.isoformat(), "capacity": 60}
    later = json.loads(json.dumps(plan)) | {"subject": f"kallio-{mark}:later", "id": str(uuid4())}
    later["data"]["starts"] = (now + timedelta(days=9)).isoformat()
    assert gateway.post(key, [plan, later]).status == 200
    (found,) = eventually(lambda: gateway.get("/v1/gatherings", key).content["gatherings"], bool)
    assert (found["gathering"], found["name"], found["capacity"], found["inside"], found["status"]) == (
        f"kallio-{mark}:today",
        {"fi": "Ilta", "en": "Evening"},
        60,
        None,
        "scheduled",
    )
    assert gateway.get("/v1/gatherings", other).content["gatherings"] == []


def test_what_nobody_recorded_is_null_and_not_zero(gateway: GatewayProcess) -> None:
    """A gathering with a plan alone has no numbers."""
    key, gathering = gateway.new_key(), a_gathering()
    opened = check_in(gathering) | {"type": "fi.hel.engagement.youth-centre.gathering-opened.v1", "data": {}}
    assert gateway.post(key, opened).status == 200
    found = eventually(lambda: live(gateway, key, gathering), lambda found: found.get("status") == "open")
    assert (found["inside"], found["entries"], found["exits"], found["arrivals"]) == (None, None, None, [])


def test_dead_letters_come_back_to_their_senders_alone(gateway: GatewayProcess, pipeline: Pipeline) -> None:
    """What the worker refused later is shown to the key of that source, with remedy, without values."""
    mark = uuid4().hex[:8]
    key = gateway.new_key("kallio:*", source=f"door:{mark}-*")
    others = [
        gateway.new_key("kallio:*", source="door:other-*"),
        gateway.new_key("malmi:*", source=f"door:{mark}-*"),
        gateway.new_key(source=f"door:{mark}-*", programmes=[Programme.THEME_NIGHT]),
    ]
    late = check_in("kallio:x", age_band="13-17") | {"source": f"door:{mark}-1", "time": "2020-01-01T00:00:00Z"}
    broken = check_in("kallio:x", age_band="<script>alert(1)</script>") | {"source": f"door:{mark}-1", "id": "b1"}
    producer = KafkaProducer(bootstrap_servers=pipeline.settings.kafka_bootstrap)
    for event in (late, broken):
        value = json.dumps(event).encode()
        producer.send(f"engagement.{YOUTH}.v1", key=b"kallio:x", value=value, headers=STRUCTURED_HEADERS).get(10)
    producer.close()

    def rejections(one: str) -> Any:
        return gateway.get("/v1/rejections?days=2", one, accept_language="sv").content["rejections"]

    found = {one["id"]: one for one in eventually(lambda: rejections(key), lambda found: len(found) == 2)}
    assert found[late["id"]]["reason"] == "too-late"
    assert found[late["id"]]["remedy"].startswith("Så gamla uppgifter")
    assert (found["b1"]["reason"], found["b1"]["detail"].partition(":")[0]) == ("wrong-data", "data.age_band")
    assert "script" not in json.dumps(list(found.values()))
    assert [rejections(other) for other in others] == [[], [], []]


def test_dead_letters_of_police_dialogue_come_back_where_they_fit_their_contract(
    gateway: GatewayProcess, pipeline: Pipeline
) -> None:
    """What a gateway took can be refused for its time alone; that is kept whole, and found by its sender.

    What broke the contract is kept without its values: it is shown to nobody rather than to somebody else.
    """
    mark = uuid4().hex[:8]
    key = gateway.new_key("vuosaari:*", source=f"door:{mark}-*", programmes=[Programme.POLICE_DIALOGUE])
    other = gateway.new_key("vuosaari:*", source="door:other-*", programmes=[Programme.POLICE_DIALOGUE])
    late = check_in("vuosaari:x", programme="police-dialogue") | {
        "source": f"door:{mark}-1",
        "time": "2020-01-01T00:00:00Z",
    }
    person = check_in("vuosaari:x", programme="police-dialogue", visitor="a" * 32) | {"source": f"door:{mark}-1"}
    producer = KafkaProducer(bootstrap_servers=pipeline.settings.kafka_bootstrap)
    for event in (late, person):
        value = json.dumps(event).encode()
        topic = Programme.POLICE_DIALOGUE.topic
        producer.send(topic, key=b"vuosaari:x", value=value, headers=STRUCTURED_HEADERS).get(10)
    producer.close()
    pipeline.wait_until_consumed()

    def rejections(one: str) -> Any:
        return [(found["id"], found["reason"]) for found in gateway.get("/v1/rejections", one).content["rejections"]]

    assert eventually(lambda: rejections(key), bool) == [(late["id"], "too-late")]
    assert rejections(other) == []


def test_health_metrics_and_documents_need_no_key_and_tell_nothing_personal(gateway: GatewayProcess) -> None:
    """They answer without a key; metrics hold routes and outcomes, no gathering and no source."""
    assert gateway.get("/health/live").content == {"status": "live"}
    assert gateway.get("/health/ready").content == {"status": "ready"}
    key, gathering = gateway.new_key(), a_gathering()
    assert gateway.post(key, check_in(gathering)).status == 200
    metrics = gateway.get("/metrics").content.decode()
    assert 'engage_gateway_events_total{outcome="accepted"}' in metrics
    assert not any(word in metrics for word in (gathering, "door:test", "kallio", key))
    document = gateway.get("/openapi.json").content
    assert document["openapi"] == "3.1.0"
    page = gateway.get("/docs").content.decode()
    assert all(path in page for path in document["paths"])
    assert "http" not in page.replace("http-equiv", "")
