"""Every event type, one module each."""

from schemas.event_type import EventType
from schemas.events.agency_presence import AGENCY_PRESENCE
from schemas.events.check_in import CHECK_IN
from schemas.events.concern_handled import CONCERN_HANDLED
from schemas.events.concern_raised import CONCERN_RAISED
from schemas.events.dialogue_held import DIALOGUE_HELD
from schemas.events.gathering_cancelled import GATHERING_CANCELLED
from schemas.events.gathering_closed import GATHERING_CLOSED
from schemas.events.gathering_opened import GATHERING_OPENED
from schemas.events.gathering_scheduled import GATHERING_SCHEDULED
from schemas.events.group_visit import GROUP_VISIT
from schemas.events.head_count import HEAD_COUNT
from schemas.events.outreach_contact import OUTREACH_CONTACT
from schemas.events.period_count import PERIOD_COUNT
from schemas.events.pulse import PULSE
from schemas.events.referral import REFERRAL

__all__ = ["EVENT_TYPES"]

EVENT_TYPES: tuple[EventType, ...] = (
    GATHERING_SCHEDULED,
    GATHERING_OPENED,
    GATHERING_CLOSED,
    GATHERING_CANCELLED,
    CHECK_IN,
    HEAD_COUNT,
    GROUP_VISIT,
    PERIOD_COUNT,
    OUTREACH_CONTACT,
    DIALOGUE_HELD,
    AGENCY_PRESENCE,
    REFERRAL,
    PULSE,
    CONCERN_RAISED,
    CONCERN_HANDLED,
)
"""What a programme can carry; corrections and retractions of these come with the contract."""
