"""`engage dashboards preview`."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboards.commands.options import Languages, chosen, read_settings

if TYPE_CHECKING:
    from dashboards.preview.write import Written

__all__ = ["preview"]

EXIT_USAGE = 2
EXIT_UNAVAILABLE = 3


class _Theme(StrEnum):
    DARK = "dark"
    LIGHT = "light"


def preview(
    *,
    board: Annotated[
        list[str] | None, typer.Option(help="Only this board, e.g. city-overview; may be given several times.")
    ] = None,
    folder: Annotated[Path, typer.Option(help="Where the pages go.")] = Path("build/previews"),
    start: Annotated[
        str, typer.Option("--from", help="From when, e.g. now-30d or 2026-05-01; by default each board's own period.")
    ] = "",
    end: Annotated[str, typer.Option("--to", help="Until when, e.g. now or 2026-06-01.")] = "",
    theme: Annotated[
        _Theme | None, typer.Option(help="How the pages look at first; by default as the reader's system does.")
    ] = None,
    variables: Annotated[
        list[str] | None,
        typer.Option(
            "--var", metavar="NAME=VALUE", help="Choose a value, e.g. programme=youth-centre; may be repeated."
        ),
    ] = None,
    language: Languages = None,
) -> None:
    """Draw the dashboards as pages of HTML that need neither Grafana nor the network.

    They have the same panels and ask the same statements; numbers are those of the moment.

    Exit codes: 0 all is drawn, 1 a statement was refused, 2 wrong settings or options, 3 ClickHouse cannot be reached.
    """
    import logging
    from datetime import UTC, datetime

    from dashboards.boards import BOARDS
    from dashboards.build import as_json
    from dashboards.errors import PreviewError, ReaderUnavailableError
    from dashboards.preview.write import Wanted, write_previews
    from dashboards.reader import Reader

    # It says on stderr, without being asked, what the error says as well.
    logging.getLogger("clickhouse_connect").addHandler(logging.NullHandler())
    names = [one.name for one in BOARDS]
    if unknown := [name for name in board or () if name not in names]:
        raise typer.BadParameter(
            f"there is no board {unknown[0]!r}; there are {', '.join(names)}", param_hint="--board"
        )
    wanted = Wanted(
        built=[
            (its, as_json(one, its)) for its in chosen(language) for one in BOARDS if not board or one.name in board
        ],
        folder=folder,
        now=datetime.now(UTC),
        start=start,
        end=end,
        theme=theme or "",
        chosen=_values(variables or []),
    )
    try:
        with Reader(read_settings()) as reader:
            written = write_previews(wanted, reader)
    except PreviewError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(EXIT_USAGE)
    except ReaderUnavailableError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(EXIT_UNAVAILABLE)
    _say(written, folder)


def _say(written: "Written", folder: Path) -> None:
    for refusal in written.refusals:
        typer.echo(f"error: {refusal}", err=True)
    typer.echo(f"{len(written.pages)} pages, {written.panels} panels; open {folder / 'index.html'}")
    if written.refusals:
        sys.exit(1)


def _values(given: list[str]) -> dict[str, tuple[str, ...]]:
    values: dict[str, tuple[str, ...]] = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not (name and equals and value):
            raise typer.BadParameter(
                f"{one!r} is not NAME=VALUE; write e.g. programme=youth-centre", param_hint="--var"
            )
        values[name] = (*values.get(name, ()), value)
    return values
