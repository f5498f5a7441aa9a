"""Venues that count on paper alone: their sheets of days and months, book by book."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from producers.simulator.city import City
from producers.simulator.instants import DAY, HELSINKI, SECOND, helsinki_hour, ticks
from producers.simulator.occasion import Book, Counting, Occasion, Plan
from producers.simulator.venues import Venue
from schemas.programmes import Programme

__all__ = ["books_of"]

_SHARES = {Programme.YOUTH_CENTRE: (5, frozenset(range(6))), Programme.POLICE_DIALOGUE: (2, frozenset(range(5)))}
"""How many places count on paper alone in a city of 6,000, and on which weekdays they are open."""

_BY_YEAR, _ANNOUNCED = 0.25, 0.6


def books_of(city: City, venues: Mapping[Programme, Sequence[Venue]]) -> Iterator[Occasion]:
    """Yield the books from the month before the days lived through up to the present, a book a month or a year.

    Guarantees: a gathering's id is unique. A book that nobody announced is known by its sheets alone.
    """
    random = Random(f"{city.seed}:books")  # noqa: S311  a simulation, not a secret
    today = city.until.astimezone(HELSINKI).date()
    first_day = today - timedelta(city.days - 1)
    before = (first_day.replace(day=1) - timedelta(1)).replace(day=1)
    for programme, (many, weekdays) in _SHARES.items():
        for number in range(1, max(1, round(many * city.scale)) + 1):
            near = random.choice(venues[programme])
            venue = replace(near, slug=f"paper-{number}", id=f"{programme.value}:paper-{number}")
            by_year, announced = random.random() < _BY_YEAR, random.random() < _ANNOUNCED
            for name, first, last in _years(before, today) if by_year else _months(before, today):
                yield _book(venue, name, first, last, Book(weekdays, first_day), ticks(city.until), announced=announced)


def _months(first: date, last: date) -> Iterator[tuple[str, date, date]]:
    while first <= last:
        after = (first + timedelta(31)).replace(day=1)
        yield first.strftime("%Y-%m"), first, after - timedelta(1)
        first = after


def _years(first: date, last: date) -> Iterator[tuple[str, date, date]]:
    for year in range(first.year, last.year + 1):
        yield str(year), max(first, date(year, 1, 1)), date(year, 12, 31)


def _book(venue: Venue, name: str, first: date, last: date, book: Book, until: int, *, announced: bool) -> Occasion:
    opens, closes = helsinki_hour(first, 8), helsinki_hour(last, 22)
    plan = Plan(opens - DAY + SECOND, opens, closes, venue, names_district=True, capacity=None)
    return Occasion(
        programme=venue.programme,
        gathering=f"{venue.programme.value}:{venue.slug}:{name}",
        venue=venue,
        opens=opens,
        closes=closes,
        crowd=0,
        counting=Counting(at_the_door=False, by_staff=False, on_paper=True),
        plans=(plan,) if announced and plan.time <= until else (),
        opened=(),
        closed=(),
        cancelled=(),
        book=book,
    )
