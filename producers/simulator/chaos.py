"""How the same facts are told in a real city: again, late, out of order, wrongly and set right, and taken back.

Whatever is done here, what is known in the end is what really happened: each mistake is corrected, and whatever did
not happen is retracted. So chaos changes which messages there are, and no roll-up.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from random import Random

from producers.simulator.dispatch import Dispatch, Fate, Form
from producers.simulator.fact import Fact
from producers.simulator.instants import DAY, HOUR, MINUTE, SECOND, rfc3339
from producers.simulator.made_up import MADE_UP, happenings_carried
from producers.simulator.mistakes import mistaken
from producers.simulator.occasion import Occasion
from producers.simulator.sabotage import sabotaged
from schemas.contract import CORRECTION, RETRACTION

__all__ = ["in_disorder"]

_PHANTOMS = 0.03
_STRANGE_PHANTOMS = 0.2
_LATE_DEVICES = 0.12
_FORMS: tuple[Form, ...] = ("structured", "spaced", "binary")
_FORM_WEIGHTS = (95, 2, 3)


def in_disorder(random: Random, occasion: Occasion, facts: Iterable[Fact], until: int) -> Iterator[Dispatch]:
    """Yield each fact one or more times, none before its time and none after `until`, with what never happened between.

    Guarantees: the highest revision of each fact is the true one, or a retraction where it never happened.
    """
    teller = _Teller(random, occasion, until)
    styles, weights = tuple(_STYLES), tuple(weight for weight, _ in _STYLES.values())
    told = 0
    for fact in facts:
        told += 1
        (style,) = random.choices(styles, weights)
        yield from _STYLES[style][1](teller, fact)
        if random.random() < _PHANTOMS:
            yield from _taken_back(teller, _phantom(random, occasion, fact))
        if random.random() < _PHANTOMS / 2:
            yield from sabotaged(random, occasion, fact, until)
    if told:
        yield from sabotaged(random, occasion, fact, until)


@dataclass(frozen=True, slots=True)
class _Teller:
    """What the devices of one gathering do to its messages."""

    random: Random
    occasion: Occasion
    until: int
    # When each device had a connection again; 0 for those that always had one.
    uploads: dict[str, int] = field(default_factory=dict)

    def tell(self, fact: Fact, revision: int = 1, delay: int = 0) -> Dispatch:
        """Send a fact; the first revision brings it, each other one amends it."""
        random, upload = self.random, self._upload(fact.source)
        at = max(fact.time, upload) + random.randrange(50, 3 * SECOND) + delay
        recorded = min(fact.time + random.randrange(20 * SECOND), self.until) if upload or delay > MINUTE else None
        (form,) = random.choices(_FORMS, _FORM_WEIGHTS)
        return self._dispatch(at, fact.event, fact, revision, recorded, form)

    def correct(self, fact: Fact, revision: int, delay: int) -> Dispatch:
        """Send a correction that makes the fact what `fact` says."""
        replacement = f'{{"event":"{fact.event}","time":"{rfc3339(fact.time)}","data":{fact.data}}}'
        return self._amend(
            CORRECTION, fact, f'"corrects":"{fact.id}"', f',"replacement":{replacement}', revision, delay
        )

    def retract(self, fact: Fact, revision: int, delay: int) -> Dispatch:
        """Send that the fact never happened."""
        reason = self.random.choice(("", ',"reason":"mistake"', ',"reason":"test"'))
        return self._amend(
            RETRACTION, fact, f'"retracts":"{fact.id}"', f',"event":"{fact.event}"{reason}', revision, delay
        )

    def _amend(self, name: str, fact: Fact, target: str, rest: str, revision: int, delay: int) -> Dispatch:
        at = min(max(fact.time, self._upload(fact.source)) + delay + self.random.randrange(SECOND, MINUTE), self.until)
        source = fact.source
        if self.random.random() < 0.4:
            source, target = "office:corrections", f'{target},"source":"{fact.source}"'
        elif self.random.random() < 0.2:
            target = f'{target},"source":"{fact.source}"'
        amending = Fact(name, source, f"{fact.id}:{name}-{revision}", at, f"{{{target}{rest}}}")
        return self._dispatch(at, name, amending, revision, None, "structured")

    def _dispatch(self, at: int, name: str, fact: Fact, revision: int, recorded: int | None, form: Form) -> Dispatch:
        fate: Fate = "fact" if revision == 1 else "amendment"
        programme, gathering = self.occasion.programme, self.occasion.gathering
        return Dispatch(min(at, self.until), programme, gathering, name, fact, revision, recorded, form, fate)

    def _upload(self, source: str) -> int:
        if source not in self.uploads:
            late = self.random.random() < _LATE_DEVICES
            upload = self.occasion.closes + self.random.randrange(HOUR, 6 * DAY) if late else 0
            self.uploads[source] = upload
        return self.uploads[source]


def _plainly(teller: _Teller, fact: Fact) -> Iterator[Dispatch]:
    yield teller.tell(fact)


def _hours_late(teller: _Teller, fact: Fact) -> Iterator[Dispatch]:
    yield teller.tell(fact, delay=teller.random.randrange(2 * MINUTE, 6 * HOUR))


def _repeatedly(teller: _Teller, fact: Fact) -> Iterator[Dispatch]:
    told = teller.tell(fact)
    yield told
    for _ in range(teller.random.randint(1, 3)):
        yield _again(teller, told)


def _wrongly_then_right(teller: _Teller, fact: Fact) -> Iterator[Dispatch]:
    first, second = _delays(teller.random, 2)
    yield teller.tell(mistaken(teller.random, fact), delay=first)
    correction = teller.correct(fact, 2, second)
    yield correction
    if teller.random.random() < 0.2:
        yield _again(teller, correction)


def _wrongly_twice_then_right(teller: _Teller, fact: Fact) -> Iterator[Dispatch]:
    first, second, third = _delays(teller.random, 3)
    yield teller.tell(mistaken(teller.random, fact), delay=first)
    yield teller.correct(mistaken(teller.random, fact), 2, second)
    yield teller.correct(fact, teller.random.choice((3, 4, 10)), third)


def _wrongly_then_resent(teller: _Teller, fact: Fact) -> Iterator[Dispatch]:
    first, second = _delays(teller.random, 2)
    yield teller.tell(mistaken(teller.random, fact), delay=first)
    yield teller.tell(fact, revision=2, delay=second)


def _only_by_correction(teller: _Teller, fact: Fact) -> Iterator[Dispatch]:
    (delay,) = _delays(teller.random, 1)
    yield teller.correct(fact, 2, delay)._replace(fate="fact")


def _taken_back_by_mistake(teller: _Teller, fact: Fact) -> Iterator[Dispatch]:
    first, second, third = _delays(teller.random, 3)
    yield teller.tell(fact, delay=first)
    yield teller.retract(fact, 2, second)
    if teller.random.random() < 0.5:
        yield teller.tell(fact, revision=3, delay=third)
    else:
        yield teller.correct(fact, 3, third)


def _amended_by_the_clock(teller: _Teller, fact: Fact) -> Iterator[Dispatch]:
    """Correct it again and again, once after it was taken back; each amendment has its instant as revision."""
    told = _delays(teller.random, 5)
    yield teller.tell(mistaken(teller.random, fact), delay=told[0])
    yield teller.correct(mistaken(teller.random, fact), fact.time + SECOND, told[1])
    yield teller.correct(mistaken(teller.random, fact), fact.time + 2 * SECOND, told[2])
    yield teller.retract(fact, fact.time + 3 * SECOND, told[3])
    yield teller.correct(fact, fact.time + 4 * SECOND, told[4])


def _at_the_wrong_gathering(teller: _Teller, fact: Fact) -> Iterator[Dispatch]:
    """Yield it for a gathering that never was, perhaps twice over, and move it here."""
    first, second, third = _delays(teller.random, 3)
    gathering = teller.occasion.gathering
    yield teller.tell(fact, delay=first)._replace(gathering=f"{gathering}-mistaken")
    if teller.random.random() < 0.3:
        moved = teller.correct(mistaken(teller.random, fact), fact.time + SECOND, second)
        yield moved._replace(gathering=f"{gathering}-mistaken-again", fate="fact")
    yield teller.correct(fact, fact.time + 2 * SECOND, third)._replace(fate="fact")


def _as_another_event(teller: _Teller, fact: Fact) -> Iterator[Dispatch]:
    """Yield it as something else that the programme may carry, and give it its right type."""
    first, second = _delays(teller.random, 2)
    other = teller.random.choice(_OTHER_TYPES[fact.event in _OTHER_TYPES[0]])
    yield teller.tell(fact._replace(event=other, data=MADE_UP[other]), delay=first)
    yield teller.correct(fact, 2, second)._replace(fate="fact")


def _taken_back(teller: _Teller, phantom: Fact) -> Iterator[Dispatch]:
    """Yield what never happened, perhaps correct it, and retract it; or retract it and nothing else."""
    first, second, third = _delays(teller.random, 3)
    if teller.random.random() < 0.05:
        yield teller.retract(phantom, 2, first)._replace(fate="fact")
        return
    yield teller.tell(phantom, delay=first)
    if teller.random.random() < 0.3:
        yield teller.correct(mistaken(teller.random, phantom), 2, second)
    retraction = teller.retract(phantom, 3, third)
    yield retraction
    if teller.random.random() < 0.2:
        yield _again(teller, retraction)


_STYLES: Mapping[str, tuple[float, Callable[[_Teller, Fact], Iterator[Dispatch]]]] = {
    "plainly": (78, _plainly),
    "hours late": (7, _hours_late),
    "repeatedly": (8, _repeatedly),
    "wrongly, then right": (3, _wrongly_then_right),
    "wrongly twice, then right": (1, _wrongly_twice_then_right),
    "wrongly, then resent": (1.5, _wrongly_then_resent),
    "only by correction": (0.5, _only_by_correction),
    "taken back by mistake": (1, _taken_back_by_mistake),
    "amended by the clock": (1, _amended_by_the_clock),
    "at the wrong gathering": (0.7, _at_the_wrong_gathering),
    "as another event": (0.5, _as_another_event),
}
"""How often a fact is told in each way, and how that goes."""


_OTHER_TYPES = (("head-count", "group-visit"), ("agency-presence", "pulse"))
"""What something may be taken for: of two tables of facts each, so that none is the fact's own."""


