"""A gathering was called off."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from schemas.event_type import CLOSED, EventType

__all__ = ["GATHERING_CANCELLED", "GatheringCancelled"]


class GatheringCancelled(TypedDict):
    """Why, where that is known. Visits that were recorded all the same still count."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]

    reason: NotRequired[Literal["weather", "staff", "venue", "safety", "no-interest", "replaced", "other"]]


GATHERING_CANCELLED = EventType("gathering-cancelled", "A gathering was called off", data=GatheringCancelled)
