"""A concern went a step on."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from schemas.agencies import Agency
from schemas.event_type import CLOSED, EventType
from schemas.identifiers import EventId, Source

__all__ = ["CONCERN_HANDLED", "ConcernHandled"]


class ConcernHandled(TypedDict):
    """Passed on, answered or solved, at the event's time. The concern is one of the same gathering."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]

    concern: Annotated[EventId, Field(description="The `id` of the concern that was raised.")]
    source: NotRequired[Annotated[Source, Field(description="Its `source`; not given: that of this event.")]]
    status: Annotated[Literal["passed-on", "answered", "solved"], Field(description="What became of it.")]
    passed_to: NotRequired[Annotated[Agency, Field(description="To whom it was passed on.")]]


CONCERN_HANDLED = EventType("concern-handled", "A concern was passed on, answered or solved", data=ConcernHandled)
