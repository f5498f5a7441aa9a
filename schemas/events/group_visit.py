"""A group came together."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from schemas.event_type import CLOSED, EventType
from schemas.identifiers import Count
from schemas.places import AgeBand, HomeDistrict

__all__ = ["GROUP_VISIT", "GroupVisit"]

People = Annotated[Count, Field(ge=1, le=10_000, description="How many came, without those who accompany them.")]
Kind = Annotated[
    Literal["school-class", "day-care", "family", "club", "other"], Field(description="What kind of group it is.")
]
Ages = Annotated[AgeBand, Field(description="The age band of most of them.")]
Home = Annotated[HomeDistrict, Field(description="Where the group comes from.")]
Companions = Annotated[Count, Field(le=1_000, description="How many teachers, guardians or leaders came with them.")]


class GroupVisit(TypedDict):
    """A school class, a family, a club: nobody of them checks in one by one."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]

    people: People
    kind: Kind
    age_band: NotRequired[Ages]
    home_district: NotRequired[Home]
    accompanied_by: NotRequired[Companions]


GROUP_VISIT = EventType("group-visit", "A group came together", data=GroupVisit)
