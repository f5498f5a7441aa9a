"""A value's name and colour, and what Grafana and ClickHouse take of a table of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboards.text import Language, Text

__all__ = ["Label", "Labels", "transform", "value_mapping"]


@dataclass(frozen=True, slots=True)
class Label:
    """What a value is called, and its colour if it has one."""

    text: Text
    colour: str = ""


Labels = Mapping[str, Label]


def value_mapping(labels: Labels, language: Language, *, coloured: bool = False) -> list[dict[str, Any]]:
    """Return Grafana's value mappings for a table."""
    return [
        {
            "type": "value",
            "options": {
                value: {"text": label.text.in_(language), "index": index}
                | ({"color": label.colour} if coloured and label.colour else {})
                for index, (value, label) in enumerate(labels.items())
            },
        }
    ]


def transform(column: str, labels: Labels, language: Language) -> str:
    """Return an expression of SQL that names a column's values; for variables, whose options know no value mappings."""
    values = ", ".join(_quoted(value) for value in labels)
    names = ", ".join(_quoted(label.text.in_(language)) for label in labels.values())
    return f"transform({column}, [{values}], [{names}], {column})"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
