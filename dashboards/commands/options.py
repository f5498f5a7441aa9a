"""Options that several of the dashboards' commands have."""

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dashboards.settings import DashboardSettings
    from dashboards.text import Language

__all__ = ["Languages", "chosen", "read_settings"]

EXIT_USAGE = 2


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


def read_settings() -> "DashboardSettings":
    """Return how ClickHouse is read; end with exit code 2 and the name of a setting that is wrong."""
    from pydantic import ValidationError

    from dashboards.settings import DashboardSettings

    try:
        return DashboardSettings()
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            name = "_".join(str(part) for part in fault["loc"]).upper()
            typer.echo(f"error: ENGAGE_{name}={fault['input']!r}: {fault['msg']}", err=True)
        sys.exit(EXIT_USAGE)
