"""`engage import`: gatherings and counts out of other systems' files."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from producers.commands.examples import epilog
from producers.commands.import_sheet import sheet
from producers.commands.linked_events_report import tell
from producers.commands.options import JsonOption, helsinki_instant, wrong
from producers.commands.refusals import ReportOption
from producers.commands.session import EXIT_REFUSED, EXIT_USAGE, exit_code_of, explained, refused_when_sent, send
from producers.errors import InvalidEventError, ProducerError
from schemas.programmes import Programme

__all__ = ["import_app"]

import_app = typer.Typer(
    name="import",
    help="Import gatherings and counts. Exit codes: 0 arrived, 1 records refused, 2 usage, 3 broker unavailable.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


import_app.command("sheet", epilog=epilog("sheet"))(sheet)


@import_app.command("linked-events", epilog=epilog("linked-events"))
def linked_events(  # noqa: PLR0913  each parameter is an option
    *,
    sources: Annotated[
        list[str], typer.Argument(metavar="FILE…|URL", help="Pages of GET /v1/event/ as saved, or its address to poll.")
    ],
    places: Annotated[
        list[Path] | None, typer.Option("--places", help="A page of GET /v1/place/, as saved. May be repeated.")
    ] = None,
    programme: Annotated[
        Programme, typer.Option("--programme", "-p", help="The programme that the gatherings belong to.")
    ] = Programme.REGIONAL_EVENT,
    since: Annotated[
        str | None,
        typer.Option(metavar="INSTANT|DATE", help="URL: only what changed since then, as the last poll printed it."),
    ] = None,
    most_pages: Annotated[int, typer.Option("--most-pages", help="URL: stop after so many pages.", min=1)] = 500,
    pause: Annotated[float, typer.Option(help="URL: seconds between two pages.", min=0, max=60)] = 0.5,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Judge every record; send nothing.")] = False,
    report: ReportOption = None,
    as_json: JsonOption = False,
) -> None:
    """Import gatherings from the City of Helsinki's Linked Events. Importing the same again changes nothing.

    An address is polled page by page; the end tells from when on to ask next time. What came before a page that is
    not to be had is sent all the same, and the exit code is 3 where trying again may help, else 1. Files whose pages go
    on elsewhere are imported as far as they go, and the exit code is 1.
    """
    from producers.commands.poll_linked_events import poll_linked_events
    from producers.linked_events import import_linked_events
    from producers.linked_events.polling import Poll, is_address

    if any(map(is_address, sources)):
        if len(sources) > 1:
            wrong("FILE…|URL", "one address at a time, and no files beside it")
        poll_linked_events(
            lambda fetcher, url: Poll(fetcher, url, most_pages, pause),
            sources[0],
            since=helsinki_instant(since, "--since"),
            places=[_read(path) for path in places or []],
            programme=programme,
            dry_run=dry_run,
            report=report,
            as_json=as_json,
        )
    if since is not None:
        wrong("--since", "it goes with an address; files are imported whole")
    with explained():
        imported = import_linked_events(
            [_read(Path(source)) for source in sources], [_read(path) for path in places or []], programme
        )
        acknowledged, problems = 0, list[ProducerError]()
        if dry_run:
            problems += refused_when_sent(imported.events)
        elif imported.events:
            delivery, errors = send(
                imported.events,
                total=len(imported.events),
                refuse=lambda error: typer.echo(str(error), err=True),
            )
            acknowledged = delivery.acknowledged
            problems = [*errors, *(undelivered.error for undelivered in delivery.failed)]
    on = imported.more
    more: dict[str, Any] = {"complete": on is None and not problems}
    more |= {} if on is None else {"missing": on.missing, "next_page": on.address}
    tell(imported, acknowledged, dry_run=dry_run, as_json=as_json, report=report, more=more)
    broken = [problem for problem in problems if not isinstance(problem, InvalidEventError)]
    for said in (*broken[:1], *([on] if on is not None else [])):
        typer.echo(str(said), err=True)
    raise typer.Exit(exit_code_of(problems) or (EXIT_REFUSED if imported.refused or on is not None else 0))


def _read(path: Path) -> Any:
    from producers.likely_encoding import likely_encoding
    from producers.other_files import other_kind
    from producers.strict_json import RepeatedNameError, decoder

    try:
        content = path.read_bytes()
    except OSError as error:
        typer.echo(f"{path} cannot be read: {error.strerror}", err=True)
        raise typer.Exit(EXIT_USAGE) from error
    try:
        return decoder().decode(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        likely = likely_encoding(content)
        typer.echo(f"{path} is not in UTF-8{f', but likely in {likely}' if likely else ''}; save it as UTF-8", err=True)
        raise typer.Exit(EXIT_REFUSED) from error
    except RepeatedNameError as error:
        typer.echo(f"{path}: {error}; save what the API gives, unchanged", err=True)
        raise typer.Exit(EXIT_REFUSED) from error
    except (ValueError, RecursionError) as error:
        kind = other_kind(content)
        if kind in {None, "a JSON file"}:
            place = f" ({error})"
            if isinstance(error, json.JSONDecodeError):
                place = f" at line {error.lineno}, column {error.colno}"
            kind = f"not JSON, or cut off{place}" if content.strip(b"\xef\xbb\xbf \t\r\n") else "empty"
        typer.echo(f"{path} is {kind}; save what the API gives, unchanged", err=True)
        raise typer.Exit(EXIT_REFUSED) from error
