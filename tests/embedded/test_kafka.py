from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from kafka import KafkaConsumer, KafkaProducer
from kafka.admin import KafkaAdminClient, NewTopic

from embedded import EngineStartError, Kafka
from embedded.kafka_files import kafka_files
from embedded.kafka_format import format_data, new_id
from embedded.ports import free_port

pytestmark = pytest.mark.engines


def make(bootstrap: str, topic: str) -> None:
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    admin.create_topics([NewTopic(topic, 2, 1)])
    admin.close()


def send(bootstrap: str, topic: str, *values: bytes) -> None:
    producer = KafkaProducer(bootstrap_servers=bootstrap)
    for sent in [producer.send(topic, value, partition=0) for value in values]:
        sent.get(timeout=30)
    producer.close()


def receive(bootstrap: str, topic: str, count: int) -> list[bytes]:
    """The first messages, read by a consumer group, whose offsets are then committed."""
    consumer = KafkaConsumer(
        topic, bootstrap_servers=bootstrap, group_id=f"{topic}-readers", auto_offset_reset="earliest",
        consumer_timeout_ms=30_000,
    )  # fmt: skip
    values = [message.value for _, message in zip(range(count), consumer, strict=False)]
    consumer.commit()
    consumer.close()
    return values


def test_messages_outlive_a_kill_and_another_port(data_dir: Path) -> None:
    """What a broker acknowledged is there after SIGKILL, at the same address, and after a stop; so are group offsets.

    Another broker on the data directory may take another port; the cluster stays the same.
    """
    cluster = data_dir / "kafka" / "topics" / "meta.properties"
    with Kafka(data_dir / "kafka") as broker:
        bootstrap, identity = broker.bootstrap, cluster.read_text()
        make(bootstrap, "door")
        send(bootstrap, "door", b"1", b"2")
        assert receive(bootstrap, "door", 2) == [b"1", b"2"]
        broker.kill()
        assert not broker.running
        broker.start()
        assert broker.bootstrap == bootstrap
        send(bootstrap, "door", b"3")
        assert receive(bootstrap, "door", 1) == [b"3"]
    with Kafka(data_dir / "kafka", port=free_port()) as moved:
        assert moved.bootstrap != bootstrap
        send(moved.bootstrap, "door", b"4")
        assert receive(moved.bootstrap, "door", 1) == [b"4"]
        assert cluster.read_text() == identity


@pytest.mark.soak
def test_the_start_archive_outlives_a_kill_a_stop_and_another_port(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that ends in order keeps a start archive, a killed one keeps nothing broken; later runs take the first.

    Java takes its time to make one; tests/embedded/test_kafka_archive.py proves what becomes of it.
    """
    monkeypatch.setenv("XDG_CACHE_HOME", str(data_dir / "cache"))
    kept = data_dir / "cache" / "engagement-pipeline"
    with Kafka(data_dir / "kafka") as broker:
        broker.kill()
        assert not list(kept.glob("*.aot"))
        broker.restart()
        broker.restart()
        (archive,) = kept.glob("*.aot*")
        made = archive.stat().st_mtime_ns
    with Kafka(data_dir / "kafka", port=free_port()):
        pass
    assert [(file, file.stat().st_mtime_ns) for file in kept.glob("*.aot*")] == [(archive, made)]


def test_a_later_data_directory_is_formatted_as_kafkas_tool_did_the_first(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same features, an identity of its own, which stays; where the tool fails its reason is shown."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(data_dir / "cache"))
    files = kafka_files()
    java = [str(files.java), "-cp", os.pathsep.join(map(str, files.class_path))]

    def formatted(node: int, cluster: str) -> tuple[dict[str, str], bytes]:
        topics, properties = data_dir / f"topics {node}", data_dir / f"{node}.properties"
        properties.write_text(
            f"node.id={node}\nprocess.roles=broker,controller\nlog.dirs={topics}\n"
            f"controller.quorum.voters={node}@127.0.0.1:9\ncontroller.listener.names=CONTROLLER\n"
            "listeners=PLAIN://127.0.0.1:8,CONTROLLER://127.0.0.1:9\n"
            "listener.security.protocol.map=PLAIN:PLAINTEXT,CONTROLLER:PLAINTEXT\ninter.broker.listener.name=PLAIN\n"
        )
        format_data(topics, java, properties, node=node, cluster=cluster)
        lines = (topics / "meta.properties").read_text().splitlines()
        identity = dict(line.split("=", 1) for line in lines if not line.startswith("#"))
        return identity, (topics / "bootstrap.checkpoint").read_bytes()

    data_dir.mkdir(exist_ok=True)
    with pytest.raises(EngineStartError, match=r"(?s)could not format .*NoSuchOption"):
        format_data(data_dir / "topics 1", [java[0], "-XX:+NoSuchOption"], data_dir / "none", node=1, cluster=new_id())
    clusters = [new_id(), new_id()]
    (first, features), (later, same) = formatted(1, clusters[0]), formatted(2, clusters[1])
    assert features == same
    assert first.keys() == later.keys() == {"version", "cluster.id", "node.id", "directory.id"}
    assert first["version"] == later["version"] == "1"
    assert [(one["cluster.id"], one["node.id"]) for one in (first, later)] == [(clusters[0], "1"), (clusters[1], "2")]
    assert len(first["directory.id"]) == len(later["directory.id"]) == 22
    assert formatted(2, new_id()) == (later, same)


def test_topics_are_made_only_on_purpose(kafka: Kafka) -> None:
    """Asking for a topic that nobody made does not make it."""
    consumer = KafkaConsumer(bootstrap_servers=kafka.bootstrap)
    consumer.partitions_for_topic("typo")
    assert "typo" not in consumer.topics()
    consumer.close()


def test_a_broker_that_cannot_start_shows_its_log(data_dir: Path) -> None:
    """When the data directory cannot be read, the error shows what the broker said and where."""
    (data_dir / "topics").mkdir(parents=True)
    (data_dir / "topics" / "meta.properties").write_text("cluster.id=broken\n")
    with pytest.raises(EngineStartError, match=re.escape(str(data_dir / "logs" / "kafka.log"))) as failure:
        Kafka(data_dir).start()
    assert "node ID not found" in str(failure.value)
