"""Youth workers met people outside the door."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from schemas.agencies import Agency
from schemas.event_type import CLOSED, EventType
from schemas.identifiers import Count
from schemas.places import AgeBand
from schemas.programmes import Programme
from schemas.rules import SumWithin

__all__ = ["OUTREACH_CONTACT", "OutreachContact"]

Setting = Literal["shopping-centre", "station", "street", "park", "school", "other"]


class OutreachContact(TypedDict):
    """One meeting outside, with whom it was done together, and how many were met."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]

    setting: Annotated[Setting, Field(description="Where they met.")]
    people: Annotated[Count, Field(ge=1, le=10_000, description="How many people were met.")]
    by_age_band: NotRequired[Annotated[dict[AgeBand, Count], Field(description="How many of each age band.")]]
    together_with: NotRequired[
        Annotated[list[Agency], Field(max_length=9, description="Which agencies were there too.")]
    ]


OUTREACH_CONTACT = EventType(
    "outreach-contact",
    "People were met outside the door",
    data=OutreachContact,
    carried_by=frozenset({Programme.YOUTH_CENTRE, Programme.REGIONAL_EVENT, Programme.POLICE_DIALOGUE}),
    rules=(SumWithin("by_age_band", "people"),),
)
