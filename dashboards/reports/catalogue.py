"""The words of reports, out of one file a language below `texts`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from dashboards.errors import ReportError
from dashboards.text import Language

__all__ = ["Catalogue", "catalogue"]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A language's words, by ids such as `tables.months.title`."""

    language: Language
    words: Mapping[str, Any]

    def text(self, id_: str, **values: object) -> str:
        """Return a text with its places filled.

        Raises:
            ReportError: There is no such text, or it has a place for which there is no value.
        """
        found: Any = self.words
        for part in id_.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        if not isinstance(found, str):
            raise ReportError(f"dashboards/reports/texts/{self.language}.toml has no text {id_!r}; write it")
        try:
            return found.format(**values)
        except KeyError as error:
            raise ReportError(
                f"the text {id_!r} in {self.language}.toml has a place {error}, for which there is no value"
            ) from error

    def ids_of(self, table: str) -> tuple[str, ...]:
        """Return the names of what a table of the file holds, in its order."""
        found: Any = self.words
        for part in table.split("."):
            found = found[part]
        return tuple(found)

    def month(self, day: date) -> str:
        """Return a month's name with its year."""
        return f"{self.words['months'][day.month - 1]} {day.year}"

    def quarter(self, day: date) -> str:
        """Return the name of a day's quarter."""
        return self.text("report.quarter", number=(day.month + 2) // 3, year=day.year)

    def day(self, day: date) -> str:
        """Return a day as the language writes it."""
        return self.text(
            "report.day", day=day.day, month=day.month, year=day.year, month_name=self.words["months"][day.month - 1]
        )


@cache
def catalogue(language: Language) -> Catalogue:
    """Return the words of a language."""
    text = (files("dashboards.reports") / "texts" / f"{language}.toml").read_text(encoding="utf-8")
    return Catalogue(language, tomllib.loads(text))
