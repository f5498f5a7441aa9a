"""Somebody told of something that worries them."""

from typing import Annotated, Literal, NotRequired, get_args

from pydantic import Field
from typing_extensions import TypedDict

from schemas.event_type import CLOSED, EventType
from schemas.places import HomeDistrict

__all__ = ["CATEGORIES", "CONCERN_RAISED", "Category", "ConcernRaised"]

Category = Literal[
    "lighting", "cleanliness", "drugs", "harassment", "bullying", "violence", "extremism", "traffic", "other"
]

CATEGORIES: tuple[Category, ...] = get_args(Category)

PlaceKind = Literal["street", "park", "school", "station", "shopping-centre", "home-yard", "online", "other"]


class ConcernRaised(TypedDict):
    """What kind of worry and where; no text, so that no person can be told of."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]

    category: Annotated[Category, Field(description="What it is about.")]
    district: NotRequired[Annotated[HomeDistrict, Field(description="Which district it is about.")]]
    place_kind: NotRequired[Annotated[PlaceKind, Field(description="What kind of place it is about.")]]


CONCERN_RAISED = EventType("concern-raised", "Somebody told of something that worries them", data=ConcernRaised)
