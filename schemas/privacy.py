"""What each programme promises to the people it counts: why, how long, and from how many on a number is shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.programmes import Programme

__all__ = ["PRIVACY", "PrivacyTerms"]


@dataclass(frozen=True, slots=True)
class PrivacyTerms:
    """A programme's terms.

    `threshold` is the smallest number of people that a published number may be of; smaller ones are suppressed.
    Source: 5 is the usual threshold for frequency tables of people in official statistics (Hundepool et al.,
    Statistical Disclosure Control, 2012, ch. 5: minimum frequencies of 3 to 10); police dialogue takes the upper end.
    Published numbers of people are rounded to the nearest multiple of `rounding`; only answers to questions are exact.
    """

    purpose: str
    threshold: int
    rounding: int = 1


PRIVACY: Mapping[Programme, PrivacyTerms] = {
    Programme.REGIONAL_EVENT: PrivacyTerms(
        "To see whom regional events reach and whether people of different districts and ages meet there.", 5
    ),
    Programme.THEME_NIGHT: PrivacyTerms(
        "To see whether theme nights bring people who do not come on ordinary nights.", 5
    ),
    Programme.YOUTH_CENTRE: PrivacyTerms(
        "To see whether youth centres and outreach reach the young people who need a place to be.", 5
    ),
    Programme.POLICE_DIALOGUE: PrivacyTerms(
        "To see what dialogues of the Preventive Policing Unit are about and how many take part; never who.", 10, 5
    ),
}
"""By programme; tests hold the tables, the views and docs/reference/privacy.md to it."""
