"""What an import of Linked Events came to, as a table or as JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from producers.linked_events import LinkedEventsImport

__all__ = ["tell"]


def tell(
    imported: "LinkedEventsImport",
    acknowledged: int,
    *,
    dry_run: bool,
    as_json: bool,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Print the counts and the refused records on stdout; in a dry run the events too, as JSON. `more` goes to JSON."""
    if as_json:
        typer.echo(json.dumps(_as_json(imported, acknowledged, dry_run=dry_run) | dict(more or {}), ensure_ascii=False))
    else:
        _tell(imported, acknowledged, dry_run=dry_run)


def _as_json(imported: "LinkedEventsImport", acknowledged: int, *, dry_run: bool) -> dict[str, Any]:
    from schemas.envelope import as_message

    result: dict[str, Any] = {
        **asdict(imported.counts),
        "events": len(imported.events),
        "acknowledged": acknowledged,
        "refused": [asdict(record) for record in imported.refused],
    }
    if dry_run:
        result["would_emit"] = [json.loads(as_message(event)[1]) for event in imported.events]
    return result


def _tell(imported: "LinkedEventsImport", acknowledged: int, *, dry_run: bool) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    counts = imported.counts
    rows: Sequence[tuple[str, int]] = (
        ("Records read", counts.records),
        ("Gatherings planned", counts.gatherings),
        ("  of them cancelled, deleted or replaced", counts.cancelled),
        ("  of them without a time", counts.without_start),
        ("  of them in no known district", counts.without_district),
        ("Repeated records", counts.repeated),
        ("Refused records", len(imported.refused)),
        ("Events to emit" if dry_run else "Events acknowledged", len(imported.events) if dry_run else acknowledged),
    )
    console = Console()
    summary = Table("Linked Events", "Number", box=None)
    summary.columns[1].justify = "right"
    for label, number in rows:
        summary.add_row(label, str(number))
    console.print(summary)
    if imported.refused:
        refused = Table("Refused record", "Field", "Value", "What to do", box=None)
        for record in imported.refused:
            refused.add_row(*(Text(cell) for cell in (record.id, record.field, record.value, record.remedy)))
        console.print(refused)
