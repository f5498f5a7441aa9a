"""What is on in the city: every gathering of the programmes that it simulates, and what became of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from producers.simulator.city import City
from producers.simulator.instants import DAY, HELSINKI, HOUR, MINUTE, helsinki_hour, ticks
from producers.simulator.occasion import Counting, Occasion, Plan
from producers.simulator.school_year import is_summer_holiday, school_is_on
from producers.simulator.venues import Venue
from schemas.programmes import Programme

__all__ = ["SIMULATED", "occasions_of"]

_DAYS_AHEAD = 14

_HOURS: Mapping[Programme, Mapping[int, tuple[float, float]]] = {
    Programme.YOUTH_CENTRE: {**dict.fromkeys(range(4), (14.0, 20.0)), 4: (15.0, 22.0), 5: (12.0, 18.0)},
    Programme.THEME_NIGHT: dict.fromkeys((4, 5), (18.0, 23.0)),
    Programme.REGIONAL_EVENT: {5: (11.0, 17.0), 6: (12.0, 16.0)},
    Programme.POLICE_DIALOGUE: dict.fromkeys(range(5), (14.0, 17.5)),
}
"""Opening hours in Helsinki by weekday, Monday 0."""

SIMULATED: Sequence[Programme] = tuple(_HOURS)
"""The programmes of the simulated city; one that is added to the product is not in it by itself."""

_HELD = {
    Programme.YOUTH_CENTRE: 1.0,
    Programme.THEME_NIGHT: 0.9,
    Programme.REGIONAL_EVENT: 0.45,
    Programme.POLICE_DIALOGUE: 0.55,
}
"""How often a venue is used on a day when it could be."""

_CROWDS = {
    Programme.YOUTH_CENTRE: (12, 30, 64),
    Programme.THEME_NIGHT: (35, 85, 180),
    Programme.REGIONAL_EVENT: (300, 700, 2400),
    Programme.POLICE_DIALOGUE: (5, 13, 40),
}
"""How many come: fewest, most usual, most."""

_DOOR_AND_STAFF = Counting(at_the_door=True, by_staff=True, on_paper=False)
_COUNTINGS: Mapping[Counting, float] = {
    _DOOR_AND_STAFF: 43,
    Counting(at_the_door=True, by_staff=False, on_paper=False): 39,
    Counting(at_the_door=True, by_staff=True, on_paper=True): 3,
    Counting(at_the_door=False, by_staff=True, on_paper=False): 5,
    Counting(at_the_door=False, by_staff=True, on_paper=True): 2,
    Counting(at_the_door=False, by_staff=False, on_paper=True): 4,
    Counting(at_the_door=False, by_staff=False, on_paper=False): 4,
}
"""How gatherings are counted, and how many so; the last: nobody counts, which is not nobody."""

_FATES = ("usual", "changed", "postponed", "cancelled", "interrupted", "revived", "unannounced", "unspoken", "reopened")
_FATE_WEIGHTS = (76, 6, 2.5, 3, 1, 1, 3, 2.5, 2)


def occasions_of(city: City, venues: Mapping[Programme, Sequence[Venue]]) -> Iterator[Occasion]:
    """Yield the gatherings of the days before the present, and those announced for the two weeks after it.

    Guarantees: a gathering's id is unique within its programme; none is without any fact by which it is known.
    """
    random = Random(f"{city.seed}:calendar")  # noqa: S311  a simulation, not a secret
    today = city.until.astimezone(HELSINKI).date()
    most = max(1, city.people * 3 // 5)
    for offset in range(1 - city.days, _DAYS_AHEAD + 1):
        day = today + timedelta(offset)
        for programme, hours in _HOURS.items():
            if day.weekday() not in hours:
                continue
            busy = _busyness(programme, day)
            for venue in venues[programme]:
                if random.random() < _HELD[programme] * busy:
                    low, usual, high = (bound * min(1.0, city.scale) for bound in _CROWDS[programme])
                    crowd = round(random.triangular(low, high, usual) * max(1.0, city.scale) * busy)
                    draft = _Draft(random, programme, venue, day, hours[day.weekday()], ticks(city.until))
                    occasion = draft.occasion(min(most, max(1, crowd)))
                    if occasion is not None:
                        yield occasion


def _busyness(programme: Programme, day: date) -> float:
    """Return how much more goes on than on a day of school: short holidays fill youth centres, summer is calm."""
    if is_summer_holiday(day):
        return 0.75
    if programme is Programme.YOUTH_CENTRE and day.weekday() < 5 and not school_is_on(day):
        return 1.4
    return 1.0


@dataclass(frozen=True, slots=True)
class _Draft:
    """A gathering before it is decided what becomes of it."""

    random: Random
    programme: Programme
    venue: Venue
    day: date
    hours: tuple[float, float]
    until: int

    def occasion(self, crowd: int) -> Occasion | None:
        """Decide what becomes of it; None where nobody has heard of it by the present."""
        random, opens, closes = self.random, *(helsinki_hour(self.day, hour) for hour in self.hours)
        (fate,) = random.choices(_FATES, _FATE_WEIGHTS)
        (counting,) = random.choices(list(_COUNTINGS), list(_COUNTINGS.values()))
        announced = opens - random.randrange(DAY, 24 * DAY)
        plan = self._plan(announced, opens, closes)
        plans, cancelled = [plan], []
        opened = [opens - random.randrange(MINUTE, 12 * MINUTE)]
        closed = [closes + random.randrange(MINUTE, 20 * MINUTE)]
        if random.random() < 0.03:
            closed.clear()
        later = announced + random.randrange(HOUR, DAY - HOUR)
        if fate == "changed":
            plans.append(self._changed(plan, later, opens))
            opens = plans[-1].starts or opens
        elif fate == "postponed":
            plans.append(plan._replace(time=later, starts=None, ends=None))
            opened, closed, crowd = [], [], 0
        elif fate == "cancelled":
            cancelled = [later]
            opened, closed = [], []
            # Some had not heard of it and came all the same.
            crowd = crowd // 10 if random.random() < 0.35 else 0
        elif fate == "interrupted":
            closes = (opens + closes) // 2
            cancelled, closed = [closes + random.randrange(MINUTE)], []
        elif fate == "revived":
            cancelled = [later]
            plans.append(self._plan(later + random.randrange(MINUTE, HOUR), opens, closes))
        elif fate == "unannounced":
            plans, crowd = [], max(1, crowd // 2)
        elif fate == "unspoken":
            opened, closed, counting = [], [], _DOOR_AND_STAFF
            plans = plans if random.random() < 0.3 else []
        elif fate == "reopened":
            pause = (opens + closes) // 2
            opened.append(pause + random.randrange(10 * MINUTE, 20 * MINUTE))
            closed.append(pause - random.randrange(MINUTE))
        occasion = Occasion(
            programme=self.programme,
            gathering=f"{self.programme.value}:{self.venue.slug}:{self.day.isoformat()}",
            venue=self.venue,
            opens=opens,
            closes=closes,
            crowd=crowd if opens < self.until else 0,
            counting=counting,
            plans=tuple(plan for plan in plans if plan.time <= self.until),
            opened=tuple(time for time in opened if time <= self.until),
            closed=tuple(time for time in closed if time <= self.until),
            cancelled=tuple(time for time in cancelled if time <= self.until),
        )
        known = occasion.plans or occasion.opened or occasion.closed or occasion.cancelled or occasion.crowd
        return occasion if known else None

    def _plan(self, time: int, starts: int, ends: int) -> Plan:
        random = self.random
        return Plan(
            time=time + random.randrange(1000),
            starts=starts,
            ends=ends if random.random() < 0.9 else None,
            venue=self.venue if random.random() < 0.97 else None,
            names_district=random.random() < 0.98,
            capacity=self.venue.capacity if random.random() < 0.7 else None,
        )

    def _changed(self, plan: Plan, time: int, starts: int) -> Plan:
        if self.random.random() < 0.5:
            return plan._replace(time=time, capacity=self.venue.capacity * 3 // 2, venue=self.venue)
        moved = starts + 15 * MINUTE * self.random.choice((-2, 2, 4))
        return plan._replace(time=time, starts=moved, capacity=self.venue.capacity // 2 + 1)
