"""Which events follow from a reading, given what was sent before."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from producers.new_event import new_event
from producers.sheets.counts import SheetReading, Spot
from producers.sheets.mapping import SheetMapping
from producers.sheets.refusal import UnusableCellError
from producers.sheets.venues import VenueIds
from schemas.amendments import revision_at
from schemas.contract import RETRACTION, Event
from schemas.events.period_count import PERIOD_COUNT

__all__ = ["KnownCount", "SheetEvents", "event_id_of", "events_of", "newest"]


@dataclass(frozen=True, slots=True)
class KnownCount:
    """What was sent last of a place and period; no visits: it was taken back."""

    revision: int
    visits: int | None


@dataclass(frozen=True, slots=True)
class SheetEvents:
    """The events to send, in the sheet's order; what is known once they are sent; and what became of each cell."""

    events: tuple[Event, ...]
    known: Mapping[str, KnownCount]
    new: int
    unchanged: int
    changed: int
    taken_back: int
    """Counts whose cells are blank now, or whose place the mapping ignores now."""
    absent: tuple[str, ...]
    """Gatherings of counts that were sent before and that this sheet says nothing of, in order; they stay."""


def event_id_of(spot: Spot) -> str:
    """Return the event's id, the same for every revision of a place and period."""
    return _event_id_of(spot.gathering)


def _event_id_of(gathering: str) -> str:
    return f"{PERIOD_COUNT.name}:{gathering}"


def _gathering_of(event_id: str) -> str:
    return event_id.removeprefix(f"{PERIOD_COUNT.name}:")


def newest(*sources: Mapping[str, KnownCount]) -> dict[str, KnownCount]:
    """Join what several sources know, the highest revision of each; the first source wins where they agree."""
    joined: dict[str, KnownCount] = {}
    for source in sources:
        for event_id, known in source.items():
            if event_id not in joined or known.revision > joined[event_id].revision:
                joined[event_id] = known
    return joined


def events_of(
    reading: SheetReading,
    mapping: SheetMapping,
    known: Mapping[str, KnownCount],
    now: datetime,
    *,
    complete: bool = True,
) -> SheetEvents:
    """Make the events of a reading.

    Guarantees: the same reading with the same knowledge gives the same counts, byte for byte. What is known with the
    same content keeps its revision, so that sending it again changes nothing; another content gets a higher one. A
    blank cell of which a count is known becomes a retraction, and so does a count of a place that the mapping ignores
    now; any other blank cell becomes nothing.

    Args:
        reading: What the sheet says.
        mapping: What its columns mean.
        known: What was sent before.
        now: The instant.
        complete: Whether `known` has everything; if not, what somebody else told since is not in it, and a changed
            count gets the instant as its revision, which is higher.
    """
    after = dict(known)

    def above(revision: int) -> int:
        return revision + 1 if complete else max(revision + 1, revision_at(now))

    events: list[Event] = []
    new = unchanged = changed = taken_back = 0
    for count in reading.counts:
        event_id = event_id_of(count.spot)
        before = known.get(event_id)
        same = before is not None and before.visits == count.visits
        revision = 1 if before is None else before.revision if same else above(before.revision)
        new += before is None
        unchanged += same
        changed += before is not None and not same
        after[event_id] = KnownCount(revision, count.visits)
        events.append(_counted(count.spot, count.visits, mapping, revision))
    for spot in reading.blank:
        before = known.get(event_id_of(spot))
        if before is None:
            continue
        revision = before.revision if before.visits is None else above(before.revision)
        taken_back += before.visits is not None
        unchanged += before.visits is None
        after[event_id_of(spot)] = KnownCount(revision, None)
        events.append(_taken_back(spot.gathering, mapping, revision, spot.period.end))
    silent = [one for one in sorted(known.keys() - _ids(reading)) if known[one].visits is not None]
    ignored = _ignored_places(mapping)
    absent = []
    for event_id in silent:
        gathering = _gathering_of(event_id)
        if gathering.rpartition(":")[0] not in ignored:
            absent.append(gathering)
            continue
        revision = above(known[event_id].revision)
        taken_back += 1
        after[event_id] = KnownCount(revision, None)
        events.append(_taken_back(gathering, mapping, revision, now))
    return SheetEvents(tuple(events), after, new, unchanged, changed, taken_back, tuple(absent))


def _ignored_places(mapping: SheetMapping) -> set[str]:
    """Return the ids that the names had, or would have had, which the mapping ignores."""
    ids = VenueIds(mapping.venues.ids, mapping.venues.prefix)
    places = set()
    for name in mapping.venues.ignore:
        with suppress(UnusableCellError):
            places.add(ids.id_of(name))
    return places


def _ids(reading: SheetReading) -> set[str]:
    return {event_id_of(count.spot) for count in reading.counts} | {event_id_of(spot) for spot in reading.blank}


def _counted(spot: Spot, visits: int, mapping: SheetMapping, revision: int) -> Event:
    data = {"period": spot.period.unit, "first_day": spot.period.first_day.isoformat(), "visits": visits}
    return new_event(
        mapping.programme,
        PERIOD_COUNT.name,
        gathering=spot.gathering,
        data=data,
        source=mapping.source,
        clock=lambda: spot.period.end,
        id=event_id_of(spot),
        revision=revision if revision > 1 else None,
    )


def _taken_back(gathering: str, mapping: SheetMapping, revision: int, told: datetime) -> Event:
    event_id = _event_id_of(gathering)
    return new_event(
        mapping.programme,
        RETRACTION,
        gathering=gathering,
        data={"retracts": event_id, "event": PERIOD_COUNT.name, "reason": "mistake"},
        source=mapping.source,
        clock=lambda: told,
        id=f"{event_id}#{revision}",
        revision=revision,
    )
