"""Make a CloudEvent of a programme."""

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from schemas.amendments import AMENDING, revision_at
from schemas.contract import Event, type_name
from schemas.programmes import Programme

__all__ = ["new_event", "uuid7"]


def uuid7(instant: datetime, *, entropy: Callable[[int], bytes] = os.urandom) -> str:
    """Return a UUID of version 7 (RFC 9562, section 5.7): the instant to the millisecond, then 74 random bits.

    Ids of later milliseconds sort after earlier ones. `entropy` gives that many random bytes.
    """
    milliseconds = int(instant.timestamp() * 1000) & (1 << 48) - 1
    chance = int.from_bytes(entropy(10), "big")
    version_and_a = 0x7 << 12 | chance >> 62 & 0xFFF
    variant_and_b = 0b10 << 62 | chance & (1 << 62) - 1
    return str(UUID(int=milliseconds << 80 | version_and_a << 64 | variant_and_b))


def new_event(  # noqa: PLR0913  the attributes of a CloudEvent
    programme: Programme,
    name: str,
    *,
    gathering: str,
    data: Mapping[str, Any],
    source: str,
    clock: Callable[[], datetime],
    ids: Callable[[datetime], str] = uuid7,
    time: datetime | None = None,
    id: str | None = None,  # noqa: A002  CloudEvents calls it that
    revision: int | None = None,
    recorded: datetime | None = None,
) -> Event:
    """Make the event `name` (`check-in`, …, `correction`, `retraction`) of a gathering.

    `time` is when it happened and `recorded` when it was captured; without them it happened now, by `clock`, and was
    captured as it happened. `ids` gives an id for the instant now where no `id` is given; that of an amendment begins
    with its name, since no other amendment may name it. An amendment without a `revision` gets that of the instant now,
    so that the last one told holds.

    Guarantees: instants are UTC. Whether the event fits its contract is judged where it leaves (`producers.outgoing`).

    Raises:
        ValueError: an instant has no offset.
    """
    now = _utc(clock())
    event = Event(
        specversion="1.0",
        id=id or (f"{name}-{ids(now)}" if name in AMENDING else ids(now)),
        source=source,
        type=type_name(programme, name),
        subject=gathering,
        time=now if time is None else _utc(time),
        datacontenttype="application/json",
        data=dict(data),
    )
    if revision is None and name in AMENDING:
        revision = revision_at(now)
    if revision is not None:
        event["revision"] = revision
    if recorded is not None:
        event["recordedtime"] = _utc(recorded)
    return event


def _utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError(f"the instant {instant.isoformat()} has no offset; give one, e.g. +03:00 or Z")
    return instant.astimezone(UTC)
