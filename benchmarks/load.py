"""The job's data: check-ins and all that belongs to them, and the numbers that must come out.

Deterministic: the same `Job` gives the same messages and the same truth, in whichever process it is made. The truth is
counted from what the generator decided, never from the messages.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import NamedTuple

from benchmarks.people import Person, populate
from benchmarks.truth import CheckIn, GatheringTruth, Truth, count
from schemas.places import DISTRICTS
from schemas.programmes import TYPE_PREFIX, Programme

__all__ = ["DURATION", "Job", "Load", "Message"]

DURATION = 4 * 3_600_000
"""How long each gathering lasts, in milliseconds."""

_SHARES = (
    *(Programme.YOUTH_CENTRE,) * 5,
    *(Programme.REGIONAL_EVENT,) * 2,
    *(Programme.THEME_NIGHT,) * 2,
    Programme.POLICE_DIALOGUE,
)
"""Of ten gatherings, so many are of each programme."""

_DUPLICATE, _CORRECTION, _RETRACTION, _HEAD_COUNT = 0.010, 0.015, 0.020, 0.030
"""The shares of what is no fresh check-in, each added to those before it."""

_EXIT = 0.45
_CLOSED_OF_TEN = 5
_RECENT = 1_000
_DAY = 86_400_000


class Message(NamedTuple):
    """What Kafka gets; the headers are those of structured mode."""

    topic: str
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Job:
    """How much data of what kind. `until` is the end of the newest gathering, in milliseconds since 1970 UTC."""

    gatherings: int
    events: int
    until: int
    people: int = 200_000
    seed: int = 1

    def __post_init__(self) -> None:
        least = 3 * self.gatherings
        if self.events < least:
            raise ValueError(f"{self.gatherings} gatherings need at least {least} events, not {self.events}")


@dataclass(slots=True)
class _Gathering:
    programme: Programme
    id: str
    source: str
    start: int
    district: str
    capacity: int
    closed: bool
    inside: list[int] = field(default_factory=list)
    head_counts: list[tuple[int, int]] = field(default_factory=list)


class Load:
    """One job's messages, and then its truth."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._random = Random(job.seed)  # noqa: S311  not a secret
        self._people = populate(job.people, self._random)
        self._gatherings = [self._gathering(number) for number in range(job.gatherings)]
        self._check_ins: dict[int, CheckIn] = {}
        self._amended: set[int] = set()
        self._ids = 0
        self._other_facts = 0
        self._recent: list[Message] = []
        self._done = False

    def messages(self) -> Iterator[Message]:
        """Give the messages in the order in which they were emitted. Once."""
        for one in self._gatherings:
            yield self._plan(one)
        for one in self._gatherings:
            yield self._doors(one, "gathering-opened", one.start)
        closing = [one for one in self._gatherings if one.closed]
        middle = self.job.events - 2 * len(self._gatherings) - len(closing)
        for number in range(middle):
            yield self._something(number / middle)
        for one in closing:
            yield self._doors(one, "gathering-closed", one.start + DURATION)
        self._done = True

    def truth(self) -> Truth:
        """Count what must come out, once all messages were given."""
        if not self._done:
            raise RuntimeError("the truth is known when all messages were given; exhaust `messages` first")
        truths = [
            GatheringTruth(
                programme=one.programme.value,
                gathering=one.id,
                status="closed" if one.closed else "open",
                starts=one.start,
                district=one.district,
                capacity=one.capacity,
                head_counts=tuple(one.head_counts),
            )
            for one in self._gatherings
        ]
        check_ins = self._check_ins.values()
        count(truths, check_ins, self._people)
        facts = Counter(check_ins=len(check_ins), head_counts=sum(len(one.head_counts) for one in truths))
        facts["gatherings"] = self._other_facts
        return Truth(messages=self.job.events, facts=dict(facts), gatherings={one.key: one for one in truths})

    def _gathering(self, number: int) -> _Gathering:
        programme = _SHARES[number % len(_SHARES)]
        choose = self._random
        return _Gathering(
            programme=programme,
            id=f"{programme.value}:{self.job.seed}-{number}",
            source=f"tablet:{number % 400}",
            start=self.job.until - DURATION - choose.randrange(_DAY, 10 * _DAY),
            district=choose.choice(list(DISTRICTS)),
            capacity=choose.randrange(20, 2_000),
            closed=number % 10 < _CLOSED_OF_TEN,
        )

    def _something(self, progress: float) -> Message:
        kind = self._random.random()
        if kind < _DUPLICATE and self._recent:
            return self._recent[int(self._random.random() * len(self._recent))]
        one = self._gatherings[int(self._random.random() ** 1.3 * len(self._gatherings))]
        time = one.start + int(progress * (DURATION - 60_000)) + int(self._random.random() * 60_000)
        if _DUPLICATE <= kind < _RETRACTION:
            amendment = self._amendment(retraction=kind >= _CORRECTION)
            if amendment is not None:
                return amendment
        if _RETRACTION <= kind < _HEAD_COUNT:
            return self._head_count(one, time)
        message = self._check_in(one, time)
        if len(self._recent) < _RECENT:
            self._recent.append(message)
        else:
            self._recent[self._ids % _RECENT] = message
        return message

    def _check_in(self, one: _Gathering, time: int) -> Message:
        inside = one.inside
        leaves = self._random.random() < _EXIT and len(inside) > 0
        if leaves:
            place = int(self._random.random() * len(inside))
            inside[place], inside[-1] = inside[-1], inside[place]
            person = inside.pop()
        else:
            person = int(self._random.random() * len(self._people))
            inside.append(person)
        self._ids += 1
        number = int(one.id.rpartition("-")[2])
        self._check_ins[self._ids] = CheckIn(number, time, person, leaves)
        data = self._check_in_data(one, self._people[person], leaves=leaves)
        return self._message(one, "check-in", self._ids, time, data)

    def _amendment(self, *, retraction: bool) -> Message | None:
        """Correct or retract a check-in, where one is found that was not amended yet."""
        target = int(self._random.random() * self._ids) + 1
        fact = self._check_ins.get(target)
        if fact is None or target in self._amended:
            return None
        one = self._gatherings[fact.gathering]
        time = fact.time + 60_000
        self._amended.add(target)
        self._ids += 1
        if retraction:
            self._check_ins[target] = fact._replace(retracted=True)
            data = f'{{"retracts":"{self._id(target)}","event":"check-in","reason":"mistake"}}'
            return self._message(one, "retraction", self._ids, time, data, ',"revision":2')
        person = int(self._random.random() * len(self._people))
        self._check_ins[target] = fact._replace(time=time, person=person)
        inner = self._check_in_data(one, self._people[person], leaves=fact.leaves)
        replacement = f'{{"event":"check-in","time":"{_text(time)}","data":{inner}}}'
        data = f'{{"corrects":"{self._id(target)}","replacement":{replacement}}}'
        return self._message(one, "correction", self._ids, time, data, ',"revision":2')

    def _check_in_data(self, one: _Gathering, person: Person, *, leaves: bool) -> str:
        direction = "exit" if leaves else "entry"
        said = person.said if one.programme.carries_persons else person.said_impersonally
        return f'{{"direction":"{direction}"{said}}}'

    def _head_count(self, one: _Gathering, time: int) -> Message:
        people = len(one.inside) + int(self._random.random() * 5)
        one.head_counts.append((time, people))
        self._ids += 1
        data = f'{{"people":{people},"by_age_band":{{"13-17":{people}}}}}'
        return self._message(one, "head-count", self._ids, time, data)

    def _plan(self, one: _Gathering) -> Message:
        self._ids += 1
        self._other_facts += 1
        data = (
            f'{{"name":{{"fi":"Avoin ilta {one.id}","sv":"Öppen kväll {one.id}"}},"starts":"{_text(one.start)}",'
            f'"ends":"{_text(one.start + DURATION)}","venue":{{"id":"tprek:{one.source[7:]}",'
            f'"name":{{"fi":"Nuorisotalo"}},"district":"{one.district}"}},"capacity":{one.capacity}}}'
        )
        return self._message(one, "gathering-scheduled", self._ids, one.start - _DAY, data)

    def _doors(self, one: _Gathering, name: str, time: int) -> Message:
        self._ids += 1
        self._other_facts += 1
        return self._message(one, name, self._ids, time, "{}")

    def _id(self, number: int) -> str:
        return f"0199a000-{self.job.seed:04x}-7000-8000-{number:012x}"

    def _message(self, one: _Gathering, name: str, number: int, time: int, data: str, more: str = "") -> Message:
        value = (
            f'{{"specversion":"1.0","id":"{self._id(number)}","source":"{one.source}",'
            f'"type":"{TYPE_PREFIX}.{one.programme.value}.{name}.v1","subject":"{one.id}","time":"{_text(time)}",'
            f'"datacontenttype":"application/json"{more},"data":{data}}}'
        )
        return Message(one.programme.topic, one.id, value)


def _text(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="milliseconds")
