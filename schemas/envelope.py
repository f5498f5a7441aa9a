"""CloudEvents 1.0 on Kafka.

Structured mode is what this project writes: the whole event is the message's JSON value, with the header
`content-type: application/cloudevents+json`. Binary mode is accepted too: the attributes are `ce_` headers, the value
is the data alone. Source: CloudEvents Kafka protocol binding 1.0.2, sections 3.2 and 3.3.
"""

import json
from collections.abc import Sequence

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

Headers = Sequence[tuple[str, bytes]]

_INTEGER_ATTRIBUTES = frozenset({"revision"})


class BinaryModeError(ValueError):
    """The headers and the value of a message do not make a CloudEvent."""


def is_structured(headers: Headers) -> bool:
    """Tell whether a message is in structured mode; one without any CloudEvents header is taken to be."""
    for name, value in headers:
        if name == "content-type":
            return value.startswith(b"application/cloudevents")
    return not any(name.startswith("ce_") for name, _ in headers)


def structured(headers: Headers, value: bytes) -> bytes:
    """Give a binary-mode message as the JSON of structured mode, so that one way of judging serves both.

    Raises:
        BinaryModeError: the content type is not JSON, a header is not text, a header is there twice, or the value
            is not JSON.
    """
    event: dict[str, object] = {}
    for name, raw in headers:
        try:
            text = raw.decode()
        except UnicodeDecodeError as error:
            raise BinaryModeError(f"header {name} is not UTF-8 text") from error
        if name == "content-type":
            if text.partition(";")[0].strip() != "application/json":
                raise BinaryModeError(f"content-type {text[:80]!r} is not supported; send application/json")
            event["datacontenttype"] = "application/json"
        elif name.startswith("ce_"):
            attribute = name.removeprefix("ce_")
            if attribute in event or attribute == "data":
                raise BinaryModeError(f"header {name} is there twice or stands for the data; send it once")
            event[attribute] = int(text) if attribute in _INTEGER_ATTRIBUTES and text.isdecimal() else text
    try:
        event["data"] = json.loads(value)
    except ValueError as error:
        raise BinaryModeError(f"the value is not JSON: {error}") from error
    return json.dumps(event).encode()


def as_message(event: Event) -> tuple[bytes, bytes]:
    """Give the Kafka key and value of an event in structured mode.

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
