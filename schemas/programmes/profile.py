"""What it takes to be a programme."""

from dataclasses import dataclass

from schemas.text import Text

__all__ = ["PrivacyTerms", "Profile"]


@dataclass(frozen=True, slots=True)
class PrivacyTerms:
    """A programme's promise to the people it counts: why, and from how many on a number is shown.

    `threshold` is the smallest number of people that a published number may be of; smaller ones are suppressed.
    Source: 5 is the usual threshold for frequency tables of people in official statistics (Hundepool et al.,
    Statistical Disclosure Control, 2012, ch. 5: minimum frequencies of 3 to 10); police dialogue takes the upper end.
    Published numbers of people are rounded to the nearest multiple of `rounding`; only answers to questions are exact.
    """

    purpose: str
    threshold: int
    rounding: int = 1


@dataclass(frozen=True, slots=True)
class Profile:
    """All that is particular to a programme.

    `id` stands in topics, types and tables, and never changes: `youth-centre`. `name` is what one gathering of it is
    called, on the door page; `plural` what all of them are called, on the boards. `carries_persons` says whether a
    person key may exist in its events at all.
    """

    id: str
    name: Text
    plural: Text
    privacy: PrivacyTerms
    carries_persons: bool = True
