"""A paper sheet's total for a day, a week or a month."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from schemas.event_type import CLOSED, EventType
from schemas.identifiers import Count
from schemas.rules import BeginsItsPeriod

__all__ = ["PERIOD_COUNT", "PeriodCount"]

Day = Annotated[
    date,
    Field(
        ge=date.fromisoformat("2000-01-01"),
        lt=date.fromisoformat("2100-01-01"),
        description="The period's first day, in Helsinki: of a week, its Monday; of a month, the first of the month.",
    ),
]


class PeriodCount(TypedDict):
    """The total of a day, of a week from Monday to Sunday (ISO 8601), or of a month.

    A total of a longer period never enters the numbers of a shorter one.
    """

    __pydantic_config__ = CLOSED  # type: ignore[misc]

    period: Annotated[Literal["day", "week", "month"], Field(description="What the total is for.")]
    first_day: Day
    visits: Annotated[Count, Field(description="How many visits were counted; 0 only where somebody counted none.")]


PERIOD_COUNT = EventType(
    "period-count",
    "A sheet's total for a day, a week or a month",
    data=PeriodCount,
    rules=(BeginsItsPeriod("period", "first_day"),),
)
