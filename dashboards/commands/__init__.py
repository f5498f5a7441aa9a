"""The dashboards' commands: `engage dashboards …` and `engage report`, one module each."""

import typer

from dashboards.commands.build import build
from dashboards.commands.check import check
from dashboards.commands.preview import preview
from dashboards.commands.publish import publish
from dashboards.commands.report import report

__all__ = ["dashboards_app", "report"]

dashboards_app = typer.Typer(
    name="dashboards",
    help="Dashboards as code: build, check, preview and publish them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

dashboards_app.command()(build)
dashboards_app.command()(check)
dashboards_app.command()(preview)
dashboards_app.command()(publish)
