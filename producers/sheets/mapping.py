"""What the columns of a sheet mean: a TOML file beside the sheet."""

import codecs
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import ErrorDetails

from producers.errors import SheetMappingError
from producers.likely_encoding import likely_encoding
from producers.sheets.calendar_words import KNOWN_LANGUAGES, is_language
from producers.sheets.period_formats import names_a_unit, names_a_year
from producers.sheets.periods import PeriodUnit
from producers.sheets.visits import DecimalSign, ThousandsSign
from schemas.explanations import explanation
from schemas.identifiers import Source, VenueId
from schemas.programmes import Programme

__all__ = ["SheetMapping", "load_mapping"]

Heading = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Delimiter = Literal[",", ";", "\t", "|"]


def _known_encoding(name: str) -> str:
    try:
        b"".decode(name)
        return codecs.lookup(name).name
    except LookupError as error:
        raise ValueError("it is no encoding; write e.g. utf-8, cp1252, cp850 or mac-roman") from error


def _known_language(code: str) -> str:
    if not is_language(code):
        raise ValueError("it is no language; write e.g. fi, sv, en or et")
    return code


Encoding = Annotated[str, AfterValidator(_known_encoding)]
Language = Annotated[str, AfterValidator(_known_language)]
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
    first_line: int | None = Field(
        default=None,
        ge=2,
        le=1001,
        description="the first line of counts; lines between the headings and it are left out",
    )
    group_line: int | None = Field(
        default=None,
        ge=1,
        le=999,
        description="wide: a line of headings above, each of which is that of several columns",
    )
    read_hidden: bool = Field(default=False, description="an XLSX file's hidden rows and columns are read as well")


class Columns(_Part):
    """The headings of the columns. A wide sheet has a column a period; a long one a row a place and period."""

    venue: Heading | None = Field(default=None, description="whose cells name the place; none with venues.fixed")
    period: Heading | None = Field(default=None, description="long: whose cells name the day, week or month")
    visits: Heading | None = Field(default=None, description="long: whose cells are the counts")
    ignore: tuple[Heading, ...] = Field(default=(), strict=False, description="columns that are left out, e.g. sums")


class PeriodShape(_Part):
    """What a count is of, and how that is written."""

    unit: PeriodUnit = Field(description="day, week or month")
    formats: tuple[str, ...] = Field(default=(), strict=False, description="strptime formats, tried first")
    year: int | None = Field(default=None, ge=2000, le=2099, description="the year, where cells name none")
    season_starts: int | None = Field(
        default=None, ge=1, le=12, description="the first month, from 1: with period.year, those before are of the next"
    )
    languages: tuple[Language, ...] = Field(
        default=KNOWN_LANGUAGES, min_length=1, strict=False, description="whose names of months are read"
    )


class Numbers(_Part):
    """How counts are written."""

    decimal: DecimalSign | None = Field(default=None, description="the decimal sign; without it the comma")
    thousands: ThousandsSign | None = Field(default=None, description="what parts thousands, beside spaces")
    not_recorded: tuple[str, ...] = Field(
        default=(), strict=False, description="texts that mean the same as a blank cell, e.g. -"
    )

    @property
    def decimal_sign(self) -> DecimalSign:
        """The decimal sign: the one that is given, else the comma, unless that parts thousands."""
        return self.decimal or ("." if self.thousands == "," else ",")

    @model_validator(mode="after")
    def _one_sign_means_one_thing(self) -> Self:
        if self.thousands and self.thousands == self.decimal_sign:
            raise ValueError(f"{self.thousands!r} cannot part both thousands and decimals; correct one of the two")
        return self


class Rows(_Part):
    """What rows of one place and period are to each other."""

    sum: bool = Field(default=False, description="each is an occasion of its own, and they are added")
    repeats: Literal["add", "once"] | None = Field(
        default=None, description="with sum: rows that are equal in every column are added, or counted once"
    )
    totals: Literal["refuse", "drop", "keep"] = Field(
        default="refuse", description="what becomes of rows and columns that are likely the sum of others"
    )
    distinct: tuple[Heading, ...] = Field(
        default=(), strict=False, description="those that differ in these columns are occasions of their own"
    )


