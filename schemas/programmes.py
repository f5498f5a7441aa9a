"""The four sources of events."""

from enum import StrEnum

__all__ = ["DEAD_LETTER_TOPIC", "TOPICS", "TYPE_PREFIX", "Programme"]

TYPE_PREFIX = "fi.hel.engagement"
DEAD_LETTER_TOPIC = "engagement.dead-letter.v1"


class Programme(StrEnum):
    """One way in which the city meets people; each has a topic of its own."""

    REGIONAL_EVENT = "regional-event"
    THEME_NIGHT = "theme-night"
    YOUTH_CENTRE = "youth-centre"
    POLICE_DIALOGUE = "police-dialogue"

    @property
    def topic(self) -> str:
        """The Kafka topic of the programme, e.g. `engagement.youth-centre.v1`."""
        return f"engagement.{self.value}.v1"

    @property
    def carries_persons(self) -> bool:
        """Whether a person key may exist in the programme's events at all.

        Police dialogue has no place for one: who meets the police must not be traceable, not even by pseudonym.
        """
        return self is not Programme.POLICE_DIALOGUE


TOPICS: dict[str, Programme] = {programme.topic: programme for programme in Programme}
