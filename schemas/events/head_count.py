"""Somebody counted how many are inside."""

from typing import NotRequired

from typing_extensions import TypedDict

from schemas.event_type import CLOSED, EventType
from schemas.identifiers import Count
from schemas.places import AgeBand

__all__ = ["HEAD_COUNT", "HeadCount"]


class HeadCount(TypedDict):
    """How many people were inside at the event's time; `inside` starts anew from here."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]

    people: Count
    by_age_band: NotRequired[dict[AgeBand, Count]]


HEAD_COUNT = EventType("head-count", "Somebody counted how many are inside", data=HeadCount)
