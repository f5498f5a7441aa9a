"""`engage import sheet`: counts of a day or a month out of a sheet that people keep by hand."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from producers.commands.options import JsonOption
from producers.commands.session import (
    EXIT_REFUSED,
    EXIT_USAGE,
    exit_code_of,
    explained,
    send,
    settings,
)
from producers.errors import SheetMappingError, ViewRefusedError, ViewUnavailableError

if TYPE_CHECKING:
    from producers.sheets import KnownCount, SheetEvents, SheetMapping, SheetReading
    from producers.sheets.journal import Journal

__all__ = ["sheet"]

_Known = Mapping[str, "KnownCount"]


def sheet(
    *,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV or XLSX file.", exists=True, dir_okay=False)],
    mapping: Annotated[
        Path, typer.Option(help="A TOML file that says what its columns mean.", exists=True, dir_okay=False)
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be counted; send nothing, ask nobody.")
    ] = False,
    first: Annotated[
        bool, typer.Option("--first", help="This sheet was never imported: do without asking ClickHouse.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Import the counts of a sheet. A blank cell is not recorded, not 0; the same file again changes nothing.

    In a changed file a changed count replaces the earlier one, and a count whose cell is blank now is taken back.
    Refused cells are listed with line, column, value and what to do; the others are sent.
    """
    from producers.sheets import events_of, load_mapping, read_counts, read_table
    from producers.sheets.journal import Journal, opened_journal

    with explained():
        try:
            means = load_mapping(mapping)
        except SheetMappingError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(EXIT_USAGE) from error
        reading = read_counts(read_table(path, means), means, datetime.now(UTC))
        sent = Journal.of(settings().sheet_dir.expanduser(), means.programme, means.source)
        if dry_run:
            follows = events_of(reading, means, sent.read())
            _tell(reading, follows, None, as_json=as_json)
            raise typer.Exit(EXIT_REFUSED if reading.refused else 0)
        acknowledged, problems = 0, []
        with opened_journal(sent) as journal:
            follows = events_of(reading, means, _known(means, journal, first=first))
            journal.write(follows.known)
            if follows.events:
                report, errors = send(follows.events, total=len(follows.events))
                acknowledged = report.acknowledged
                problems = [*errors, *(undelivered.error for undelivered in report.failed)]
    _tell(reading, follows, acknowledged, as_json=as_json)
    if problems:
        typer.echo(f"{problems[0]} Import the same file again: what arrived counts once.", err=True)
    raise typer.Exit(exit_code_of(problems) or (EXIT_REFUSED if reading.refused else 0))


def _known(means: "SheetMapping", journal: "Journal", *, first: bool) -> _Known:
    """Join what is stored with what was sent from here and may be under way. One of the two is enough."""
    from producers.sheets.revisions import newest
    from producers.sheets.settings import SheetSettings
    from producers.sheets.stored_counts import stored_counts

    sent = journal.read()
    if first:
        return sent
    try:
        return newest(stored_counts(SheetSettings(), means.programme, means.source), sent)
    except (ViewUnavailableError, ViewRefusedError) as error:
        if not journal.is_there:
            typer.echo(
                f"{error}. Without it nobody knows whether this sheet was imported before, and a changed count could "
                "lose against an earlier one. Add --first if it never was.",
                err=True,
            )
            raise typer.Exit(exit_code_of([error])) from error
        typer.echo(f"{error}. What was sent from this machine is known, and used.", err=True)
        return sent


def _tell(reading: "SheetReading", follows: "SheetEvents", acknowledged: int | None, *, as_json: bool) -> None:
    numbers: dict[str, int] = {
        "counts": len(reading.counts),
        "visits": reading.visits,
        "not_recorded": len(reading.blank),
        "repeated": len(reading.repeated),
        "new": follows.new,
        "unchanged": follows.unchanged,
        "changed": follows.changed,
        "taken_back": follows.taken_back,
        "absent": follows.absent,
        "events": len(follows.events),
    }
    if acknowledged is not None:
        numbers["acknowledged"] = acknowledged
    venues, periods = reading.totals()
    if as_json:
        refused = [asdict(cell) for cell in reading.refused]
        repeated = [
            {"line": one.line, "column": one.column, "gathering": one.spot.gathering} for one in reading.repeated
        ]
        result: dict[str, Any] = {**numbers, "refused": refused, "repeated_cells": repeated}
        if acknowledged is None:
            result |= {"by_venue": venues, "by_period": periods}
        typer.echo(json.dumps(result, ensure_ascii=False))
        return
    _tables(reading, numbers, (venues, periods) if acknowledged is None else ())


_LABELS = {
    "counts": "Cells with a count",
    "visits": "  visits in them",
    "not_recorded": "Blank cells: not recorded",
    "repeated": "Cells that repeat a count",
    "new": "Counts never sent before",
    "unchanged": "Counts sent before, the same",
    "changed": "Counts that replace earlier ones",
    "taken_back": "Counts taken back: blank now",
    "absent": "Counts sent before, not in this file: they stay",
    "events": "Events",
    "acknowledged": "Events acknowledged",
}


def _tables(reading: "SheetReading", numbers: Mapping[str, int], totals: Sequence[Mapping[str, int]]) -> None:
    from rich.console import Console

    console = Console()
    _table(console, ("Sheet", "Number"), ((_LABELS[name], f"{number:,}") for name, number in numbers.items()))
    for heading, sums in zip(("Venue", "Period"), totals, strict=False):
        _table(console, (heading, "Visits"), ((name, f"{visits:,}") for name, visits in sums.items()))
    for one in reading.repeated:
        console.print(f"line {one.line} repeats {one.spot.gathering}", highlight=False, markup=False)
    if reading.refused:
        cells = ((str(cell.line), cell.column, cell.value, cell.remedy) for cell in reading.refused)
        _table(console, ("Refused: line", "Column", "Value", "What to do"), cells)


def _table(console: Any, headings: Sequence[str], rows: Any) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(*headings, box=None)
    if len(headings) == 2:
        table.columns[1].justify = "right"
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(table)
