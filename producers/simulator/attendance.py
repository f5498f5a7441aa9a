"""Who came to a gathering, when they went, and what was noted down about them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from random import Random
from typing import NamedTuple

from producers.simulator.city import City
from producers.simulator.happenings.group_visits import GroupVisit
from producers.simulator.instants import HOUR, MINUTE, SECOND, helsinki_date, ticks
from producers.simulator.occasion import Occasion
from producers.simulator.people import Company, Person, Population
from producers.simulator.presence import Presence
from schemas.places import AgeBand
from schemas.programmes import Programme

__all__ = ["Attendance", "HeadCount", "Stay", "attendance_of"]


class Stay(NamedTuple):
    """One visit as noted at the door. Instants in milliseconds since 1970.

    `left` is None while the person is inside, and where nobody noted that they went. `pseudonym`, `age_band`, `home`
    and `accompanied_by` (how many came along without checking in) are None where they were not noted.
    """

    came: int
    left: int | None
    pseudonym: str | None
    age_band: AgeBand | None
    home: str | None
    method: str
    tablet: int
    accompanied_by: int | None


class HeadCount(NamedTuple):
    """How many people staff counted at an instant in milliseconds since 1970; by age band where they looked."""

    time: int
    people: int
    by_age_band: dict[AgeBand, int] | None


@dataclass(frozen=True, slots=True)
class Attendance:
    """What was noted about who came to one gathering, in no order of time; empty where nothing was noted.

    `present` are all who really came by the present, noted or not, those in groups and those along with others too.
    """

    stays: list[Stay] = field(default_factory=list)
    head_counts: list[HeadCount] = field(default_factory=list)
    present: list[Presence] = field(default_factory=list)


_HOURS_STAYED = {
    Programme.YOUTH_CENTRE: 1.8,
    Programme.THEME_NIGHT: 2.5,
    Programme.REGIONAL_EVENT: 1.1,
    Programme.POLICE_DIALOGUE: 0.4,
}
_NEAR, _REGULARS, _FORGOTTEN_EXITS, _RETURNS = 0.6, 0.5, 0.12, 0.05
_NOBODY_ALONG_NOTED = 0.05
_CARD_SHOWN, _AGE_NOTED, _HOME_NOTED = 0.74, 0.93, 0.86
_ALONG = {
    Programme.YOUTH_CENTRE: 0.04,
    Programme.THEME_NIGHT: 0.14,
    Programme.REGIONAL_EVENT: 0.24,
    Programme.POLICE_DIALOGUE: 0.03,
}
"""How many adults have children with them who do not check in."""

_ADULT: AgeBand = "30-64"
_CHILDREN: tuple[AgeBand, ...] = ("0-6", "7-12")
_LEAKING_DOORS, _UNNOTED_THERE = 0.08, 0.5
_METHODS = ("card", "card", "card", "qr-code", "number")


def attendance_of(
    city: City, population: Population, occasion: Occasion, groups: Sequence[GroupVisit] = ()
) -> Attendance:
    """Let people come to a gathering and go; the same each time for the same city, gathering and groups.

    Head counts see everybody who is inside. Some doors leak: half of those who come are not noted.
    """
    attendance = Attendance()
    if occasion.crowd == 0:
        return attendance
    random = Random(f"{city.seed}:{occasion.programme.value}:{occasion.gathering}")  # noqa: S311  a simulation
    until = ticks(city.until)
    leaks = occasion.counting.by_staff and random.random() < _LEAKING_DOORS
    present = attendance.present
    for person, came, left in _visits(random, population, occasion):
        if came > until:
            continue
        along = _along(random, occasion, person)
        present.append(Presence(came, left, person.age_band, person.home))
        present += [Presence(came, left, band, person.home) for band in along]
        if occasion.counting.at_the_door and not (leaks and random.random() < _UNNOTED_THERE):
            left_by_now = left if left <= until else None
            attendance.stays.append(_noted(random, city, occasion, person, came, left_by_now, len(along)))
    present += _members(random, occasion, groups)
    if occasion.counting.by_staff:
        attendance.head_counts.extend(_head_counts(random, occasion, present, until))
    return attendance


def _visits(random: Random, population: Population, occasion: Occasion) -> Iterator[tuple[Person, int, int]]:
    """Yield each person's coming and going; companies arrive and leave together, give or take a minute."""
    middle, width = (occasion.opens + occasion.closes) / 2 - 20 * MINUTE, (occasion.closes - occasion.opens) / 5
    usual = _HOURS_STAYED[occasion.programme] * HOUR
    last = occasion.closes - 5 * MINUTE
    for company in _companies(random, population, occasion):
        arrival = round(min(max(random.gauss(middle, width), occasion.opens), last - MINUTE))
        departure = arrival + round(min(max(random.expovariate(1 / usual), 4 * MINUTE), 6 * HOUR))
        for person in company:
            came = arrival + int(random.random() * 40 * SECOND)
            left = min(departure, occasion.closes) + int(random.random() * 90 * SECOND)
            yield person, came, left
            if random.random() < _RETURNS and left + 10 * MINUTE < last:
                back = left + int((0.2 + random.random() * 0.8) * (last - left))
                yield person, back, occasion.closes + int(random.random() * 3 * MINUTE)


