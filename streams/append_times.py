"""When Kafka appended what, asked of Kafka itself; no message is read."""

from datetime import UTC, datetime

from connections.kafka_values import OffsetSpec, TopicPartition
from streams.kafka_admin import kafka_admin
from streams.settings import StreamSettings
from streams.topics import offsets

__all__ = ["newest_append", "waiting_by_partition", "waiting_since"]


def newest_append(settings: StreamSettings) -> datetime | None:
    """Give the newest append time of all messages of the programmes, None while there is none.

    Raises:
        TopicError: a topic is missing.
        Recoverable: Kafka cannot be reached.
    """
    parts = [TopicPartition(part.topic, part.partition) for part in offsets(settings)]
    with kafka_admin(settings) as admin:
        found = admin.list_partition_offsets(dict.fromkeys(parts, OffsetSpec.MAX_TIMESTAMP))
    newest = max((found[part].timestamp for part in parts), default=-1)
    return None if newest < 0 else datetime.fromtimestamp(newest / 1000, UTC)


def waiting_since(settings: StreamSettings, instant: datetime) -> int:
    """Give how many messages that were appended before an instant are not consumed yet.

    Raises:
        TopicError: a topic is missing.
        Recoverable: Kafka cannot be reached.
    """
    return sum(waiting_by_partition(settings, instant).values())


def waiting_by_partition(settings: StreamSettings, instant: datetime) -> dict[tuple[str, int], int]:
    """Return the same by topic and partition, without the partitions where none waits.

    Raises:
        TopicError: a topic is missing.
        Recoverable: Kafka cannot be reached.
    """
    lagging = {
        TopicPartition(part.topic, part.partition): part for part in offsets(settings) if part.end > part.committed
    }
    if not lagging:
        return {}
    with kafka_admin(settings) as admin:
        found = admin.list_partition_offsets(dict.fromkeys(lagging, int(instant.timestamp() * 1000)))
    firsts = {tp: found[tp].offset for tp in lagging}  # of the messages since; negative where there are none
    waiting = {
        (tp.topic, tp.partition): (firsts[tp] if firsts[tp] >= 0 else part.end) - part.committed
        for tp, part in lagging.items()
    }
    return {part: count for part, count in waiting.items() if count > 0}
