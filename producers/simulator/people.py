"""Who lives in the city and around it, and who goes out together with whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import NamedTuple

from producers.simulator.city import City
from schemas.places import AGE_BANDS, DISTRICTS, OUTSIDE_HELSINKI, AgeBand

__all__ = ["Company", "Person", "Population", "population_of"]

_SHARE_FROM_OUTSIDE = 0.08
_COMPANY_SIZES, _COMPANY_WEIGHTS = (1, 2, 3, 4, 5), (45, 27, 14, 9, 5)
_YOUNG: frozenset[AgeBand] = frozenset({"7-12", "13-17", "18-29"})
_YOUNG_ADULTS_AT_CENTRES = 0.2


class Person(NamedTuple):
    """Somebody, by number; `home` is a district's id or `outside-helsinki`."""

    number: int
    home: str
    age_band: AgeBand


Company = tuple[Person, ...]
"""People who go out together: a family, friends, or one person alone."""


@dataclass(frozen=True, slots=True)
class Population:
    """The city's people in companies, by home, in order of how often they go out: the first are the regulars.

    `young` are those that youth centres are for; none of the lists is empty where its home is a key.
    """

    companies: Mapping[str, Sequence[Company]]
    young: Mapping[str, Sequence[Company]]


def population_of(city: City) -> Population:
    """Draw people by district and age band from the city's population table."""
    random = Random(f"{city.seed}:people")  # noqa: S311  a simulation, not a secret
    homes = [*DISTRICTS, OUTSIDE_HELSINKI]
    residents = [district.population for district in DISTRICTS.values()]
    weights = [*residents, sum(residents) * _SHARE_FROM_OUTSIDE / (1 - _SHARE_FROM_OUTSIDE)]
    by_band = {home: list(accumulate(district.population_by_age_band)) for home, district in DISTRICTS.items()}
    columns = zip(*(district.population_by_age_band for district in DISTRICTS.values()), strict=True)
    by_band[OUTSIDE_HELSINKI] = list(accumulate(map(sum, columns)))
    people: dict[str, list[Person]] = {}
    for number, home in enumerate(random.choices(homes, weights, k=city.people)):
        (band,) = random.choices(AGE_BANDS, cum_weights=by_band[home])
        people.setdefault(home, []).append(Person(number, home, band))
    companies = {home: _companies(random, residents) for home, residents in people.items()}
    young = {home: _companies(random, chosen) for home, rest in people.items() if (chosen := _young(random, rest))}
    return Population(companies, young or companies)


def _young(random: Random, people: Sequence[Person]) -> list[Person]:
    return [
        person
        for person in people
        if person.age_band in _YOUNG and (person.age_band != "18-29" or random.random() < _YOUNG_ADULTS_AT_CENTRES)
    ]


def _companies(random: Random, people: Sequence[Person]) -> list[Company]:
    companies, start = [], 0
    while start < len(people):
        (size,) = random.choices(_COMPANY_SIZES, _COMPANY_WEIGHTS)
        companies.append(tuple(people[start : start + size]))
        start += size
    return companies
