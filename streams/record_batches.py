"""Kafka's batches of records (format 2), from the bytes of a fetch to records. Total: whatever the bytes are.

aiokafka's decoder is fast and gives up a batch, and with it the fetch, at the first thing that it does not expect: a
header's name that is not UTF-8, a codec, a length. What it cannot read is read here field by field; what cannot be read
at all is told by its offsets, with its bytes.
"""

import struct
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from streams.compression import CompressionError, decompress
from streams.faust_compat import DefaultRecordBatch
from streams.records import EARLIEST, LATEST, Record, SalvagedRecord, UnreadableRecords

__all__ = ["CorruptFetchError", "RecordBatch", "batches_of", "records_of"]

_HEADER = struct.Struct(">qiibIhiqqqhii")
_FRAME = struct.Struct(">qi")
_CODEC, _APPEND_TIME, _CONTROL = 0x07, 0x08, 0x20
_ATTRIBUTES_AT = 21
_FORMAT = 2
_MAX_SPAN = 2**31

_MAX_FAST_BYTES = 2 * 1024 * 1024
"""A batch that unpacks to more is read field by field: the fast reader makes a Python object of every two bytes."""

MAX_HEADERS = 4_000
"""Headers that a record may have. Each takes some 150 bytes once it is read, and two on the wire."""

_MAX_BATCH_HEADERS = 50_000
"""Headers that the records of one batch may have together, beside one each; a record with more is refused."""

_MIN_EVENT_BYTES = 128
"""No record of fewer bytes, key and headers included, holds an event: the attributes that one must have take more."""

_MANY = 1_000
"""So many records in a batch, and so small ones, are no events: neighbours among them are told of as one."""


class CorruptFetchError(Exception):
    """The bytes of a fetch are not cut into batches as Kafka cuts them."""


class RecordBatch(NamedTuple):
    """A batch as it came over the wire. `first` and `last` are offsets, both included."""

    raw: bytes
    first: int
    last: int
    format: int
    attributes: int
    first_time: int
    max_time: int
    records: int

    @property
    def is_control(self) -> bool:
        """Whether it holds a marker of a transaction and no message."""
        return bool(self.attributes & _CONTROL)

    @property
    def is_sound(self) -> bool:
        """Whether its bytes are those that were written, by their checksum."""
        return bool(DefaultRecordBatch(self.raw).validate_crc())

    @property
    def time(self) -> int:
        """Its newest time in milliseconds, within the bounds of times."""
        return max(EARLIEST, min(self.max_time, LATEST))


def batches_of(fetched: bytes) -> Iterator[RecordBatch]:
    """Return the batches of a fetch; a broken-off one at its end is left out, the next fetch begins with it.

    Raises:
        CorruptFetchError: what follows is no batch.
    """
    at = 0
    while len(fetched) - at >= _FRAME.size:
        base, length = _FRAME.unpack_from(fetched, at)
        if length < _HEADER.size - _FRAME.size or base < 0:
            raise CorruptFetchError(f"byte {at} of a fetch begins no batch: offset {base}, length {length}")
        end = at + _FRAME.size + length
        if end > len(fetched):
            return
        _, _, _, magic, _, attributes, delta, first_time, max_time, _, _, _, count = _HEADER.unpack_from(fetched, at)
        last = base + (delta if 0 <= delta < _MAX_SPAN else 0)
        yield RecordBatch(fetched[at:end], base, last, magic, attributes, first_time, max_time, count)
        at = end


def records_of(batch: RecordBatch) -> Sequence[Record]:
    """Return a batch's records in the order of their offsets, each within the batch's own; total.

    What cannot be read stands among them as `UnreadableRecords`. A record's time lies within the bounds of times.
    """
    if batch.format != _FORMAT:
        return [_unreadable(batch, batch.first, f"a batch of format {batch.format}; send format 2")]
    raw = batch.raw
    if batch.attributes & _CODEC:
        try:
            unpacked = decompress(batch.attributes & _CODEC, raw[_HEADER.size :])
        except CompressionError as error:
            return [_unreadable(batch, batch.first, f"a batch that cannot be unpacked: {error}")]
        plain = (batch.attributes & ~_CODEC).to_bytes(2, "big", signed=True)
        raw = raw[:_ATTRIBUTES_AT] + plain + raw[_ATTRIBUTES_AT + 2 : _HEADER.size] + unpacked
    records = None if _is_costly(batch, raw) else _read_at_once(batch, raw)
    return _Salvage(batch, raw).records() if records is None else records


def _is_costly(batch: RecordBatch, raw: bytes) -> bool:
    """Return whether the fast reader would make very much of little: many tiny records, or any number of headers."""
    tiny = batch.records > _MANY and len(raw) < _MIN_EVENT_BYTES * batch.records
    return tiny or len(raw) > _MAX_FAST_BYTES


def _read_at_once(batch: RecordBatch, raw: bytes) -> Sequence[Record] | None:
    """Return what aiokafka's reader makes of a batch, or None where it stops or what it says is not to be believed."""
    try:
        records: list[Any] = list(DefaultRecordBatch(raw))
    except Exception:  # noqa: BLE001  whatever stops the fast reader, the careful one goes on
        return None
    offsets = [record.offset for record in records]
    whole = len(offsets) == batch.last - batch.first + 1  # of a batch that was compacted the span may be of any length
    if not (whole and offsets == list(range(batch.first, batch.last + 1))) and not _increasing(offsets, batch):
        return None
    if len(raw) > 2 * MAX_HEADERS and any(len(record.headers) > MAX_HEADERS for record in records):
        return None
    times = [batch.max_time] if batch.attributes & _APPEND_TIME else [record.timestamp for record in records]
    return records if not times or EARLIEST <= min(times) <= max(times) <= LATEST else None