class Venues(_Part):
    """The places' ids."""

    fixed: ShortVenueId | None = Field(default=None, description="the one place that the whole sheet is of: its id")
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
    rows: Rows = Rows()
    venues: Venues = Venues()

    @model_validator(mode="after")
    def _the_place_is_named_once(self) -> Self:
        if self.columns.venue is None and self.venues.fixed is None:
            raise ValueError(
                "columns.venue is missing; add the heading of the places' names, or, where the whole sheet is of one "
                f'place, its id: venues.fixed = "{(self.venues.prefix or "library:") + "main"}"'
            )
        if self.columns.venue is not None and self.venues.fixed is not None:
            raise ValueError("columns.venue and venues.fixed name the place twice; leave one of them out")
        if self.rows.repeats is not None and not self.rows.sum:
            raise ValueError("rows.repeats is for rows that are added; set rows.sum = true, or leave it out")
        if self.layout == "wide" and self.rows.distinct:
            raise ValueError("rows.distinct is for long sheets; leave it out, or set rows.sum = true")
        return self

    @model_validator(mode="after")
    def _columns_fit_the_layout(self) -> Self:
        columns = self.columns
        if self.layout == "long" and (columns.period is None or columns.visits is None):
            raise ValueError('a long sheet has columns.period and columns.visits; add them, or set layout = "wide"')
        groups = self.file.group_line
        if self.layout == "wide" and (columns.period is not None or (columns.visits is not None and groups is None)):
            raise ValueError(
                "in a wide sheet each heading is a period; leave columns.period and columns.visits out, or set "
                'layout = "long"'
            )
        if groups is not None and (self.layout == "long" or groups >= self.file.heading_line):
            raise ValueError(
                "file.group_line is a line of a wide sheet above file.heading_line; correct it or leave it out"
            )
        if self.file.first_line is not None and self.file.first_line <= self.file.heading_line:
            raise ValueError("file.first_line is below file.heading_line; correct it or leave it out")
        for form in self.period.formats:
            try:
                datetime.strptime(datetime(2001, 1, 1).strftime(form), form)  # noqa: DTZ001, DTZ007  a calendar's day
            except ValueError as error:
                raise ValueError(f"period.formats: {form!r} is no strptime format; write e.g. %d.%m.%Y") from error
            self._check_format(form)
        return self

    def _check_format(self, form: str) -> None:
        unit = self.period.unit
        if not names_a_unit(form, unit):
            weekday = ", or add the weekday (%u)" if any(week in form for week in ("%W", "%U", "%V")) else ""
            raise ValueError(
                f"period.formats: {form!r} does not say which {unit} it is; complete it, e.g. %d.%m.%Y{weekday}, set "
                "period.unit to what the cells name, or leave formats out: most ways of writing are read without"
            )
        if self.period.year is None and not names_a_year(form):
            raise ValueError(f"period.formats: {form!r} has no year; add %Y where cells name it, or set period.year")

    @model_validator(mode="after")
    def _a_season_has_a_year(self) -> Self:
        if self.period.season_starts is not None and self.period.year is None:
            raise ValueError("period.season_starts is for cells without a year; add period.year, or leave it out")
        return self


def load_mapping(path: Path) -> SheetMapping:
    """Read a mapping.

    Raises:
        SheetMappingError: the file cannot be read, is no TOML, or a key is missing, unknown or wrong; the message
            names the key, its value and what helps.
    """
    text = b""
    try:
        with path.open("rb") as file:
            text = file.read(_MOST_BYTES + 1)
        if len(text) > _MOST_BYTES:
            raise SheetMappingError(path, "it has more than 1 MiB; is it a mapping at all?")
        return SheetMapping.model_validate(tomllib.loads(text.decode("utf-8-sig")))
    except OSError as error:
        raise SheetMappingError(path, f"it cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        likely = likely_encoding(text)
        raise SheetMappingError(
            path, f"it is not in UTF-8{f', but likely in {likely}' if likely else ''}; save it as UTF-8"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise SheetMappingError(path, f"it is no TOML in UTF-8: {error}") from error
    except ValidationError as error:
        faults = error.errors(include_url=False)
        raise SheetMappingError(
            path, "; ".join(_fault(one["loc"], _said(one), one["input"]) for one in faults)
        ) from error


def _said(error: ErrorDetails) -> str:
    """Return what is wrong: an id that does not fit in words, everything else as pydantic says it."""
    return explanation(error) if error["type"] == "string_pattern_mismatch" else error["msg"]


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
