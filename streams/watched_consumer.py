"""What Faust's consumer tells of itself to who watches the worker."""

import time
from collections.abc import Mapping
from typing import Any

from faust.transport.drivers import aiokafka as driver
from faust.types import TP

__all__ = ["WatchedConsumer"]


class WatchedConsumer(driver.Consumer):  # type: ignore[misc]  # faust publishes no types
    """Faust's consumer, which knows when it last committed, whether it has to, and whether it is in its group."""

    committed_at = 0.0
    """When offsets were last committed, by `time.monotonic`; 0 before the first time."""

    @property
    def joined(self) -> bool:
        """Whether the group's coordinator is known and answers: true of a worker without partitions too."""
        consumer = getattr(self._thread, "_consumer", None)
        coordinator = getattr(consumer, "_coordinator", None)
        return coordinator is not None and coordinator.coordinator_id is not None

    def owes(self) -> bool:
        """Tell whether something acknowledged is not committed yet."""
        offsets = ((tp, self._new_offset(tp)) for tp in self.assignment())
        return any(offset is not None and self._should_commit(tp, offset) for tp, offset in offsets)

    async def _commit_offsets(self, offsets: Mapping[TP, int], start_new_transaction: bool = True) -> Any:  # noqa: FBT001, FBT002  Faust's own
        done = await super()._commit_offsets(offsets, start_new_transaction)
        if done:
            self.committed_at = time.monotonic()
        return done
