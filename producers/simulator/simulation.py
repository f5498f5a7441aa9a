"""A seeded Helsinki over days: its messages, and the truth that must come of them."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import attrgetter
from random import Random

from producers.simulator.attendance import Attendance, attendance_of
from producers.simulator.books import books_of
from producers.simulator.chaos import in_disorder
from producers.simulator.city import City
from producers.simulator.dispatch import Dispatch
from producers.simulator.emission import in_order, message_of
from producers.simulator.happenings.group_visits import group_visits_of
from producers.simulator.happenings.happenings import Happenings, happened_at
from producers.simulator.happenings.scene import Scene
from producers.simulator.instants import DAY, ticks
from producers.simulator.linked_events import Import, fates_of, imports_of, listed_occasions
from producers.simulator.message import Message
from producers.simulator.occasion import Occasion
from producers.simulator.people import population_of
from producers.simulator.programme_calendar import occasions_of
from producers.simulator.roll_up import roll_up
from producers.simulator.rounds import rounds_of
from producers.simulator.told_facts import announcements_of, notes_of
from producers.simulator.truth import Truth
from producers.simulator.venue_months import Part, parts_of
from producers.simulator.venues import venues_of
from schemas.rejections import Rejection

__all__ = ["Simulation", "simulate"]

_arrival = attrgetter("at")


class Simulation:
    """A city lived through. It holds its people and its gatherings; what happened at each is lived again when asked."""

    def __init__(self, city: City) -> None:
        self.city = city
        self._until = ticks(city.until)
        self._tell = in_disorder if city.chaos else in_order
        self._population = population_of(city)
        venues = venues_of(city)
        self._occasions = [*occasions_of(city, venues), *rounds_of(city), *books_of(city, venues)]
        if city.linked_events:
            self._occasions += listed_occasions(city, venues)

    def messages(self) -> Iterator[Message]:
        """Return the messages in the order in which they are emitted.

        Guarantees: the same each time. About a day's messages are held at once, and with chaos those still delayed.
        """
        return map(message_of, self._dispatches())

    def imports(self) -> Sequence[Import]:
        """Return what Linked Events answers each time that somebody imports from it; the first before any message."""
        return imports_of(self.city, self._occasions) if self.city.linked_events else []

    def truth(self) -> Truth:
        """Work out what must come of the messages, from the world and not from them.

        Only how many messages there are, and what each sender can foresee for its own, is asked of the emission.
        """
        gatherings, happenings, fates = {}, {}, fates_of(self.imports())
        parts: list[Part] = []
        for occasion in self._occasions:
            attendance, happened = self._lived(occasion)
            key, one = (occasion.programme, occasion.gathering), roll_up(occasion, attendance)
            if one is not None:
                gatherings[key] = one
            if one is not None or any(happened.facts()):
                happenings[key] = happened.truth(attendance)
                parts += parts_of(occasion, one, happened, happenings[key])
            fates.update(dispatch.fate for dispatch in self._announced(occasion))
            fates.update(dispatch.fate for dispatch in self._noted(occasion, attendance, happened))
        return Truth(
            gatherings=gatherings,
            happenings=happenings,
            parts=parts,
            messages=fates.total(),
            accepted=fates["fact"] + fates["amendment"] + fates["duplicate"],
            duplicates=fates["duplicate"],
            facts=fates["fact"],
            dead_letters={reason: fates[reason] for reason in Rejection if fates[reason]},
        )

    def _lived(self, occasion: Occasion) -> tuple[Attendance, Happenings]:
        scene = Scene(self.city.seed, occasion, self._until)
        groups = group_visits_of(scene)
        attendance = attendance_of(self.city, self._population, occasion, groups)
        return attendance, happened_at(scene, groups, attendance)

    def _announced(self, occasion: Occasion) -> Iterable[Dispatch]:
        random = Random(f"{self.city.seed}:{occasion.gathering}:announced")  # noqa: S311  a simulation, not a secret
        return self._tell(random, occasion, announcements_of(occasion), self._until)

    def _noted(self, occasion: Occasion, attendance: Attendance, happened: Happenings) -> Iterable[Dispatch]:
        random = Random(f"{self.city.seed}:{occasion.gathering}:noted")  # noqa: S311  a simulation, not a secret
        return self._tell(random, occasion, chain(notes_of(occasion, attendance), happened.facts()), self._until)

    def _dispatches(self) -> Iterator[Dispatch]:
        announcing: defaultdict[int, list[Occasion]] = defaultdict(list)
        noting: defaultdict[int, list[Occasion]] = defaultdict(list)
        for occasion in self._occasions:
            if announced := [*(plan.time for plan in occasion.plans), *occasion.cancelled]:
                announcing[min(announced) // DAY].append(occasion)
            noting[min((occasion.opens, *occasion.opened, *occasion.closed)) // DAY].append(occasion)
        pending: list[Dispatch] = []
        for day in sorted(announcing.keys() | noting.keys()):
            for occasion in announcing[day]:
                pending += self._announced(occasion)
            for occasion in noting[day]:
                pending += self._noted(occasion, *self._lived(occasion))
            pending.sort(key=_arrival)
            arrived = bisect_left(pending, (day + 1) * DAY, key=_arrival)
            yield from pending[:arrived]
            del pending[:arrived]
        yield from pending


def simulate(city: City) -> Simulation:
    """Make a city with its people, venues and calendar; nothing is emitted yet."""
    return Simulation(city)
