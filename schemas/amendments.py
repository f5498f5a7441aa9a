"""What an amendment may do: the one place that says it, for the contract, the worker, the command line and the gateway.

A correction replaces an event as a whole, a retraction takes it back. Either names the event by `source` and `id`; that
is all it needs to name. Of all that is told of an event, what has the highest revision holds, wherever it stands: a
correction may give the event another type or move it to another gathering of the same programme, and whatever stood
before stops counting. At the same revision a retraction wins; two different contents of one revision are flagged.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, Field

__all__ = [
    "AMENDING",
    "CORRECTION",
    "MAX_COUNTED_REVISION",
    "RETRACTION",
    "AmendingRevision",
    "Revision",
    "Subject",
    "instant_of_revision",
    "revision_at",
    "subject_of",
]

CORRECTION = "correction"
RETRACTION = "retraction"
AMENDING = frozenset({CORRECTION, RETRACTION})

MAX_COUNTED_REVISION = 1_000_000
"""Up to here revisions are counted by their sender; from 2000 on they are instants in milliseconds since 1970."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MIN_INSTANT = 946_684_800_000
_MAX_INSTANT = 4_102_444_799_999


def _counted_or_instant(revision: int) -> int:
    if MAX_COUNTED_REVISION < revision < _MIN_INSTANT:
        raise ValueError(
            f"revision {revision} is neither a number up to {MAX_COUNTED_REVISION:,} nor an instant from 2000 on in "
            "milliseconds since 1970; send one of them"
        )
    return revision


Revision = Annotated[int, Field(strict=True, ge=1, le=_MAX_INSTANT), AfterValidator(_counted_or_instant)]
"""1 for an event as first emitted; what is told of it later carries a higher one: a number that the sender counts, or
when it was told (see `revision_at`). No number between the two has a place, and so no telephone number has."""

AmendingRevision = Annotated[int, Field(strict=True, ge=2, le=_MAX_INSTANT), AfterValidator(_counted_or_instant)]
"""The revision that the amended event gets; higher than any it had."""


class Subject(NamedTuple):
    """What a message speaks of: an event by source and id, and what it says of it.

    `event` is the event's name, also in a retraction; `data` is None there. `time` is when the event happened; in a
    retraction, when that was sent.
    """

    source: str
    id: str
    event: str
    time: Any
    data: Mapping[str, Any] | None


def subject_of(name: str, event: Mapping[str, Any]) -> Subject:
    """Return what a valid event named `name` speaks of: itself, or the event that it amends."""
    data = event["data"]
    source = data.get("source", event["source"])
    if name == CORRECTION:
        new = data["replacement"]
        return Subject(source, data["corrects"], new["event"], new["time"], new["data"])
    if name == RETRACTION:
        return Subject(source, data["retracts"], data["event"], event["time"], None)
    return Subject(event["source"], event["id"], name, event["time"], data)


def revision_at(instant: datetime) -> int:
    """Return the revision of what is told at an instant: its milliseconds since 1970.

    Guarantees: it rises with time, and is higher than any revision that is counted. Two amendments of one event within
    one millisecond get the same one, and are flagged.
    """
    return (instant - _EPOCH) // timedelta(milliseconds=1)


def instant_of_revision(revision: int) -> datetime | None:
    """Return when an amendment was told, or None where its revision is counted."""
    return None if revision <= MAX_COUNTED_REVISION else _EPOCH + timedelta(milliseconds=revision)
