"""A dialogue of the Preventive Policing Unit was held."""

from typing import Annotated, Literal, NotRequired, get_args

from pydantic import Field
from typing_extensions import TypedDict

from schemas.agencies import Agency
from schemas.event_type import CLOSED, EventType
from schemas.identifiers import Count
from schemas.places import AgeBand
from schemas.programmes import Programme
from schemas.rules import SumWithin

__all__ = ["DIALOGUE_HELD", "SECTIONS", "THEMES", "DialogueHeld"]

Section = Literal["exclusion-and-segregation", "extremism", "juvenile-delinquency"]
"""The unit's three sections: communities and areas at risk of exclusion and segregation; political and ideological
extremism; juvenile delinquents and their families."""

SECTIONS: tuple[Section, ...] = get_args(Section)

Theme = Literal[
    "safety-in-public-places",
    "bullying",
    "drugs",
    "gangs",
    "violence-at-home",
    "hate-speech",
    "online-safety",
    "school-absence",
    "family-support",
    "trust-in-police",
    "traffic",
    "other",
]
"""What a dialogue is about: a closed list, so that no case and no person can be told."""

THEMES: tuple[Theme, ...] = get_args(Theme)


class DialogueHeld(TypedDict):
    """What was spoken of and who was there, as counts and closed lists. Nothing of anybody's person or case."""

    __pydantic_config__ = CLOSED  # type: ignore[misc]

    section: Annotated[Section, Field(description="Whose session it was.")]
    participants: Annotated[Count, Field(le=10_000, description="How many took part, without staff.")]
    by_age_band: NotRequired[Annotated[dict[AgeBand, Count], Field(description="How many of each age band.")]]
    themes: NotRequired[Annotated[list[Theme], Field(max_length=12, description="What was spoken of.")]]
    agencies: NotRequired[Annotated[list[Agency], Field(max_length=9, description="Which agencies beside the police.")]]
    follow_up: NotRequired[Annotated[bool, Field(strict=True, description="Whether a follow-up was agreed.")]]


DIALOGUE_HELD = EventType(
    "dialogue-held",
    "A dialogue of the Preventive Policing Unit was held",
    data=DialogueHeld,
    carried_by=frozenset({Programme.POLICE_DIALOGUE}),
    rules=(SumWithin("by_age_band", "participants"),),
)
