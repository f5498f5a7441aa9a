"""Which partition a producer sends a key to: kafka-python's own choice, hashed once for each key."""

from functools import lru_cache
from typing import Any

from kafka.partitioner.default import DefaultPartitioner, murmur2

__all__ = ["KeyPartitioner"]

_hash_of = lru_cache(maxsize=65_536)(murmur2)


class KeyPartitioner(DefaultPartitioner):  # type: ignore[misc]  # kafka-python publishes no types
    """kafka-python's default partitioner, with a memory for hashes.

    The hash is written in Python and took a fifth of a producer's processor time; keys are gatherings, which come again
    with every check-in.
    """

    def partition(
        self,
        topic: str,
        key: Any,
        serialized_key: bytes | None,
        value: Any,
        serialized_value: bytes | None,
        cluster: Any,
    ) -> int:
        """Return the partition that every other Kafka producer would choose for the key.

        Raises:
            ValueError: the cluster has no such topic.
        """
        partitions = None if serialized_key is None else cluster.partitions_for_topic(topic)
        if serialized_key is None or not partitions:
            chosen: int = super().partition(topic, key, serialized_key, value, serialized_value, cluster)
            return chosen
        ordered = sorted(partitions)
        return int(ordered[(_hash_of(bytes(serialized_key)) & 0x7FFFFFFF) % len(ordered)])
