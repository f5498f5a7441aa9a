"""Events with one id in a file or request: repeats, which change nothing, and contradictions, of which one holds."""

import json
from datetime import UTC, datetime
from hashlib import blake2b

from producers.outgoing import OutgoingMessage

__all__ = ["RepeatedIds", "content_digest"]

_BYTES = 16


class RepeatedIds:
    """Remembers what each id of a file or request says: about 200 bytes an event."""

    def __init__(self) -> None:
        self._seen: dict[bytes, bytes] = {}

    def contradicted(self, message: OutgoingMessage, place: str) -> str | None:
        """Return the place of an earlier event with the same source, id and revision but other content, or None.

        Content is compared as the contract reads it: the order of fields and the offset of a time make no difference.
        An event that contradicts nothing is remembered with its place.
        """
        event = message.event
        identity = content_digest([event["source"], event["id"], event.get("revision", 1)])
        content = content_digest(event)
        earlier = self._seen.setdefault(identity, content + place.encode())
        return None if earlier.startswith(content) else earlier[_BYTES:].decode()


def content_digest(value: object) -> bytes:
    """Return 16 bytes that stand for what a value says, whatever the order of its fields and the offsets of its times.

    Raises:
        RecursionError: it nests too deep.
    """
    text = json.dumps(value, sort_keys=True, default=_text)
    return blake2b(text.encode(), digest_size=_BYTES).digest()


def _text(value: object) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)
