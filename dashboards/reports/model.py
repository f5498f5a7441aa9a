"""What a report is made of, the same for each format.

A number that is not there has a reason: it is `suppressed` to protect small groups, `not recorded` (nobody counted), or
`not published` (its period is not closed yet, or nothing was published of it), or `not applicable` (there can be none,
as of residents of a home that was not given). No reason is ever written as 0.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from dashboards.text import Language

__all__ = [
    "MISSING",
    "Answer",
    "Cell",
    "Chart",
    "Column",
    "DateCell",
    "Line",
    "Missing",
    "MissingCell",
    "NumberCell",
    "Report",
    "Section",
    "Table",
    "TextCell",
    "Unit",
]

Unit = Literal["count", "decimal", "share", "hours", "score"]
"""Of a number: a whole one; one with a decimal; a share of 1, written in per cent; hours; an answer from 1 to 5."""

Missing = Literal["suppressed", "not recorded", "not published", "not applicable"]

MISSING: tuple[Missing, ...] = ("suppressed", "not recorded", "not published", "not applicable")


@dataclass(frozen=True, slots=True)
class NumberCell:
    """A number, and what it is of."""

    value: int | float
    unit: Unit = "count"
    type: Literal["number"] = "number"


@dataclass(frozen=True, slots=True)
class MissingCell:
    """Why there is no number."""

    type: Missing


@dataclass(frozen=True, slots=True)
class DateCell:
    """A day in Helsinki. Of a month or quarter it is the first one; `shown` is how the period is called."""

    value: date
    shown: str = ""
    type: Literal["date"] = "date"


@dataclass(frozen=True, slots=True)
class TextCell:
    """Words; `code` is the value in the data that they name, the same in each language."""

    value: str
    code: str = ""
    type: Literal["text"] = "text"


Cell = NumberCell | MissingCell | DateCell | TextCell


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its id, the same in each language; its title; what kind of cells it has; what they mean.

    A column of the kind `number` may have cells of any missing kind.
    """

    id: str
    title: str
    kind: Literal["number", "date", "text"]
    description: str
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, as many as there are columns. One that is not `printed` is left out of pages and kept in data."""

    id: str
    title: str
    description: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    printed: bool = True

    def cells(self, column: str) -> Iterator[Cell]:
        """Yield the cells of a column from the first row to the last."""
        place = [one.id for one in self.columns].index(column)
        return (row[place] for row in self.rows)


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of a table: `bars` lie side by side, one a row; `lines` go over the dates of `by`, one a `series`.

    Bars are in the order of their numbers, or in that of the rows where these are `in_order`, e.g. of age.
    """

    id: str
    title: str
    kind: Literal["bars", "lines"]
    table: str
    by: str
    value: str
    series: str = ""
    in_order: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report with a heading: tables, and charts of them."""

    id: str
    title: str
    introduction: str
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an answer: what, and how many. Without a cell it is a sentence."""

    text: str
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A question of the first page, and its answer in a few lines."""

    id: str
    question: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A period's report in a language.

    Attributes:
        id: The period as `engage report` takes it, e.g. `2026-10`.
        language: In which its words are.
        title: What it is called.
        period: What the period is called.
        start: The first day.
        end: The last day.
        status: Whether its numbers may still change, in a sentence.
        edition: The newest release that its numbers are out of.
        made: The day of that release; None where no month or quarter of the period is closed.
        source: Where the numbers come from, in a sentence.
        licence: How it may be used, in a sentence.
        key_figures: The table of the first page.
        answers: The questions of the first page.
        sections: The other pages.
    """

    id: str
    language: Language
    title: str
    period: str
    start: date
    end: date
    status: str
    edition: int
    made: date | None
    source: str
    licence: str
    key_figures: Table
    answers: tuple[Answer, ...]
    sections: tuple[Section, ...] = field(default=())

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables in the order of reading."""
        return (self.key_figures, *(table for section in self.sections for table in section.tables))
