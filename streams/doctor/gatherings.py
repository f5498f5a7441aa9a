"""The gatherings: whether any is frozen while people still come."""

from collections.abc import Iterable
from datetime import UTC, datetime

from schemas.time_limits import AGE_LIMIT, FINAL_LIMIT
from streams.doctor.examination import Examination, Finding

__all__ = ["look_at_gatherings"]


def look_at_gatherings(given: Examination) -> Iterable[Finding]:
    """Whether events of these days are refused because a fact of long ago made their gathering's numbers final."""
    found = [
        Finding(
            "gatherings",
            f"{roll_up} of gathering {gathering} is frozen: its first fact is of {first}, so {refused} events of the "
            "last week were refused as too late",
            "give what still comes a gathering id of its own; that day was wrong, or an old id is used again",
        )
        for roll_up, gathering, refused, first in given.store.rows("frozen_live_gatherings")
    ]
    parameters = {"before": _text(given.now() - AGE_LIMIT), "final": _text(given.now() - FINAL_LIMIT)}
    for gathering, first in given.store.rows("ending_live_gatherings", parameters):
        first_fact = first.replace(tzinfo=UTC)
        state = (
            f"gathering {gathering} freezes on {(first_fact + FINAL_LIMIT).date()}: its first fact is of {first_fact}"
        )
        remedy = "correct or retract that event before, if its day is wrong; else give what still comes another id"
        found.append(Finding("gatherings", state, remedy))
    return found or [Finding("gatherings", "none is frozen while people come")]


def _text(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%d %H:%M:%S.%f")
