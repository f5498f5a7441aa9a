"""The doors opened."""

from typing_extensions import TypedDict

from schemas.event_type import CLOSED, EventType

__all__ = ["GATHERING_OPENED", "GatheringOpened"]


class GatheringOpened(TypedDict):
    """Nothing but that it happened, at the event's time."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]


GATHERING_OPENED = EventType("gathering-opened", "The doors opened", data=GatheringOpened)
