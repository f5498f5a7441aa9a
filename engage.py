"""The command line: mounts each package's own commands."""

import os
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

import typer

from dashboards.commands import dashboards_app, report
from embedded import commands as embedded
from embedded.contracts import contracts_app
from producers import commands as producers
from streams import commands as streams
from streams.capacity.commands import capacity
from streams.cluster.commands import cluster
from streams.releases.commands import release
from streams.repair import commands as repair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.doctor import Check

__all__ = ["EXTRAS", "app", "main"]

EXTRAS = {
    "aiokafka": "worker",
    "cramjam": "worker",
    "faust": "worker",
    "mode": "worker",
    "pyarrow": "worker",
    "structlog": "worker",
    "highspy": "release",
    "starlette": "gateway",
    "uvicorn": "gateway",
    "segno": "gateway",
    "fpdf": "gateway",
    "openpyxl": "sheets",
    "babel": "sheets",
    "weasyprint": "reports",
    "vl_convert": "reports",
    "grafana_api": "dashboards",
    "grafana_foundation_sdk": "dashboards",
}
"""Which extra brings a module that a command may miss."""

app = typer.Typer(
    name="engage",
    help="Event-driven community engagement: check-ins to roll-ups to dashboards.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)


@app.callback()
def find_running_engines() -> None:
    """Event-driven community engagement: check-ins to roll-ups to dashboards.

    Commands find the engines of a running `engage up`, unless ENGAGE_KAFKA_BOOTSTRAP and ENGAGE_CLICKHOUSE_URL name
    others.
    """
    names = ("ENGAGE_KAFKA_BOOTSTRAP", "ENGAGE_CLICKHOUSE_URL")
    if all(name in os.environ for name in names) or find_spec("embedded.machine") is None:
        return  # the image has no engines
    from embedded.machine import read_running
    from embedded.settings import EmbeddedSettings

    running = read_running(EmbeddedSettings().folder)
    if running is not None:
        os.environ.setdefault(names[0], running.bootstrap)
        os.environ.setdefault(names[1], running.clickhouse_url)


def _other_checks() -> "Sequence[Check]":
    from embedded.checks import other_checks

    return other_checks()


app.command()(embedded.demo)
app.command()(embedded.up)
app.add_typer(producers.emit_app)
app.add_typer(producers.import_app)
app.command()(producers.simulate)
app.add_typer(producers.keys_app)
app.command()(producers.gateway)
app.add_typer(producers.organisers_app)
app.command()(streams.worker)
app.command()(streams.migrate)
app.command()(release)
app.command()(cluster)
app.command()(capacity)
app.command()(streams.books)
app.command()(streams.doctor_with(_other_checks))
app.command()(streams.erase)
app.add_typer(repair.dead_letters_app)
app.command()(repair.rebuild)
app.command()(repair.backfill)
app.command()(report)
app.add_typer(dashboards_app)
app.add_typer(contracts_app)


def main() -> None:
    """Run `engage`. A command whose library is not installed ends with exit code 1 and says which extra brings it."""
    try:
        app()
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in EXTRAS:
            raise
        extra = f"pip install 'engagement-pipeline[{EXTRAS[missing]}]'"
        typer.echo(f"error: this command needs {missing}, which is not installed: {extra}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
