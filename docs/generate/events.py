"""The page of events, from the contracts."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from docs.generate.field_meanings import ATTRIBUTES, FIELDS
from docs.generate.markdown import code, page, table
from docs.generate.types import shown_type
from schemas.contract import CORRECTION, RETRACTION, contract_of, type_name
from schemas.event_type import EventType
from schemas.events import EVENT_TYPES
from schemas.places import DISTRICTS
from schemas.programmes import Programme

__all__ = ["events", "fields_of", "meaning_of"]

_SAMPLES = Path(__file__).parents[2] / "schemas" / "samples"
_AMENDED_IN = Programme.YOUTH_CENTRE

Row = tuple[str, str, str, str]


def events() -> str:
    """Return the page."""
    return page(
        "Events",
        "An event is a [CloudEvent 1.0](https://github.com/cloudevents/spec) in JSON on its programme's topic. This "
        "project writes structured mode (the whole event is the message's value, with the header `content-type: "
        "application/cloudevents+json`); binary mode (attributes as `ce_…` headers, the data as value) is accepted. "
        "The key is the gathering's id. Fields that are not listed here are refused.",
        table(
            ("programme", "topic", "may carry a pseudonym"),
            (
                (f"`{programme}`", f"`{programme.topic}`", "yes" if programme.carries_persons else "no")
                for programme in Programme
            ),
        ),
        "## Attributes of every event",
        table(
            ("attribute", "type", "required", "meaning"), _rows(_shape(_AMENDED_IN, "CheckIn"), "", ATTRIBUTES, "data")
        ),
        *(_section(kind) for kind in EVENT_TYPES),
        _amending(
            CORRECTION,
            "What an event said was wrong; this is what is right, as a whole. "
            "[Why as a whole](../decisions/0004-whole-corrections.md).",
        ),
        _amending(RETRACTION, "An event is taken back: numbers are as if it had never been."),
        "## Districts",
        "`district` and `home_district` take one of Helsinki's 34 peruspiirit, or `outside-helsinki`: "
        + ", ".join(f"`{name}`" for name in DISTRICTS)
        + ".",
    )


def fields_of(kind: EventType, programme: Programme | None = None) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield every field of an event's data (in a programme) with its JSON Schema, inner ones as `venue.name`."""
    schema = TypeAdapter(kind.data if programme is None else kind.data_for(programme)).json_schema()
    for path, field, _ in _fields(schema, schema.get("$defs", {}), ""):
        yield path, field


def meaning_of(name: str, field: Mapping[str, Any], meanings: Mapping[str, str] = FIELDS) -> str:
    """Return what a field means: what its contract says of it, else the page's own list."""
    given = field.get("description")
    return str(given) if given and "$ref" not in field else meanings[name]


def _section(kind: EventType) -> str:
    carried = [programme for programme in Programme if programme in kind.carried_by]
    everywhere = len(carried) == len(Programme)
    schema = TypeAdapter(kind.data).json_schema()
    sentences = [f"{kind.summary}. {schema.get('description', '')}".strip()]
    sentences.append(
        "Carried by every programme."
        if everywhere
        else f"Carried by {', '.join(f'`{programme}`' for programme in carried)}."
    )
    rows = list(_rows(schema, kind.name, FIELDS))
    if kind.impersonal is not None:
        there = dict(fields_of(kind))
        without = {name for name in there if name not in TypeAdapter(kind.impersonal).json_schema()["properties"]}
        sentences.append(
            f"In {', '.join(f'`{p}`' for p in carried if not p.carries_persons)} there is no "
            f"{', '.join(f'`{name}`' for name in sorted(without))}."
        )
    shown = Programme.YOUTH_CENTRE if Programme.YOUTH_CENTRE in carried else carried[0]
    return "\n\n".join(
        [
            f"## {kind.name}",
            f"`type`: `{type_name(shown, kind.name)}`. " + " ".join(sentences),
            table(("field of `data`", "type", "required", "meaning"), rows) if rows else "`data` is `{}`.",
            _sample(shown, kind.name),
        ]
    )


def _amending(name: str, meaning: str) -> str:
    schema = _shape(_AMENDED_IN, f"{name.title()}Data")
    return "\n\n".join(
        [
            f"## {name}",
            (
                f"`type`: `{type_name(_AMENDED_IN, name)}`. {meaning} Its `revision` is required and higher than any "
                "that the amended event had. Carried by every programme."
            ),
            table(("field of `data`", "type", "required", "meaning"), _rows(schema, name, FIELDS, "replacement")),
            _sample(_AMENDED_IN, name),
        ]
    )


def _sample(programme: Programme, name: str) -> str:
    sample = (_SAMPLES / f"{programme}.{name}.json").read_text(encoding="utf-8")
    return code(json.dumps(json.loads(sample), indent=2, ensure_ascii=False), "json")


def _shape(programme: Programme, name: str) -> Mapping[str, Any]:
    title = "".join(word.title() for word in programme.value.split("-")) + name
    shape: Mapping[str, Any] = contract_of(programme).json_schema()["$defs"][title]
    return shape


def _rows(schema: Mapping[str, Any], event: str, meanings: Mapping[str, str], opaque: str = "") -> Iterator[Row]:
    """Yield a table's rows. What is within the field `opaque` is described elsewhere."""
    for path, field, required in _fields(schema, schema.get("$defs", {}), ""):
        meaning = meaning_of(f"{event}.{path}" if event else path, field, meanings)
        kind = (
            "object"
            if path == opaque
            else "one of the types below"
            if not event and path == "type"
            else shown_type(path, field)
        )
        yield f"`{path}`", kind, "yes" if required else "no", meaning


def _fields(
    schema: Mapping[str, Any], shapes: Mapping[str, Any], above: str
) -> Iterator[tuple[str, Mapping[str, Any], bool]]:
    for name, field in schema.get("properties", {}).items():
        path = f"{above}{name}"
        yield path, field, name in schema.get("required", ())
        inner = shapes.get(str(field.get("$ref", "")).rpartition("/")[2])
        if inner is not None:
            yield from _fields(inner, shapes, f"{path}.")
