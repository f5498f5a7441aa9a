"""A worker's membership of its consumer group, as aiokafka's consumer has it.

Four things about aiokafka and Faust made a worker stand still for ever. What is done here about each:

- A member that does not fetch for `max_poll_interval` leaves its group, and may rejoin only when it fetches again.
  Faust fetches neither while its queue is full nor during a rebalance. `poll` counts as a fetch that brings nothing.
- An error of the coordination (a broker that still loads the group answers one to a heartbeat) stops aiokafka's
  coordination until somebody asks for it, which Faust never does. `poll` asks, and joins the group anew.
- aiokafka repeats a commit without end, across a rebalance too. It then arrives with an old generation, which costs the
  member its identity, while the group waits out the session of the lost one. `commit` tries once, in its generation.
- Nobody is told whether heartbeats arrive. `member` tells.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any

from streams.faust_compat import (
    GroupAuthorizationFailedError,
    KafkaError,
    OffsetAndMetadata,
    TopicAuthorizationFailedError,
    TopicPartition,
)
from streams.logs import logger

__all__ = ["GroupMembership"]

log = logger("group")

_REFUSALS = (GroupAuthorizationFailedError, TopicAuthorizationFailedError)


class GroupMembership:
    """What a started aiokafka consumer is to its group. Its methods belong to that consumer's event loop."""

    def __init__(self, consumer: Any, session_seconds: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._subscription = consumer._subscription  # noqa: SLF001  aiokafka tells none of this in public
        self._coordinator = consumer._coordinator  # noqa: SLF001
        self._session_seconds = session_seconds
        self._monotonic = monotonic
        self._heard = monotonic()
        self.failure: BaseException | None = None
        """What ended the coordination for good; the consumer can only be made anew then."""
        self._note_heartbeats()

    @property
    def answered(self) -> bool:
        """Whether the group's coordinator is known and answers. Safe from any thread."""
        return self._coordinator.coordinator_id is not None

    @property
    def member(self) -> bool:
        """Whether the group has this consumer: a heartbeat arrived within the session's time. Safe from any thread."""
        return self._coordinator.generation > 0 and self._monotonic() - self._heard <= self._session_seconds

    @property
    def rebalancing(self) -> bool:
        """Whether the partitions are being divided anew. Safe from any thread."""
        return bool(self._subscription.reassignment_in_progress)

    def poll(self) -> None:
        """Count as a fetch of paused partitions, and take note of what went wrong in the coordination."""
        with self._subscription.fetch_context():
            pass
        coordinator = self._coordinator
        if coordinator._closing.done():  # noqa: SLF001
            return
        if coordinator._coordination_task.done():  # noqa: SLF001
            self.failure = coordinator._coordination_task.exception()  # noqa: SLF001
            return
        try:
            coordinator.check_errors()
        except _REFUSALS as error:
            self.failure = error
        except KafkaError as error:
            log.warning("group.rejoins", error=repr(error))
            coordinator.request_rejoin()

    def rejoin(self) -> None:
        """Join the group anew: what is read and not committed is read again."""
        self._coordinator.request_rejoin()

    async def commit(self, offsets: Mapping[TopicPartition, int], generation: int) -> bool:
        """Commit offsets of an assignment, once; False where that assignment is over or Kafka did not take them.

        Raises:
            GroupAuthorizationFailedError, TopicAuthorizationFailedError: the user may not commit.
        """
        coordinator, subscription = self._coordinator, self._subscription.subscription
        assignment = None if subscription is None else subscription.assignment
        if assignment is None or coordinator.generation != generation or coordinator.coordinator_id is None:
            return False
        wanted = {TopicPartition(*tp): OffsetAndMetadata(offset, "") for tp, offset in offsets.items()}
        if not wanted.keys() <= assignment.tps:
            return False
        try:
            async with coordinator._commit_lock:  # noqa: SLF001
                await coordinator._do_commit_offsets(assignment, wanted)  # noqa: SLF001
        except _REFUSALS:
            raise
        except KafkaError as error:
            log.warning("commit.waits", error=repr(error))
            return False
        return True

    def _note_heartbeats(self) -> None:
        coordinator = self._coordinator
        beat, begin = coordinator._do_heartbeat, coordinator._start_heartbeat_task  # noqa: SLF001

        async def noted_beat() -> bool:
            heard: bool = await beat()
            if heard:
                self._heard = self._monotonic()
            return heard

        def noted_begin() -> None:
            self._heard = self._monotonic()  # the group was joined this moment
            begin()

        coordinator._do_heartbeat = noted_beat  # noqa: SLF001
        coordinator._start_heartbeat_task = noted_begin  # noqa: SLF001