def _increasing(offsets: Sequence[int], batch: RecordBatch) -> bool:
    inside = all(batch.first <= offset <= batch.last for offset in offsets)
    return inside and all(before < after for before, after in pairwise(offsets))


def _unreadable(batch: RecordBatch, first: int, detail: str, value: bytes | None = None) -> UnreadableRecords:
    span = f"offset {first}" if first == batch.last else f"offsets {first} to {batch.last}"
    return UnreadableRecords(first, batch.last, batch.time, batch.raw if value is None else value, f"{span}: {detail}")


class _Salvage:
    """Reads a batch's records field by field, each within its own length."""

    def __init__(self, batch: RecordBatch, raw: bytes) -> None:
        self._batch = batch
        self._raw = raw
        self._whole = batch.records == batch.last - batch.first + 1
        """Nothing was compacted away, so that a record's place tells its offset."""
        self._headers_left = _MAX_BATCH_HEADERS

    def records(self) -> list[Record]:
        batch, found, at, next_offset = self._batch, list[Record](), _HEADER.size, self._batch.first
        number = 0
        while number < batch.records:
            if self._whole and batch.records > _MANY:
                end, many = self._too_small(at, batch.records - number)
                if many > 1:
                    last = next_offset + many - 1
                    detail = f"offsets {next_offset} to {last}: {many:,} records, each too small for an event"
                    value = self._raw[at:end]
                    found.append(UnreadableRecords(next_offset, last, batch.time, value, detail))
                    at, number, next_offset = end, number + many, last + 1
                    if next_offset > batch.last:
                        return found
                    continue
            number += 1
            try:
                length, begin = _varint(self._raw, at)
                at = _within(begin, length, len(self._raw))
            except ValueError as error:
                return [*found, _unreadable(batch, next_offset, f"records that cannot be told apart: {error}")]
            body = self._raw[begin:at]
            try:
                record = self._record(body, next_offset)
            except ValueError as error:
                if not self._whole:
                    return [*found, _unreadable(batch, next_offset, f"a record that cannot be read: {error}")]
                detail = f"offset {next_offset}: a record that cannot be read: {error}"
                found.append(UnreadableRecords(next_offset, next_offset, batch.time, body, detail))
                next_offset += 1
            else:
                found.append(record)
                next_offset = record.offset + 1
            if next_offset > batch.last:
                return found
        if not found and not self._whole:
            return [_unreadable(batch, batch.first, f"a batch that says that it has {batch.records} records")]
        return found

    def _too_small(self, at: int, left: int) -> tuple[int, int]:
        """Return where the neighbours from here on end that are too small for an event, and how many they are."""
        raw, many = self._raw, 0
        while many < left and at < len(raw):
            try:
                length, begin = (raw[at] >> 1, at + 1) if not raw[at] & 0x81 else _varint(raw, at)
                end = _within(begin, length, len(raw))
            except ValueError:
                break
            if length >= _MIN_EVENT_BYTES:
                break
            at, many = end, many + 1
        return at, many

    def _record(self, body: bytes, next_offset: int) -> SalvagedRecord:
        batch = self._batch
        later, at = _varint(body, 1)
        delta, at = _varint(body, at)
        offset = next_offset if self._whole else batch.first + delta
        if not next_offset <= offset <= batch.last:
            raise ValueError(f"its offset is {offset}")
        key, at = _bytes(body, at)
        value, at = _bytes(body, at)
        count, at = _varint(body, at)
        if count < 0:
            raise ValueError(f"it says that it has {count} headers")
        if count > min(MAX_HEADERS, self._headers_left + 1):
            raise ValueError(
                f"it has {count} headers; at most {MAX_HEADERS:,} are read, and {_MAX_BATCH_HEADERS:,} a batch"
            )
        self._headers_left -= max(0, count - 1)  # the one that says the content type is in every event of ours
        headers: list[tuple[str, bytes | None]] = []
        for _ in range(count):
            name, at = _bytes(body, at)
            content, at = _bytes(body, at)
            headers.append(((name or b"").decode(errors="backslashreplace"), content))
        time = batch.max_time if batch.attributes & _APPEND_TIME else batch.first_time + later
        return SalvagedRecord(offset, max(EARLIEST, min(time, LATEST)), key, value, headers)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Return a zigzag-encoded integer of at most 64 bits, and where the next field begins."""
    number = 0
    for shift in range(0, 70, 7):
        if at >= len(data):
            raise ValueError("it ends within a number")
        byte = data[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return (number >> 1) ^ -(number & 1), at
    raise ValueError("a number has more than 64 bits")


def _bytes(data: bytes, at: int) -> tuple[bytes | None, int]:
    length, at = _varint(data, at)
    if length < 0:
        return None, at
    end = _within(at, length, len(data))
    return data[at:end], end


def _within(begin: int, length: int, end: int) -> int:
    if not 0 <= length <= end - begin:
        raise ValueError(f"a length of {length} where {end - begin} bytes are left")
    return begin + length
