"""The rounds of youth workers outside, each a gathering of its own."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from producers.simulator.city import City
from producers.simulator.instants import DAY, HELSINKI, HOUR, MINUTE, helsinki_hour, ticks
from producers.simulator.occasion import Counting, Occasion, Plan
from producers.simulator.venues import Venue
from schemas.places import DISTRICTS
from schemas.programmes import Programme

__all__ = ["rounds_of"]

_DAYS_AHEAD = 7
_OFTEN = {2: 2, 3: 2, 4: 5, 5: 5}
"""How many rounds on a weekday (Monday 0) in a city of 6,000; one on the others."""

_UNPLANNED, _CALLED_OFF = 0.12, 0.06


def rounds_of(city: City) -> Iterator[Occasion]:
    """Yield the rounds of the days before the present and of the week after it: most on Friday and Saturday evening.

    Guarantees: a gathering's id is unique; a round that nobody planned is known by its contacts alone.
    """
    random = Random(f"{city.seed}:rounds")  # noqa: S311  a simulation, not a secret
    today = city.until.astimezone(HELSINKI).date()
    until = ticks(city.until)
    for offset in range(1 - city.days, _DAYS_AHEAD + 1):
        day = today + timedelta(offset)
        for number in range(1, max(1, round(_OFTEN.get(day.weekday(), 1) * city.scale)) + 1):
            yield _round(random, day, number, until)


def _round(random: Random, day: date, number: int, until: int) -> Occasion:
    opens = helsinki_hour(day, random.choice((15, 17, 18, 19)))
    closes = opens + random.choice((2, 3, 4)) * HOUR
    venue = _area(random, number)
    time = opens - random.randrange(DAY, 6 * DAY)
    plan = Plan(time, opens, closes, venue, names_district=random.random() < 0.97, capacity=None)
    planned = random.random() >= _UNPLANNED and time <= until
    called_off = time + random.randrange(HOUR, 20 * HOUR)
    cancelled = planned and random.random() < _CALLED_OFF and called_off <= until
    opened = opens + random.randrange(20 * MINUTE)
    return Occasion(
        programme=Programme.YOUTH_CENTRE,
        gathering=f"{Programme.YOUTH_CENTRE.value}:{venue.slug}:{day.isoformat()}",
        venue=venue,
        opens=opens,
        closes=closes,
        crowd=0,
        counting=Counting(at_the_door=False, by_staff=False, on_paper=False),
        plans=(plan,) if planned else (),
        opened=(opened,) if planned and not cancelled and opened <= until and random.random() < 0.5 else (),
        closed=(closes,) if planned and not cancelled and closes <= until and random.random() < 0.5 else (),
        cancelled=(called_off,) if cancelled else (),
        outdoors=True,
    )


def _area(random: Random, number: int) -> Venue:
    districts = list(DISTRICTS.values())
    (district,) = random.choices(districts, [district.population for district in districts])
    return Venue(
        slug=f"round-{number}",
        id=f"youth-centre:round:{district.code}",
        programme=Programme.YOUTH_CENTRE,
        district=district,
        name_fi=f"{district.name_fi}, jalkautuminen",
        name_sv=f"{district.name_sv}, uppsökande arbete",
        latitude=district.latitude,
        longitude=district.longitude,
        capacity=1,
        tablets=1,
    )
