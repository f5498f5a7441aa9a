"""People were referred from one agency to another."""

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from schemas.agencies import Agency
from schemas.event_type import CLOSED, EventType
from schemas.identifiers import Count
from schemas.rules import Different

__all__ = ["REFERRAL", "Referral"]


class Referral(TypedDict):
    """From where to where, and how many people: counts only, of nobody in particular."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]

    from_agency: Annotated[Agency, Field(description="Who referred.")]
    to_agency: Annotated[Agency, Field(description="Who they were referred to.")]
    people: Annotated[Count, Field(ge=1, le=1_000, description="How many people.")]


REFERRAL = EventType(
    "referral",
    "People were referred from one agency to another",
    data=Referral,
    rules=(Different("from_agency", "to_agency"),),
)
