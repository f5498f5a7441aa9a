"""What every command of the producers does around its own work: settings, exit codes, progress, the broker."""

import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import typer

from producers.errors import ProducerError, RecoverableError, TopicMissingError

if TYPE_CHECKING:
    from producers.delivery import DeliveryReport
    from producers.settings import ProducerSettings

__all__ = [
    "EXIT_REFUSED",
    "EXIT_UNAVAILABLE",
    "EXIT_USAGE",
    "connection",
    "explained",
    "progress",
    "refused_when_sent",
    "send",
    "settings",
]

EXIT_REFUSED = 1
EXIT_USAGE = 2
EXIT_UNAVAILABLE = 3


def settings() -> "ProducerSettings":
    """Read the settings; where they are wrong, say which variable and exit with 2."""
    from pydantic import ValidationError

    from producers.settings import ProducerSettings

    try:
        return ProducerSettings()
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False):
            name = "".join(f"ENGAGE_{part}: ".upper() for part in fault["loc"])
            typer.echo(f"{name}{fault['msg'].removeprefix('Value error, ')}", err=True)
        raise typer.Exit(EXIT_USAGE) from error


def connection() -> str:
    """Return Kafka's address for every command here; `engage.py` may set ENGAGE_KAFKA_BOOTSTRAP before."""
    return settings().kafka_bootstrap


@contextmanager
def explained() -> Iterator[None]:
    """Turn our errors into a sentence on stderr and the exit code that belongs to it."""
    try:
        yield
    except ProducerError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(exit_code_of([error])) from error


def exit_code_of(errors: Iterable[ProducerError]) -> int:
    """Return 3 where trying again may help, else 1 where something was refused, else 0."""
    found = list(errors)
    if any(isinstance(error, RecoverableError | TopicMissingError) for error in found):
        return EXIT_UNAVAILABLE
    return EXIT_REFUSED if found else 0


def send(
    events: Iterable[Mapping[str, Any]], *, total: int | None, refuse: Callable[[ProducerError], None] | None = None
) -> tuple["DeliveryReport", Sequence[ProducerError]]:
    """Emit events; give the report, and the errors that stopped it or that events were refused with.

    `refuse` is told of each event that is refused, and the others go on; without it the first one ends it.

    Raises:
        ProducerError: nothing could be sent at all.
    """
    from producers.emitter import Emitter
    from producers.errors import InvalidError

    logging.getLogger("kafka").setLevel(logging.CRITICAL)  # its errors come back as ours, with the next step
    errors: list[ProducerError] = []
    timeout = settings().kafka_timeout
    with (
        progress(total) as on_progress,
        Emitter(
            connection(),
            timeout=timeout,
            connect_timeout=min(timeout, 5.0),
            on_progress=on_progress,
            connection=settings().kafka_connection,
        ) as emitter,
    ):
        for event in events:
            try:
                emitter.emit(event)
            except InvalidError as error:
                errors.append(error)
                if refuse is None:
                    break
                refuse(error)
            except ProducerError as error:
                errors.append(error)
                break
        report = emitter.finish()
    return report, errors


def refused_when_sent(events: Iterable[Mapping[str, Any]]) -> list[ProducerError]:
    """Return the errors that events would be refused with if they were sent now, each told on stderr: for a dry run."""
    from producers.errors import InvalidError
    from producers.outgoing import outgoing

    errors: list[ProducerError] = []
    for event in events:
        try:
            outgoing(event, datetime.now(UTC))
        except InvalidError as error:
            typer.echo(str(error), err=True)
            errors.append(error)
    return errors


def progress(total: int | None) -> Any:
    """Show progress on stderr, on a terminal and for more than a handful of events."""
    if not sys.stderr.isatty() or (total is not None and total < 100):
        return nullcontext()
    return _bar(total)


@contextmanager
def _bar(total: int | None) -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("Sending"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Sending", total=total)
        yield lambda settled, sent: progress.update(task, completed=settled, total=total or sent)
