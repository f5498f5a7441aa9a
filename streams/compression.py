"""Kafka's four codecs, each unpacked within a bound: what is small on the wire may be without end."""

import asyncio
import mmap
import struct
import zlib
from collections.abc import Callable, Mapping
from typing import Any

import cramjam

__all__ = ["MAX_UNPACKED_BYTES", "CompressionError", "decompress"]

MAX_UNPACKED_BYTES = 32 * 1024 * 1024
"""Maximum size of a batch once it is unpacked: 32 times the largest one on the wire; text shrinks by 20 at most."""

_XERIAL = b"\x82SNAPPY\x00"
_XERIAL_HEADER_BYTES = 16
_NOT_OURS = (KeyboardInterrupt, SystemExit, asyncio.CancelledError)


class CompressionError(ValueError):
    """A batch cannot be unpacked: its codec is unknown, its bytes are damaged, or there is more than the bound."""


def decompress(codec: int, packed: bytes) -> bytes:
    """Return what a batch's codec (Kafka's number of it, 1 to 4) packed, at most `MAX_UNPACKED_BYTES`.

    Total: any bytes give bytes or a CompressionError. Memory stays within a few times the bound.

    Raises:
        CompressionError: see there.
    """
    unpack = _CODECS.get(codec)
    if unpack is None:
        raise CompressionError(f"codec {codec} is none of Kafka's; send gzip, snappy, lz4 or zstd")
    try:
        return unpack(packed)
    except (CompressionError, *_NOT_OURS):
        raise
    except BaseException as error:  # a panic inside cramjam is no Exception
        raise CompressionError(f"codec {codec} does not unpack it: {str(error)[:200]}") from error


def _gzip(packed: bytes) -> bytes:
    unpacked, left, rest = bytearray(), MAX_UNPACKED_BYTES, packed
    while rest:  # a stream may have several members
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        unpacked += member.decompress(rest, left + 1)
        left = _room(len(unpacked))
        if not member.eof:
            raise CompressionError("the gzip stream ends too early")
        rest = member.unused_data
    return bytes(unpacked)


def _snappy(packed: bytes) -> bytes:
    if not packed.startswith(_XERIAL):
        return _snappy_block(packed, MAX_UNPACKED_BYTES)
    unpacked, at = bytearray(), _XERIAL_HEADER_BYTES
    while at < len(packed):
        (size,) = struct.unpack_from("!i", packed, at)
        if not 0 <= size <= len(packed) - at - 4:
            raise CompressionError("a block of the snappy stream is longer than the stream")
        unpacked += _snappy_block(packed[at + 4 : at + 4 + size], _room(len(unpacked)))
        at += 4 + size
    return bytes(unpacked)


def _snappy_block(packed: bytes, left: int) -> bytes:
    """Unpack one block; it begins with its unpacked length, as a variable-length integer."""
    if cramjam.snappy.decompress_raw_len(packed) > left:
        _room(MAX_UNPACKED_BYTES + 1)
    return bytes(cramjam.snappy.decompress_raw(packed))


def _into(unpack_into: Callable[[bytes, Any], int]) -> Callable[[bytes], bytes]:
    def unpack(packed: bytes) -> bytes:
        # Pages of an anonymous map take memory when they are written, so the bound costs nothing where little comes.
        with mmap.mmap(-1, MAX_UNPACKED_BYTES) as room:
            try:
                return room[: unpack_into(packed, room)]
            except cramjam.DecompressionError as error:
                if "whole buffer" in str(error):
                    _room(MAX_UNPACKED_BYTES + 1)
                raise

    return unpack


def _room(size: int) -> int:
    if size > MAX_UNPACKED_BYTES:
        raise CompressionError(f"it is larger than {MAX_UNPACKED_BYTES} bytes once unpacked; send smaller batches")
    return MAX_UNPACKED_BYTES - size


_CODECS: Mapping[int, Callable[[bytes], bytes]] = {
    1: _gzip,
    2: _snappy,
    3: _into(cramjam.lz4.decompress_into),
    4: _into(cramjam.zstd.decompress_into),
}
