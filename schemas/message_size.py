"""How large a message may be: one number for topics, producers and the gateway."""

from collections.abc import Iterable

__all__ = ["MAX_MESSAGE_BYTES", "message_bytes"]

MAX_MESSAGE_BYTES = 1024 * 1024
"""Maximum size of a message in Kafka: key, value, headers and Kafka's own frame around a batch of one.

It is the topics' `max.message.bytes`, the producers' `max_request_size`, and what the gateway takes as a body, so that
whatever one of them lets through the next one takes.
"""

_FRAME_BYTES = 61 + 21
"""The header of a batch, and the most that the fields of one record take beside its contents (Kafka's format 2)."""

_LENGTH_BYTES = 5
"""The most that a length takes as a variable-length integer of 32 bits."""


def message_bytes(key: bytes | None, value: bytes | None, headers: Iterable[tuple[str, bytes | None]] = ()) -> int:
    """Return the most bytes that a message takes in Kafka when it is sent alone and not compressed."""
    size = _FRAME_BYTES + len(key or b"") + len(value or b"") + 3 * _LENGTH_BYTES
    for name, content in headers:
        size += len(name.encode()) + len(content or b"") + 2 * _LENGTH_BYTES
    return size
