"""What the columns of a sheet mean: a TOML file beside the sheet."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from producers.errors import SheetMappingError
from producers.sheets.periods import PeriodUnit
from producers.sheets.visits import DecimalSign
from schemas.identifiers import Source, VenueId
from schemas.programmes import Programme

__all__ = ["SheetMapping", "load_mapping"]

Heading = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Delimiter = Literal[",", ";", "\t"]
Encoding = Literal["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"]
ShortVenueId = Annotated[VenueId, Field(max_length=69)]
Prefix = Annotated[str, StringConstraints(pattern=r"^([A-Za-z0-9][A-Za-z0-9:._-]{0,39})?$")]

_MOST_BYTES = 1024 * 1024


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class FileShape(_Part):
    """How the file is written; what is not given is found out from the file, where that is safe."""

    encoding: Encoding | None = Field(default=None, description="a CSV file's encoding")
    delimiter: Delimiter | None = Field(default=None, description="what parts a CSV file's cells")
    worksheet: Heading | None = Field(default=None, description="an XLSX file's sheet; without it, the only one")
    heading_line: int = Field(default=1, ge=1, le=1000, description="the line of the headings")


class Columns(_Part):
    """The headings of the columns. A wide sheet has a column a period; a long one a row a place and period."""

    venue: Heading = Field(description="whose cells name the place")
    period: Heading | None = Field(default=None, description="long: whose cells name the day or month")
    visits: Heading | None = Field(default=None, description="long: whose cells are the counts")
    ignore: tuple[Heading, ...] = Field(default=(), strict=False, description="columns that are left out, e.g. sums")


class PeriodShape(_Part):
    """What a count is of, and how that is written."""

    unit: PeriodUnit = Field(description="day or month")
    formats: tuple[str, ...] = Field(default=(), strict=False, description="strptime formats, tried first")


class Numbers(_Part):
    """How counts are written."""

    decimal: DecimalSign = Field(default=",", description="the decimal sign")
    not_recorded: tuple[str, ...] = Field(
        default=(), strict=False, description="texts that mean the same as a blank cell, e.g. -"
    )


class Venues(_Part):
    """The places' ids."""

    prefix: Prefix | None = Field(default=None, description="makes ids of names that have none below")
    ids: dict[str, ShortVenueId] = Field(default_factory=dict, description="id by name")
    ignore: tuple[str, ...] = Field(default=(), strict=False, description="names whose rows are left out, e.g. sums")


class SheetMapping(_Part):
    """The whole mapping. `source` names the sheet for good: with place and period it makes the events' ids."""

    programme: Annotated[Programme, Field(strict=False)]
    source: Source
    layout: Literal["long", "wide"]
    file: FileShape = FileShape()
    columns: Columns
    period: PeriodShape
    numbers: Numbers = Numbers()
    venues: Venues = Venues()

    @model_validator(mode="after")
    def _columns_fit_the_layout(self) -> Self:
        columns = self.columns
        if self.layout == "long" and (columns.period is None or columns.visits is None):
            raise ValueError('a long sheet has columns.period and columns.visits; add them, or set layout = "wide"')
        if self.layout == "wide" and (columns.period is not None or columns.visits is not None):
            raise ValueError(
                "in a wide sheet each heading is a period; leave columns.period and columns.visits out, or set "
                'layout = "long"'
            )
        for form in self.period.formats:
            try:
                datetime.strptime(datetime(2001, 1, 1).strftime(form), form)  # noqa: DTZ001, DTZ007  a calendar's day
            except ValueError as error:
                raise ValueError(f"period.formats: {form!r} is no strptime format; write e.g. %d.%m.%Y") from error
        return self


def load_mapping(path: Path) -> SheetMapping:
    """Read a mapping.

    Raises:
        SheetMappingError: the file cannot be read, is no TOML, or a key is missing, unknown or wrong; the message
            names the key, its value and what helps.
    """
    try:
        with path.open("rb") as file:
            text = file.read(_MOST_BYTES + 1)
        if len(text) > _MOST_BYTES:
            raise SheetMappingError(path, "it has more than 1 MiB; is it a mapping at all?")
        return SheetMapping.model_validate(tomllib.loads(text.decode("utf-8-sig")))
    except OSError as error:
        raise SheetMappingError(path, f"it cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SheetMappingError(path, f"it is no TOML in UTF-8: {error}") from error
    except ValidationError as error:
        faults = error.errors(include_url=False)
        raise SheetMappingError(
            path, "; ".join(_fault(one["loc"], one["msg"], one["input"]) for one in faults)
        ) from error


def _fault(place: tuple[int | str, ...], message: str, value: object) -> str:
    key = ".".join(map(str, place))
    message = message.removeprefix("Value error, ")
    if not key:
        return message
    if message == "Field required":
        return f"{key} is missing; add it"
    if message.startswith("Extra inputs"):
        return f"{key} = {_shown(value)} is no key of a mapping; correct its name or leave it out"
    return f"{key} = {_shown(value)}: {message}"


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:59] + "…"
