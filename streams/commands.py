"""The stream's commands: worker, migrate, books, doctor, erase."""

import json
import sys
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from schemas.programmes import Programme
from streams.errors import NoPersonsError, Recoverable, StreamError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from streams.doctor import Check
    from streams.settings import StreamSettings
    from streams.traces import Person

__all__ = ["EXIT_USAGE", "books", "doctor_with", "erase", "fail", "migrate", "read_settings", "worker"]

EXIT_USAGE = 2
EXIT_UNAVAILABLE = 3


def worker(
    *,
    quiet: Annotated[bool, typer.Option("--quiet", help="Log warnings only.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Log each batch too.")] = False,
) -> None:
    """Consume the programmes' topics into ClickHouse until Ctrl-C or SIGTERM.

    Exit codes: 0 after an orderly stop, 1 after a fatal error (offsets stay where they are), 2 wrong settings, 3 Kafka
    or ClickHouse cannot be reached at the start.
    """
    import asyncio
    import signal

    from streams.logs import configure_logs

    settings = read_settings()
    configure_logs(quiet=quiet, verbose=verbose, shape=settings.log_format)

    try:
        from streams.faust_compat import use_uvloop
        from streams.worker import Worker
    except StreamError as error:  # a library is not of the version that the transport was tried with
        fail(error)

    async def main() -> None:
        worker = Worker(settings)
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, worker.request_stop)
        await worker.run()

    if sys.platform != "win32":
        use_uvloop()
    try:
        asyncio.run(main())
    except StreamError as error:
        fail(error)


def migrate(*, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Make topics and tables, or bring them up to date. Running it again changes nothing.

    Topics with fewer partitions than ENGAGE_PARTITIONS get more; workers may run meanwhile.
    """
    from streams.migrations import migrate as apply
    from streams.store import Store
    from streams.topics import create_topics, grow_topics

    settings = read_settings()
    try:
        topics, grown = create_topics(settings), grow_topics(settings)
        with Store(settings) as store:
            applied = [f"{step.version:04d}_{step.name}" for step in apply(store)]
    except StreamError as error:
        fail(error)
    if as_json:
        typer.echo(json.dumps({"topics": topics, "grown": grown, "migrations": applied}))
    else:
        typer.echo(f"topics created: {', '.join(topics) or 'none, all are there'}")
        if grown:
            typer.echo(f"grown to {settings.partitions} partitions: {', '.join(grown)}")
        typer.echo(f"migrations applied: {', '.join(applied) or 'none, all are applied'}")


def books(*, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Show what became of every consumed message. Exit code 1 if one is missing or counted twice."""
    from streams.books import balance
    from streams.books_report import as_dict, as_table
    from streams.store import Store

    settings = read_settings()
    try:
        with Store(settings) as store:
            found = balance(settings, store)
    except StreamError as error:
        fail(error)
    if as_json:
        typer.echo(json.dumps(as_dict(found)))
    else:
        from terminal import console

        console().print(as_table(found))
    if not found.balanced:
        sys.exit(1)


def doctor_with(others: "Callable[[], Sequence[Check]]") -> "Callable[..., None]":
    """Give the command `doctor`, which makes other checks too: those of packages that this one knows nothing of."""

    def doctor(*, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
        """Look at Kafka, ClickHouse, disks, clocks, tables, retention, worker, books and keys, and say what helps.

        With ENGAGE_GRAFANA_URL set, at Grafana's plugin too. What this user or this machine cannot look at is marked -,
        and is no fault. Exit code 1 if something is amiss.
        """
        _examine(others(), as_json=as_json)

    return doctor


def _examine(others: "Sequence[Check]", *, as_json: bool) -> None:
    from dataclasses import asdict
    from datetime import UTC, datetime

    from rich.table import Table

    from streams.doctor import CHECKS, examine
    from terminal import console

    findings = list(examine(read_settings(), lambda: datetime.now(UTC), (*CHECKS, *others)))
    if as_json:
        typer.echo(json.dumps([{**asdict(finding), "healthy": finding.healthy} for finding in findings]))
    else:
        table = Table("", "what", "state", "what helps")
        for finding in findings:
            mark = "✗" if not finding.healthy else "✓" if finding.looked_at else "-"
            table.add_row(mark, finding.subject, finding.state, finding.remedy)
        console().print(table)
    if not all(finding.healthy for finding in findings):
        sys.exit(1)


def erase(
    *,
    programme: Annotated[Programme, typer.Option("--programme", "-p", help="Which of the city's programmes.")],
    pseudonym: Annotated[
        str, typer.Option(metavar="HEX", help="The visitor's 32 hexadecimal digits, or - to read them from stdin.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be erased; change nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Erase one person's check-ins by pseudonym, as if they had never been; workers may run meanwhile.

    Facts, roll-ups and dead letters in ClickHouse; what it cannot reach it says. Running it again changes nothing. The
    pseudonym of a card: engage emit check-in --card - --dry-run, with --time in the season that is meant.

    Exit codes: 0 erased, or nothing was there; 1 refused, or something came in so fast that it has to be run again; 2
    wrong usage; 3 ClickHouse does not answer.
    """
    from streams import erasure
    from streams.erasure_report import as_dict, as_lines
    from streams.store import Store
    from streams.traces import traces_of

    person = _person(programme, sys.stdin.readline() if pseudonym == "-" else pseudonym)
    settings = read_settings()
    if not dry_run and not yes:
        typer.confirm(f"Erase this person's check-ins in {programme}? There is no way back.", abort=True, err=True)
    try:
        with Store(settings) as store:
            found = left = traces_of(store, person)
            if not dry_run:
                found, left = erasure.erase(store, person)
    except StreamError as error:
        fail(error)
    if as_json:
        typer.echo(json.dumps(as_dict(programme, found, left, dry_run=dry_run)))
    else:
        typer.echo("\n".join(as_lines(programme, found, left, dry_run=dry_run)))
    if not dry_run and left.within_reach:
        sys.exit(1)


def _person(programme: Programme, digits: str) -> "Person":
    """Read whom it is about; where that is no pseudonym exit with 2, where the programme has none with 1."""
    from datetime import UTC, datetime

    from streams.traces import Person

    try:
        return Person(programme, digits.strip().lower(), datetime.now(UTC))
    except NoPersonsError as error:
        fail(error)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--pseudonym") from error


def read_settings() -> "StreamSettings":
    """Read the settings; where they are wrong, say which variable and exit with 2."""
    from pydantic import ValidationError

    from streams.settings import StreamSettings

    try:
        return StreamSettings()
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            # What is about several settings has no name of its own, and its input is all of them, passwords too.
            name = "".join(f"ENGAGE_{str(part).upper()}={fault['input']!r}: " for part in fault["loc"])
            typer.echo(f"error: {name}{fault['msg'].removeprefix('Value error, ')}", err=True)
        sys.exit(EXIT_USAGE)


def fail(error: StreamError) -> NoReturn:
    """Report what went wrong, and exit with 3 where it may succeed later, else with 1."""
    typer.echo(f"error: {error}", err=True)
    sys.exit(EXIT_UNAVAILABLE if isinstance(error, Recoverable) else 1)
