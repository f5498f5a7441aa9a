"""What a producer computes for each message: the partition of its key, and checksums in C."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kafka.partitioner.default import DefaultPartitioner
from kafka.record import util

from connections.kafka_partitioner import KeyPartitioner

TOPIC = "engagement.youth-centre.v1"


class Cluster:
    """What a partitioner asks of the cluster's metadata."""

    def __init__(self, partitions: int) -> None:
        self.partitions = set(range(partitions))

    def topics(self) -> set[str]:
        return {TOPIC}

    def partitions_for_topic(self, topic: str) -> set[int] | None:
        return self.partitions if topic == TOPIC else None

    def available_partitions_for_topic(self, topic: str) -> set[int] | None:
        return self.partitions_for_topic(topic)


@given(st.binary(), st.integers(min_value=1, max_value=200))
def test_a_key_goes_where_every_other_producer_sends_it(key: bytes, partitions: int) -> None:
    """The first time and again; a gathering whose partition were another would be counted by two workers."""
    cluster, ours = Cluster(partitions), KeyPartitioner()
    expected = DefaultPartitioner().partition(TOPIC, key, key, None, None, cluster)
    assert [ours.partition(TOPIC, key, key, b"", b"", cluster) for _ in range(2)] == [expected, expected]


def test_a_key_moves_when_partitions_are_added() -> None:
    """The hash is remembered, not the partition."""
    ours = KeyPartitioner()
    keys = [random.Random(1).randbytes(20) for _ in range(50)]  # noqa: S311  no secrets
    for partitions in (3, 7):
        cluster = Cluster(partitions)
        expected = [DefaultPartitioner().partition(TOPIC, key, key, None, None, cluster) for key in keys]
        assert [ours.partition(TOPIC, key, key, None, None, cluster) for key in keys] == expected


def test_a_message_without_a_key_and_a_topic_that_is_unknown_are_kafka_pythons_to_judge() -> None:
    """Some partition of the topic, or its error."""
    assert KeyPartitioner().partition(TOPIC, None, None, None, b"x", Cluster(3)) in range(3)
    with pytest.raises(ValueError, match="not found"):
        KeyPartitioner().partition("another", b"key", b"key", None, None, Cluster(3))


def test_checksums_are_reckoned_in_c() -> None:
    """kafka-python falls back to Python without a word, and a producer then takes more than twice the time."""
    assert util.crc32c_c is not None
    assert util._crc32c is util.crc32c_c
