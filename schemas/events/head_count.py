"""Somebody counted how many are inside."""

from typing import Annotated, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from schemas.event_type import CLOSED, EventType
from schemas.identifiers import Count
from schemas.places import AgeBand
from schemas.rules import SumWithin

__all__ = ["HEAD_COUNT", "MAX_INSIDE", "HeadCount"]

MAX_INSIDE = 50_000
"""More people than the city's largest arena holds at a concert, the Olympic Stadium, are nowhere at once."""


class HeadCount(TypedDict):
    """How many people were inside at the event's time; `inside` starts anew from here."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]

    people: Annotated[Count, Field(le=MAX_INSIDE)]
    by_age_band: NotRequired[dict[AgeBand, Count]]


HEAD_COUNT = EventType(
    "head-count",
    "Somebody counted how many are inside",
    data=HeadCount,
    rules=(SumWithin("by_age_band", "people"),),
)
