"""From bytes to events, a whole run at once."""

from dataclasses import dataclass, field

from pydantic import ValidationError

from schemas.contract import Contract, Event
from schemas.envelope import STRUCTURED_HEADERS, BinaryModeError, is_structured, structured
from schemas.rejections import Rejection
from streams.dead_letters import DeadLetter, RefusedError
from streams.diagnosis import judge_one
from streams.records import Record, Run, UnreadableRecords

__all__ = ["Decoded", "decode"]

_STRUCTURED = list(STRUCTURED_HEADERS)
_OPENING, _CLOSING = b"{}"
_SLICE = 512
"""So many payloads are joined at most: what a validator makes of them stays within a core's cache (a tenth faster)."""

_ONE_BY_ONE = 8
"""So few payloads are judged one by one; more are halved until the broken ones stand alone."""


@dataclass(slots=True)
class Decoded:
    """A run's events, the record of each (same order, same length), and the dead letters. No record is left out."""

    run: Run
    events: list[Event] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    dead_letters: list[DeadLetter] = field(default_factory=list)


def decode(contract: Contract, run: Run) -> Decoded:
    """Judge a run's records by their contract, joined where that is sound (see `Contract.many`), else one by one."""
    decoded = Decoded(run)
    joined: list[Record] = []
    apart: list[Record] = []
    for record in run.records:
        value = record.value
        if value and value[0] == _OPENING and value[-1] == _CLOSING and record.headers == _STRUCTURED:
            joined.append(record)
        else:
            apart.append(record)
    for first in range(0, len(joined), _SLICE):
        _decode_joined(contract, joined[first : first + _SLICE], decoded)
    _decode_apart(contract, apart, decoded)
    return decoded


def _decode_joined(contract: Contract, records: list[Record], decoded: Decoded) -> None:
    if len(records) <= _ONE_BY_ONE:
        _decode_apart(contract, records, decoded)
        return
    payloads: list[bytes] = [record.value for record in records]  # type: ignore[misc]  # none is empty here
    try:
        events = contract.many.validate_json(b"[" + b",\n".join(payloads) + b"]")
    except ValidationError as error:
        broken = {
            problem["loc"][0] for problem in error.errors(include_url=False, include_input=False) if problem["loc"]
        }
    else:
        if len(events) == len(records):
            decoded.events += events
            decoded.records += records
            return
        broken = set()
    if broken and max(broken) < len(records):  # type: ignore[operator]
        _decode_apart(contract, [record for i, record in enumerate(records) if i in broken], decoded)
        _decode_joined(contract, [record for i, record in enumerate(records) if i not in broken], decoded)
        return
    half = len(records) // 2
    _decode_joined(contract, records[:half], decoded)
    _decode_joined(contract, records[half:], decoded)


def _decode_apart(contract: Contract, records: list[Record], decoded: Decoded) -> None:
    for record in records:
        try:
            event = judge_one(contract, _structured_value(contract, record))
        except RefusedError as refused:
            letter = DeadLetter.of(
                decoded.run, record, refused.reason, refused.detail, value=refused.value, source=refused.source
            )
            decoded.dead_letters.append(letter)
        else:
            decoded.events.append(event)
            decoded.records.append(record)


def _structured_value(contract: Contract, record: Record) -> bytes:
    kept = None if contract.programme.carries_persons else b""
    if isinstance(record, UnreadableRecords):
        raise RefusedError(Rejection.MALFORMED, record.detail, value=kept)
    if not record.value:
        raise RefusedError(Rejection.MALFORMED, "the message has no value", value=kept)
    if is_structured(record.headers):
        return record.value
    try:
        return structured(record.headers, record.value)
    except BinaryModeError as error:
        detail = str(error) if kept is None else error.impersonal
        raise RefusedError(Rejection.MALFORMED, detail, value=kept) from error
