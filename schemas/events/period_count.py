"""A paper sheet's total for a day or a month."""

from datetime import date
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
        description="The period's first day, in Helsinki: of a month, the first of the month.",
    ),
]


class _Sheet(TypedDict):
    __pydantic_config__ = CLOSED  # type: ignore[misc]

    period: Annotated[Literal["day", "month"], Field(description="What the total is for.")]
    first_day: Day
    visits: Annotated[Count, Field(description="How many visits were counted; 0 only where somebody counted none.")]


def _a_month_begins_on_its_first(sheet: _Sheet) -> _Sheet:
    if sheet["period"] == "month" and sheet["first_day"].day != 1:
        first = sheet["first_day"].replace(day=1)
        raise ValueError(f"the month begins on {first}, not on {sheet['first_day']}; write {first}")
    return sheet


PeriodCount = Annotated[_Sheet, AfterValidator(_a_month_begins_on_its_first)]
"""The total of a day or a month. A month's total stands in place of the totals of its days."""

PERIOD_COUNT = EventType("period-count", "A sheet's total for a day or a month", data=PeriodCount)
