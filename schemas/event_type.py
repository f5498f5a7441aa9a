"""What it takes to be an event type."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from pydantic import ConfigDict

from schemas.programmes import Programme

__all__ = ["CLOSED", "EVERY_PROGRAMME", "EventType"]

EVERY_PROGRAMME: AbstractSet[Programme] = frozenset(Programme)

CLOSED = ConfigDict(extra="forbid")
"""The configuration of every contract: unknown fields are refused, so that nothing personal slips in."""


@dataclass(frozen=True, slots=True)
class EventType:
    """One thing that can have happened.

    `data` is the TypedDict of the CloudEvent's data. `impersonal` is what a programme without person keys carries in
    its place. `carried_by` are the programmes that may carry the event.
    """

    name: str
    summary: str
    data: Any
    impersonal: Any = None
    carried_by: AbstractSet[Programme] = EVERY_PROGRAMME

    def data_for(self, programme: Programme) -> Any:
        """Return the contract of the event's data within a programme."""
        if self.impersonal is not None and not programme.carries_persons:
            return self.impersonal
        return self.data
