"""Pages of Linked Events in, events to emit and refused records out. Reads no file and no clock."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from producers.linked_events.gatherings import events_of
from producers.linked_events.links import Record, link_of
from producers.linked_events.pages import MorePages, more_pages, records_of
from producers.linked_events.refusal import DoubtfulRecord, RefusedRecord, UnusableError
from producers.plans import plan_doubts
from schemas.contract import Event, event_name
from schemas.programmes import Programme

__all__ = ["CONTRADICTED", "Counts", "LinkedEventsImport", "counted", "import_linked_events"]

CONTRADICTED = (
    "another record of these files has the same id and time and says something else, and was taken before this one; "
    "fetch the event anew, and import what the API gives now"
)


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
    doubtful: tuple[DoubtfulRecord, ...] = ()
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
    made: dict[tuple[str, datetime], tuple[Event, ...]] = {}
    refused: list[RefusedRecord] = []
    doubtful: list[DoubtfulRecord] = []
    repeated = series = 0
    for position, record in enumerate(records, start=1):
        if _is_series(record, wholes):
            series += 1
            continue
        cut: list[str] = []
        try:
            gathering = events_of(record, known_events, known_places, programme, cut)
        except UnusableError as error:
            refused.append(error.of(str(record.get("id") or f"record {position}")))
            continue
        version = (gathering[0]["subject"], gathering[0]["time"])
        earlier = made.get(version)
        if earlier is not None and earlier != gathering:
            other = UnusableError("last_modified_time", record["last_modified_time"], CONTRADICTED)
            refused.append(other.of(record["id"]))
            continue
        if earlier is not None:
            repeated += 1
            continue
        made[version] = gathering
        doubtful += (DoubtfulRecord(record["id"], field, doubt) for field, doubt in _doubts(gathering[0], cut))
    return LinkedEventsImport(
        tuple(event for gathering in made.values() for event in gathering),
        tuple(refused),
        counted(len(records), repeated, [event for gathering in made.values() for event in gathering], series),
        tuple(doubtful),
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


def _doubts(event: Event, cut: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Return what somebody should look at in a gathering that is taken, each with its field."""
    for field in cut:
        yield field, "it held an e-mail address or a telephone number, which was cut: names are shown to everybody"
    for ours, doubt in plan_doubts(event):
        yield _THEIRS[ours], doubt


_THEIRS = {"ends": "end_time", "venue": "location.position"}


def _whole_of(record: Record) -> str | None:
    """Return the id of the series or umbrella that a record is a part of; nothing is a part of itself."""
    try:
        whole = link_of(record.get("super_event"), "super_event")
    except UnusableError:
        return None
    return None if whole == record.get("id") else whole


def _is_series(record: Record, wholes: Collection[str]) -> bool:
    if record.get("deleted"):
        return False  # its cancellation takes back what an earlier import may have planned
    parts = record.get("sub_events")
    if str(record.get("id")) in wholes or (isinstance(parts, list) and parts):
        return True
    return parts is None and record.get("super_event_type") == "recurring"


def _by_id(records: Iterable[Record]) -> dict[str, Record]:
    return {record["id"]: record for record in records if isinstance(record.get("id"), str)}
