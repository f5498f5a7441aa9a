"""`engage import`: gatherings out of other systems' files."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from producers.commands.examples import epilog
from producers.commands.options import JsonOption
from producers.commands.session import EXIT_REFUSED, EXIT_USAGE, exit_code_of, explained, send
from schemas.programmes import Programme

if TYPE_CHECKING:
    from producers.linked_events import LinkedEventsImport

__all__ = ["import_app"]

import_app = typer.Typer(
    name="import",
    help="Import gatherings. Exit codes: 0 arrived, 1 records refused, 2 usage, 3 broker unavailable.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@import_app.callback()
def _group() -> None:
    """Keep `engage import` a group while it has one command."""


@import_app.command("linked-events", epilog=epilog("linked-events"))
def linked_events(
    *,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Pages of GET /v1/event/, as saved.")],
    places: Annotated[
        list[Path] | None, typer.Option("--places", help="A page of GET /v1/place/, as saved. May be repeated.")
    ] = None,
    programme: Annotated[
        Programme, typer.Option("--programme", "-p", help="The programme that the gatherings belong to.")
    ] = Programme.REGIONAL_EVENT,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Judge every record; send nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Import gatherings from the City of Helsinki's Linked Events. Importing the same files again changes nothing."""
    from producers.linked_events import import_linked_events

    with explained():
        imported = import_linked_events(
            [_read(path) for path in files], [_read(path) for path in places or []], programme
        )
        acknowledged, problems = 0, []
        if not dry_run and imported.events:
            report, errors = send(imported.events, total=len(imported.events))
            acknowledged = report.acknowledged
            problems = [*errors, *(undelivered.error for undelivered in report.failed)]
    if as_json:
        typer.echo(json.dumps(_as_json(imported, acknowledged, dry_run=dry_run), ensure_ascii=False))
    else:
        _tell(imported, acknowledged, dry_run=dry_run)
    if problems:
        typer.echo(str(problems[0]), err=True)
    raise typer.Exit(exit_code_of(problems) or (EXIT_REFUSED if imported.refused else 0))


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        typer.echo(f"{path} cannot be read: {error.strerror}", err=True)
        raise typer.Exit(EXIT_USAGE) from error
    except (ValueError, RecursionError) as error:
        typer.echo(f"{path} is not JSON; save what the API gives, unchanged", err=True)
        raise typer.Exit(EXIT_REFUSED) from error


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
