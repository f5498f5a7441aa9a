"""The topics, made, grown and checked."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from connections.kafka_values import (
    ConfigResource,
    ConfigResourceType,
    CoordinatorLoadInProgressError,
    CoordinatorNotAvailableError,
    NewTopic,
    NotCoordinatorError,
    OffsetSpec,
    TopicPartition,
)
from schemas.message_size import MAX_MESSAGE_BYTES
from schemas.programmes import DEAD_LETTER_TOPIC, TOPICS
from streams.errors import TopicError
from streams.kafka_admin import kafka_admin
from streams.settings import StreamSettings

__all__ = ["TOPIC_RETENTION", "PartitionOffsets", "create_topics", "grow_topics", "offsets"]

TOPIC_RETENTION = timedelta(days=30)
"""How long Kafka keeps a message, dead letters too."""

_RETENTION_MILLISECONDS = str(TOPIC_RETENTION // timedelta(milliseconds=1))
_EVENT_CONFIG = {
    # The broker's clock, not the producer's, says when a record arrived: events are judged against it.
    "message.timestamp.type": "LogAppendTime",
    "retention.ms": _RETENTION_MILLISECONDS,
    "max.message.bytes": str(MAX_MESSAGE_BYTES),
}
_COORDINATOR_SECONDS = 10
_DEAD_LETTER_CONFIG = {"retention.ms": _RETENTION_MILLISECONDS, "max.message.bytes": str(MAX_MESSAGE_BYTES)}


@dataclass(frozen=True, slots=True)
class PartitionOffsets:
    """A partition's first offset still there, the offset that the group goes on from, and that of the next record."""

    topic: str
    partition: int
    begin: int
    committed: int
    end: int


def create_topics(settings: StreamSettings) -> list[str]:
    """Create the topics that are missing, and give their names. Running it again changes nothing.

    Raises:
        TopicError: a topic exists, but its records carry the producers' clock, or it takes smaller messages than
            producers send; the message says how to change that.
        Recoverable: Kafka cannot be reached.
    """
    wanted = {**dict.fromkeys(TOPICS, _EVENT_CONFIG), DEAD_LETTER_TOPIC: _DEAD_LETTER_CONFIG}
    with kafka_admin(settings) as admin:
        there = set(admin.list_topics())
        missing = {name: config for name, config in wanted.items() if name not in there}
        if missing:
            admin.create_topics(
                [
                    NewTopic(name, settings.partitions, settings.replication, topic_configs=dict(config))
                    for name, config in missing.items()
                ],
                wait_for_metadata=True,
            )
        for topic in TOPICS:
            _check_clock(admin, topic)
        for topic in (*TOPICS, DEAD_LETTER_TOPIC):
            _check_size(admin, topic)
    return list(missing)


def grow_topics(settings: StreamSettings) -> list[str]:
    """Add partitions to the topics that have fewer than ENGAGE_PARTITIONS, and give their names; never takes any away.

    Workers may run meanwhile. From then on a gathering's events may come on another partition than before, so that two
    workers may store them in any order: facts and roll-ups do not depend on it. New partitions are read from their
    beginning.

    Raises:
        KafkaRefusedError: the user lacks the right Alter on such a topic.
        Recoverable: Kafka cannot be reached.
    """
    with kafka_admin(settings) as admin:
        described = admin.describe_topics([*TOPICS, DEAD_LETTER_TOPIC])
        few = [topic["name"] for topic in described if 0 < len(topic["partitions"]) < settings.partitions]
        if few:
            admin.create_partitions(dict.fromkeys(few, settings.partitions))
    return few


def offsets(settings: StreamSettings) -> list[PartitionOffsets]:
    """Give begin, committed and end of every partition of the programmes' topics.

    Raises:
        TopicError: a topic is missing.
        Recoverable: Kafka cannot be reached.
    """
    with kafka_admin(settings) as admin:
        described = {topic["name"]: topic for topic in admin.describe_topics(list(TOPICS))}
        partitions = []
        for name in TOPICS:
            topic = described.get(name)
            if topic is None or topic["error_code"]:
                raise TopicError(f"topic {name} is missing at {settings.kafka_bootstrap}; run `engage migrate`")
            partitions += [TopicPartition(name, part["partition_index"]) for part in topic["partitions"]]
        begins = admin.list_partition_offsets(dict.fromkeys(partitions, OffsetSpec.EARLIEST))
        ends = admin.list_partition_offsets(dict.fromkeys(partitions, OffsetSpec.LATEST))
        committed = _committed(admin, settings.consumer_group)
    return [
        PartitionOffsets(
            tp.topic, tp.partition, begins[tp].offset, committed.get(tp, begins[tp].offset), ends[tp].offset
        )
        for tp in sorted(partitions)
    ]


def _committed(admin: Any, group: str) -> Mapping[TopicPartition, int]:
    deadline = time.monotonic() + _COORDINATOR_SECONDS
    while True:
        try:
            groups = admin.list_group_offsets({group: None})
            break
        except CoordinatorNotAvailableError:
            return {}  # no group has committed anything yet
        except (CoordinatorLoadInProgressError, NotCoordinatorError):  # for a moment after the broker's start
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
    return {tp: meta.offset for tp, meta in groups[group].items() if meta.offset >= 0}


def _check_clock(admin: Any, topic: str) -> None:
    name = "message.timestamp.type"
    clock = _config(admin, topic, name)
    if clock != "LogAppendTime":
        raise TopicError(
            f"topic {topic} has {name}={clock}, so events would be judged by their producers' clocks; "
            f"run kafka-configs --alter --topic {topic} --add-config {name}=LogAppendTime"
        )


def _check_size(admin: Any, topic: str) -> None:
    name = "max.message.bytes"
    size = int(_config(admin, topic, name))
    if size < MAX_MESSAGE_BYTES:
        raise TopicError(
            f"topic {topic} has {name}={size}, so it would refuse messages that producers and workers send; "
            f"run kafka-configs --alter --topic {topic} --add-config {name}={MAX_MESSAGE_BYTES}"
        )


def _config(admin: Any, topic: str, name: str) -> str:
    found = admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)], config_filter="all")
    return str(found["topic"][topic][name]["value"])
