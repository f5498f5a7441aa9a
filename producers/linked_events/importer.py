"""Pages of Linked Events in, events to emit and refused records out. Reads no file and no clock."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from producers.linked_events.gatherings import events_of
from producers.linked_events.links import Record, link_of
from producers.linked_events.pages import MorePages, more_pages, records_of
from producers.linked_events.refusal import RefusedRecord, UnusableError
from schemas.contract import Event, event_name
from schemas.programmes import Programme

__all__ = ["Counts", "LinkedEventsImport", "counted", "import_linked_events"]


@dataclass(frozen=True, slots=True)
class Counts:
    """What was in the file.

    `records` = `gatherings` + `deleted` + `series` + `repeated` + the number of refused records.
    """

    records: int
    gatherings: int
    """Gatherings planned, the following three among them."""
    cancelled: int
    """Cancelled or replaced."""
    without_start: int
    """Postponed, or with no time yet."""
    without_district: int
    """Online, nowhere, or at a place that no file describes."""
    repeated: int
    """The same version of the same event once more, as pages overlap."""
    deleted: int = 0
    """Deleted there: cancelled here, and nothing else of them changes."""
    series: int = 0
    """Series and umbrellas, whose parts are the gatherings."""


@dataclass(frozen=True, slots=True)
class LinkedEventsImport:
    """The events to emit, in the file's order; the records that cannot be used; and how many of each."""

    events: tuple[Event, ...]
    refused: tuple[RefusedRecord, ...]
    counts: Counts
    more: MorePages | None = None
    """The file's pages go on elsewhere."""


def import_linked_events(
    events: object, places: object = (), programme: Programme = Programme.REGIONAL_EVENT
) -> LinkedEventsImport:
    """Make gatherings of a programme out of Linked Events' JSON: pages (`{"data": […]}`), lists or single records.

    A series is no gathering when its evenings are: one that a record of the file is part of, that names its parts, or
    that says that it recurs.

    Guarantees: the same files give the same events, byte for byte. Each record is either used or refused.

    Raises:
        InvalidDocumentError: `events` or `places` is not of that shape.
    """
    records = list(records_of(events, "events"))
    known_events = _by_id(records)
    known_places = _by_id(records_of(places, "places"))
    wholes = {whole for record in records if (whole := _whole_of(record)) is not None}
    made: dict[str, tuple[Event, ...]] = {}
    refused: list[RefusedRecord] = []
    repeated = series = 0
    for position, record in enumerate(records, start=1):
        if _is_series(record, wholes):
            series += 1
            continue
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
        counted(len(records), repeated, [event for gathering in made.values() for event in gathering], series),
        more_pages(events, len(known_events)),
    )


def counted(records: int, repeated: int, events: Sequence[Event], series: int = 0) -> Counts:
    """Count the gatherings of events: each has one plan and at most one cancellation, a deleted one no plan."""
    plans = [event for event in events if event_name(event["type"]) == "gathering-scheduled"]
    planned = {event["subject"] for event in plans}
    cancelled = [event for event in events if event_name(event["type"]) != "gathering-scheduled"]
    deleted = sum(event["subject"] not in planned for event in cancelled)
    return Counts(
        records=records,
        gatherings=len(plans),
        cancelled=len(cancelled) - deleted,
        without_start=sum(plan["data"]["starts"] is None for plan in plans),
        without_district=sum("district" not in plan["data"].get("venue", {}) for plan in plans),
        repeated=repeated,
        deleted=deleted,
        series=series,
    )


def _whole_of(record: Record) -> str | None:
    """Return the id of the series or umbrella that a record is a part of."""
    try:
        return link_of(record.get("super_event"), "super_event")
    except UnusableError:
        return None


def _is_series(record: Record, wholes: Collection[str]) -> bool:
    if record.get("deleted"):
        return False  # its cancellation takes back what an earlier import may have planned
    parts = record.get("sub_events")
    if str(record.get("id")) in wholes or (isinstance(parts, list) and parts):
        return True
    return parts is None and record.get("super_event_type") == "recurring"


def _by_id(records: Iterable[Record]) -> dict[str, Record]:
    return {record["id"]: record for record in records if isinstance(record.get("id"), str)}
