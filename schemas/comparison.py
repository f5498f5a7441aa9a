"""Two JSON Schemas compared: does the newer one take all that the older one took?

Only keywords that the contracts use are weighed; a difference in any other counts as narrower, so that nothing that
is not understood passes as harmless.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Difference", "Schemas", "differences"]

Schema = Mapping[str, Any]

_SAID = frozenset({"$schema", "$id", "$defs", "title", "description", "examples", "default", "discriminator"})
"""Keywords that say something and refuse nothing."""
_LEAST = frozenset({"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"})
_MOST = frozenset({"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"})
_INNER = frozenset({"items", "propertyNames", "additionalProperties"})
_APART = frozenset({"$ref", "type", "const", "enum", "properties", "required", "oneOf"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One place in which two schemas differ. `narrower`: something that was taken is refused now."""

    path: str
    what: str
    narrower: bool


@dataclass(frozen=True, slots=True)
class Schemas:
    """The definitions that the older and the newer schema refer to."""

    older: Mapping[str, Schema]
    newer: Mapping[str, Schema]


def differences(older: Any, newer: Any, within: Schemas, path: str = "") -> Iterator[Difference]:
    """Yield every difference, by the path of its field, e.g. `data.by_age_band`."""
    older, newer = _followed(older, within.older), _followed(newer, within.newer)
    yield from _types(older, newer, path)
    yield from _values(older, newer, path)
    yield from _fields(older, newer, within, path)
    yield from _choices(older, newer, within, path)
    for name in sorted((older.keys() | newer.keys()) - _SAID - _APART):
        was, now = older.get(name), newer.get(name)
        if name in _INNER and isinstance(was, Mapping) and isinstance(now, Mapping):
            yield from differences(was, now, within, path + ("{}" if name != "items" else "[]"))
        elif was != now:
            yield _keyword(name, was, now, path)


def _followed(schema: Any, definitions: Mapping[str, Schema]) -> Schema:
    """Follow references; what stands beside a reference still holds."""
    followed: Schema = schema if isinstance(schema, Mapping) else {}
    while "$ref" in followed:
        beside = {name: value for name, value in followed.items() if name != "$ref"}
        followed = {**definitions[str(followed["$ref"]).removeprefix("#/$defs/")], **beside}
    return followed


def _keyword(name: str, was: Any, now: Any, path: str) -> Difference:
    if now is None:
        return Difference(path, f"{name} {was!r} is gone", narrower=False)
    if was is None:
        return Difference(path, f"{name} {now!r} is new", narrower=not (name == "additionalProperties" and now is True))
    narrower = True
    if name in _LEAST:
        narrower = now > was
    elif name in _MOST:
        narrower = now < was
    elif name == "additionalProperties":
        narrower = was is not False and now is not True
    elif name == "uniqueItems":
        narrower = bool(now)
    return Difference(path, f"{name} {was!r} became {now!r}", narrower)


def _types(older: Schema, newer: Schema, path: str) -> Iterator[Difference]:
    was, now = _as_set(older.get("type")), _as_set(newer.get("type"))
    if was == now:
        return
    wider = not now or (bool(was) and all(one in now or (one == "integer" and "number" in now) for one in was))
    yield Difference(path, f"type {_listed(was)} became {_listed(now)}", not wider)


def _values(older: Schema, newer: Schema, path: str) -> Iterator[Difference]:
    was, now = _allowed(older), _allowed(newer)
    if was is None and now is not None:
        yield Difference(path, f"only {_listed(now)} is taken now", narrower=True)
    elif was is not None and now is None:
        yield Difference(path, f"any value is taken, not only {_listed(was)}", narrower=False)
    elif was is not None and now is not None:
        for value in sorted(was ^ now, key=str):
            yield Difference(path, f"value {value} is {'gone' if value in was else 'new'}", value in was)


def _fields(older: Schema, newer: Schema, within: Schemas, path: str) -> Iterator[Difference]:
    was, now = older.get("properties", {}), newer.get("properties", {})
    must, must_now = set(older.get("required", ())), set(newer.get("required", ()))
    for name in sorted(was.keys() | now.keys()):
        place = f"{path}.{name}" if path else name
        if name not in now:
            # A closed schema refuses the field; an open one takes it as anything.
            closed = newer.get("additionalProperties") is not None and newer["additionalProperties"] is not True
            yield Difference(place, "field is gone", closed)
        elif name not in was:
            required = name in must_now
            closed = older.get("additionalProperties") is False
            yield Difference(place, f"{'required' if required else 'optional'} field is new", required or not closed)
        else:
            if (name in must) != (name in must_now):
                became = "required" if name in must_now else "optional"
                yield Difference(place, f"field became {became}", name in must_now)
            yield from differences(was[name], now[name], within, place)


def _choices(older: Schema, newer: Schema, within: Schemas, path: str) -> Iterator[Difference]:
    """Compare alternatives that a field tells apart, by the value that it has in each."""
    if "oneOf" not in older and "oneOf" not in newer:
        return
    was, now = _told_apart(older), _told_apart(newer)
    if was is None or now is None:
        if older.get("oneOf") != newer.get("oneOf"):
            yield Difference(path, "the alternatives are others", narrower=True)
        return
    for name in sorted(was.keys() | now.keys()):
        place = f"{path}<{name}>"
        if name not in now:
            yield Difference(place, "alternative is gone", narrower=True)
        elif name not in was:
            yield Difference(place, "alternative is new", narrower=False)
        else:
            yield from differences(was[name], now[name], within, place)


def _told_apart(schema: Schema) -> Mapping[str, Schema] | None:
    mapping = schema.get("discriminator", {}).get("mapping")
    return None if mapping is None else {name: {"$ref": reference} for name, reference in mapping.items()}


def _allowed(schema: Schema) -> frozenset[Any] | None:
    if "const" in schema:
        return frozenset({schema["const"]})
    return frozenset(schema["enum"]) if "enum" in schema else None


def _as_set(value: Any) -> frozenset[str]:
    return frozenset() if value is None else frozenset({value} if isinstance(value, str) else value)


def _listed(values: frozenset[Any]) -> str:
    return ", ".join(sorted(map(str, values))) or "any"
