"""Which offset of a partition may be committed."""

from collections import deque
from dataclasses import dataclass

__all__ = ["OffsetLedger"]


@dataclass(slots=True)
class _Entry:
    first: int
    last: int
    acknowledged: bool = False


class OffsetLedger:
    """The delivered and acknowledged runs of one partition, in one assignment of it.

    Faust counts each number between two messages' offsets as an acknowledged gap. A message here is a run of records,
    so the hole before it holds its own unacknowledged records and that arithmetic commits the wrong offset. This
    ledger knows runs instead. Numbers that no run covers (left out by compaction or transactions) hold nothing back.

    Guarantees: the committable offset never passes a delivered run that is not acknowledged, reaches the end of the
    newest run below which all are, and never moves back unless runs are delivered again from further back. An offset
    is owed until its own commit succeeded. Memory is one entry for each run in flight. Not safe for use from several
    threads.
    """

    def __init__(self) -> None:
        self._in_flight: deque[_Entry] = deque()
        self._committable: int | None = None
        self._committed: int | None = None

    def deliver(self, first: int, last: int) -> object:
        """Note a run from `first` to `last`, both included, and return what acknowledges it.

        A run that begins at or before one in flight takes its place and that of all later ones: the consumer was set
        back and their records come again.
        """
        while self._in_flight and self._in_flight[-1].last >= first:
            self._in_flight.pop()
        if self._committable is not None and first < self._committable:
            self._committable = None
        entry = _Entry(first, last)
        self._in_flight.append(entry)
        return entry

    def acknowledge(self, delivery: object) -> bool:
        """Note that a run is stored; False where it is not in flight (any more), which changes nothing."""
        for entry in self._in_flight:
            if entry is delivery:
                break
        else:
            return False
        if entry.acknowledged:
            return False
        entry.acknowledged = True
        while self._in_flight and self._in_flight[0].acknowledged:
            self._committable = self._in_flight.popleft().last + 1
        return True

    def commit(self, offset: int) -> None:
        """Note that Kafka took an offset. An attempt that failed is not noted: the offset stays owed."""
        self._committed = offset

    @property
    def committable(self) -> int | None:
        """The offset to commit (that of the next record to read), or None while nothing is acknowledged."""
        return self._committable

    @property
    def committed(self) -> int | None:
        """The offset that was committed last in this assignment, or None before the first time."""
        return self._committed

    @property
    def owed(self) -> int | None:
        """The committable offset while it is not committed, else None."""
        return None if self._committable == self._committed else self._committable

    @property
    def in_flight(self) -> int:
        """How many delivered runs still hold the committable offset back."""
        return len(self._in_flight)
