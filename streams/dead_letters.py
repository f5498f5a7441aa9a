"""What could not be accepted, with its reason."""

import hashlib
from dataclasses import dataclass

from schemas.message_size import MAX_MESSAGE_BYTES, message_bytes
from schemas.programmes import TOPICS
from schemas.rejections import Rejection
from streams.errors import Invalid
from streams.records import Record, Run

__all__ = ["MAX_DETAIL_BYTES", "DeadLetter", "DeadLetterMessage", "RefusedError", "shown"]

REMOVED = "[removed]"

MAX_DETAIL_BYTES = 1024
"""Maximum size of a detail: it names the field and what is wrong with it, whatever the sender called the field."""

_MAX_KEY_BYTES = 1024
_MAX_HEADERS_BYTES = 16 * 1024
"""What of a key and of a record's own headers goes to the topic; the table keeps both whole."""


class RefusedError(Invalid):
    """A message is refused. `detail` names the field and what is wrong with it; `value` is what may be kept of it.

    `source` is who sent it, as far as the message says so.
    """

    def __init__(self, reason: Rejection, detail: str, *, value: bytes | None = None, source: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.value = value
        self.source = source


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A refused record. `value` is the record's own, except for what could tell of a person: that is taken out.

    `detail` has at most `MAX_DETAIL_BYTES`. `source` is who sent it, as far as the message says so.
    """

    topic: str
    partition: int
    record: Record
    reason: Rejection
    detail: str
    value: bytes
    source: str = ""

    @classmethod
    def of(
        cls, run: Run, record: Record, reason: Rejection, detail: str, *, value: bytes | None = None, source: str = ""
    ) -> "DeadLetter":
        """Keep a run's record with the reason why it was refused; `value` is what may be kept of it, if not all."""
        kept = value if value is not None else record.value or b""
        return cls(run.topic, run.partition, record, reason, shown(detail, MAX_DETAIL_BYTES), kept, source)

    @property
    def key(self) -> bytes:
        """The record's key, where it may be kept: nothing ties the key of a refused record to a gathering."""
        return (self.record.key or b"") if self._keeps_all else b""

    @property
    def record_headers(self) -> list[tuple[str, bytes]]:
        """The record's headers, where they may be kept: those of binary mode may name a person. Null becomes empty."""
        return [(name, value or b"") for name, value in self.record.headers] if self._keeps_all else []

    @property
    def _keeps_all(self) -> bool:
        return TOPICS[self.topic].carries_persons

    @property
    def message(self) -> "DeadLetterMessage":
        """The dead letter as a message of its topic: origin and reason as headers, then the record's own.

        It is at most `MAX_MESSAGE_BYTES` large, whatever was refused. The value is cut where the whole does not fit,
        and its full length and SHA-256 stand in headers; so much of the record's own headers is left out, and of a long
        key all but the beginning. The table keeps all of it.
        """
        origin = {
            "engagement-reason": self.reason.value,
            "engagement-detail": self.detail,
            "engagement-topic": self.topic,
            "engagement-partition": str(self.partition),
            "engagement-offset": str(self.record.offset),
            "engagement-value-length": str(len(self.value)),
            "engagement-value-sha256": hashlib.sha256(self.value).hexdigest(),
        }
        headers = [(name, text.encode()) for name, text in origin.items()]
        own = self.record_headers
        if message_bytes(None, None, own) <= _MAX_HEADERS_BYTES:
            headers += own
        else:
            headers.append(("engagement-headers-left-out", str(len(own)).encode()))
        key = self.key[:_MAX_KEY_BYTES]
        room = MAX_MESSAGE_BYTES - message_bytes(key, None, headers)
        return DeadLetterMessage(key, self.value[:room], headers)


@dataclass(frozen=True, slots=True)
class DeadLetterMessage:
    """What goes to the topic of dead letters."""

    key: bytes
    value: bytes
    headers: list[tuple[str, bytes]]


def shown(text: str, most: int) -> str:
    """Return a text within a number of bytes of UTF-8, cut with an ellipsis where it is longer; total."""
    encoded = text.encode(errors="backslashreplace")
    if len(encoded) <= most:
        return encoded.decode()
    return encoded[: most - 3].decode(errors="ignore") + "…"
