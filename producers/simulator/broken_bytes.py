"""Messages that are not the JSON of one object: each breaks the message of a good event."""

import gzip
from collections.abc import Callable, Mapping
from random import Random

from schemas.envelope import STRUCTURED_HEADERS

__all__ = ["BROKEN_BYTES", "Breaking", "Raw"]

Raw = tuple[list[tuple[str, bytes]], bytes | None]
"""Headers and value; None is a tombstone."""

Breaking = Callable[[Random, Raw, Raw], list[Raw]]
"""Makes broken messages, to be sent one right after the other, of a check-in in structured and in binary mode."""


def _value(make: Callable[[Random, bytes], bytes | None]) -> Breaking:
    return lambda random, structured, _: [(STRUCTURED_HEADERS, make(random, structured[1] or b""))]


def _binary(make: Callable[[list[tuple[str, bytes]], bytes], Raw]) -> Breaking:
    return lambda _, __, binary: [make(list(binary[0]), binary[1] or b"")]


def _swallowing(_: Random, structured: Raw, __: Raw) -> list[Raw]:
    """Return two messages that are one object when they are joined by a comma."""
    value = structured[1] or b""
    return [(STRUCTURED_HEADERS, b'{"events":[' + value), (STRUCTURED_HEADERS, value + b"]}")]


BROKEN_BYTES: Mapping[str, Breaking] = {
    "truncated": _value(lambda random, value: value[: random.randrange(1, len(value))]),
    "array": _value(lambda _, value: b"[" + value + b"]"),
    "batch": _value(lambda _, value: b"[" + value + b"," + value + b"]"),
    "empty": _value(lambda _, __: b""),
    "tombstone": _value(lambda _, __: None),
    "null": _value(lambda _, __: b"null"),
    "number": _value(lambda _, __: b"42"),
    "invalid UTF-8": _value(lambda _, value: value.replace(b'"method":"', b'"method":"\xff\xfe')),
    "NaN": _value(lambda _, value: value.replace(b'"data":{', b'"data":{"people":NaN,')),
    "infinity": _value(lambda _, value: value.replace(b'"data":{', b'"data":{"people":-Infinity,')),
    "two objects": _value(lambda _, value: value + value),
    "two lines": _value(lambda _, value: value + b"\n" + value),
    "two with a comma": _value(lambda _, value: value + b",\n" + value),
    "array ended and begun": _value(lambda _, value: value + b"],[" + value),
    "open bracket": _value(lambda _, value: b'{"events":[' + value),
    "open object": _value(lambda _, value: b'{"event":' + value),
    "open string": _value(lambda _, value: value[:-2] + b',"more":"}'),
    "closed twice": _value(lambda _, value: value + b"}"),
    "line break in a string": _value(lambda _, value: value.replace(b'"id":"', b'"id":"\n')),
    "single quotes": _value(lambda _, value: value.replace(b'"', b"'")),
    "sign-in page of a network": _value(lambda _, __: b"<!doctype html><title>Kirjaudu verkkoon</title>"),
    "compressed": _value(lambda _, value: gzip.compress(value, mtime=0)),
    "swallowing": _swallowing,
    "binary, truncated": _binary(lambda headers, value: (headers, value[:-1])),
    "binary, empty": _binary(lambda headers, _: (headers, b"")),
    "binary, tombstone": _binary(lambda headers, _: (headers, None)),
    "binary, not UTF-8": _binary(lambda headers, value: ([*headers, ("ce_note", b"\xff\xfe")], value)),
    "binary, header twice": _binary(lambda headers, value: ([*headers, ("ce_id", b"again")], value)),
    "binary, XML": _binary(
        lambda headers, value: (
            [("content-type", b"text/xml"), *(header for header in headers if header[0] != "content-type")],
            value,
        )
    ),
}
