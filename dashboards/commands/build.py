"""`engage dashboards build`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from dashboards.commands.options import Languages, chosen

__all__ = ["build"]


def build(
    *,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; only say which files are old.")] = False,
    language: Languages = None,
    folder: Annotated[Path, typer.Option(help="Where the files are.")] = Path("build/dashboards"),
) -> None:
    """Write the dashboards as JSON files, one a board and language. The same code always gives the same files.

    Exit codes: 0 all is current now, 1 with --check and a file is old.
    """
    from dashboards.build import old_files, write

    old = old_files(folder, chosen(language))
    if not check:
        write(old)
    for path, text in sorted(old.items()):
        name = path.relative_to(folder)
        if check:
            typer.echo(f"{name} is {'old' if text else 'of no board'}; run `engage dashboards build`")
        else:
            typer.echo(f"{name} {'written' if text else 'removed: no board makes it'}")
    if not old:
        typer.echo("all files are current")
    if check and old:
        sys.exit(1)
