"""The stream's commands: worker, migrate, books, doctor."""

import json
import sys
from typing import Annotated, NoReturn

import typer

from streams.errors import Recoverable, StreamError

__all__ = ["books", "doctor", "migrate", "worker"]

EXIT_UNAVAILABLE = 3


def worker(*, quiet: Annotated[bool, typer.Option(help="Log warnings only")] = False) -> None:
    """Consume the programmes' topics into ClickHouse until Ctrl-C or SIGTERM.

    Exit codes: 0 after an orderly stop, 1 after a fatal error (offsets stay where they are).
    """
    import asyncio
    import signal

    from streams.logs import configure_logs
    from streams.settings import StreamSettings
    from streams.worker import Worker

    configure_logs(quiet=quiet)

    async def main() -> None:
        worker = Worker(StreamSettings())
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, worker.request_stop)
        await worker.run()

    try:
        asyncio.run(main())
    except StreamError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(1)


def migrate(*, as_json: Annotated[bool, typer.Option("--json", help="Print JSON")] = False) -> None:
    """Make topics and tables, or bring them up to date. Running it again changes nothing."""
    from streams.migrations import migrate as apply
    from streams.settings import StreamSettings
    from streams.store import Store
    from streams.topics import create_topics

    settings = StreamSettings()
    try:
        topics = create_topics(settings)
        with Store(settings) as store:
            applied = [f"{step.version:04d}_{step.name}" for step in apply(store)]
    except StreamError as error:
        _fail(error)
    if as_json:
        typer.echo(json.dumps({"topics": topics, "migrations": applied}))
    else:
        typer.echo(f"topics created: {', '.join(topics) or 'none, all are there'}")
        typer.echo(f"migrations applied: {', '.join(applied) or 'none, all are applied'}")


def books(*, as_json: Annotated[bool, typer.Option("--json", help="Print JSON")] = False) -> None:
    """Show what became of every consumed message. Exit code 1 if one is missing or counted twice."""
    from streams.books import balance
    from streams.books_report import as_dict, as_table
    from streams.settings import StreamSettings
    from streams.store import Store

    settings = StreamSettings()
    try:
        with Store(settings) as store:
            found = balance(settings, store)
    except StreamError as error:
        _fail(error)
    if as_json:
        typer.echo(json.dumps(as_dict(found)))
    else:
        from rich.console import Console

        Console().print(as_table(found))
    if not found.balanced:
        sys.exit(1)


def doctor(*, as_json: Annotated[bool, typer.Option("--json", help="Print JSON")] = False) -> None:
    """Look at Kafka, ClickHouse, tables, worker and books, and say what helps. Exit code 1 if something is amiss."""
    from dataclasses import asdict

    from rich.console import Console
    from rich.table import Table

    from streams.doctor import examine
    from streams.settings import StreamSettings

    findings = list(examine(StreamSettings()))
    if as_json:
        typer.echo(json.dumps([{**asdict(finding), "healthy": finding.healthy} for finding in findings]))
    else:
        table = Table("", "what", "state", "what helps")
        for finding in findings:
            table.add_row("✓" if finding.healthy else "✗", finding.subject, finding.state, finding.remedy)
        Console().print(table)
    if not all(finding.healthy for finding in findings):
        sys.exit(1)


def _fail(error: StreamError) -> NoReturn:
    typer.echo(f"error: {error}", err=True)
    sys.exit(EXIT_UNAVAILABLE if isinstance(error, Recoverable) else 1)
