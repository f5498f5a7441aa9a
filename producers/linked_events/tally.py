"""Many pages as one import, without keeping them."""

from dataclasses import dataclass, field, fields

from producers.linked_events.importer import Counts, LinkedEventsImport, counted
from producers.linked_events.refusal import RefusedRecord
from schemas.contract import Event, event_name

__all__ = ["Tally"]


@dataclass(slots=True)
class Tally:
    """What the pages so far come to. A record that stands on two pages counts once, as in one file."""

    counts: Counts = field(default_factory=lambda: Counts(0, 0, 0, 0, 0, 0))
    refused: list[RefusedRecord] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def add(self, page: LinkedEventsImport) -> list[Event]:
        """Add a page; give its events that no earlier page had."""
        fresh = [event for event in page.events if event["id"] not in self._seen]
        planned = {event["subject"] for event in page.events if event_name(event["type"]) == "gathering-scheduled"}
        first = [
            event
            for event in page.events
            if event_name(event["type"]) == "gathering-scheduled" or event["subject"] not in planned
        ]
        repeated = page.counts.repeated + sum(event["id"] in self._seen for event in first)
        self._seen.update(event["id"] for event in fresh)
        self.refused += page.refused
        more = counted(page.counts.records, repeated, fresh, page.counts.series)
        self.counts = Counts(
            **{one.name: getattr(self.counts, one.name) + getattr(more, one.name) for one in fields(Counts)}
        )
        return fresh
