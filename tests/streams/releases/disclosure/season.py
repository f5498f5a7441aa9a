"""A season of a small city, lived through day by day, and all that was ever shown of it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from streams.releases.disclosure import (
    AtMost,
    Cell,
    CellKey,
    Decision,
    Relation,
    Shown,
    Sum,
    Withheld,
    protect,
    revised,
)

__all__ = ["Calendar", "SeenMonth", "season"]

_DAYS = 28
_SIZES = (0, 1, 1, 2, 3, 4, 4, 5, 6, 8, 12, 20, 35)
_BANDS = ("", "0-12", "13-17", "18+")
_HOMES = ("", "north", "east", "south", "west")
_MONTH: CellKey = ("month",)

Person = tuple[str, str, bool]
"""Age band, home, and whether in a family."""
Protect = Callable[..., Decision]


@dataclass(frozen=True, slots=True)
class Calendar:
    """By which rules numbers are shown; each can be weakened.

    `running` shows each district's running month every day; `follows` shows what is counted now, every day; `revises`
    has late uploads, corrections and erasures change numbers by any number of people in the season's revision.
    """

    protect: Protect = protect
    running: bool = False
    follows: bool = False
    revises: bool = False


@dataclass(slots=True)
class SeenMonth:
    """A programme's month as an attacker has it who looks every day; `truth` is as of each number's release."""

    threshold: int
    truth: dict[CellKey, int] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    days: list[dict[CellKey, int | None]] = field(default_factory=list)
    exposed: tuple[CellKey, ...] = ()

    @property
    def shown(self) -> dict[CellKey, int | None]:
        """What was shown of each number first; None where it is withheld."""
        first: dict[CellKey, int | None] = {}
        for day in self.days:
            first = day | first
        return first


def season(seed: int, months: int, calendar: Calendar) -> list[SeenMonth]:
    """Live through so many months of one programme, each with a revision at the end."""
    random = Random(seed)  # noqa: S311 - a city, no secret
    threshold = random.choice((5, 5, 10))
    return [_month(random, threshold, calendar) for _ in range(months)]


def _month(random: Random, threshold: int, calendar: Calendar) -> SeenMonth:
    seen = SeenMonth(threshold)
    districts = [str(place) for place in range(random.randint(2, 5))]
    often = random.choice((0.03, 0.1, 0.3))
    facts: dict[CellKey, list[Person]] = {}
    already: dict[CellKey, int | Withheld] = {}
    released: dict[CellKey, tuple[Person, ...]] = {}
    for day in range(_DAYS):
        tonight = [("gathering", one, f"{day:02}") for one in districts if random.random() < often]
        for key in tonight:
            facts[key] = [_person(random) for _ in range(random.choice(_SIZES))]
            released[key] = tuple(facts[key])
            seen.truth[key] = len(facts[key])
        if tonight:
            sums = _districts(released)
            decision = calendar.protect(
                _cells({key: seen.truth[key] for key in released}, threshold),
                [*sums, Sum(_MONTH, tuple(one.whole for one in sums))],
                already,
                order=list(released),
            )
            already |= {key: one.value if isinstance(one, Shown) else one for key, one in decision.cells.items()}
        _change_later(random, facts)
        seen.days.append({key: None if isinstance(one, Withheld) else one for key, one in already.items()})
        if calendar.running:
            for one in _districts(released):
                running = ("running", one.whole[1], f"{day:02}")
                seen.relations.append(Sum(running, one.parts))
                seen.days[-1][running] = sum(seen.truth[part] for part in one.parts)
        if calendar.follows:
            seen.days[-1] |= {key: len(facts[key]) for key, one in already.items() if not isinstance(one, Withheld)}
    if released:
        _close(seen, released, already, calendar)
        for _ in range(10):
            _change_later(random, facts)
        _revise(seen, facts, calendar)
    return seen


def _close(
    seen: SeenMonth,
    released: Mapping[CellKey, Sequence[Person]],
    already: Mapping[CellKey, int | Withheld],
    calendar: Calendar,
) -> None:
    """Release the month's totals and breakdowns, of what was released of its gatherings."""
    people = [(key[1], *person) for key, persons in released.items() for person in persons]
    sums = _districts(released)
    here = [one.whole[1] for one in sums]
    counts: Counter[CellKey] = Counter()
    for district, band, home, family in people:
        counts.update(
            [_MONTH, ("district", district), ("band", band), ("district band", district, band), ("home", home)]
        )
        counts.update([("family", str(family))])
    tables = [
        *(("district band", district, band) for district in here for band in _BANDS),
        *(("band", band) for band in _BANDS),
        *(("home", home) for home in _HOMES),
        ("family", "False"),
        ("family", "True"),
        ("visitors",),
    ]
    counts["visitors",] = len(people) - len(people) // 7
    relations: list[Relation] = [
        *sums,
        Sum(_MONTH, tuple(one.whole for one in sums)),
        *(Sum(one.whole, tuple(("district band", one.whole[1], band) for band in _BANDS)) for one in sums),
        *(Sum(("band", band), tuple(("district band", district, band) for district in here)) for band in _BANDS),
        Sum(_MONTH, tuple(("band", band) for band in _BANDS)),
        Sum(_MONTH, tuple(("home", home) for home in _HOMES)),
        Sum(_MONTH, (("family", "False"), ("family", "True"))),
        AtMost(("visitors",), _MONTH),
    ]
    wholes: list[CellKey] = [_MONTH, *(one.whole for one in sums), *tables]
    seen.truth |= {key: counts[key] for key in wholes}
    order = [*released, *(one.whole for one in sums), *tables]
    decision = calendar.protect(_cells(seen.truth, seen.threshold), relations, already, order=order)
    seen.relations += relations
    seen.exposed = decision.exposed
    seen.days.append({key: one.value if isinstance(one, Shown) else None for key, one in decision.cells.items()})


