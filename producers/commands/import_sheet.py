"""`engage import sheet`: counts of a day, a week or a month out of a sheet that people keep by hand."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from producers.commands.options import JsonOption
from producers.commands.refusals import Refusal, Refusals, ReportOption
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
    report: ReportOption = None,
    as_json: JsonOption = False,
) -> None:
    """Import the counts of a sheet. A blank cell is not recorded, not 0; the same file again changes nothing.

    In a changed file a changed count replaces the earlier one, and a count whose cell is blank now is taken back.
    Refused cells are counted by kind, three of each shown with line, column, value and what to do; the others are
    sent. The exit code is 1 if a cell was refused.
    """
    from producers.sheets import events_of, load_mapping, read_counts, read_table
    from producers.sheets.journal import Journal, opened_journal

    with explained(), Refusals(report, keep_all=as_json) as refusals:
        try:
            means = load_mapping(mapping)
        except SheetMappingError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(EXIT_USAGE) from error
        now = datetime.now(UTC)
        reading = read_counts(read_table(path, means), means, now)
        refusals.add_all(
            Refusal(cell.kind, f"line {cell.line}, {cell.column}", cell.value, cell.remedy) for cell in reading.refused
        )
        sent = Journal.of(settings().sheet_dir.expanduser(), means.programme, means.source)
        if dry_run:
            follows = events_of(reading, means, sent.read(), now)
            _print(reading, follows, None, refusals, as_json=as_json)
            raise typer.Exit(EXIT_REFUSED if reading.refused else 0)
        acknowledged, problems = 0, []
        with opened_journal(sent) as journal:
            known, complete = _known(means, journal, first=first)
            follows = events_of(reading, means, known, now, complete=complete)
            journal.write(follows.known)
            if follows.events:
                delivery, errors = send(follows.events, total=len(follows.events))
                acknowledged = delivery.acknowledged
                problems = [*errors, *(undelivered.error for undelivered in delivery.failed)]
    _print(reading, follows, acknowledged, refusals, as_json=as_json)
    if problems:
        typer.echo(f"{problems[0]} Import the same file again: what arrived counts once.", err=True)
    raise typer.Exit(exit_code_of(problems) or (EXIT_REFUSED if reading.refused else 0))


def _known(means: "SheetMapping", journal: "Journal", *, first: bool) -> tuple[_Known, bool]:
    """Join what is stored with what was sent from here and may be under way; return also whether both are known."""
    from producers.sheets.revisions import newest
    from producers.sheets.settings import SheetSettings
    from producers.sheets.stored_counts import stored_counts

    sent = journal.read()
    if first:
        return sent, True
    try:
        return newest(stored_counts(SheetSettings(), means.programme, means.source), sent), True
    except (ViewUnavailableError, ViewRefusedError) as error:
        if not journal.is_there:
            typer.echo(
                f"{error}. Without it nobody knows whether this sheet was imported before, and a changed count could "
                "lose against an earlier one. Add --first if it never was.",
                err=True,
            )
            raise typer.Exit(exit_code_of([error])) from error
        typer.echo(f"{error} What was sent from this machine is known, and used.", err=True)
        return sent, False


def _print(
    reading: "SheetReading",
    follows: "SheetEvents",
    acknowledged: int | None,
    refusals: Refusals,
    *,
    as_json: bool,
) -> None:
    numbers: dict[str, int] = {
        "counts": len(reading.counts),
        "visits": reading.visits,
        "added": reading.added,
        "not_recorded": len(reading.blank),
        "repeated": len(reading.repeated),
        "new": follows.new,
        "unchanged": follows.unchanged,
        "changed": follows.changed,
        "taken_back": follows.taken_back,
        "absent": len(follows.absent),
        "events": len(follows.events),
    }
    if acknowledged is not None:
        numbers["acknowledged"] = acknowledged
    venues, periods = reading.totals()
    if not as_json:
        _print_tables(reading, numbers, (venues, periods) if acknowledged is None else (), refusals)
        if follows.absent:
            typer.echo(f"Not in this file: {_listed(follows.absent)}")
            typer.echo("  To take one back, leave its cell blank, or name it in venues.ignore of the mapping")
        return
    repeated = [{"line": one.line, "column": one.column, "gathering": one.spot.gathering} for one in reading.repeated]
    result: dict[str, Any] = {
        **numbers,
        "refused": [asdict(cell) for cell in reading.refused],
        "refused_by_kind": refusals.counts,
        "repeated_cells": repeated,
        "left_out": list(reading.left_out),
        "absent_gatherings": list(follows.absent),
    }
    if acknowledged is None:
        result |= {"by_venue": venues, "by_period": periods}
    typer.echo(json.dumps(result, ensure_ascii=False))


_LABELS = {
    "counts": "Counts of a place and period",
    "visits": "  visits in them",
    "added": "  cells added to another's count",
    "not_recorded": "Blank cells: not recorded",
    "repeated": "Rows that repeat another",
    "new": "Counts never sent before",
    "unchanged": "Counts sent before, the same",
    "changed": "Counts that replace earlier ones",
    "taken_back": "Counts taken back: blank now, or of a name that is ignored now",
    "absent": "Counts sent before, not in this file: they stay",
    "events": "Events",
    "acknowledged": "Events acknowledged",
}
_SHOWN = 20


def _print_tables(
    reading: "SheetReading", numbers: Mapping[str, int], totals: Sequence[Mapping[str, int]], refusals: Refusals
) -> None:
    _print_table(("Sheet", "Number"), ((_LABELS[name], f"{number:,}") for name, number in numbers.items()))
    refusals.print()
    if reading.left_out:
        typer.echo(f"Left out: {_listed(reading.left_out)}")
        typer.echo("  What is hidden is read with file.read_hidden = true in the mapping, a sheet with file.worksheet")
    if reading.repeated:
        lines = [f"line {one.line} ({one.spot.gathering})" for one in reading.repeated]
        typer.echo(f"Equal to an earlier row in every column, counted once: {_listed(lines)}")
    for heading, sums in zip(("Venue", "Period"), totals, strict=False):
        _print_table((heading, "Visits"), ((name, f"{visits:,}") for name, visits in sums.items()))


def _listed(texts: Sequence[str]) -> str:
    more = f" and {len(texts) - _SHOWN:,} more" if len(texts) > _SHOWN else ""
    return ", ".join(texts[:_SHOWN]) + more


def _print_table(headings: Sequence[str], rows: Any) -> None:
    from rich.table import Table
    from rich.text import Text

    from terminal import console

    table = Table(*headings, box=None)
    table.columns[1].justify = "right"
    for row in rows:
        table.add_row(*map(Text, row))
    console().print(table)
