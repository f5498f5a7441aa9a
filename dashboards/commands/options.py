"""Options that several of the dashboards' commands have."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dashboards.text import Language

__all__ = ["Languages", "chosen"]


class _Choice(StrEnum):
    ENGLISH = "en"
    FINNISH = "fi"
    SWEDISH = "sv"


Languages = Annotated[
    list[_Choice] | None, typer.Option("--language", help="Only in this language; may be given several times.")
]


def chosen(languages: list[_Choice] | None) -> "tuple[Language, ...]":
    """Return the languages that were asked for; all where none was."""
    from dashboards.text import LANGUAGES

    wanted = {choice.value for choice in languages or _Choice}
    return tuple(language for language in LANGUAGES if language in wanted)
