"""The stream's commands: worker, migrate, books."""

import json
import sys
from typing import Annotated, NoReturn

import typer

from streams.errors import Recoverable, StreamError

__all__ = ["books", "migrate", "worker"]

EXIT_UNAVAILABLE = 3


def worker(*, quiet: Annotated[bool, typer.Option(help="Log warnings only")] = False) -> None:
    """Consume the programmes' topics into ClickHouse until Ctrl-C or SIGTERM.

    Exit codes: 0 after an orderly stop, 1 after a fatal error (offsets stay where they are).
    """
    import asyncio  # noqa: PLC0415  each command imports what it uses, when it is used
    import signal  # noqa: PLC0415

    from streams.logs import configure_logs  # noqa: PLC0415
    from streams.settings import StreamSettings  # noqa: PLC0415
    from streams.worker import Worker  # noqa: PLC0415

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
    from streams.migrations import migrate as apply  # noqa: PLC0415
    from streams.settings import StreamSettings  # noqa: PLC0415
    from streams.store import Store  # noqa: PLC0415
    from streams.topics import create_topics  # noqa: PLC0415

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
    from streams.books import balance  # noqa: PLC0415
    from streams.books_report import as_dict, as_table  # noqa: PLC0415
    from streams.settings import StreamSettings  # noqa: PLC0415
    from streams.store import Store  # noqa: PLC0415

    settings = StreamSettings()
    try:
        with Store(settings) as store:
            found = balance(settings, store)
    except StreamError as error:
        _fail(error)
    if as_json:
        typer.echo(json.dumps(as_dict(found)))
    else:
        from rich.console import Console  # noqa: PLC0415

        Console().print(as_table(found))
    if not found.balanced:
        sys.exit(1)


def _fail(error: StreamError) -> NoReturn:
    typer.echo(f"error: {error}", err=True)
    sys.exit(EXIT_UNAVAILABLE if isinstance(error, Recoverable) else 1)
