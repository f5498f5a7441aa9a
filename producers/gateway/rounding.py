"""Whom a gathering's exact numbers are for, and what others are told, by the terms of privacy of its programme."""

from collections.abc import Mapping
from typing import Any

from producers.gateway.scope import Scope
from schemas.programmes import Programme
from schemas.programmes.profile import PrivacyTerms

__all__ = ["for_scope", "rounded", "rounded_counts"]

_COUNTS = (
    "inside",
    "entries",
    "exits",
    "accompanied",
    "groups",
    "people_in_groups",
    "accompanying_groups",
    "balance",
)


def rounded(number: int | None, terms: PrivacyTerms) -> int | None:
    """Return a number to the nearest multiple that the terms name; None below their threshold, whatever its sign."""
    if number is None or (number and abs(number) < terms.threshold):
        return None
    return terms.rounding * round(number / terms.rounding)


def rounded_counts(
    counts: Mapping[str, int | None], terms: PrivacyTerms
) -> tuple[dict[str, int | None], dict[str, int]]:
    """Return the counts as the terms let them be told, and by name the threshold below which one is not told.

    Programmes whose terms do not round have exact ones.
    """
    if terms.rounding <= 1:
        return dict(counts), {}
    told = {name: rounded(number, terms) for name, number in counts.items()}
    few = [name for name, number in counts.items() if number is not None and told[name] is None]
    return told, dict.fromkeys(few, terms.threshold)


def for_scope(gathering: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
    """Return how a gathering stands, as a key with this scope is told: a plan, or a plan with live numbers.

    Whoever counts at the door needs the exact number of those inside, of any programme. A key that counts nothing there
    reads numbers by the terms of the programme, the same ones as in `/v1/numbers`: neither single head counts that are
    small nor arrivals by the quarter, whose sums would tell what is rounded.
    """
    terms = Programme(gathering["programme"]).profile.privacy
    if scope.counts_at_doors or terms.rounding <= 1:
        return {**gathering, "rounded_to": 1, "fewer_than": {}}
    told, few = rounded_counts({name: gathering[name] for name in _COUNTS if name in gathering}, terms)
    found = {**gathering, **told, "rounded_to": terms.rounding, "fewer_than": few}
    if "head_counts" in gathering:
        heads = [
            {**one, "people": rounded(one["people"] + one["since"], terms), "since": 0}
            for one in gathering["head_counts"]
        ]
        found["head_counts"] = [one for one in heads if one["people"] is not None]
        found |= {"contains": [], "taken_back": [], "arrivals": []}
    return found
