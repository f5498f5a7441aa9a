"""Every event type, one module each."""

from schemas.event_type import EventType
from schemas.events.check_in import CHECK_IN
from schemas.events.gathering_cancelled import GATHERING_CANCELLED
from schemas.events.gathering_closed import GATHERING_CLOSED
from schemas.events.gathering_opened import GATHERING_OPENED
from schemas.events.gathering_scheduled import GATHERING_SCHEDULED
from schemas.events.head_count import HEAD_COUNT

__all__ = ["EVENT_TYPES"]

EVENT_TYPES: tuple[EventType, ...] = (
    GATHERING_SCHEDULED,
    GATHERING_OPENED,
    GATHERING_CLOSED,
    GATHERING_CANCELLED,
    CHECK_IN,
    HEAD_COUNT,
)
"""What a programme can carry; corrections and retractions of these come with the contract."""
