"""Dialogues of the Preventive Policing Unit.

No person key has a place in them: who meets the police must not be traceable, not even by pseudonym.
"""

from schemas.programmes.profile import PrivacyTerms, Profile
from schemas.text import Text

__all__ = ["POLICE_DIALOGUE"]

POLICE_DIALOGUE = Profile(
    id="police-dialogue",
    name=Text("Police dialogue", "Poliisin keskustelutilaisuus", "Polisens dialog"),
    plural=Text("Police dialogue", "Poliisin vuoropuhelu", "Polisens dialog"),
    privacy=PrivacyTerms(
        "To see what dialogues of the Preventive Policing Unit are about and how many take part; never who.", 10, 5
    ),
    carries_persons=False,
)
