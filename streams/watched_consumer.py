"""Faust's consumer as a lasting member of its group: it polls while it waits, and tells how things are."""

import asyncio
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from streams.assigned_offsets import AssignedOffsets
from streams.faust_compat import TP, Service, driver
from streams.group_membership import GroupMembership
from streams.health import Consumption

__all__ = ["WatchedConsumer"]

_POLLS_A_TIME = 4
"""How often it polls within the time after which the group gives up a member that does not."""

_LAST_COMMIT_SECONDS = 5.0
"""How long a rebalance waits until what is stored is committed."""


class WatchedConsumer(driver.Consumer):  # type: ignore[misc]  # faust publishes no types
    """Faust's consumer, which stays in its group while nothing is fetched, and knows what it owes to Kafka.

    It polls from the app's event loop: a worker whose loop stands still is given up by its group in time.
    """

    committed_at = 0.0
    """When offsets were last committed, by `time.monotonic`; 0 before the first time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offsets: AssignedOffsets[TP] = AssignedOffsets()
        self._fetched: dict[TP, tuple[int, int]] = {}
        self._handed_on: dict[TP, int] = {}
        self._deliveries = 0

    @property
    def membership(self) -> GroupMembership | None:
        """What it is to its group; None until it is started."""
        found: GroupMembership | None = getattr(self._thread, "membership", None)
        return found

    def consumption(self) -> Consumption:
        """Return how things are at this moment."""
        membership = self.membership
        if membership is None:
            return Consumption()
        return Consumption(
            answered=membership.answered,
            member=membership.member,
            rebalancing=membership.rebalancing,
            assigned=len(self.offsets),
            flowing=self.flow_active,
            behind=self.behind(),
            deliveries=self._deliveries,
            owed={f"{tp.topic}/{tp.partition}": debt.ledger.committed for tp, debt in self.offsets.owed().items()},
        )

    def behind(self) -> int:
        """Return about how many messages Kafka had, when it last answered, that were not handed on to the agent yet."""
        return sum(max(0, end - self._next(tp, position)) for tp, (position, end) in self._positions().items())

    def note_handed_on(self, tp: TP, last: int) -> None:
        """Note that a partition's records up to `last` are handed on to the agent."""
        self._handed_on[tp] = last
        self._deliveries += 1

    def rejoin(self) -> None:
        """Join the group anew: what is read and not committed is read again."""
        if self.membership is not None:
            self._thread.thread_loop.call_soon_threadsafe(self.membership.rejoin)

    async def perform_seek(self) -> None:
        """Forget what was read: with an assignment aiokafka goes on from the committed offsets by itself.

        Faust's own asks for each of them once more, and gives up for ever where Kafka takes a minute to answer.
        """
        self._read_offset.clear()

    def verify_event_path(self, now: float, tp: TP) -> None:
        """Look at nothing: Faust's look logs errors of a waiting worker, and breaks in the middle of a rebalance."""

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Commit what is stored, forget the runs of partitions that are taken away, and let Faust do its part."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._commit_what_is_stored(), _LAST_COMMIT_SECONDS)
        self.offsets.revoke(revoked)
        await super().on_partitions_revoked(revoked)

    async def on_partitions_assigned(self, assigned: set[TP], generation_id: int = 0) -> None:
        """Begin a ledger for each partition, and let Faust do its part."""
        self.offsets.assign(assigned, generation_id)
        self._fetched.clear()
        self._handed_on.clear()
        await super().on_partitions_assigned(assigned, generation_id)

    @Service.task  # type: ignore[untyped-decorator]  # mode publishes no types
    async def _keep_polling(self) -> None:
        """Poll paused partitions, so that the group keeps this member however long the store is away."""
        seconds = self.app.conf.broker_max_poll_interval / _POLLS_A_TIME
        while not self.should_stop:
            membership = self.membership
            if membership is not None:
                if membership.failure is not None:
                    raise membership.failure
                self._thread.thread_loop.call_soon_threadsafe(membership.poll)
            await self.sleep(min(1.0, seconds))

    async def _getmany(self, active_partitions: set[TP] | None, timeout: float) -> Any:  # noqa: ASYNC109  Faust's own
        found = await super()._getmany(active_partitions, timeout)
        self._fetched.update({tp: (runs[0].first, runs[-1].last) for tp, runs in found.items()})
        return found

    async def _commit_what_is_stored(self) -> None:
        await self.maybe_wait_for_commit_to_finish()
        await self.commit()

    async def _commit_tps(self, tps: Iterable[TP], start_new_transaction: bool) -> bool:  # noqa: ARG002, FBT001  Faust's own
        """Commit what is owed. Faust's own takes an offset for committed also where Kafka did not take it."""
        membership, owed = self.membership, self.offsets.owed()
        if membership is None or not owed:
            return False
        offsets: Mapping[TP, int] = {tp: debt.offset for tp, debt in owed.items()}
        done: bool = await self._thread.call_thread(membership.commit, offsets, self.offsets.generation)
        if done:
            self.offsets.commit(owed)
            self.committed_at = time.monotonic()
        return done

    def _positions(self) -> dict[TP, tuple[int, int]]:
        """Return the position and the end of each partition, of one assignment: aiokafka's thread may change it."""
        subscription = self._thread._consumer._subscription.subscription  # noqa: SLF001
        assignment = None if subscription is None else subscription.assignment
        if assignment is None:
            return {}
        states = {TP(*tp): assignment.state_value(tp) for tp in assignment.tps}
        known = {tp: (state._position, state.highwater) for tp, state in states.items()}  # noqa: SLF001
        return {tp: (position, end) for tp, (position, end) in known.items() if None not in {position, end}}

    def _next(self, tp: TP, position: int) -> int:
        """Return the offset after what is handed on. Records of transactions that no run covers count too."""
        first, last = self._fetched.get(tp, (0, -1))
        handed_on = self._handed_on.get(tp, -1)
        return max(first, handed_on + 1) if handed_on < last else position
