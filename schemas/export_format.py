"""What contracts are exported as, for whoever only asks: light to import."""

from enum import StrEnum

__all__ = ["ENDING", "Format"]

ENDING = ".v1.schema.json"
"""How the file of a programme's JSON Schema ends; it begins with the programme."""


class Format(StrEnum):
    """What can be exported."""

    JSON_SCHEMA = "json-schema"
    ASYNCAPI = "asyncapi"
    ALL = "all"
