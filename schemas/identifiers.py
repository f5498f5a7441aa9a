"""The small types that every contract is built from."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, GetCoreSchemaHandler, StringConstraints, WithJsonSchema
from pydantic_core import CoreSchema, core_schema

__all__ = ["Count", "EventId", "GatheringId", "Instant", "Pseudonym", "Source", "VenueId"]

# `/` is left out of gathering and venue ids: they stand in paths. Braces, quotes and line breaks are in none.
GatheringId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9:._-]{0,79}$")]
"""One occasion that people come to, unique within its programme, e.g. `youth-centre:kallio:2026-09-01`."""

VenueId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9:._-]{0,79}$")]
"""A place as its register calls it, e.g. `tprek:55959`."""

EventId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9:._#-]{0,127}$")]
"""CloudEvents `id`: unique within its source. A second event with the same source and id is a duplicate."""

Source = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9/][A-Za-z0-9:/._-]{0,127}$")]
"""CloudEvents `source`: the device or system that emitted the event, e.g. `tablet:kallio-1`. Never a person."""

Pseudonym = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
"""128 bits of an HMAC-SHA256 as 32 lower-case hexadecimal digits. Never a card number, a name or a phone number.

32 zeros say the same as no pseudonym: nobody in particular."""

Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
"""A number of people."""


class _Rfc3339:
    """Read text of RFC 3339 alone: no numbers, no digits as text, no signs or forms beside it."""

    _PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})?$"
    """The offset may be absent here: `datetime` then says that alone, which helps more than that the form is wrong."""

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        instant = core_schema.datetime_schema(
            ge=datetime.fromisoformat("2000-01-01T00:00:00Z"),
            lt=datetime.fromisoformat("2100-01-01T00:00:00Z"),
            tz_constraint="aware",
        )
        text = core_schema.str_schema(pattern=cls._PATTERN, strict=True, max_length=40)
        told = core_schema.custom_error_schema(
            text,
            custom_error_type="rfc3339",
            custom_error_message="Input should be text of RFC 3339 with an offset, such as 2026-09-01T17:00:00Z",
        )
        return core_schema.chain_schema([told, instant])


Instant = Annotated[datetime, _Rfc3339, WithJsonSchema({"type": "string", "format": "date-time"})]
"""RFC 3339 with an offset, from 2000 up to 2100; stored as UTC to the millisecond.

CloudEvents has times as text of RFC 3339 and nothing else: `t` and `z` may be small letters, a fraction has at most
nine digits. Numbers, numbers as text and a typographic minus are refused."""