def _delays(random: Random, many: int) -> list[int]:
    """Return delays in milliseconds, rising in most cases; else a later revision may arrive before an earlier one."""
    delays = sorted(random.choice((0, MINUTE, HOUR, DAY)) * random.random() for _ in range(many))
    if random.random() < 0.35:
        random.shuffle(delays)
    return [round(delay) for delay in delays]


def _again(teller: _Teller, told: Dispatch) -> Dispatch:
    """Send the same again, at once, hours or days later, as the same bytes or from another encoder."""
    random = teller.random
    later = random.choice((0, random.randrange(6 * HOUR), random.randrange(4 * DAY)))
    form = told.form if random.random() < 0.7 else random.choice(_FORMS)
    return told._replace(at=min(told.at + later, teller.until), form=form, fate="duplicate")


def _phantom(random: Random, occasion: Occasion, fact: Fact) -> Fact:
    """Make up a fact beside a real one, a cancellation beside a plan, or something of a kind that nobody else told."""
    if random.random() < _STRANGE_PHANTOMS:
        event = random.choice(happenings_carried(occasion.programme))
        return fact._replace(event=event, id=f"{fact.id}-never", data=MADE_UP[event])
    phantom = mistaken(random, fact)._replace(id=f"{fact.id}-never")
    if fact.event == "gathering-scheduled" and random.random() < 0.6:
        return phantom._replace(event="gathering-cancelled", time=fact.time, data="{}")
    return phantom
