"""The forms as the page takes them: what the contracts allow, in the order and the words of the presentations."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from producers.gateway.desk.presentation import FieldPresentation, Presentation, presentation_of, shared_values
from producers.gateway.languages import LANGUAGES
from schemas.contract import CORRECTION, RETRACTION
from schemas.events import EVENT_TYPES
from schemas.places import AGE_BANDS, DISTRICTS, OUTSIDE_HELSINKI
from schemas.plausibility import limits_of
from schemas.programmes import Programme
from schemas.text import Text

__all__ = ["WITHOUT_FORM", "forms", "forms_script"]

WITHOUT_FORM: Mapping[str, str] = {
    CORRECTION: "it is made where an entry of the history is changed",
    RETRACTION: "it is made where an entry of the history is taken back",
}
"""What can be sent and has no form, each with the reason."""

_LONG = 15
"""A list of more values than this is a list to open, not a row of chips."""

_OUTSIDE = Text("Outside Helsinki", "Helsingin ulkopuolelta", "Utanför Helsingfors")


@cache
def forms() -> Mapping[str, Mapping[str, Any]]:
    """Return the form of each event type that has a presentation, by its name, as the page takes it.

    Raises:
        ValueError: a presentation names a field or a value that the contract lacks, or leaves one out.
    """
    found = {}
    for kind in EVENT_TYPES:
        presentation = presentation_of(kind.name)
        if presentation is not None:
            limits = limits_of(kind.name)
            schema = TypeAdapter(kind.data).json_schema()
            found[kind.name] = _form(kind.name, presentation, schema) | {
                "programmes": [programme.value for programme in Programme if programme in kind.carried_by],
                "rules": [dict(rule.described()) for rule in kind.rules],
                "many": limits,
                "many_at": {
                    of.value: own
                    for of in Programme
                    if of in kind.carried_by and (own := limits_of(kind.name, of)) != limits
                },
            }
    return found


def forms_script() -> str:
    """Return the module that gives the page its forms."""
    text = json.dumps(forms(), ensure_ascii=False, indent=1)
    return f"// Made out of the contracts and the presentations of forms.\n\nexport const FORMS = {text};\n"


def _form(event: str, presentation: Presentation, schema: Mapping[str, Any]) -> dict[str, Any]:
    properties = schema["properties"]
    named = [field.name for field in presentation.fields]
    if wrong := sorted({*named, *presentation.left_out} ^ set(properties)):
        raise ValueError(
            f"the form of {event} and its contract differ in {', '.join(wrong)}; name each in forms/{event}.toml"
        )
    return {
        "name": _words(presentation.name),
        "help": _words(presentation.help),
        "screen": presentation.screen,
        "history": list(presentation.history),
        "gathering": presentation.gathering,
        "fields": [
            _field(
                event,
                field,
                _resolved(properties[field.name], schema),
                required=field.name in schema.get("required", ()),
            )
            for field in presentation.fields
        ],
    }


def _resolved(shape: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a field's shape without references, and without the null that it may be."""
    if "$ref" in shape:
        named: Mapping[str, Any] = schema["$defs"][shape["$ref"].rpartition("/")[2]]
        return named
    if "anyOf" in shape:
        known: Sequence[Mapping[str, Any]] = shape["anyOf"]
        return next(one for one in known if one.get("type") != "null")
    return shape


def _field(event: str, field: FieldPresentation, shape: Mapping[str, Any], *, required: bool) -> dict[str, Any]:
    control, values = _control(field.name, shape)
    limits = {name: shape[key] for name, key in _LIMITS.items() if key in shape}
    made: dict[str, Any] = {
        "name": field.name,
        "label": _words(field.label),
        "control": field.control or control,
        "required": required,
        "remembered": field.remembered,
        "folded": field.folded,
        **limits,
    }
    if field.help is not None:
        made["help"] = _words(field.help)
    if field.default is not None:
        made["default"] = field.default
    if field.control == "faces":
        values = [str(value) for value in range(shape["minimum"], shape["maximum"] + 1)]
    if values:
        made["values"] = values
        made["labels"] = {value: _words(_label(event, field, value)) for value in values}
    return made


_LIMITS = {"min": "minimum", "max": "maximum", "most": "maxItems"}


_CONTROLS: Mapping[tuple[str, str | None], str] = {
    ("string", "date"): "date",
    ("string", "date-time"): "instant",
    ("integer", None): "number",
    ("boolean", None): "yes-no",
}


def _control(name: str, shape: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Return what a field of this shape is filled in with, and the values to choose from."""
    kind = str(shape.get("type")), shape.get("format")
    if "enum" in shape:
        return ("list" if len(shape["enum"]) > _LONG else "choice"), list(shape["enum"])
    if "propertyNames" in shape:
        return "ages", list(shape["propertyNames"]["enum"])
    if kind[0] == "array":
        return "choices", list(shape["items"]["enum"])
    if kind[0] == "object":
        return name, []
    if kind not in _CONTROLS:
        raise ValueError(f"no form knows how to ask for {name}, which is {shape}; leave it out, or add a control")
    return _CONTROLS[kind], []


def _label(event: str, field: FieldPresentation, value: str) -> Text:
    if value in AGE_BANDS:
        band = value.replace("-", "\N{EN DASH}")
        return Text(band, band, band)
    if value in DISTRICTS:
        district = DISTRICTS[value]
        return Text(district.name_fi, district.name_fi, district.name_sv)
    if value == OUTSIDE_HELSINKI:
        return _OUTSIDE
    shared: Mapping[str, Text] = shared_values().get(field.values or "", {})
    label = field.labels.get(value) or shared.get(value)
    if label is None:
        raise ValueError(f"the value {value} of {event}.{field.name} has no name; write it in forms/{event}.toml")
    return label


def _words(text: Text) -> Sequence[str]:
    """Return a text in the page's order of languages."""
    return [text.in_(language) for language in LANGUAGES]
