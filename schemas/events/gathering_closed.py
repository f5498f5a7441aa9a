"""The doors closed; nobody is inside any more."""

from typing_extensions import TypedDict

from schemas.event_type import CLOSED, EventType

__all__ = ["GATHERING_CLOSED", "GatheringClosed"]


class GatheringClosed(TypedDict):
    """Nothing but that it happened, at the event's time."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]


GATHERING_CLOSED = EventType("gathering-closed", "The doors closed; nobody is inside any more", data=GatheringClosed)