def _revise(seen: SeenMonth, facts: Mapping[CellKey, Sequence[Person]], calendar: Calendar) -> None:
    """Release the month once more, with what was uploaded late, corrected and erased."""
    exact = {key: len(persons) for key, persons in facts.items()}
    sums = [*_districts(facts)]
    exact |= {one.whole: sum(exact[part] for part in one.parts) for one in sums}
    exact[_MONTH] = sum(len(persons) for persons in facts.values())
    last = seen.days[-1]
    new = revised(
        {key: seen.truth[key] for key in exact},
        exact,
        [*sums, Sum(_MONTH, tuple(one.whole for one in sums))],
        dict.fromkeys(exact, 1 if calendar.revises else seen.threshold),
        withheld=[key for key, value in last.items() if value is None],
    )
    seen.days.append({key: new.get(key, value) if value is not None else None for key, value in last.items()})


def _districts(gatherings: Mapping[CellKey, object]) -> list[Sum]:
    parts: dict[str, list[CellKey]] = {}
    for key in gatherings:
        parts.setdefault(key[1], []).append(key)
    return [Sum(("district", one), tuple(keys)) for one, keys in sorted(parts.items())]


def _cells(values: Mapping[CellKey, int], threshold: int) -> list[Cell]:
    return [Cell(key, value, threshold) for key, value in values.items()]


def _person(random: Random) -> Person:
    return random.choice(_BANDS), random.choice(_HOMES), random.random() < 0.3


def _change_later(random: Random, facts: Mapping[CellKey, list[Person]]) -> None:
    """Upload late, correct and erase."""
    for persons in facts.values():
        chance = random.random()
        if chance < 0.04:
            persons += [_person(random) for _ in range(random.choice((1, 1, 2, 3, 12)))]
        elif chance < 0.06 and persons:
            persons.pop(random.randrange(len(persons)))
        elif chance < 0.07:
            persons[:] = persons[: len(persons) // 2]
