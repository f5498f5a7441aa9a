"""A number of people, shared out among the age bands."""

from collections import Counter
from collections.abc import Iterable, Mapping
from random import Random

from schemas.places import AGE_BANDS, AgeBand

__all__ = ["ADULTS", "YOUNG", "banded", "sums"]

YOUNG: Mapping[AgeBand, float] = {"7-12": 14, "13-17": 58, "18-29": 24, "30-64": 4}
"""Whom youth workers meet outside, and those whom dialogues with young people reach."""

ADULTS: Mapping[AgeBand, float] = {"13-17": 6, "18-29": 24, "30-64": 50, "65+": 20}
"""Who comes to a meeting of residents or parents."""


def banded(random: Random, people: int, weights: Mapping[AgeBand, float]) -> dict[AgeBand, int]:
    """Share people out. Now and then some are of an age that nobody could tell, or a band is given with nobody."""
    counts = Counter(random.choices(list(weights), list(weights.values()), k=people))
    found = {band: counts[band] for band in AGE_BANDS if counts[band]}
    if random.random() < 0.1:
        oldest = max(found, key=AGE_BANDS.index)
        found[oldest] = random.randrange(found[oldest])
    return found


def sums(maps: Iterable[Mapping[AgeBand, int] | None]) -> dict[str, int]:
    """Add up the bands of those that were given; a band without anybody is left out."""
    total: Counter[str] = Counter()
    for one in maps:
        total.update(one or {})
    return {band: count for band, count in total.items() if count}
