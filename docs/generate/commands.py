"""The page of commands: the help of each, as a terminal shows it."""

from collections.abc import Iterator
from typing import Any

import typer
from typer.testing import CliRunner

import engage
from docs.generate.markdown import code, page

__all__ = ["command_paths", "commands", "help_of"]

_WIDTH = 100


def command_paths() -> Iterator[tuple[str, ...]]:
    """Yield the path of every command that does something, e.g. `("emit", "check-in")`, in the order of the help."""
    yield from _below(typer.main.get_command(engage.app), ())


def help_of(path: tuple[str, ...]) -> str:
    """Return what `engage … --help` prints."""
    result = CliRunner().invoke(engage.app, [*path, "--help"], prog_name="engage", terminal_width=_WIDTH)
    if result.exit_code:
        raise RuntimeError(f"engage {' '.join(path)} --help exits with {result.exit_code}: {result.output}")
    return "\n".join(line.rstrip() for line in result.output.strip().splitlines())


def commands() -> str:
    """Return the page."""
    parts = [f"## `engage {' '.join(path)}`\n\n{code(help_of(path), 'text')}" for path in command_paths()]
    return page(
        "Commands",
        "Results go to stdout, progress, logs and errors to stderr; `--json` prints one JSON value. "
        "[Exit codes](exit-codes.md) are the same everywhere.",
        *parts,
    )


def _below(command: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield path
        return
    for name, one in inner.items():
        yield from _below(one, (*path, name))
