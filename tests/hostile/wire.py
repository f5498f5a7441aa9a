"""Kafka's wire by hand: batches that no client would build, in a real produce request."""

import gzip
import socket
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import cramjam
from aiokafka.record.util import calc_crc32c

__all__ = ["CODECS", "RawBatch", "RawProducer", "RawRecord", "built", "packed"]

Headers = Sequence[tuple[bytes, bytes | None]]
CODECS = {"none": 0, "gzip": 1, "snappy": 2, "lz4": 3, "zstd": 4}
_PRODUCE = 0


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A record as bytes; header names need not be text."""

    value: bytes | None
    key: bytes | None = None
    headers: Headers = ()
    later: int = 0


@dataclass(frozen=True, slots=True)
class RawBatch:
    """Records that are appended together, packed by one codec."""

    records: Sequence[RawRecord]
    codec: str = "none"
    first_time: int | None = None


def varint(number: int) -> bytes:
    left = (number << 1) ^ (number >> 63)
    found = bytearray()
    while left > 0x7F:
        found.append(left & 0x7F | 0x80)
        left >>= 7
    found.append(left)
    return bytes(found)


def _nullable(content: bytes | None) -> bytes:
    return varint(-1) if content is None else varint(len(content)) + content


def _record(record: RawRecord, place: int) -> bytes:
    headers = b"".join(_nullable(name) + _nullable(value) for name, value in record.headers)
    body = b"\0" + varint(record.later) + varint(place) + _nullable(record.key) + _nullable(record.value)
    body += varint(len(record.headers)) + headers
    return varint(len(body)) + body


def packed(codec: str, plain: bytes) -> bytes:
    """Return the bytes as one of Kafka's codecs packs them."""
    match codec:
        case "gzip":
            return gzip.compress(plain, 1)
        case "snappy":
            return bytes(cramjam.snappy.compress_raw(plain))
        case "lz4":
            compressor = cramjam.lz4.Compressor(level=1, content_checksum=False, block_linked=False)
            compressor.compress(plain)
            return bytes(compressor.finish())
        case "zstd":
            return bytes(cramjam.zstd.compress(plain, level=1))
    return plain


def built(batch: RawBatch, base: int = 0, *, attributes: int = 0, count: int | None = None) -> bytes:
    """Return a batch of format 2 with a right checksum; `attributes` are set beside the codec's."""
    count = len(batch.records) if count is None else count
    time_ = int(time.time() * 1000) if batch.first_time is None else batch.first_time
    latest = time_ + max((record.later for record in batch.records), default=0)
    content = packed(batch.codec, b"".join(_record(record, i) for i, record in enumerate(batch.records)))
    checked = struct.pack(">hiqqqhii", attributes | CODECS[batch.codec], count - 1, time_, latest, -1, -1, -1, count)
    checked += content
    body = struct.pack(">ibI", -1, 2, calc_crc32c(checked)) + checked
    return struct.pack(">qi", base, len(body)) + body


class RawProducer:
    """A connection to a broker that leads every partition; sends what it is given and says where it was appended."""

    def __init__(self, bootstrap: str) -> None:
        host, _, port = bootstrap.rpartition(":")
        self._address = (host, int(port))

    def __enter__(self) -> Self:
        self._socket = socket.create_connection(self._address, timeout=60)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def produce(self, topic: str, partition: int, batch: bytes) -> tuple[int, int]:
        """Append a batch; return Kafka's error code (0: none) and the first offset."""
        name = topic.encode()
        body = struct.pack(">hhih", _PRODUCE, 7, 1, -1)  # no client id
        body += struct.pack(">hhii", -1, -1, 30_000, 1) + struct.pack(">h", len(name)) + name
        body += struct.pack(">iii", 1, partition, len(batch)) + batch
        self._socket.sendall(struct.pack(">i", len(body)) + body)
        (size,) = struct.unpack(">i", self._read(4))
        answer = self._read(size)
        at = 4 + 4 + 2 + len(name) + 4
        _, code, offset = struct.unpack_from(">ihq", answer, at)
        return code, offset

    def _read(self, size: int) -> bytes:
        found = bytearray()
        while len(found) < size:
            some = self._socket.recv(size - len(found))
            if not some:
                raise ConnectionError("the broker closed the connection")
            found += some
        return bytes(found)
