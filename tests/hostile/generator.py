"""Records of every kind that the wire allows, each with what has to become of it."""

import json
import random
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from schemas.message_size import MAX_MESSAGE_BYTES
from schemas.programmes import Programme
from tests.hostile.wire import CODECS, RawBatch, RawRecord

__all__ = ["KINDS", "Hostile", "good", "hostile"]

STRUCTURED = ((b"content-type", b"application/cloudevents+json"),)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Hostile:
    """A record and whether it is to be accepted: strange, but right."""

    kind: str
    record: RawRecord
    accepted: bool = False


def event(number: int, programme: Programme = Programme.YOUTH_CENTRE, **changes: Any) -> dict[str, Any]:
    """Return a check-in; police dialogue has it without a visitor too."""
    return {
        "specversion": "1.0",
        "id": f"e{number}",
        "source": f"tablet:{number % 7}",
        "type": f"fi.hel.engagement.{programme.value}.check-in.v1",
        "subject": f"gathering:{number % 5}",
        "time": (datetime.now(UTC) - _HOUR).isoformat(timespec="milliseconds"),
        "data": {"direction": "entry"},
    } | changes


def good(number: int, programme: Programme) -> RawRecord:
    """Return a right event as our own producers send it."""
    one = event(number, programme, source="tablet:good", subject=f"good:{number % 11}", id=f"good-{number}")
    return RawRecord(json.dumps(one).encode(), one["subject"].encode(), STRUCTURED)


def _binary(one: Mapping[str, Any], *, extra: tuple[tuple[bytes, bytes | None], ...] = ()) -> RawRecord:
    headers: list[tuple[bytes, bytes | None]] = [(b"content-type", b"application/json")]
    headers += [(f"ce_{name}".encode(), str(value).encode()) for name, value in one.items() if name != "data"]
    return RawRecord(json.dumps(one["data"]).encode(), b"k", (*headers, *extra))


def _value(raw: bytes | None, kind: str) -> Hostile:
    return Hostile(kind, RawRecord(raw, b"k", STRUCTURED))


def _json(one: object, kind: str, *, accepted: bool = False) -> Hostile:
    return Hostile(kind, RawRecord(json.dumps(one, ensure_ascii=False).encode(), b"k", STRUCTURED), accepted)


def _null_header(rng: random.Random, n: int, programme: Programme) -> Hostile:
    name = rng.choice([b"ce_id", b"ce_source", b"ce_time", b"content-type", b"ce_revision", b"ce_"])
    one = _binary(event(n, programme))
    headers = tuple((header, None if header == name else value) for header, value in one.headers)
    if name in {b"ce_revision", b"ce_"}:
        headers = (*headers, (name, None))
    if name == b"content-type":  # says nothing, so that the ce_ headers say that it is in binary mode
        headers = (*headers, (b"ce_id", b"twice"))
    return Hostile("null header", RawRecord(one.value, one.key, headers))


def _name_not_text(rng: random.Random, n: int, programme: Programme) -> Hostile:
    record = RawRecord(
        json.dumps(event(n, programme)).encode(), b"k", (*STRUCTURED, (rng.randbytes(6) + b"\xff", b"x"))
    )
    return Hostile("header name that is not UTF-8", record, accepted=True)


def _ce_name_not_text(rng: random.Random, n: int, programme: Programme) -> Hostile:
    return Hostile(
        "attribute name that is not UTF-8", _binary(event(n, programme), extra=((b"ce_\xff\xfe", rng.randbytes(3)),))
    )


def _revision(rng: random.Random, n: int, programme: Programme) -> Hostile:
    digits = rng.choice([b"9" * 5_000, b"\xd9\xa1\xd9\xa2", b"-1", b"0", b"1.5", b"", b"1" * 8])
    return Hostile("ce_revision that is none", _binary(event(n, programme), extra=((b"ce_revision", digits),)))


def _binary_right(_rng: random.Random, n: int, programme: Programme) -> Hostile:
    return Hostile("binary mode", _binary(event(n, programme), extra=((b"ce_revision", b"1"),)), accepted=True)


def _twice(rng: random.Random, n: int, programme: Programme) -> Hostile:
    name = rng.choice([b"ce_id", b"content-type", b"ce_type"])
    return Hostile("header there twice", _binary(event(n, programme), extra=((name, b"application/json"),)))


def _deep(rng: random.Random, n: int, programme: Programme) -> Hostile:
    depth = rng.choice([201, 20_000, 200_000])
    opening, closing = rng.choice([(b"[", b"]"), (b'{"a":', b"}")])
    nested = opening * depth + (b"1" if opening != b"[" else b"") + closing * depth
    if rng.random() < 0.5:
        one = _binary(event(n, programme))
        return Hostile("nested deep, binary", RawRecord(nested, b"k", one.headers))
    return _value(b'{"data":' + nested + b"}", "nested deep")


def _bytes(rng: random.Random, _n: int, _programme: Programme) -> Hostile:
    headers = tuple(
        (rng.randbytes(rng.randrange(9)), rng.choice([None, rng.randbytes(4)])) for _ in range(rng.randrange(4))
    )
    key = rng.choice([None, b"", rng.randbytes(rng.randrange(40))])
    return Hostile("any bytes", RawRecord(rng.randbytes(rng.randrange(200)), key, headers))


def _tombstone(rng: random.Random, _n: int, _programme: Programme) -> Hostile:
    return Hostile("tombstone", RawRecord(rng.choice([None, b""]), rng.choice([None, b"k"]), STRUCTURED))


