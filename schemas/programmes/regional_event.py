"""Regional events: a day in a park or on a square, for a whole part of the city."""

from schemas.programmes.profile import PrivacyTerms, Profile
from schemas.text import Text

__all__ = ["REGIONAL_EVENT"]

REGIONAL_EVENT = Profile(
    id="regional-event",
    name=Text("Regional event", "Aluetapahtuma", "Regionalt evenemang"),
    plural=Text("Regional events", "Aluetapahtumat", "Regionala evenemang"),
    privacy=PrivacyTerms(
        "To see whom regional events reach and whether people of different districts and ages meet there.", 5
    ),
)
