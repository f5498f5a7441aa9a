"""One HTTP/1.1 message off a stream, as the bytes that it came in."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

__all__ = ["HttpMessage", "read_message"]

_MOST_HEAD = 1024 * 1024


@dataclass(frozen=True, slots=True)
class HttpMessage:
    """A request or an answer: its first line with the headers, and its body as it lay on the wire."""

    head: bytes
    body: bytes

    @property
    def raw(self) -> bytes:
        """All of it."""
        return self.head + self.body


async def read_message(stream: asyncio.StreamReader) -> HttpMessage | None:
    """Read one whole message; None where the peer closed in between two.

    Raises:
        asyncio.IncompleteReadError, OSError: the peer went away in the middle.
        ValueError: the head is larger than the stream allows, or a length is no number.
    """
    try:
        head = await stream.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        if not error.partial:
            return None
        raise
    except asyncio.LimitOverrunError as error:
        raise ValueError(f"a head of more than {_MOST_HEAD} bytes") from error
    headers = _headers(head)
    if headers.get(b"transfer-encoding", b"").lower() == b"chunked":
        return HttpMessage(head, await _chunked(stream))
    return HttpMessage(head, await stream.readexactly(int(headers.get(b"content-length", b"0"))))


def _headers(head: bytes) -> dict[bytes, bytes]:
    lines = [line.partition(b":") for line in head.split(b"\r\n")[1:] if line]
    return {name.strip().lower(): value.strip() for name, _, value in lines}


async def _chunked(stream: asyncio.StreamReader) -> bytes:
    body = bytearray()
    while True:
        size = await stream.readuntil(b"\r\n")
        length = int(size.partition(b";")[0], 16)
        body += size + await stream.readexactly(length + 2)
        if not length:
            return bytes(body)
