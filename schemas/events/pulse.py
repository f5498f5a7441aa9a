"""Somebody said how safe they feel, or how much they trust."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from schemas.event_type import CLOSED, EventType
from schemas.places import AgeBand, HomeDistrict

__all__ = ["PULSE", "Pulse"]

Answer = Annotated[
    int, Field(strict=True, ge=1, le=5, description="1 not at all, 5 completely; 4 and 5 count as positive.")
]


class Pulse(TypedDict):
    """One anonymous answer to one question: nothing links it to a person, nor a before to an after."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]

    question: Annotated[Literal["safety", "trust"], Field(description="What was asked: safety here, trust in others.")]
    moment: Annotated[Literal["before", "after"], Field(description="Before or after the gathering.")]
    answer: Answer
    age_band: NotRequired[AgeBand]
    home_district: NotRequired[HomeDistrict]


PULSE = EventType("pulse", "Somebody said how safe they feel or how much they trust", data=Pulse)
