"""The type of a field, in words."""

from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["shown_type"]

_DISTRICTS = {"district", "home_district"}
_PATTERNS = {
    "^[0-9a-f]{32}$": "32 lower-case hexadecimal digits",
    r"^[A-Za-z0-9][A-Za-z0-9:._-]{0,79}$": "id: up to 80 of `A-Z a-z 0-9 : . _ -`",
    r"^[A-Za-z0-9][A-Za-z0-9:._#-]{0,127}$": "id: up to 128 of `A-Z a-z 0-9 : . _ # -`",
    r"^[A-Za-z0-9/][A-Za-z0-9:/._-]{0,127}$": "up to 128 of `A-Z a-z 0-9 : / . _ -`",
}


def shown_type(path: str, field: Mapping[str, Any]) -> str:
    """Return what a field of that JSON Schema takes.

    Raises:
        KeyError: the schema is of a kind that no contract has had so far; add it here.
    """
    if "anyOf" in field:
        return " or ".join(shown_type(path, one) for one in field["anyOf"])
    if "$ref" in field:
        return "object"
    if path.rpartition(".")[2] in _DISTRICTS:
        return "[district](#districts)"
    if "enum" in field or "const" in field:
        return " or ".join(f"`{value}`" for value in field.get("enum", [field.get("const")]))
    return _OF_KIND[field["type"]](field)


def _text(field: Mapping[str, Any]) -> str:
    if "pattern" in field:
        return _PATTERNS.get(field["pattern"], f"text that matches `{field['pattern']}`")
    if field.get("format") == "date-time":
        return "RFC 3339 instant with an offset, from 2000 up to 2100"
    return f"text of {field.get('minLength', 0)} to {field.get('maxLength', '…')} characters"


def _number(field: Mapping[str, Any]) -> str:
    name = "whole number" if field["type"] == "integer" else "number"
    bounds = [f"{field[bound]:,}" for bound in ("minimum", "maximum") if bound in field]
    return f"{name} {' to '.join(bounds)}"


def _object(field: Mapping[str, Any]) -> str:
    keys = field.get("propertyNames", {}).get("enum", ["text"])
    return f"object of {' or '.join(f'`{key}`' for key in keys)} → {shown_type('', field['additionalProperties'])}"


def _array(field: Mapping[str, Any]) -> str:
    return f"list of {shown_type('', field['items'])}"


_OF_KIND: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "string": _text,
    "integer": _number,
    "number": _number,
    "boolean": lambda _: "`true` or `false`",
    "null": lambda _: "null",
    "object": _object,
    "array": _array,
}
