"""Pages of Linked Events in, events to emit and refused records out. Reads no file and no clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from producers.errors import InvalidDocumentError
from producers.linked_events.gatherings import events_of
from producers.linked_events.links import Record
from producers.linked_events.refusal import RefusedRecord, UnusableError
from schemas.contract import Event, event_name
from schemas.programmes import Programme

__all__ = ["Counts", "LinkedEventsImport", "counted", "import_linked_events"]


@dataclass(frozen=True, slots=True)
class Counts:
    """What was in the file. `records` = `gatherings` + `repeated` + the number of refused records."""

    records: int
    gatherings: int
    """Gatherings planned, the following three among them."""
    cancelled: int
    """Cancelled, deleted or replaced."""
    without_start: int
    """Postponed, or with no time yet."""
    without_district: int
    """Online, nowhere, or at a place that no file describes."""
    repeated: int
    """The same version of the same event once more, as pages overlap."""


@dataclass(frozen=True, slots=True)
class LinkedEventsImport:
    """The events to emit, in the file's order; the records that cannot be used; and how many of each."""

    events: tuple[Event, ...]
    refused: tuple[RefusedRecord, ...]
    counts: Counts


def import_linked_events(
    events: object, places: object = (), programme: Programme = Programme.REGIONAL_EVENT
) -> LinkedEventsImport:
    """Make gatherings of a programme out of Linked Events' JSON: pages (`{"data": […]}`), lists or single records.

    Guarantees: the same files give the same events, byte for byte. Each record is either used or refused.

    Raises:
        InvalidDocumentError: `events` or `places` is not of that shape.
    """
    records = list(_records(events, "events"))
    known_events = _by_id(records)
    known_places = _by_id(_records(places, "places"))
    made: dict[str, tuple[Event, ...]] = {}
    refused: list[RefusedRecord] = []
    repeated = 0
    for position, record in enumerate(records, start=1):
        try:
            gathering = events_of(record, known_events, known_places, programme)
        except UnusableError as error:
            refused.append(error.of(str(record.get("id") or f"record {position}")))
            continue
        repeated += gathering[0]["id"] in made
        made.setdefault(gathering[0]["id"], gathering)
    return LinkedEventsImport(
        tuple(event for gathering in made.values() for event in gathering),
        tuple(refused),
        counted(len(records), repeated, [event for gathering in made.values() for event in gathering]),
    )


def counted(records: int, repeated: int, events: Sequence[Event]) -> Counts:
    """Count the gatherings of events: each has one plan, and at most one cancellation."""
    plans = [event["data"] for event in events if event_name(event["type"]) == "gathering-scheduled"]
    return Counts(
        records=records,
        gatherings=len(plans),
        cancelled=len(events) - len(plans),
        without_start=sum(plan["starts"] is None for plan in plans),
        without_district=sum("district" not in plan.get("venue", {}) for plan in plans),
        repeated=repeated,
    )


def _records(document: object, name: str) -> Iterable[Record]:
    if isinstance(document, Mapping):
        if "id" in document or "data" not in document:
            yield document
            return
        document = document["data"]
    if not isinstance(document, list | tuple):
        raise InvalidDocumentError(
            f'the {name} are not Linked Events: expected a page {{"data": […]}} or a list, found '
            f"{type(document).__name__}; save what https://api.hel.fi/linkedevents/v1/ gives"
        )
    for record in document:
        if isinstance(record, Mapping | list):
            yield from _records(record, name)
        else:
            yield {}  # without an id, so it is refused


def _by_id(records: Iterable[Record]) -> dict[str, Record]:
    return {record["id"]: record for record in records if isinstance(record.get("id"), str)}
