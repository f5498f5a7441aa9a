"""The topics as an AsyncAPI 3.0 document, from the point of view of the worker: it receives events, sends dead letters.

Source: AsyncAPI 3.0.0, and its Kafka bindings 0.5.0.
"""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from schemas.contract import CORRECTION, RETRACTION, contract_of, type_name
from schemas.envelope import STRUCTURED_CONTENT_TYPE
from schemas.programmes import DEAD_LETTER_TOPIC, Programme
from schemas.rejections import Rejection

__all__ = ["DEAD_LETTER_HEADERS", "asyncapi"]

_BINDING = "0.5.0"
_SCHEMA_FORMAT = "application/schema+json;version=draft-2020-12"
_DEAD_LETTER = "dead-letter"
_AMENDING = {CORRECTION: "What an event said was wrong; this is what is right", RETRACTION: "An event is taken back"}

DEAD_LETTER_HEADERS: dict[str, dict[str, Any]] = {
    "engagement-reason": {"type": "string", "enum": [reason.value for reason in Rejection]},
    "engagement-detail": {"type": "string", "description": "The field, and what is wrong with it."},
    "engagement-topic": {"type": "string", "description": "The topic of the refused message."},
    "engagement-partition": {"type": "string", "pattern": "^[0-9]+$", "description": "Its partition."},
    "engagement-offset": {"type": "string", "pattern": "^[0-9]+$", "description": "Its offset."},
    "engagement-value-length": {
        "type": "string",
        "pattern": "^[0-9]+$",
        "description": "The bytes of its value as it is kept; this message's value is cut where it does not fit.",
    },
    "engagement-value-sha256": {
        "type": "string",
        "pattern": "^[0-9a-f]{64}$",
        "description": "The SHA-256 of its value as it is kept.",
    },
}
"""What a dead letter's headers say before the refused message's own; a test holds them to what the worker sends."""


def asyncapi() -> dict[str, Any]:
    """Return the document. It refers to nothing outside itself; its examples are the golden samples."""
    channels = {programme.value: _channel(programme) for programme in Programme}
    channels[_DEAD_LETTER] = {
        "address": DEAD_LETTER_TOPIC,
        "description": "Messages that could not be accepted, each with its reason and origin.",
        "messages": {_DEAD_LETTER: _to("components", "messages", _DEAD_LETTER)},
        "bindings": {"kafka": {"topic": DEAD_LETTER_TOPIC, "bindingVersion": _BINDING}},
    }
    messages = {_key(programme, name): message for programme in Programme for name, message in _messages(programme)}
    messages[_DEAD_LETTER] = _dead_letter()
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Community engagement events",
            "version": "1.0.0",
            "description": "CloudEvents 1.0 on Apache Kafka, one topic a programme; what cannot be accepted goes to "
            "the topic of dead letters. Structured mode is shown; binary mode is accepted too.",
            "license": {"name": "MIT"},
        },
        "defaultContentType": STRUCTURED_CONTENT_TYPE,
        "channels": channels,
        "operations": {
            **{f"receive-{programme.value}": _operation("receive", programme.value) for programme in Programme},
            "send-dead-letter": _operation("send", _DEAD_LETTER),
        },
        "components": {
            "messages": messages,
            "schemas": {programme.value: _contract(programme) for programme in Programme},
        },
    }


def _to(*steps: str) -> dict[str, str]:
    return {"$ref": "#/" + "/".join(steps)}


def _key(programme: Programme, name: str) -> str:
    return f"{programme.value}_{name}"


def _names(programme: Programme) -> Iterator[tuple[str, str]]:
    for kind in contract_of(programme).event_types:
        yield kind.name, kind.summary
    yield from _AMENDING.items()


def _channel(programme: Programme) -> dict[str, Any]:
    persons = "may carry a pseudonym" if programme.carries_persons else "have no place for a person"
    return {
        "address": programme.topic,
        "description": f"Events of {programme.value}; they {persons}. One gathering's events are in one partition.",
        "messages": {name: _to("components", "messages", _key(programme, name)) for name, _ in _names(programme)},
        "bindings": {"kafka": {"topic": programme.topic, "bindingVersion": _BINDING}},
    }


def _operation(action: str, channel: str) -> dict[str, Any]:
    return {"action": action, "channel": _to("channels", channel)}


def _messages(programme: Programme) -> Iterator[tuple[str, dict[str, Any]]]:
    shapes = contract_of(programme).json_schema()["discriminator"]["mapping"]
    for name, summary in _names(programme):
        type_ = type_name(programme, name)
        shape = str(shapes[type_]).removeprefix("#/$defs/")
        sample = files("schemas") / "samples" / f"{programme.value}.{name}.json"
        yield (
            name,
            {
                "name": type_,
                "summary": summary,
                "contentType": STRUCTURED_CONTENT_TYPE,
                "headers": {
                    "type": "object",
                    "required": ["content-type"],
                    "properties": {"content-type": {"type": "string", "const": STRUCTURED_CONTENT_TYPE}},
                },
                "payload": {
                    "schemaFormat": _SCHEMA_FORMAT,
                    "schema": _to("components", "schemas", programme.value, "schema", "$defs", shape),
                },
                "bindings": {
                    "kafka": {
                        "key": {"type": "string", "description": "The gathering's id: the event's `subject`."},
                        "bindingVersion": _BINDING,
                    }
                },
                "examples": [
                    {
                        "headers": {"content-type": STRUCTURED_CONTENT_TYPE},
                        "payload": json.loads(sample.read_text(encoding="utf-8")),
                    }
                ],
            },
        )


def _dead_letter() -> dict[str, Any]:
    return {
        "name": _DEAD_LETTER,
        "summary": "A message that could not be accepted",
        "description": "Key, value and further headers are the refused message's own, without what could tell of a "
        "person. A batch that is stored again publishes again: topic, partition and offset tell which are the same.",
        "contentType": "application/octet-stream",
        "headers": {
            "type": "object",
            "required": list(DEAD_LETTER_HEADERS),
            "properties": DEAD_LETTER_HEADERS,
        },
        "bindings": {
            "kafka": {
                "key": {
                    "type": "string",
                    "description": "The refused message's key, at most 1 KiB of it; empty in police dialogue.",
                },
                "bindingVersion": _BINDING,
            }
        },
    }


def _contract(programme: Programme) -> dict[str, Any]:
    """Return the contract with its inner references as seen from the whole document."""
    inside = f"#/components/schemas/{programme.value}/schema/$defs/"

    def seen(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: seen(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [seen(inner) for inner in value]
        if isinstance(value, str) and value.startswith("#/$defs/"):
            return inside + value.removeprefix("#/$defs/")
        return value

    return {"schemaFormat": _SCHEMA_FORMAT, "schema": seen(contract_of(programme).json_schema())}
