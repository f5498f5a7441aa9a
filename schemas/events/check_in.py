"""One person came in or went out."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from schemas.event_type import CLOSED, EventType
from schemas.identifiers import Count, Pseudonym
from schemas.places import AgeBand, HomeDistrict

__all__ = ["CHECK_IN", "CheckIn", "ImpersonalCheckIn"]

Direction = Literal["entry", "exit"]
Method = Literal["card", "qr-code", "number", "tap", "clicker"]

Companions = Annotated[
    Count, Field(le=50, description="How many came along who do not check in: a parent with two, 2.")
]


class ImpersonalCheckIn(TypedDict):
    """A check-in that says nothing of who it was."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]

    direction: Direction
    age_band: NotRequired[AgeBand]
    home_district: NotRequired[HomeDistrict]
    method: NotRequired[Method]
    accompanied_by: NotRequired[Companions]


class CheckIn(ImpersonalCheckIn):
    """A check-in. With a `visitor` the person is counted once however often they come."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]

    visitor: NotRequired[Pseudonym]


CHECK_IN = EventType("check-in", "One person came in or went out", data=CheckIn, impersonal=ImpersonalCheckIn)
