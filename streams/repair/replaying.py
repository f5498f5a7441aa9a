"""Dead letters sent again, or given up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from streams.errors import ActRefusedError
from streams.repair.acts import record, set_states
from streams.repair.edits import Edits
from streams.repair.letters import Filters, Letter, Place
from streams.repair.reconsidering import Reconsidered
from streams.repair.sending import open_sender
from streams.repair.states import State
from streams.settings import StreamSettings
from streams.store import Store

__all__ = ["By", "discard", "replay"]

_AT_ONCE = 500
"""So many are sent before their state is written: so few at most are sent again after a fall in between."""


@dataclass(frozen=True, slots=True)
class By:
    """Who does it, when, and by which filters."""

    who: str
    at: datetime
    filters: Filters
    edits: Edits


def replay(settings: StreamSettings, store: Store, reconsidered: Reconsidered, by: By) -> list[Place]:
    """Send accepted letters to their programmes' topics and give the new places, in the order of the messages.

    Source and id stay, so a letter that is sent twice counts once. An act is written before, each letter's state after
    Kafka acknowledged it. Where no message is acceptable nothing is changed.

    Raises:
        Recoverable: Kafka or ClickHouse does not answer; run it again, what arrived counts once.
        Fatal: one of them refuses.
    """
    messages = reconsidered.messages
    if not messages:
        return []
    sent: list[Place] = []
    with open_sender(settings) as sender:
        record(store, "replay", who=by.who, at=by.at, details=_details(by, len(messages)))
        for first in range(0, len(messages), _AT_ONCE):
            some = messages[first : first + _AT_ONCE]
            places = sender.send(some)
            set_states(store, [one.letter for one in some], State.REPLAYED, who=by.who, at=by.at, sent_to=places)
            sent += places
    return sent


def discard(store: Store, letters: Sequence[Letter], why: str, by: By) -> None:
    """Give letters up, with the reason; they stay where they are until they age out.

    Raises:
        ActRefusedError: no reason is given, or one of them was replayed.
        StoreUnavailableError, StoreRefusedError: as any insert.
    """
    if not why.strip():
        raise ActRefusedError("a dead letter is given up for a reason; give it with --why")
    if replayed := [letter.place for letter in letters if letter.state is State.REPLAYED]:
        raise ActRefusedError(f"{replayed[0]} was replayed; what was sent again cannot be given up")
    record(store, "discard", who=by.who, at=by.at, details={**_details(by, len(letters)), "why": why})
    set_states(store, letters, State.DISCARDED, who=by.who, at=by.at, why=why)


def _details(by: By, letters: int) -> dict[str, object]:
    details: dict[str, object] = {"letters": letters, "filters": by.filters.described}
    if by.edits.fields:
        details["edited"] = ", ".join(by.edits.fields)
    return details
