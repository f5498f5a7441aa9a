"""A paper sheet's total for a day, a week or a month."""

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from schemas.event_type import CLOSED, EventType
from schemas.identifiers import Count

__all__ = ["PERIOD_COUNT", "PeriodCount"]

Day = Annotated[
    date,
    Field(
        ge=date.fromisoformat("2000-01-01"),
        lt=date.fromisoformat("2100-01-01"),
        description="The period's first day, in Helsinki: of a week, its Monday; of a month, the first of the month.",
    ),
]


class _Sheet(TypedDict):
    __pydantic_config__ = CLOSED  # type: ignore[misc]

    period: Annotated[Literal["day", "week", "month"], Field(description="What the total is for.")]
    first_day: Day
    visits: Annotated[Count, Field(description="How many visits were counted; 0 only where somebody counted none.")]


def _begins_where_its_period_does(sheet: _Sheet) -> _Sheet:
    day = sheet["first_day"]
    match sheet["period"]:
        case "week":
            first = day - timedelta(days=day.weekday())
        case "month":
            first = day.replace(day=1)
        case _:
            first = day
    if first != day:
        raise ValueError(f"the {sheet['period']} begins on {first}, not on {day}; write {first}")
    return sheet


PeriodCount = Annotated[_Sheet, AfterValidator(_begins_where_its_period_does)]
"""The total of a day, of a week from Monday to Sunday (ISO 8601), or of a month.

A total of a longer period never enters the numbers of a shorter one.
"""

PERIOD_COUNT = EventType("period-count", "A sheet's total for a day, a week or a month", data=PeriodCount)
