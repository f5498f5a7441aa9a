"""Faults that this product once had with amendments and sums, each put back, and the law that it breaks."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any, Self

import pytest
from hypothesis import strategies as st

from schemas import amendments
from streams import amending
from streams.records import Gathering
from streams.settings import StreamSettings
from streams.store import Store, statement
from tests.streams.amendment_laws import History, histories

__all__ = ["FAULTS", "KILLED", "Fault", "FaultyStore"]

Replacement = tuple[str, str, str]
"""A statement of streams/sql, what stands in it, and what stood there once."""


class FaultyStore(Store):
    """A connection on which some statements say what they once said; a view stays so until it is closed."""

    def __init__(self, settings: StreamSettings, replacements: Sequence[Replacement]) -> None:
        super().__init__(settings)
        self._faulty: dict[str, str] = {}
        for name, right, wrong in replacements:
            text = self._faulty.get(name, statement(name))
            assert right in text, f"{name} does not say {right!r}: the fault cannot be put back"
            self._faulty[name] = text.replace(right, wrong)

    def __enter__(self) -> Self:
        for name in self._views:
            self.run(name)
        return self

    def close(self) -> None:
        """Put the views right."""
        for name in self._views:
            self.run_text(statement(name))
        super().close()

    def _text(self, name: str) -> str:
        return self._faulty.get(name) or super()._text(name)

    @property
    def _views(self) -> list[str]:
        return [name for name in self._faulty if name.startswith("views/")]


Patched = AbstractContextManager[object]


def _patched(*changes: tuple[object, str, object]) -> Callable[[], Patched]:
    @contextmanager
    def patched() -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            for where, name, value in changes:
                patch.setattr(where, name, value)
            yield

    return patched


def _departed_but(kept: Callable[[amending.Note, amending.Note], bool]) -> Callable[[], Patched]:
    """Forget those places that an event left which `kept` is true of, beside the place that holds."""

    def forgetful(notes: Any) -> list[amending.Note]:
        told = list(notes)
        holding = {
            event: max(
                (one for one in told if one.event == event and not one.left),
                key=lambda one: (one.revision, one.retracted, one.content, one.place),
            )
            for event in {one.event for one in told}
        }
        return [one for one in _DEPARTED(told) if not kept(one, holding[one.event])]

    return _patched((amending, "departed", forgetful))


def _second_revision(_instant: object) -> int:
    return 2


def _nothing_awaited(_store: object, _batch: object) -> list[amending.Note]:
    return []


def _nowhere(_left: object) -> dict[str, set[Gathering]]:
    return {}


def _only_missing(notes: Iterable[amending.Note]) -> list[amending.Note]:
    """Return what `departed` returns but for what is retracted already."""
    told = list(notes)
    stored = {(one.event, one.place, one.revision) for one in told if one.retracted}
    return [one for one in _DEPARTED(told) if (one.event, one.place, one.revision) not in stored]


_DEPARTED = amending.departed

KILLED: Callable[[], Patched] = _patched((amending, "departed", _only_missing))
"""Gatherings that an event left are not computed again where a killed worker stored the retraction already."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault, the law of `amendment_laws.LAWS` that fails with it, and the histories that are told."""

    name: str
    law: str
    sql: Sequence[Replacement] = ()
    patched: Callable[[], Patched] = nullcontext
    histories: st.SearchStrategy[History] = field(default_factory=histories)


_LAST = "the last word holds"
_NUMBERS = "numbers are those of the final state"
_KNOWN = "no gathering without a standing fact"
_DAY = "a gathering's day is that of what stands"
_FINER = "the finer count of a place and period counts"
_MONTHS = "a place's month is the sum of what is in it"
_EXPECTED = "only what should be counted at the door is expected"

_FAMILIES = {
    "group visit": ("group-visit", "group_participation"),
    "meeting outside": ("outreach-contact", "outreach"),
    "pulse": ("pulse", "sentiment"),
    "referral": ("referral", "referral_flows"),
}
_FIRST_THAT_STANDS = "toDate(minOrNullIf(time, NOT retracted), 'Europe/Helsinki')"

_SHEETS = histories(kinds=["period-count", "period-count", "head-count"], words=2)

FAULTS: Sequence[Fault] = (
    Fault(
        "every amendment has revision 2, and a hash decides",
        _NUMBERS,
        patched=_patched((amendments, "revision_at", _second_revision)),
        histories=st.deferred(lambda: histories(kinds=["head-count"], by_clock=True)),
    ),
    Fault(
        "what is retracted and then corrected stays retracted",
        _LAST,
        patched=_patched((amendments, "revision_at", _second_revision)),
        histories=st.deferred(lambda: histories(kinds=["head-count"], words=3, by_clock=True)),
    ),
    *(
        Fault(
            f"a {name} that was taken back leaves a gathering",
            _KNOWN,
            sql=[(f"roll_ups/{roll_up}", _FIRST_THAT_STANDS, "toDate(min(time), 'Europe/Helsinki')")],
            histories=histories(kinds=[event, event, "check-in"], words=3),
        )
        for name, (event, roll_up) in _FAMILIES.items()
    ),
    *(
        Fault(
            f"a gathering's day is that of a {name} that was taken back",
            _DAY,
            sql=[
                (
                    f"roll_ups/{roll_up}",
                    _FIRST_THAT_STANDS,
                    "if(countIf(NOT retracted) = 0, NULL, toDate(min(time), 'Europe/Helsinki'))",
                )
            ],
            histories=histories(kinds=[event], words=3),
        )
        for name, (event, roll_up) in _FAMILIES.items()
    ),
    Fault(
        "a correction that changes the type counts twice",
        _LAST,
        patched=_departed_but(lambda left, holds: left.table != holds.table),
    ),
    Fault(
        "a correction that changes the gathering counts twice",
        _LAST,
        patched=_departed_but(lambda left, holds: left.gathering != holds.gathering),
    ),
    Fault(
        "an event that comes after its correction counts beside it",
        _LAST,
        patched=_patched((amending, "_came_after", _nothing_awaited)),
        histories=histories(kinds=["head-count", "group-visit"], words=2),
    ),
    Fault(
        "what an event left is not computed again",
        _NUMBERS,
        patched=_patched((amending, "places_of", _nowhere)),
    ),
    Fault(
        "the total of a month is of its first day, and in that week",
        _FINER,
        sql=[
            (
                "views/visit_parts",
                "toUInt8(indexOf(['', 'day', 'week', 'month'], toString(total.period)))",
                "toUInt8(2)",
            )
        ],
        histories=_SHEETS,
    ),
    Fault(
        "a venue's days and its month add up",
        _MONTHS,
        sql=[
            ("views/visit_parts", "grain = 3, countIf", "grain = 9, countIf"),
            ("views/visit_parts", "grain = 4, countIf", "grain = 9, countIf"),
        ],
        histories=_SHEETS,
    ),
    Fault(
        "the days and the month of one gathering add up",
        _NUMBERS,
        sql=[("roll_ups/period_participation", "sumOrNullIf(total, counted)", "sumOrNull(total)")],
        histories=_SHEETS,
    ),
    Fault(
        "a week is of the month of its Monday",
        _MONTHS,
        sql=[("views/visit_parts", "first_day + 3", "first_day")],
        histories=_SHEETS,
    ),
    Fault(
        "meetings outside count as gatherings that nobody counted",
        _EXPECTED,
        sql=[("views/every_gathering", "max(known.planned) AND NOT max(known.met)", "true")],
        histories=histories(kinds=["outreach-contact", "check-in"], words=2),
    ),
)
