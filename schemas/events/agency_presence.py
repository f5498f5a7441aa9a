"""An agency took part."""

from typing import Annotated, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from schemas.agencies import Agency
from schemas.event_type import CLOSED, EventType
from schemas.identifiers import Count

__all__ = ["AGENCY_PRESENCE", "AgencyPresence"]


class AgencyPresence(TypedDict):
    """Which agency, with how many staff and for how long together."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]

    agency: Annotated[Agency, Field(description="Who was there.")]
    staff: NotRequired[Annotated[Count, Field(ge=1, le=1_000, description="How many of its staff.")]]
    minutes: NotRequired[Annotated[Count, Field(le=100_000, description="Working time, all its staff together.")]]


AGENCY_PRESENCE = EventType("agency-presence", "An agency took part", data=AgencyPresence)
