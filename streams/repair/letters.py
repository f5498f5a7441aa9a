"""Dead letters as they are kept, found by filters."""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

from schemas.rejections import Rejection
from streams.errors import ActRefusedError
from streams.repair.states import State
from streams.store import Store

__all__ = ["MAX_FILTER_BYTES", "MOST_LETTERS", "Filters", "Group", "Letter", "Place", "find", "grouped"]

MOST_LETTERS = 10_000
"""So many dead letters are taken up in one act at most: they are in memory together."""

MAX_FILTER_BYTES = 100_000
"""How long the values of one filter may be together: ClickHouse takes no parameter of more than 131,072 bytes."""

_EVER = (datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC))
_PLACE = re.compile(r"([^/\s]+)/(\d{1,9})/(\d{1,18})")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a message stands in Kafka; written as TOPIC/PARTITION/OFFSET."""

    topic: str
    partition: int
    offset: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a place.

        Raises:
            ValueError: it is none; the message shows one.
        """
        match = _PLACE.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is no place in Kafka; write e.g. engagement.youth-centre.v1/0/1042")
        return cls(match[1], int(match[2]), int(match[3]))

    def __str__(self) -> str:
        return f"{self.topic}/{self.partition}/{self.offset}"


@dataclass(frozen=True, slots=True)
class Letter:
    """A dead letter with its state. `at`, `who`, `why` and `sent_to` say what was done about it, if anything."""

    place: Place
    appended: datetime
    reason: Rejection
    detail: str
    headers: Sequence[tuple[str, bytes]]
    value: bytes
    source: str
    state: State
    at: datetime | None
    who: str
    why: str
    sent_to: Place | None


@dataclass(frozen=True, slots=True)
class Filters:
    """Which dead letters are meant: those that fit all of it. What is empty filters nothing.

    `since` is the first instant at which Kafka appended the message, `until` the first one that is too late.

    Raises:
        ActRefusedError: no letter can fit, whatever there is.
    """

    reasons: Sequence[Rejection] = ()
    topics: Sequence[str] = ()
    sources: Sequence[str] = ()
    states: Sequence[State] = ()
    places: Sequence[Place] = ()
    since: datetime | None = None
    until: datetime | None = None

    def __post_init__(self) -> None:
        if self.since is not None and self.until is not None and self.since >= self.until:
            raise ActRefusedError(
                f"no message can be from {self.since.isoformat()} on and before {self.until.isoformat()}; "
                "give a --since that is before --until"
            )

        for name, given in (("place", self.places), ("topic", self.topics), ("source", self.sources)):
            # Each stands there in quotes, in which what is no letter may take two bytes.
            if sum(len(str(one).encode()) + 8 for one in given) > MAX_FILTER_BYTES:
                raise ActRefusedError(
                    f"{len(given)} values of the filter {name} are too many for one statement; give fewer at a time"
                )

    @property
    def described(self) -> str:
        """The filters in words, as messages and acts have them."""
        words = {
            "place": [str(place) for place in self.places],
            "reason": [reason.value for reason in self.reasons],
            "topic": self.topics,
            "source": self.sources,
            "state": self.states,
            "since": [self.since.isoformat()] if self.since else [],
            "until": [self.until.isoformat()] if self.until else [],
        }
        return ", ".join(f"{name} {' or '.join(found)}" for name, found in words.items() if found) or "any"

    @property
    def parameters(self) -> dict[str, Any]:
        """What the statements ask for."""
        return {
            "reasons": [reason.value for reason in self.reasons],
            "topics": list(self.topics),
            "sources": list(self.sources),
            "states": list(self.states),
            "places": [(place.topic, place.partition, place.offset) for place in self.places],
            "since": _text_of(self.since or _EVER[0]),
            "until": _text_of(self.until or _EVER[1]),
        }


@dataclass(frozen=True, slots=True)
class Group:
    """Dead letters of one reason, topic and state together."""

    reason: Rejection
    topic: str
    state: State
    letters: int
    oldest: datetime = field(compare=False)
    newest: datetime = field(compare=False)


def find(store: Store, filters: Filters, limit: int = MOST_LETTERS) -> list[Letter]:
    """Give the dead letters that fit, in the order in which Kafka appended them, at most `limit`."""
    return [_letter(row) for row in store.rows("repair/letters", {**filters.parameters, "limit": limit})]


def grouped(store: Store, filters: Filters) -> list[Group]:
    """Count all dead letters that fit, by reason first."""
    rows = store.rows("repair/letters_by_reason", filters.parameters)
    return [
        Group(Rejection(reason), topic, State(state), letters, _utc(oldest), _utc(newest))
        for reason, topic, state, letters, oldest, newest in rows
    ]


def _letter(row: Sequence[Any]) -> Letter:
    topic, partition, offset, appended, reason, detail, headers, value, source, state = row[:10]
    at, who, why, to_topic, to_partition, to_offset = row[10:]
    return Letter(
        place=Place(topic, partition, offset),
        appended=_utc(appended),
        reason=Rejection(reason),
        detail=detail,
        headers=[(name, base64.b64decode(content)) for name, content in headers],
        value=base64.b64decode(value),
        source=source,
        state=State(state),
        at=None if state == State.OPEN else _utc(at),
        who=who,
        why=why,
        sent_to=Place(to_topic, to_partition, to_offset) if to_topic else None,
    )


def _utc(instant: datetime) -> datetime:
    return instant.replace(tzinfo=UTC)


def _text_of(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
