"""What somebody imports from Linked Events, of a simulated city: page by page out of an API on this machine."""

from collections.abc import Generator, Sequence

from embedded.demo.linked_events_api import Fault, LinkedEventsServer
from producers.linked_events import import_linked_events
from producers.linked_events.fetching import Fetcher, Patience
from producers.linked_events.polling import Poll, first_address
from producers.linked_events.tally import Tally
from producers.simulator.linked_events import Import
from schemas.contract import Event

__all__ = ["imported_events"]

_PAGE = 6
_PATIENCE = Patience(first=0.01)


def imported_events(imports: Sequence[Import], *, troubled: bool) -> Generator[Sequence[Event], None, None]:
    """Yield the events of each import: of all records, or of those that changed since the one before.

    Where the API is `troubled` it fails now and then, and its pages overlap.

    Raises:
        ProducerError: the API did not answer.
    """
    since: str | None = None
    with LinkedEventsServer(page_size=_PAGE, overlap=int(troubled)) as api, Fetcher(_PATIENCE) as fetcher:
        for listed in imports:
            api.records = listed.records
            api.faults = {2: [Fault(503, {"retry-after": "0"}), Fault(hang_up=True)]} if troubled else {}
            poll = Poll(fetcher, first_address(api.url, None if listed.whole else since), seconds_between=0)
            tally = Tally()
            events = [event for records in poll for event in tally.add(import_linked_events(records))]
            if poll.stopped is not None:
                raise poll.stopped
            since = f"{poll.next_since:%Y-%m-%dT%H:%M:%S.%fZ}" if poll.next_since is not None else since
            yield events
