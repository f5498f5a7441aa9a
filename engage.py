"""The command line: mounts each package's own commands."""

import os

import typer

from embedded import commands as embedded
from producers.commands import emit_app, import_app
from streams import commands as streams

__all__ = ["app", "main"]

app = typer.Typer(
    name="engage",
    help="Event-driven community engagement: check-ins to roll-ups to dashboards.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command()(embedded.demo)
app.command()(embedded.up)
app.command()(streams.worker)
app.command()(streams.migrate)
app.add_typer(emit_app, name="emit")
app.add_typer(import_app, name="import")
app.command()(streams.books)
app.command()(streams.doctor)


def main() -> None:
    """Run `engage`."""
    _find_running_engines()
    app()


def _find_running_engines() -> None:
    """Point every command at the engines of a running `engage up`, unless the environment names others."""
    names = ("ENGAGE_KAFKA_BOOTSTRAP", "ENGAGE_CLICKHOUSE_URL")
    if all(name in os.environ for name in names):
        return
    from embedded.machine import read_running
    from embedded.settings import EmbeddedSettings

    running = read_running(EmbeddedSettings().folder)
    if running is not None:
        os.environ.setdefault(names[0], running.bootstrap)
        os.environ.setdefault(names[1], running.clickhouse_url)


if __name__ == "__main__":
    main()
