"""What a file of Linked Events holds: its records, and whether its pages go on in another file; or what else it is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from producers.errors import InvalidDocumentError
from producers.linked_events.links import Record

__all__ = ["MorePages", "more_pages", "records_of"]

_THEIRS = frozenset({"last_modified_time", "event_status", "super_event_type", "start_time", "replaced_by", "deleted"})
_OF_AN_EVENT = frozenset({"event_status", "super_event_type", "start_time", "end_time"})
_OF_A_KEYWORD = frozenset({"alt_labels", "aggregate"})
_OF_A_PLACE = frozenset({"divisions", "street_address", "position", "address_locality"})
_WRAPPERS = {
    "results": "a page of another API ({'results': […]})",
    "events": "a list of another API's events, e.g. Eventbrite's",
    "items": "a list of another API's items, e.g. of a calendar",
    "features": "GeoJSON",
    "_embedded": "a page of another API (HAL), e.g. Ticketmaster's",
    "@graph": "JSON-LD of another site",
    "result": "an answer of another API, e.g. of a data catalogue (CKAN)",
}


@dataclass(frozen=True, slots=True)
class MorePages:
    """The pages go on: how many events are in no file, None if the API does not say, and where the next page is."""

    missing: int | None
    address: str

    def __str__(self) -> str:
        number = "more events" if self.missing is None else f"{self.missing:,} more events"
        return (
            f"the pages go on: {number} are in none of these files. Save the next pages too, from {self.address}, or "
            "have the address polled: engage import linked-events https://api.hel.fi/linkedevents/v1/event/"
        )


def records_of(document: object, name: str) -> Iterator[Record]:
    """Return the records of pages (`{"data": […]}`), lists of them, or single records.

    Raises:
        InvalidDocumentError: it is none of these; the message says what it is.
    """
    found = list(_records(document, name))
    if name == "events" and found and not any(map(_may_be_an_event, found)):
        raise InvalidDocumentError(f"the events are not those of Linked Events: it is {_what_it_is(found)}; {_SAVE}")
    yield from found


def more_pages(document: object, records: int) -> MorePages | None:
    """Return that the pages of a document go on, or None if all are there: `records` is how many different ones are."""
    metas = [meta for meta in _metas(document) if isinstance(meta, Mapping)]
    following = [meta["next"] for meta in metas if isinstance(meta.get("next"), str) and meta["next"]]
    if not following:
        return None
    counts = [meta["count"] for meta in metas if isinstance(meta.get("count"), int)]
    if not counts:
        return None if len(following) < len(metas) else MorePages(None, following[-1][:300])
    missing = max(counts) - records
    return MorePages(missing, following[-1][:300]) if missing > 0 else None


_SAVE = "save what https://api.hel.fi/linkedevents/v1/event/ gives, unchanged"


def _records(document: object, name: str) -> Iterable[Record]:
    if isinstance(document, Mapping):
        if "data" not in document or "id" in document:
            if "id" not in document and not document.keys() & _THEIRS and _is_something_else(document):
                raise InvalidDocumentError(
                    f"the {name} are not Linked Events: it is {_what_it_is([document])}; {_SAVE}"
                )
            yield document
            return
        document = document["data"]
    if not isinstance(document, list | tuple):
        raise InvalidDocumentError(
            f'the {name} are not Linked Events: expected a page {{"data": […]}} or a list, found '
            f"{type(document).__name__}; {_SAVE}"
        )
    for record in document:
        if isinstance(record, Mapping | list):
            yield from _records(record, name)
        else:
            yield {}  # without an id, so it is refused


def _may_be_an_event(record: Record) -> bool:
    """Whether a record may be an event: places and keywords of the same API have some of its fields, too."""
    fields = record.keys()
    return bool(fields & _OF_AN_EVENT or (fields & _THEIRS and not fields & (_OF_A_PLACE | _OF_A_KEYWORD)))


def _is_something_else(document: Mapping[str, Any]) -> bool:
    return bool(document.keys() & (_WRAPPERS.keys() | {"detail", "error", "errors", "message", "type", "@type"}))


def _what_it_is(records: list[Any]) -> str:  # noqa: PLR0911  a kind each
    """Return what something is that holds no event of Linked Events."""
    first: Mapping[str, Any] = next((one for one in records if isinstance(one, Mapping) and one), {})
    for name in ("detail", "error", "message", "errors"):
        if isinstance(first.get(name), str) and len(first) <= 4:
            return f"an API's answer that something went wrong: {first[name][:120]!r}"
    if first.get("type") in {"FeatureCollection", "Feature"}:
        return "GeoJSON"
    if first.keys() & _OF_A_PLACE:
        return "places, not events; name this file with --places"
    if first.keys() & _OF_A_KEYWORD:
        return "keywords, not events"
    for name, what in _WRAPPERS.items():
        if name in first:
            return what
    if "schema.org" in str(first.get("@context", "")):
        return "JSON-LD of schema.org"
    fields = ", ".join(map(str, list(first)[:6]))
    return f"something with the fields {fields}" if fields else "something without fields"


def _metas(document: object) -> Iterator[Any]:
    if isinstance(document, Mapping) and "data" in document and "id" not in document:
        yield document.get("meta")
    elif isinstance(document, list | tuple):
        for one in document:
            yield from _metas(one)
