"""The members of the workers' consumer group, as Kafka's coordinator knows them."""

import time
from dataclasses import dataclass
from typing import Any

from connections.kafka_values import (
    CoordinatorLoadInProgressError,
    CoordinatorNotAvailableError,
    NotCoordinatorError,
)
from streams.kafka_admin import kafka_admin
from streams.settings import StreamSettings

__all__ = ["GroupMember", "members_of"]

_COORDINATOR_SECONDS = 10


@dataclass(frozen=True, slots=True)
class GroupMember:
    """A consumer in the group: the worker's name as in `engagement.batches`, and its partitions by topic and number."""

    client: str
    partitions: frozenset[tuple[str, int]]


def members_of(settings: StreamSettings) -> list[GroupMember]:
    """Return the members that the group has now; none where there was never one.

    Raises:
        Recoverable: Kafka cannot be reached.
        KafkaRefusedError: the user may not describe the group.
    """
    deadline = time.monotonic() + _COORDINATOR_SECONDS
    with kafka_admin(settings) as admin:
        while True:
            try:
                found = admin.describe_groups([settings.consumer_group])
                break
            except CoordinatorNotAvailableError:
                return []
            except (CoordinatorLoadInProgressError, NotCoordinatorError):  # for a moment after the broker's start
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
    return [
        GroupMember(member["client_id"], _partitions(member["member_assignment"]))
        for member in found[settings.consumer_group]["members"]
    ]


def _partitions(assignment: Any) -> frozenset[tuple[str, int]]:
    if not assignment:
        return frozenset()
    return frozenset(
        (topic["topic"], partition) for topic in assignment["assigned_partitions"] for partition in topic["partitions"]
    )
