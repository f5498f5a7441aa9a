"""The ledgers of the partitions that a worker has now, through all changes of its assignment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from streams.offset_ledger import OffsetLedger

__all__ = ["AssignedOffsets", "Delivery", "Owed"]

P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Delivery:
    """A run on its way, as its ledger knows it."""

    ledger: OffsetLedger
    entry: object


@dataclass(frozen=True, slots=True)
class Owed:
    """An offset to commit, and the ledger that is told when Kafka took it."""

    ledger: OffsetLedger
    offset: int


class AssignedOffsets(Generic[P]):
    """One `OffsetLedger` a partition, made with each assignment and gone with its revocation.

    With an assignment Kafka says from which committed offset on a partition is read. So its ledger begins empty there,
    a partition that the worker keeps through a rebalance included, and whatever was on its way before counts for
    nothing: not its delivery, not its acknowledgement, not the outcome of its commit. It is read again.

    Not safe for use from several threads.
    """

    def __init__(self) -> None:
        self._ledgers: dict[P, OffsetLedger] = {}
        self.generation = -1
        """Of the group, when the partitions were assigned; -1 before the first time."""

    def assign(self, partitions: Iterable[P], generation: int) -> None:
        """Begin a new assignment: these partitions and no others."""
        self._ledgers = {partition: OffsetLedger() for partition in partitions}
        self.generation = generation

    def __len__(self) -> int:
        return len(self._ledgers)

    def revoke(self, partitions: Iterable[P]) -> None:
        """End the assignment of partitions."""
        for partition in partitions:
            self._ledgers.pop(partition, None)

    def deliver(self, partition: P, first: int, last: int, generation: int) -> Delivery | None:
        """Note a run of records and return its delivery; None where it is of an earlier assignment: leave it out."""
        ledger = self._ledgers.get(partition)
        if ledger is None or generation != self.generation:
            return None
        return Delivery(ledger, ledger.deliver(first, last))

    def acknowledge(self, partition: P, delivery: Delivery) -> bool:
        """Note that a run is stored; False where its assignment is over or it is delivered again since."""
        return self.holds(partition, delivery) and delivery.ledger.acknowledge(delivery.entry)

    def holds(self, partition: P, delivery: Delivery) -> bool:
        """Return whether a run's assignment is the one of now."""
        return self._ledgers.get(partition) is delivery.ledger

    def owed(self) -> dict[P, Owed]:
        """Return what is to be committed, by partition."""
        offsets = {partition: (ledger, ledger.owed) for partition, ledger in self._ledgers.items()}
        return {
            partition: Owed(ledger, offset) for partition, (ledger, offset) in offsets.items() if offset is not None
        }

    def commit(self, owed: Mapping[P, Owed]) -> None:
        """Note that Kafka took these offsets. It says nothing of a ledger that was made since."""
        for debt in owed.values():
            debt.ledger.commit(debt.offset)
