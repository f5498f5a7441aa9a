"""What an import of Linked Events came to, as a table or as JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from producers.commands.refusals import Refusal, Refusals

if TYPE_CHECKING:
    from producers.linked_events import LinkedEventsImport

__all__ = ["tell"]

_MAX_WARNINGS = 20


def tell(
    imported: "LinkedEventsImport",
    acknowledged: int,
    *,
    dry_run: bool,
    as_json: bool,
    report: Path | None = None,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Print the counts and the refused records on stdout, and the doubtful ones on stderr.

    As JSON all of that is on stdout, in a dry run the events too, and `more`.
    """
    with Refusals(report) as refusals:
        refusals.add_all(Refusal(one.field, one.id, one.value, one.remedy) for one in imported.refused)
    if as_json:
        typer.echo(json.dumps(_as_json(imported, acknowledged, dry_run=dry_run) | dict(more or {}), ensure_ascii=False))
    else:
        _tell(imported, acknowledged, refusals, dry_run=dry_run)
        for one in imported.doubtful[:_MAX_WARNINGS]:
            typer.echo(f"warning: {one}", err=True)
        if len(imported.doubtful) > _MAX_WARNINGS:
            more_of_them = len(imported.doubtful) - _MAX_WARNINGS
            typer.echo(f"and {more_of_them:,} more warnings; --json shows all of them", err=True)


def _as_json(imported: "LinkedEventsImport", acknowledged: int, *, dry_run: bool) -> dict[str, Any]:
    from schemas.envelope import as_message

    result: dict[str, Any] = {
        **asdict(imported.counts),
        "events": len(imported.events),
        "acknowledged": acknowledged,
        "refused": [asdict(record) for record in imported.refused],
        "warnings": [str(record) for record in imported.doubtful],
    }
    if dry_run:
        result["would_emit"] = [json.loads(as_message(event)[1]) for event in imported.events]
    return result


def _tell(imported: "LinkedEventsImport", acknowledged: int, refusals: Refusals, *, dry_run: bool) -> None:
    from rich.table import Table

    from terminal import console

    counts = imported.counts
    rows: Sequence[tuple[str, int]] = (
        ("Records read", counts.records),
        ("Gatherings planned", counts.gatherings),
        ("  of them cancelled or replaced", counts.cancelled),
        ("  of them without a time", counts.without_start),
        ("  of them in no known district", counts.without_district),
        ("Deleted there: cancelled here", counts.deleted),
        ("Series and umbrellas: their parts are the gatherings", counts.series),
        ("Repeated records", counts.repeated),
        ("Refused records", len(imported.refused)),
        ("Events to emit" if dry_run else "Events acknowledged", len(imported.events) if dry_run else acknowledged),
    )
    summary = Table("Linked Events", "Number", box=None)
    summary.columns[1].justify = "right"
    for label, number in rows:
        summary.add_row(label, str(number))
    console().print(summary)
    refusals.print()
