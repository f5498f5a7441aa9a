"""What is likely wrong with the plan of a gathering, though its contract takes it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from schemas.contract import Event, event_name

__all__ = ["LONGEST_GATHERING", "plan_doubts"]

LONGEST_GATHERING = timedelta(days=31)
"""Camps and festivals end within a month."""

_FINLAND_LATITUDES = (59.0, 71.0)
_FINLAND_LONGITUDES = (19.0, 32.0)


def plan_doubts(event: Event) -> Iterator[tuple[str, str]]:
    """Return what somebody should look at in a plan, each as a field of its data and a sentence.

    It goes on for longer than a month, or its venue lies outside Finland. Other events have no doubts.
    """
    if event_name(event["type"]) != "gathering-scheduled":
        return
    data = event["data"]
    starts, ends = data.get("starts"), data.get("ends")
    if isinstance(starts, datetime) and isinstance(ends, datetime) and ends - starts > LONGEST_GATHERING:
        days = (ends - starts).days
        yield "ends", f"it goes on for {days} days; {_OPENING}"
    venue = data.get("venue", {})
    latitude, longitude = venue.get("latitude"), venue.get("longitude")
    if latitude is None or longitude is None or _is_in_finland(latitude, longitude):
        return
    swapped = "latitude and longitude are likely swapped" if _is_in_finland(longitude, latitude) else "correct it"
    yield "venue", f"its position lies outside Finland; {swapped}"


def _is_in_finland(latitude: float, longitude: float) -> bool:
    south, north = _FINLAND_LATITUDES
    west, east = _FINLAND_LONGITUDES
    return south <= latitude <= north and west <= longitude <= east


_OPENING = (
    "that is likely a venue's opening or an exhibition, and no gathering. If people are counted there, plan its days, "
    "each with an id of its own"
)
