"""Many pages as one import, without keeping them."""

from dataclasses import dataclass, field, fields

from producers.linked_events.importer import CONTRADICTED, Counts, LinkedEventsImport, counted
from producers.linked_events.refusal import DoubtfulRecord, RefusedRecord
from schemas.contract import Event, event_name

__all__ = ["Tally"]


@dataclass(slots=True)
class Tally:
    """What the pages so far come to. A record that stands on two pages counts once, as in one file."""

    counts: Counts = field(default_factory=lambda: Counts(0, 0, 0, 0, 0, 0))
    refused: list[RefusedRecord] = field(default_factory=list)
    doubtful: list[DoubtfulRecord] = field(default_factory=list)
    _seen: dict[str, int] = field(default_factory=dict)

    def add(self, page: LinkedEventsImport) -> list[Event]:
        """Add a page; give its events that no earlier page had."""
        fresh = [event for event in page.events if event["id"] not in self._seen]
        planned = {event["subject"] for event in page.events if event_name(event["type"]) == "gathering-scheduled"}
        first = [
            event
            for event in page.events
            if event_name(event["type"]) == "gathering-scheduled" or event["subject"] not in planned
        ]
        again = [event for event in first if event["id"] in self._seen]
        other = [event for event in again if self._seen[event["id"]] != _content(event)]
        repeated = page.counts.repeated + len(again) - len(other)
        self.refused += page.refused
        for event in other:
            time = f"{event['time']:%Y-%m-%dT%H:%M:%S.%fZ}"
            self.refused.append(RefusedRecord(event["subject"], "last_modified_time", time, CONTRADICTED))
        self.doubtful += page.doubtful if fresh else ()
        self._seen.update((event["id"], _content(event)) for event in fresh)
        more = counted(page.counts.records, repeated, fresh, page.counts.series)
        self.counts = Counts(
            **{one.name: getattr(self.counts, one.name) + getattr(more, one.name) for one in fields(Counts)}
        )
        return fresh


def _content(event: Event) -> int:
    """Return a number that two events share only if they say the same: within one process, as `hash` is."""
    return hash(repr(event))
