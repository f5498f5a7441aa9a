"""What it takes to be an event type."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import reduce
from typing import Annotated, Any

from pydantic import ConfigDict

from schemas.programmes import Programme
from schemas.rules import Rule, validator_of

__all__ = ["CLOSED", "EVERY_PROGRAMME", "EventType"]

EVERY_PROGRAMME: AbstractSet[Programme] = frozenset(Programme)

CLOSED = ConfigDict(extra="forbid")
"""The configuration of every contract: unknown fields are refused, so that nothing personal slips in."""


@dataclass(frozen=True, slots=True)
class EventType:
    """One thing that can have happened.

    `data` is the TypedDict of the CloudEvent's data. `impersonal` is what a programme without person keys carries in
    its place. `carried_by` are the programmes that may carry the event. `rules` say what must fit together within it.
    """

    name: str
    summary: str
    data: Any
    impersonal: Any = None
    carried_by: AbstractSet[Programme] = EVERY_PROGRAMME
    rules: tuple[Rule, ...] = ()

    def data_for(self, programme: Programme) -> Any:
        """Return the contract of the event's data within a programme."""
        impersonal = self.impersonal is not None and not programme.carries_persons
        shape = self.impersonal if impersonal else self.data
        return reduce(lambda inner, rule: Annotated[inner, validator_of(rule)], self.rules, shape)
