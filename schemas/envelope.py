"""CloudEvents 1.0 on Kafka.

Structured mode is what this project writes: the whole event is the message's JSON value, with the header
`content-type: application/cloudevents+json`. Binary mode is accepted too: the attributes are `ce_` headers, the value
is the data alone. Source: CloudEvents Kafka protocol binding 1.0.2, sections 3.2 and 3.3.
"""

import json
import re
from collections.abc import Sequence

from pydantic_core import from_json

from schemas.contract import Event

__all__ = [
    "STRUCTURED_CONTENT_TYPE",
    "STRUCTURED_HEADERS",
    "BinaryModeError",
    "as_message",
    "is_structured",
    "structured",
]

STRUCTURED_CONTENT_TYPE = "application/cloudevents+json"
STRUCTURED_HEADERS = [("content-type", STRUCTURED_CONTENT_TYPE.encode())]

Headers = Sequence[tuple[str, bytes | None]]
"""A record's headers as they arrive: a name may be there twice, a value may be null."""

_REVISION = re.compile(r"[0-9]{1,7}")
_SHOWN_CHARACTERS = 80


class BinaryModeError(ValueError):
    """The headers and the value of a message do not make a CloudEvent.

    `impersonal` says so without a word of the sender's, for programmes that keep none.
    """

    def __init__(self, message: str, impersonal: str = "") -> None:
        super().__init__(message)
        self.impersonal = impersonal or message


def is_structured(headers: Headers) -> bool:
    """Return whether a message is in structured mode; one without any CloudEvents header is taken to be.

    Total: any headers have an answer. A content type that is null says nothing.
    """
    for name, value in headers:
        if name == "content-type" and value is not None:
            return value.startswith(b"application/cloudevents")
    return not any(name.startswith("ce_") for name, _ in headers)


def structured(headers: Headers, value: bytes) -> bytes:
    """Return a binary-mode message as the JSON of structured mode, so that one validation serves both.

    Total: any headers and any value give JSON of an object or a BinaryModeError, never another error.

    Raises:
        BinaryModeError: the content type is not JSON, a header of ours is null, not text or there twice, or the value
            is not JSON. The message shows at most 80 characters of a name.
    """
    event: dict[str, object] = {}
    for name, raw in headers:
        if name == "content-type":
            if _text(name, raw).partition(";")[0].strip() != "application/json":
                wrong = f"content-type {_text(name, raw)[:_SHOWN_CHARACTERS]!r} is not supported; send application/json"
                raise BinaryModeError(wrong, "this content-type is not supported; send application/json")
            attribute, text = "datacontenttype", "application/json"
        elif name.startswith("ce_"):
            attribute, text = name.removeprefix("ce_"), _text(name, raw)
        else:
            continue
        if attribute in event or attribute == "data":
            raise _wrong_header(name, "is there twice or stands for the data; send it once")
        # A number of any other form stays text, which the contract refuses.
        event[attribute] = int(text) if attribute == "revision" and _REVISION.fullmatch(text) else text
    try:
        from_json(value, allow_inf_nan=False)
    except ValueError as error:
        raise BinaryModeError(f"the value is not JSON: {error}") from error
    # The value is one whole JSON text, so it can be put in as it is.
    return b'{%s"data":%s}' % (json.dumps(event).encode()[1:-1] + (b"," if event else b""), value)


def _text(name: str, raw: bytes | None) -> str:
    if raw is None:
        raise _wrong_header(name, "is null; send a value")
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise _wrong_header(name, "is not UTF-8 text") from error


def _wrong_header(name: str, fault: str) -> BinaryModeError:
    shown = name if len(name) <= _SHOWN_CHARACTERS else f"{name[:_SHOWN_CHARACTERS]}…"
    return BinaryModeError(f"header {shown} {fault}", f"a header {fault}")


def as_message(event: Event) -> tuple[bytes, bytes]:
    """Return the Kafka key and value of an event in structured mode.

    The key is the gathering's id, so that one gathering's events stay in order in one partition. Times may be
    `datetime` or RFC 3339 text.
    """
    return event["subject"].encode(), json.dumps(
        event, default=_text_of, ensure_ascii=False, separators=(",", ":")
    ).encode()


def _text_of(value: object) -> str:
    isoformat = getattr(value, "isoformat", None)
    if isoformat is None:
        raise TypeError(f"an event holds {value!r}, which has no JSON form")
    return str(isoformat(timespec="milliseconds"))
