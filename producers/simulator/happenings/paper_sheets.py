"""Paper sheets on which visits are counted by tally, a total a day or a month."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from producers.simulator.fact import Fact, data_text
from producers.simulator.happenings.scene import Scene
from producers.simulator.instants import DAY, HOUR, MINUTE, helsinki_date, helsinki_hour
from producers.simulator.occasion import Book

__all__ = ["PaperSheet", "SheetTruth", "counted_sheets", "last_of_each", "sheet_facts", "sheet_truth", "sheets_of"]


class PaperSheet(NamedTuple):
    """A total of a `period` (`day`, `week` or `month`) that begins on `first_day`, as handed in at `time`."""

    time: int
    period: str
    first_day: date
    visits: int


@dataclass(frozen=True, slots=True)
class SheetTruth:
    """`period_participation` of a gathering. `visits` None is "not recorded"."""

    visits: int | None = None
    days: int = 0
    weeks: int = 0
    months: int = 0


_HANDED_IN_LATER, _COUNTED_AGAIN, _MISCOUNT = 0.25, 0.12, 0.06
_WAYS, _WAY_WEIGHTS = ("days", "weeks", "month", "both", "weeks and month"), (30, 15, 15, 30, 10)


def sheets_of(scene: Scene, people: int) -> list[PaperSheet]:
    """Fill the sheets in: the day's, where a gathering is counted on paper; a book's for each of its days and months.

    `people` is how many really came; a tally is about right.
    """
    random, occasion = scene.chance("sheets"), scene.occasion
    if occasion.book is not None:
        return scene.past(_book(random, scene, occasion.book))
    if not occasion.counting.on_paper or not scene.takes_place:
        return []
    return scene.past(_day(random, helsinki_date(occasion.opens), people, scene.evening(random)))


def _day(random: Random, day: date, people: int, evening: int) -> Iterator[PaperSheet]:
    time = evening + (random.randrange(DAY, 9 * DAY) if random.random() < _HANDED_IN_LATER else 0)
    visits = max(0, round(people * random.gauss(1, _MISCOUNT)))
    yield PaperSheet(time, "day", day, visits)
    if random.random() < _COUNTED_AGAIN:
        # Somebody adds the tally up again: the later total holds, and at the same moment the greater.
        again = time + random.choice((0, random.randrange(MINUTE, 6 * HOUR)))
        yield PaperSheet(again, "day", day, max(0, visits + random.choice((-3, 2, 5, 10))))


def _book(random: Random, scene: Scene, book: Book) -> Iterator[PaperSheet]:
    """Yield the sheets of each month of a book: of its days in the days lived through, of the month once it is over."""
    opens, last = helsinki_date(scene.occasion.opens), helsinki_date(min(scene.occasion.closes, scene.until))
    day, total, of_week = opens, 0, 0
    (way,) = random.choices(_WAYS, _WAY_WEIGHTS)
    while day <= last:
        if day.weekday() in book.weekdays:
            people = round(scene.occasion.venue.capacity * random.triangular(0.15, 0.9, 0.35))
            total += people
            of_week += people
            if way in {"days", "both"} and day >= book.first_day:
                yield from _day(random, day, people, helsinki_hour(day, 21))
        tomorrow = day + timedelta(1)
        if tomorrow.weekday() == 0:
            if "weeks" in way:
                time = helsinki_hour(tomorrow, 8) + random.randrange(2 * DAY)
                yield PaperSheet(time, "week", tomorrow - timedelta(7), round(of_week * random.gauss(1, 0.03)))
            of_week = 0
        if tomorrow.day == 1:
            if "month" in way or way == "both":
                time = helsinki_hour(tomorrow, 9) + random.randrange(4 * DAY)
                yield PaperSheet(time, "month", day.replace(day=1), round(total * random.gauss(1, 0.02)))
            (way,) = random.choices(_WAYS, _WAY_WEIGHTS)
            total = 0
        day = tomorrow


def sheet_facts(scene: Scene, sheets: Sequence[PaperSheet]) -> Iterator[Fact]:
    """Yield the sheets as the programme's office wrote them."""
    occasion = scene.occasion
    for number, sheet in enumerate(sheets, 1):
        data = {"period": sheet.period, "first_day": sheet.first_day.isoformat(), "visits": sheet.visits}
        event_id = f"{occasion.prefix}-{occasion.venue.slug}-sheet-{number}"
        yield Fact("period-count", f"office:{occasion.programme.value}", event_id, sheet.time, data_text(data))


def sheet_truth(sheets: Sequence[PaperSheet]) -> SheetTruth:
    """Add the sheets up: the last total of each period; of a week without its days', of a month without finer ones."""
    counted = counted_sheets(sheets)
    if not counted:
        return SheetTruth()
    periods = Counter(one.period for one in counted)
    visits = sum(one.visits for one in counted)
    return SheetTruth(visits, periods["day"], periods["week"], periods["month"])


def counted_sheets(sheets: Sequence[PaperSheet]) -> list[PaperSheet]:
    """Return the totals that count: no other is finer, or of the same period and later."""
    held = last_of_each(sheets)
    days = {one.first_day for one in held if one.period == "day"}
    weeks = {
        one.first_day
        for one in held
        if one.period == "week" and not any(one.first_day + timedelta(n) in days for n in range(7))
    }
    finer = {day.replace(day=1) for day in [*days, *(week + timedelta(3) for week in weeks)]}
    return [
        one
        for one in held
        if one.period == "day"
        or (one.period == "week" and one.first_day in weeks)
        or (one.period == "month" and one.first_day not in finer)
    ]


def last_of_each(sheets: Sequence[PaperSheet]) -> list[PaperSheet]:
    """Return the last total of each period; of two at one time the higher."""
    held = {(one.period, one.first_day): one for one in sorted(sheets, key=lambda one: (one.time, one.visits))}
    return list(held.values())
