"""Why a message could not be accepted: a closed list, each with what its sender can do."""

from collections.abc import Sequence
from enum import StrEnum

from pydantic_core import ErrorDetails

from schemas.programmes import Programme

__all__ = ["Rejection", "rejection_of"]


class Rejection(StrEnum):
    """The reason of a dead letter. The first that applies, in this order, is the one given."""

    MALFORMED = "malformed"
    """Not the JSON of an object, or broken in binary mode, or refused in a batch of more than 10,000 records."""

    UNKNOWN_TYPE = "unknown-type"
    """The `type` is missing or in no contract."""

    WRONG_TOPIC = "wrong-topic"
    """The `type` belongs to another programme's topic."""

    PERSON_KEY = "person-key"
    """A field without a place in the contract of a programme that carries no persons; its value is not kept."""

    WRONG_ENVELOPE = "wrong-envelope"
    """An attribute of the CloudEvent beside its data is missing, wrong or unknown."""

    WRONG_DATA = "wrong-data"
    """A field of the data is missing, wrong or unknown."""

    IN_THE_FUTURE = "in-the-future"
    """The event's time lies further ahead of its arrival than clocks differ."""

    TOO_LATE = "too-late"
    """The event's time, or the gathering's first fact, lies so far back that facts beside it may be gone already."""

    @property
    def remedy(self) -> str:
        """What the sender can do, in one sentence."""
        return _REMEDIES[self]


_REMEDIES = {
    Rejection.MALFORMED: "Send one JSON object per message, as CloudEvents 1.0 in structured mode.",
    Rejection.UNKNOWN_TYPE: "Use one of the types that `docs/reference/events.md` lists.",
    Rejection.WRONG_TOPIC: "Send the event to its own programme's topic, engagement.<programme>.v1.",
    Rejection.PERSON_KEY: "Remove the field: events of police dialogue say nothing of persons.",
    Rejection.WRONG_ENVELOPE: "Correct the attribute that the detail names.",
    Rejection.WRONG_DATA: "Correct the field that the detail names.",
    Rejection.IN_THE_FUTURE: "Set the device's clock and send the event again with its right time.",
    Rejection.TOO_LATE: "Facts of that age are closed; enter the number in the yearly report by hand.",
}


def rejection_of(programme: Programme, errors: Sequence[ErrorDetails]) -> Rejection:
    """Return the reason that a contract's errors about one event come to. Their first place is the tag of its type."""
    if not programme.carries_persons and any(error["type"] == "extra_forbidden" for error in errors):
        return Rejection.PERSON_KEY
    in_data = all(error["loc"][1:2] == ("data",) for error in errors)
    return Rejection.WRONG_DATA if in_data else Rejection.WRONG_ENVELOPE
