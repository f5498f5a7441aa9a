"""What becomes of dead letters by the rules of this release, were they sent again now."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic_core import from_json

from schemas.contract import contract_of
from schemas.envelope import STRUCTURED_HEADERS, BinaryModeError, is_structured, structured
from schemas.message_size import MAX_MESSAGE_BYTES, message_bytes
from schemas.programmes import TOPICS, Programme
from schemas.rejections import Rejection
from streams.batch import Batch
from streams.dead_letters import REMOVED, DeadLetter
from streams.judging import Rules, judge
from streams.records import Run
from streams.repair.edits import Edits
from streams.repair.letters import Letter
from streams.store import Store
from streams.storing import refuse_late

__all__ = ["ORIGIN_HEADER", "Message", "Reconsidered", "Refusal", "reconsider"]

ORIGIN_HEADER = "engagement-replayed"
"""The header of a replayed message that says which dead letter it was: topic/partition/offset."""


@dataclass(frozen=True, slots=True)
class Message:
    """A dead letter as it is sent again; it is its own record while it is judged.

    `offset` is its place among the letters that are reconsidered together; `timestamp` the instant of that.
    """

    letter: Letter
    topic: str
    key: bytes
    value: bytes
    headers: Sequence[tuple[str, bytes]]
    offset: int
    timestamp: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """A dead letter that would be one again, and why. `removed`: because its values were not kept."""

    letter: Letter
    reason: Rejection
    detail: str
    removed: bool = False

    @property
    def remedy(self) -> str:
        """What helps."""
        if self.removed:
            return "Have the sender emit the event anew; what was taken out is nowhere."
        if self.reason is Rejection.TOO_LATE:
            return self.reason.remedy
        return f"{self.reason.remedy} Here: --set FIELD=VALUE or --patch FILE."


@dataclass(frozen=True, slots=True)
class Reconsidered:
    """Dead letters as they are judged now: the messages that would be accepted, and the refusals.

    `batch` has the accepted ones as judged runs, as a worker stores them.
    """

    messages: Sequence[Message]
    refusals: Sequence[Refusal]
    batch: Batch


def reconsider(store: Store, letters: Sequence[Letter], edits: Edits, now: datetime) -> Reconsidered:
    """Judge dead letters with the edits as if they arrived now: the worker's own steps, up to the frozen gatherings.

    Nothing is changed. What depends on the time is judged by `now`: the broker's clock decides when it is done.

    Raises:
        StoreUnavailableError, StoreRefusedError: as any statement.
    """
    messages: list[Message] = []
    refusals: list[Refusal] = []
    timestamp = int(now.timestamp() * 1000)
    for letter in letters:
        made = _message(letter, edits, len(messages), timestamp)
        if isinstance(made, Refusal):
            refusals.append(made)
        else:
            messages.append(made)
    by_topic: dict[str, list[Message]] = {}
    for message in messages:
        by_topic.setdefault(message.topic, []).append(message)
    batch = Batch([judge(Rules(), Run(topic, 0, records)) for topic, records in by_topic.items()])
    if batch.runs:
        refuse_late(store, _Nowhere(), batch)
    refused: set[int] = set()
    for judged in batch.runs:
        for dead in judged.dead_letters:
            refused.add(dead.record.offset)
            refusals.append(Refusal(messages[dead.record.offset].letter, dead.reason, dead.detail))
        judged.dead_letters = []
    batch.runs = [judged for judged in batch.runs if judged.facts]
    accepted = [message for message in messages if message.offset not in refused]
    return Reconsidered(accepted, sorted(refusals, key=lambda refusal: refusal.letter.place), batch)


class _Nowhere:
    """Dead letters of a judgement that is only looked at go nowhere."""

    def publish(self, dead_letters: Sequence[DeadLetter]) -> None:
        raise AssertionError(f"{len(dead_letters)} dead letters of a dry run were to be published")


def _message(letter: Letter, edits: Edits, number: int, timestamp: int) -> Message | Refusal:
    value = letter.value
    try:
        if value and not is_structured(letter.headers):
            value = structured(letter.headers, value)
        event = from_json(value, allow_inf_nan=False)
        if not isinstance(event, dict):
            raise TypeError(f"the value is a JSON {type(event).__name__}, not an object")  # noqa: TRY301
    except (ValueError, BinaryModeError, TypeError) as error:
        # Of police dialogue nothing is kept of what cannot be read.
        return Refusal(letter, Rejection.MALFORMED, str(error) if value else "no value is kept", not value)
    if edits.fields:
        event = edits.applied_to(event)
        value = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
    if removed := _removed(event, ()):
        detail = f"the values of {', '.join(removed)} were taken out when the dead letter was kept"
        return Refusal(letter, letter.reason, detail, removed=True)
    subject = event.get("subject")
    key = subject.encode() if isinstance(subject, str) else b""
    headers = (*STRUCTURED_HEADERS, (ORIGIN_HEADER, str(letter.place).encode()))
    if message_bytes(key, value, headers) > MAX_MESSAGE_BYTES:  # it was sent without the header of its origin
        headers = (*STRUCTURED_HEADERS,)
        if (size := message_bytes(key, value, headers)) > MAX_MESSAGE_BYTES:
            detail = f"it would have {size} bytes, and a message has at most {MAX_MESSAGE_BYTES}"
            return Refusal(letter, Rejection.MALFORMED, detail)
    return Message(letter, _topic_of(event, letter), key, value, headers, number, timestamp)


def _topic_of(event: dict[str, Any], letter: Letter) -> str:
    """Give the topic of the programme that has this type: a letter may have been sent to the wrong one."""
    own = TOPICS[letter.place.topic]
    kind = event.get("type")
    programmes = (own, *(programme for programme in Programme if programme is not own))
    return next((found.topic for found in programmes if kind in contract_of(found).types), own.topic)


def _removed(value: Any, path: tuple[str, ...]) -> list[str]:
    """Give the places whose value was taken out."""
    if isinstance(value, dict):
        return [place for name, inner in value.items() for place in _removed(inner, (*path, name))]
    if isinstance(value, list):
        return [place for inner in value for place in _removed(inner, path)]
    return [".".join(path)] if value == REMOVED else []
