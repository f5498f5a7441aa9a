"""The events that Kafka took a moment ago, for numbers that do not wait for a worker."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from schemas.amendments import subject_of
from schemas.contract import Event, event_name
from schemas.programmes import TYPE_PREFIX

__all__ = ["RecentEvents"]

KEPT_SECONDS = 900.0
MAX_EVENTS = 1_000
MAX_GATHERINGS = 1_000
MAX_ALL = 50_000
"""Of all gatherings: 27 MB. One key may send events of a thousand gatherings, 2,000 a second."""
_COUNTED = frozenset({"check-in", "head-count", "group-visit", "gathering-opened", "gathering-closed"})

Gathering = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Recent:
    """One event as the statement `numbers` takes it: what stands under its source and id from now on."""

    source: str
    id: str
    revision: int
    retracted: bool
    time: int
    name: str
    people: int
    along: int
    taken: float

    @property
    def rank(self) -> tuple[int, bool]:
        return self.revision, self.retracted


class RecentEvents:
    """Keeps what changes a gathering's numbers until a worker has stored it: by source and id, the newest revision.

    Bounded: 1,000 events a gathering, 1,000 gatherings and 50,000 events in all, 15 minutes at most; the oldest go
    first. What is gone from here counts again once a worker has stored it, so a number can be late and never doubled.

    Args:
        clock: Seconds that only go forward.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: OrderedDict[Gathering, OrderedDict[tuple[str, str], _Recent]] = OrderedDict()
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def add(self, events: Iterable[Event]) -> None:
        """Keep events as their contracts read them; those that change no number are left out."""
        now = self._clock()
        for event in events:
            recent = _recent(event, now)
            if recent is None:
                continue
            place = (event["type"].removeprefix(TYPE_PREFIX + ".").partition(".")[0], event["subject"])
            kept = self._kept.setdefault(place, OrderedDict())
            self._kept.move_to_end(place)
            before = kept.pop((recent.source, recent.id), None)
            self._size += before is None
            kept[recent.source, recent.id] = max(before, recent, key=lambda one: one.rank) if before else recent
            if len(kept) > MAX_EVENTS:
                kept.popitem(last=False)
                self._size -= 1
        while len(self._kept) > MAX_GATHERINGS or self._size > MAX_ALL:
            _, dropped = self._kept.popitem(last=False)
            self._size -= len(dropped)

    def last_added(self, programme: str, gathering: str) -> float:
        """Return when the clock showed the last event kept of a gathering; minus infinity where none is kept."""
        kept = self._kept.get((programme, gathering), OrderedDict())
        return max((one.taken for one in kept.values()), default=-math.inf)

    def parameters(self, programme: str, gathering: str) -> Mapping[str, list[Any]]:
        """Return a gathering's events as the arrays of the statement `numbers`, one array a column."""
        kept = self._kept.get((programme, gathering), OrderedDict())
        oldest = self._clock() - KEPT_SECONDS
        found = [one for one in kept.values() if one.taken >= oldest]
        return {
            "sources": [one.source for one in found],
            "ids": [one.id for one in found],
            "revisions": [one.revision for one in found],
            "retracted": [int(one.retracted) for one in found],
            "times": [one.time for one in found],
            "names": [one.name for one in found],
            "people": [one.people for one in found],
            "along": [one.along for one in found],
        }

    def forget(
        self, programme: str, gathering: str, parameters: Mapping[str, list[Any]], stored: Iterable[Any]
    ) -> None:
        """Forget the events that are stored, as long as they are those that `parameters` asked about."""
        kept = self._kept.get((programme, gathering))
        if kept is None:
            return
        columns = (parameters[name] for name in ("sources", "ids", "revisions", "retracted"))
        asked = {(source, id_): (revision, bool(gone)) for source, id_, revision, gone in zip(*columns, strict=True)}
        for source, id_ in stored:
            one = kept.get((source, id_))
            if one is not None and one.rank == asked.get((source, id_)):
                del kept[source, id_]
                self._size -= 1
        if not kept:
            del self._kept[programme, gathering]


def _recent(event: Event, now: float) -> _Recent | None:
    """Return what an event puts under which source and id, or None where no number depends on it."""
    source, id_, name, instant, said = subject_of(event_name(event["type"]), event)
    if name not in _COUNTED:
        return None
    data = said or {}
    people = {"entry": 1, "exit": -1}[data["direction"]] if "direction" in data else data.get("people", 0)
    return _Recent(
        source,
        id_,
        event.get("revision", 1),
        said is None,
        round(instant.timestamp() * 1000),
        name,
        people,
        data.get("accompanied_by", 0),
        now,
    )
