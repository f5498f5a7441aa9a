"""How long each command takes to answer `--help`: `python -m benchmarks.start_up`."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import typer

from benchmarks.results import LATEST, record

__all__ = ["command_lines", "main"]


def main(
    *,
    times: Annotated[int, typer.Option(min=1, help="How often each; the first is not counted")] = 5,
    out: Annotated[Path, typer.Option(help="The results file")] = LATEST,
) -> None:
    """Measure every command, each in a process of its own, and write medians in seconds."""
    found = {}
    for words in command_lines():
        line = " ".join(["engage", *words, "--help"])
        found[line] = round(median([_seconds(words) for _ in range(times + 1)][1:]), 3)
        typer.echo(f"{found[line]:.3f} s  {line}")
    record(out, {"start_up_seconds": found})


def command_lines() -> list[list[str]]:
    """Give every command and group of commands as its words, `engage` itself first."""
    from engage import app

    return [list(words) for words in _below(typer.main.get_command(app), ())]


def _below(command: Any, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield words
    for name, inner in sorted(getattr(command, "commands", {}).items()):
        yield from _below(inner, (*words, name))


def _seconds(words: list[str]) -> float:
    begun = time.monotonic()
    subprocess.run([sys.executable, "-m", "engage", *words, "--help"], check=True, capture_output=True)
    return time.monotonic() - begun


if __name__ == "__main__":
    typer.run(main)
