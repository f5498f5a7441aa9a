"""What kafka-python's clients take and raise, for the code that speaks with Kafka through `connections.kafka`."""

from kafka import TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType, NewTopic, OffsetSpec
from kafka.errors import (
    CoordinatorLoadInProgressError,
    CoordinatorNotAvailableError,
    KafkaError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    NotCoordinatorError,
    RecordListTooLargeError,
    UnknownTopicOrPartitionError,
)

__all__ = [
    "ConfigResource",
    "ConfigResourceType",
    "CoordinatorLoadInProgressError",
    "CoordinatorNotAvailableError",
    "KafkaError",
    "KafkaTimeoutError",
    "MessageSizeTooLargeError",
    "NewTopic",
    "NotCoordinatorError",
    "OffsetSpec",
    "RecordListTooLargeError",
    "TopicPartition",
    "UnknownTopicOrPartitionError",
]
