"""What became of the messages that an emitter took."""

from dataclasses import dataclass
from typing import NamedTuple

from producers.errors import ProducerError

__all__ = ["DeliveryReport", "Undelivered"]


class Undelivered(NamedTuple):
    """A message that did not arrive: an event's id, or topic/key, and why."""

    message: str
    error: ProducerError


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """How many messages were taken, and what became of each: `sent` = `acknowledged` + the number of `failed`."""

    sent: int
    acknowledged: int
    failed: tuple[Undelivered, ...]

    @property
    def complete(self) -> bool:
        """Whether the broker acknowledged every message."""
        return self.acknowledged == self.sent
