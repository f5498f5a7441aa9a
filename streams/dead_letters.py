"""What could not be accepted, with its reason."""

from dataclasses import dataclass

from schemas.programmes import TOPICS
from schemas.rejections import Rejection
from streams.errors import Invalid
from streams.records import Record, Run

__all__ = ["DeadLetter", "RefusedError"]

REMOVED = "[removed]"


class RefusedError(Invalid):
    """A message is refused. `detail` names the field and what is wrong with it; `value` is what may be kept of it."""

    def __init__(self, reason: Rejection, detail: str, *, value: bytes | None = None) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.value = value


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A refused record. `value` is the record's own, except for what could tell of a person: that is taken out."""

    topic: str
    partition: int
    record: Record
    reason: Rejection
    detail: str
    value: bytes

    @classmethod
    def of(
        cls, run: Run, record: Record, reason: Rejection, detail: str, *, value: bytes | None = None
    ) -> "DeadLetter":
        """Keep a run's record with the reason why it was refused; `value` is what may be kept of it, if not all."""
        kept = value if value is not None else record.value or b""
        return cls(run.topic, run.partition, record, reason, detail, kept)

    @property
    def key(self) -> bytes:
        """The record's key, where it may be kept: nothing ties the key of a refused record to a gathering."""
        return (self.record.key or b"") if self._keeps_all else b""

    @property
    def record_headers(self) -> list[tuple[str, bytes]]:
        """The record's headers, where they may be kept: those of binary mode may name a person."""
        return [*self.record.headers] if self._keeps_all else []

    @property
    def _keeps_all(self) -> bool:
        return TOPICS[self.topic].carries_persons

    @property
    def headers(self) -> list[tuple[str, bytes]]:
        """The headers of the dead letter on its topic: origin and reason, then the record's own."""
        origin = {
            "engagement-reason": self.reason.value,
            "engagement-detail": self.detail,
            "engagement-topic": self.topic,
            "engagement-partition": str(self.partition),
            "engagement-offset": str(self.record.offset),
        }
        return [*((name, text.encode()) for name, text in origin.items()), *self.record_headers]
