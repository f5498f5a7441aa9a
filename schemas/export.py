"""The contracts as documents: JSON Schema a programme, and one AsyncAPI document of the topics."""

import json
from collections.abc import Mapping
from typing import Any

from schemas.asyncapi import asyncapi
from schemas.contract import contract_of
from schemas.export_format import ENDING, Format
from schemas.programmes import Programme

__all__ = ["DIALECT", "exported", "json_schema_of", "text_of"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema_of(programme: Programme) -> dict[str, Any]:
    """Return a programme's contract as JSON Schema 2020-12. What is valid by the contract is valid by the schema.

    The schema says a little less than the contract: an instant must also lie from 2000 up to 2100.
    """
    return {
        "$schema": DIALECT,
        "$id": f"urn:engagement:{programme.value}:v1",
        "title": f"Events of {programme.value}",
        "description": f"What the topic {programme.topic} may carry.",
        **contract_of(programme).json_schema(),
    }


def exported(wanted: Format = Format.ALL) -> dict[str, Mapping[str, Any]]:
    """Return the documents by the names of their files. The same code always gives the same documents."""
    documents: dict[str, Mapping[str, Any]] = {}
    if wanted is not Format.ASYNCAPI:
        documents.update({f"{programme.value}{ENDING}": json_schema_of(programme) for programme in Programme})
    if wanted is not Format.JSON_SCHEMA:
        documents["asyncapi.json"] = asyncapi()
    return documents


def text_of(document: Mapping[str, Any]) -> str:
    """Return the text of a document's file. A contract has a line a definition, so that a change of one is one line."""
    if "$defs" not in document:
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return _lines(document, 2) + "\n"


def _lines(value: Any, levels: int, indent: str = "") -> str:
    """Return JSON with the elements of the first `levels` levels on lines of their own."""
    if not levels or not value or not isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    deeper = indent + "  "
    if isinstance(value, dict):
        inner = [f"{json.dumps(name)}: {_lines(one, levels - 1, deeper)}" for name, one in value.items()]
    else:
        inner = [_lines(one, levels - 1, deeper) for one in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return f"{opening}\n" + ",\n".join(deeper + one for one in inner) + f"\n{indent}{closing}"
