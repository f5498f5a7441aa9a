"""The sources of events: one module a programme, with its `Profile`. Whatever lists programmes follows `Programme`."""

from enum import StrEnum
from typing import Any, Self

from schemas.programmes.police_dialogue import POLICE_DIALOGUE
from schemas.programmes.profile import Profile
from schemas.programmes.regional_event import REGIONAL_EVENT
from schemas.programmes.theme_night import THEME_NIGHT
from schemas.programmes.youth_centre import YOUTH_CENTRE

__all__ = ["DEAD_LETTER_TOPIC", "TOPICS", "TYPE_PREFIX", "Programme"]

TYPE_PREFIX = "fi.hel.engagement"
DEAD_LETTER_TOPIC = "engagement.dead-letter.v1"


class Programme(StrEnum):
    """One way in which the city meets people; each has a topic of its own. Its value is its profile's `id`.

    New ones come last: the boards take colours by the order.
    """

    _value_: str
    profile: Profile

    def __new__(cls, profile: Any) -> Self:
        """Make a member of its profile. `Any`, since type checkers take this for the look-up by value, too."""
        member = str.__new__(cls, profile.id)
        member._value_ = profile.id
        member.profile = profile
        return member

    REGIONAL_EVENT = REGIONAL_EVENT
    THEME_NIGHT = THEME_NIGHT
    YOUTH_CENTRE = YOUTH_CENTRE
    POLICE_DIALOGUE = POLICE_DIALOGUE

    @property
    def topic(self) -> str:
        """The Kafka topic of the programme, e.g. `engagement.youth-centre.v1`."""
        return f"engagement.{self.value}.v1"

    @property
    def carries_persons(self) -> bool:
        """Whether a person key may exist in the programme's events at all."""
        return self.profile.carries_persons


TOPICS: dict[str, Programme] = {programme.topic: programme for programme in Programme}
