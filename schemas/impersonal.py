"""What an event may hold that must say nothing of a person: checked when its contract is built."""

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["DESCRIBES_NO_VISITOR", "LARGEST", "PersonalContractError", "require_impersonal"]

DESCRIBES_NO_VISITOR: Mapping[str, str] = {
    "id": "an event's or a venue's id",
    "source": "a device or a system",
    "subject": "the gathering's id",
    "corrects": "an event's id",
    "retracts": "an event's id",
    "concern": "an event's id",
    "revision": "a number up to a million, or an instant in milliseconds: see schemas.amendments.Revision",
    "fi": "the name of a gathering or a venue",
    "sv": "the name of a gathering or a venue",
    "en": "the name of a gathering or a venue",
    "latitude": "where a venue is",
    "longitude": "where a venue is",
}
"""Fields that take more than a closed list, a count or an instant, each with what it describes instead of a visitor."""

LARGEST = 1_000_000
"""No count is higher. A telephone number, a card number and a personal identity code have more digits."""

_INSTANTS = frozenset({"date-time", "date"})


class PersonalContractError(TypeError):
    """A programme that says nothing of persons would get an event that has a place for one.

    Attributes:
        field: Where, e.g. `PulseData.phone`.
    """

    def __init__(self, programme: str, field: str, why: str) -> None:
        super().__init__(
            f"{programme} says nothing of persons, but {field} {why}. Use a closed list, a count of at most "
            f"{LARGEST:,} or an instant; or give the event an `impersonal` shape without it, or leave "
            f"{programme} out of `carried_by`. What surely describes no visitor is named in "
            "schemas.impersonal.DESCRIBES_NO_VISITOR, with what it describes."
        )
        self.field = field


def require_impersonal(programme: str, schema: Mapping[str, Any]) -> None:
    """Make sure that no field of a contract, given as JSON Schema, has room for a person.

    Room for one has: text that is from no closed list and no instant, a number that is not bounded or has more digits
    than a count, an object that takes keys of anybody's choice, and a field that takes anything.

    Raises:
        PersonalContractError: a field has; it names the first one and says why.
    """
    for name, shape in [("event", schema), *schema.get("$defs", {}).items()]:
        for field, why in _room(shape, name):
            raise PersonalContractError(programme, field, why)


def _room(schema: Mapping[str, Any], field: str) -> Iterator[tuple[str, str]]:
    """Yield each place of a schema that has room for a person, with the reason."""
    if "$ref" in schema or "enum" in schema or "const" in schema:
        return
    for variant in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from _room(variant, field)
    if "anyOf" in schema or "oneOf" in schema:
        return
    kind = schema.get("type")
    if kind == "object":
        yield from _room_of_object(schema, field)
    elif kind == "array":
        yield from _room(schema.get("items", {}), f"{field}[]")
    elif kind not in {"boolean", "null"} and field.rpartition(".")[2] not in DESCRIBES_NO_VISITOR:
        why = _why(schema, kind)
        if why:
            yield field, why


def _room_of_object(schema: Mapping[str, Any], field: str) -> Iterator[tuple[str, str]]:
    for name, inner in schema.get("properties", {}).items():
        yield from _room(inner, f"{field}.{name}")
    others = schema.get("additionalProperties", True)
    if others is True:
        yield field, "takes fields that no contract names, and so anything"
    elif others is not False:
        keys = schema.get("propertyNames", {})
        if not {"enum", "const", "$ref"} & set(keys):
            yield field, "takes keys of anybody's choice, and a key can be a name"
        yield from _room(others, f"{field}[]")


def _why(schema: Mapping[str, Any], kind: object) -> str:
    """Return why a single value has room for a person; empty where it has not."""
    if kind == "string":
        return "" if schema.get("format") in _INSTANTS else "is text, which can hold a name or a number"
    if kind == "integer":
        lowest, highest = schema.get("minimum"), schema.get("maximum")
        if lowest is None or highest is None:
            return "is a whole number without bounds, which can hold a telephone or a card number"
        if max(abs(lowest), abs(highest)) > LARGEST:
            return f"is a whole number up to {highest:,}, which can hold a telephone or a card number"
        return ""
    if kind == "number":
        return "is a number with decimals, and those can hold a telephone or a card number"
    return "takes anything"