def _swallowing(rng: random.Random, n: int, programme: Programme) -> Hostile:
    one = json.dumps(event(n, programme)).encode()
    return _value(
        rng.choice(
            [
                b'{"id":"}',
                one + b",\n" + one,
                b"{}]}",
                b"{}",
                b'{"data":[{}',
                b"{" + b"}" * 9,
                one[:-1],
                b"[" + one + b"]",
            ]
        ),
        "reaches for its neighbours",
    )


def _time(rng: random.Random, n: int, programme: Programme) -> Hostile:
    now = datetime.now(UTC)
    wrong = rng.choice(
        [
            "2031-01-01T00:00:00z",
            "2026-11-01T00:00:00\u221200:00",
            int(now.timestamp()),
            str(int(now.timestamp())),
            now.timestamp(),
            now.replace(tzinfo=None).isoformat(),
            "0000-00-00T00:00:00Z",
            "9999-12-31T23:59:59-12:00",
            (now - timedelta(days=100)).isoformat(),
            (now + timedelta(hours=1)).isoformat(),
            None,
            {"a": 1},
        ]
    )
    return _json(event(n, programme, time=wrong), "time that is none, old or ahead")


def _small_z(_rng: random.Random, n: int, programme: Programme) -> Hostile:
    then = (datetime.now(UTC) - _HOUR).strftime("%Y-%m-%dt%H:%M:%S.123456789z")
    return _json(event(n, programme, time=then), "time with small letters", accepted=True)


def _contract(rng: random.Random, n: int, programme: Programme) -> Hostile:
    changes: dict[str, Any] = rng.choice(
        [
            {"type": "fi.hel.engagement.unknown.v1"},
            {"type": 10**400},
            {"type": ["x"] * 50},
            {"type": None},
            {"id": ""},
            {"id": "a" * 400},
            {"source": {"deep": ["x"]}},
            {"revision": 10**30},
            {"revision": True},
            {"data": []},
            {"data": {"direction": "sideways"}},
            {"data": {"direction": "entry", "\U0001f600" * 500: 1}},
            {"data": {"direction": "entry", "visitor": "4242 4242"}},
            {"more\u0000": "x"},
        ]
    )
    return _json(event(n, programme, **changes), "contract broken")


def _large_name(rng: random.Random, n: int, programme: Programme) -> Hostile:
    one = event(n, programme)
    one["data"]["\u00e4" * rng.randrange(1_000, 280_000)] = 1
    return _json(one, "field name of up to 560 KB")


def _many_fields(rng: random.Random, n: int, programme: Programme) -> Hostile:
    fields = {f"f{i}": i for i in range(rng.randrange(100, 20_000))}
    return _json(event(n, programme, data={"direction": "entry"} | fields), "thousands of unknown fields")


def _large(rng: random.Random, n: int, programme: Programme) -> Hostile:
    filled = rng.choice([1_000_100, MAX_MESSAGE_BYTES - 600, rng.randrange(10_000, 900_000)])
    one = event(n, programme, more="")
    one["more"] = "x" * (filled - len(json.dumps(one)))
    return _json(one, "as large as Kafka takes")


def _large_headers(rng: random.Random, n: int, programme: Programme) -> Hostile:
    extra = tuple((b"h%d" % i, rng.randbytes(50)) for i in range(rng.randrange(50, 2_000)))
    record = RawRecord(json.dumps(event(n, programme)).encode(), rng.randbytes(5_000), (*STRUCTURED, *extra))
    return Hostile("many headers and a long key", record, accepted=True)


def _large_headers_refused(rng: random.Random, _n: int, _programme: Programme) -> Hostile:
    extra = tuple((b"h", rng.randbytes(100)) for _ in range(rng.randrange(50, 2_000)))
    return Hostile("refused with many headers", RawRecord(b"{", rng.randbytes(5_000), (*STRUCTURED, *extra)))


def _struct(rng: random.Random, _n: int, _programme: Programme) -> Hostile:
    return _value(struct.pack(">qd", rng.getrandbits(60), rng.random()) * 3, "another system's format")


Make = Callable[[random.Random, int, Programme], Hostile]
KINDS: Mapping[Make, int] = {
    _null_header: 8,
    _name_not_text: 8,
    _ce_name_not_text: 4,
    _revision: 8,
    _binary_right: 6,
    _twice: 4,
    _deep: 1,
    _bytes: 20,
    _tombstone: 6,
    _swallowing: 10,
    _time: 12,
    _small_z: 4,
    _contract: 14,
    _struct: 3,
}
"""How often each comes."""

LARGE: tuple[Make, ...] = (_large_name, _many_fields, _large, _large_headers, _large_headers_refused)


def hostile(seed: int, count: int, large_share: float = 0.002) -> Iterator[tuple[Programme, RawBatch, list[Hostile]]]:
    """Return batches of hostile records until there are `count`, each with its programme and what is in it."""
    rng = random.Random(seed)  # noqa: S311  a campaign that can be repeated
    programmes = [programme for programme in Programme if programme.carries_persons] + [Programme.POLICE_DIALOGUE]
    makes, weights = list(KINDS), list(KINDS.values())
    number = 0
    while number < count:
        programme = rng.choice(programmes)
        if rng.random() < large_share * 20:
            found = [rng.choice(LARGE)(rng, number, programme)]
        else:
            size = min(rng.choice([1, 3, 20, 60]), count - number)
            found = [make(rng, number + i, programme) for i, make in enumerate(rng.choices(makes, weights, k=size))]
        number += len(found)
        codec = rng.choice([*CODECS])
        first_time = rng.choice([None, 0, -1, 1_000, 2**40])
        yield programme, RawBatch([one.record for one in found], codec, first_time), found
