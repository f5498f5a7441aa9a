"""Linked Events gone in mid-import, and the importer that goes on from where it came to."""

from __future__ import annotations

from collections.abc import Sequence

from embedded.demo.linked_events_api import Fault, LinkedEventsServer
from producers.linked_events import import_linked_events
from producers.linked_events.fetching import Fetcher, Patience
from producers.linked_events.polling import Poll, first_address
from producers.linked_events.tally import Tally
from producers.simulator import Message
from schemas.envelope import STRUCTURED_HEADERS, as_message
from schemas.programmes import Programme
from tests.chaos.scene import Kind, Scene

__all__ = ["IMPORTS"]

_ATTEMPTS = 2
_PAGE = 5


def _gone(scene: Scene) -> None:
    """Import what is listed, twice; each time the API goes away between pages, and a worker is killed meanwhile."""
    cut = scene.slice(linked_events=True)
    scene.send(cut)
    since: str | None = None
    patience = Patience(attempts=_ATTEMPTS, first=0.01)
    with LinkedEventsServer(page_size=_PAGE) as api, Fetcher(patience) as fetcher:
        for listed in cut.imports:
            api.records = listed.records
            api.faults = {2: [Fault(hang_up=True)] * _ATTEMPTS, 1: [Fault(503)]}
            stopped = True
            while stopped:
                poll = Poll(fetcher, first_address(api.url, since), seconds_between=0)
                messages = _messages_of(poll)
                scene.repeats += len(messages)  # it begins anew with the newest record that it had
                while not scene.ground.emit(messages, during=lambda: _kill(scene)):
                    scene.repeats += len(messages)
                stopped = poll.stopped is not None
                since = since if poll.next_since is None else f"{poll.next_since:%Y-%m-%dT%H:%M:%S.%fZ}"
    scene.tell("Linked Events gone in mid-import")


def _messages_of(poll: Poll) -> Sequence[Message]:
    tally = Tally()
    events = [event for records in poll for event in tally.add(import_linked_events(records))]
    return [Message(Programme.REGIONAL_EVENT.topic, *as_message(event), STRUCTURED_HEADERS) for event in events]


def _kill(scene: Scene) -> None:
    for worker in scene.ground.workers[:1]:
        scene.ground.kill_worker(worker)


IMPORTS: Sequence[Kind] = (Kind("Linked Events gone in mid-import", 3, _gone),)
"""What it listed before it went is stored once, and the rest after."""