def _companies(random: Random, population: Population, occasion: Occasion) -> Iterator[Company]:
    """Draw companies until the crowd is there: most live near, half are regulars, and nobody is drawn twice."""
    pool = population.young if occasion.programme is Programme.YOUTH_CENTRE else population.companies
    homes = list(pool)
    weights = [len(pool[home]) for home in homes]
    near = pool.get(occasion.venue.district.id)
    drawn: set[int] = set()
    missing = occasion.crowd
    for _ in range(occasion.crowd * 2):
        companies = near if near and random.random() < _NEAR else pool[random.choices(homes, weights)[0]]
        place = random.random()
        company = companies[int((place * place if random.random() < _REGULARS else place) * len(companies))]
        if company[0].number in drawn:
            continue
        drawn.add(company[0].number)
        yield company[:missing]
        missing -= len(company)
        if missing <= 0:
            return


def _along(random: Random, occasion: Occasion, person: Person) -> list[AgeBand]:
    """Return the children whom an adult has along."""
    if person.age_band != _ADULT or random.random() >= _ALONG[occasion.programme]:
        return []
    return random.choices(_CHILDREN, k=random.choice((1, 1, 2, 2, 3, 4)))


def _members(random: Random, occasion: Occasion, groups: Sequence[GroupVisit]) -> Iterator[Presence]:
    for group in groups:
        band = random.choice(_CHILDREN) if group.age_band is None else group.age_band
        home = group.home or occasion.venue.district.id
        for _ in range(group.people):
            yield Presence(group.time, group.left, band, home)
        for _ in range(group.accompanied_by or 0):
            yield Presence(group.time, group.left, _ADULT, home)


def _noted(
    random: Random, city: City, occasion: Occasion, person: Person, came: int, left: int | None, along: int
) -> Stay:
    shown = random.random() < _CARD_SHOWN and occasion.programme.carries_persons
    return Stay(
        came=came,
        left=left if random.random() >= _FORGOTTEN_EXITS else None,
        pseudonym=_pseudonym(city.seed, occasion.programme, _season(occasion.opens), person.number) if shown else None,
        age_band=person.age_band if random.random() < _AGE_NOTED else None,
        home=person.home if random.random() < _HOME_NOTED else None,
        method=random.choice(_METHODS) if shown else "tap",
        tablet=1 + int(random.random() * occasion.venue.tablets),
        accompanied_by=along if along or random.random() < _NOBODY_ALONG_NOTED else None,
    )


def _pseudonym(seed: int, programme: Programme, season: str, number: int) -> str:
    return blake2b(f"{seed}:{programme}:{season}:{number}".encode(), digest_size=16).hexdigest()


@cache
def _season(milliseconds: int) -> str:
    day = helsinki_date(milliseconds)
    return f"{day.year}-{'spring' if day.month <= 7 else 'autumn'}"


def _head_counts(random: Random, occasion: Occasion, present: Sequence[Presence], until: int) -> Iterator[HeadCount]:
    length = occasion.closes - occasion.opens
    for share in random.choice(((0.5,), (0.35, 0.7))):
        time = occasion.opens + round(length * (share + random.uniform(-0.1, 0.1)))
        if time > until:
            return
        bands = [person.age_band for person in present if person.came <= time < person.left]
        # A clicker misses some of a crowd.
        people = sum(random.random() < 0.98 for _ in bands)
        exact = people == len(bands) and random.random() < 0.5
        by_age_band = {band: bands.count(band) for band in sorted(set(bands))} if exact else None
        yield HeadCount(time, people, by_age_band)
        if random.random() < 0.03:
            # A second member of staff counts at the same moment and sees more.
            yield HeadCount(time, people + random.randint(1, 3), None)
