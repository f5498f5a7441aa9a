"""What is fuzzed: a function of bytes that may raise nothing, and inputs to begin with.

Errors of the error tree are answers and are caught here; any other is a finding.
"""

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from aiokafka.record.util import calc_crc32c
from starlette.requests import Request

from producers.errors import ProducerError
from producers.gateway.body import read_events
from producers.gateway.intake import Intake
from producers.gateway.problems import ProblemError
from producers.gateway.refusals import Refused
from producers.gateway.scope import EVENT_NAMES, Pattern, Scope
from producers.keys import KeyRing
from producers.outgoing import OutgoingMessage
from producers.sheets import load_mapping, read_counts, read_table
from schemas.envelope import BinaryModeError, is_structured, structured
from schemas.message_size import MAX_MESSAGE_BYTES, message_bytes
from schemas.programmes import Programme
from streams.dead_letters import MAX_DETAIL_BYTES
from streams.judging import Rules, judge
from streams.record_batches import CorruptFetchError, batches_of, records_of
from streams.records import Run, UnreadableRecords
from tests.hostile.generator import good, hostile
from tests.hostile.wire import RawBatch, built

__all__ = ["TARGETS", "Target"]

_SAMPLES = Path(__file__).parents[2] / "schemas" / "samples"
_SHEETS = Path(__file__).parents[1] / "producers" / "samples"
_RULES = Rules()
_EVERYTHING = Scope(frozenset(Programme), (Pattern("*"),), frozenset(EVENT_NAMES), (Pattern("*"),))
_PROGRAMMES = tuple(Programme)


@dataclass(frozen=True, slots=True)
class Target:
    """A function that is to stand any bytes, and what its bytes look like."""

    run: Callable[[bytes], None]
    seeds: Callable[[], Iterable[bytes]]


def _envelope(data: bytes) -> None:
    """Headers parted by line breaks, name and value by a colon (without one the value is null), then the value."""
    head, _, value = data.partition(b"\n\n")
    headers: list[tuple[str, bytes | None]] = []
    for line in head.split(b"\n"):
        name, colon, content = line.partition(b":")
        headers.append((name.decode(errors="backslashreplace"), content if colon else None))
    is_structured(headers)
    try:
        made = structured(headers, value)
    except BinaryModeError:
        return
    assert isinstance(json.loads(made), dict)


def _decode(data: bytes) -> None:
    """A batch behind one byte that chooses the programme; its checksum is made right, so that its contents count."""
    programme = _PROGRAMMES[data[0] % len(_PROGRAMMES)] if data else _PROGRAMMES[0]
    raw = data[1:]
    if len(raw) >= 61:
        raw = (
            raw[:8]
            + (len(raw) - 12).to_bytes(4, "big")
            + raw[12:17]
            + calc_crc32c(raw[21:]).to_bytes(4, "big")
            + raw[21:]
        )
    try:
        batches = [*batches_of(raw)]
    except CorruptFetchError:
        return
    for batch in batches:
        records = records_of(batch)
        ends = [one.last if isinstance(one, UnreadableRecords) else one.offset for one in records]
        assert all(batch.first <= one.offset <= end <= batch.last for one, end in zip(records, ends, strict=True))
        assert all(end < one.offset for end, one in zip(ends, records[1:], strict=False))
        judged = judge(_RULES, Run(programme.topic, 0, records, batch.first, batch.last))
        booked = sum(last - first + 1 for _, _, _, first, last in judged.bookings())
        assert booked == batch.last - batch.first + 1
        for letter in judged.dead_letters:
            message = letter.message
            assert message_bytes(message.key, message.value, message.headers) <= MAX_MESSAGE_BYTES
            assert len(letter.detail.encode()) <= MAX_DETAIL_BYTES


def _decode_seeds() -> Iterable[bytes]:
    yield b"\0" + built(RawBatch([good(number, _PROGRAMMES[0]) for number in range(3)]))
    for programme, batch, _ in hostile(1, 400, large_share=0.0):
        raw = built(batch)
        if len(raw) < 8_000:
            yield bytes([_PROGRAMMES.index(programme)]) + raw


def _gateway() -> Callable[[bytes], None]:
    intake = Intake(KeyRing(Path(mkdtemp(prefix="fuzz-keys-"))), lambda: datetime.now(UTC))
    loop = asyncio.new_event_loop()
    kinds = (b"application/json", b"application/cloudevents+json", b"application/cloudevents-batch+json")

    def run(data: bytes) -> None:
        kind, body = kinds[data[0] % 3] if data else kinds[0], data[1:]

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        scope = {"type": "http", "method": "POST", "path": "/v1/events", "headers": [(b"content-type", kind)]}
        try:
            events = loop.run_until_complete(read_events(Request(scope, receive), 5.0))
        except ProblemError:
            return
        for event in events:
            judged = intake.judge(event, _EVERYTHING)
            assert isinstance(judged, OutgoingMessage | Refused)

    return run


def _sheets() -> Callable[[bytes], None]:
    folder = Path(mkdtemp(prefix="fuzz-sheets-"))
    mapping = [load_mapping(path) for path in sorted(_SHEETS.rglob("*.toml"))]
    sheet = folder / "sheet"
    now = datetime.now(UTC)

    def run(data: bytes) -> None:
        sheet.write_bytes(data[1:])
        means = mapping[data[0] % len(mapping)] if data else mapping[0]
        try:
            read_counts(read_table(sheet, means), means, now)
        except ProducerError:
            return

    return run


def _sheet_seeds() -> Iterable[bytes]:
    for number in range(len([*_SHEETS.rglob("*.toml")])):
        for path in sorted(_SHEETS.rglob("*")):
            if path.suffix in {".csv", ".xlsx"} and path.stat().st_size < 8_000:
                yield bytes([number]) + path.read_bytes()


def _samples() -> list[bytes]:
    return [path.read_bytes() for path in sorted(_SAMPLES.glob("*.json"))]


def _binary(sample: bytes) -> bytes:
    event = json.loads(sample)
    attributes = "\n".join(f"ce_{name}:{value}" for name, value in event.items() if name != "data")
    return f"content-type:application/json\n{attributes}\n\n{json.dumps(event['data'])}".encode()


def _late(make: Callable[[], Callable[[bytes], None]]) -> Callable[[bytes], None]:
    """Make a target when it is first run."""
    made: list[Callable[[bytes], None]] = []

    def run(data: bytes) -> None:
        if not made:
            made.append(make())
        made[0](data)

    return run


TARGETS: Mapping[str, Target] = {
    "envelope": Target(_envelope, lambda: [_binary(sample) for sample in _samples()]),
    "decode": Target(_decode, _decode_seeds),
    "gateway": Target(_late(_gateway), lambda: [b"\0" + sample for sample in _samples()]),
    "sheets": Target(_late(_sheets), _sheet_seeds),
}
