"""A gathering was planned, or its plan changed."""

from typing import Annotated, NotRequired

from pydantic import Field, StringConstraints
from typing_extensions import TypedDict

from schemas.event_type import CLOSED, EventType
from schemas.identifiers import Count, Instant, VenueId
from schemas.places import HomeDistrict
from schemas.rules import NotBefore

__all__ = ["GATHERING_SCHEDULED", "GatheringScheduled", "Name", "Venue"]

Text = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]


class Name(TypedDict):
    """A name in up to three languages; Finnish is asked first, then Swedish, then English."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]

    fi: NotRequired[Text]
    sv: NotRequired[Text]
    en: NotRequired[Text]


class Venue(TypedDict):
    """Where it is. Without a district the gathering counts for the city but for no district."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]

    id: VenueId
    name: Name
    district: NotRequired[HomeDistrict]
    latitude: NotRequired[Annotated[float, Field(ge=-90, le=90)]]
    longitude: NotRequired[Annotated[float, Field(ge=-180, le=180)]]


class GatheringScheduled(TypedDict):
    """The plan. `starts` is null while no time is known: it is postponed. The plan with the latest `time` holds."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]

    name: Name
    starts: Instant | None
    ends: NotRequired[Instant | None]
    venue: NotRequired[Venue]
    capacity: NotRequired[Annotated[Count, Field(ge=1)]]


GATHERING_SCHEDULED = EventType(
    "gathering-scheduled",
    "A gathering was planned, or its plan changed",
    data=GatheringScheduled,
    rules=(NotBefore("starts", "ends"),),
)
