"""`engage dashboards publish`."""

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboards.commands.options import Languages, chosen

if TYPE_CHECKING:
    from dashboards.publishing.settings import PublishingSettings
    from dashboards.publishing.step import Step

__all__ = ["publish"]

EXIT_USAGE = 2
EXIT_UNAVAILABLE = 3


def publish(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change; write nothing.")] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Overwrite what somebody changed in Grafana since.")
    ] = False,
    campaigns: Annotated[
        Path | None, typer.Option(help="A TOML file of campaigns and theme nights to mark.", show_default=False)
    ] = None,
    send_password: Annotated[
        bool, typer.Option("--send-password", help="Send ClickHouse's password though Grafana has one.")
    ] = False,
    folder: Annotated[str, typer.Option(metavar="UID", help="What the uids of the folders begin with.")] = "engagement",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    language: Languages = None,
) -> None:
    """Publish folders, the data source, dashboards and alert rules to the Grafana at ENGAGE_GRAFANA_URL.

    Everything is looked at before anything is written, and the difference is shown. What fails half way is taken back.
    Running it again changes nothing.

    Exit codes: 0 all is as it should be; 1 refused, a conflict, or Grafana cannot read ClickHouse; 2 wrong settings; 3
    Grafana does not answer.
    """
    from dashboards.build import built_dashboards
    from dashboards.errors import DashboardError, RecoverableError
    from dashboards.publishing.campaigns import read_campaigns
    from dashboards.publishing.data_source import trouble_of
    from dashboards.publishing.grafana import Grafana
    from dashboards.publishing.publish import Wanted, plan, write
    from dashboards.publishing.report import as_dict, as_lines

    if not re.fullmatch(r"[A-Za-z0-9_-]{1,33}", folder):
        raise typer.BadParameter(
            f"{folder!r} is no uid: letters, digits, - and _, up to 33 of them", param_hint="--folder"
        )
    settings = _settings()
    built = list(built_dashboards(chosen(language)))
    trouble = ""
    try:
        wanted = Wanted(
            dashboards={each: [board for its, board in built if its == each] for each in chosen(language)},
            folder=folder,
            campaigns=read_campaigns(campaigns) if campaigns is not None else None,
            overwrite=overwrite,
            send_password=send_password,
        )
        with Grafana(settings) as grafana:
            steps = plan(grafana, settings, wanted)
            if not as_json:
                typer.echo("\n".join(as_lines(steps)) if steps else "nothing to change")
            if not dry_run:
                write(grafana, steps, overwrite=overwrite, done=_say_done)
                trouble = trouble_of(grafana)
    except DashboardError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(EXIT_UNAVAILABLE if isinstance(error, RecoverableError) else 1)
    if as_json:
        typer.echo(json.dumps(as_dict(steps, written=not dry_run, trouble=trouble), ensure_ascii=False))
    if trouble:
        typer.echo(f"error: {trouble}", err=True)
        sys.exit(1)


def _say_done(step: "Step") -> None:
    typer.echo(f"written: {step.subject}", err=True)


def _settings() -> "PublishingSettings":
    from pydantic import ValidationError

    from dashboards.publishing.settings import PublishingSettings

    try:
        settings = PublishingSettings()
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False):
            name = "".join(f"ENGAGE_{part}: ".upper() for part in fault["loc"])
            typer.echo(f"error: {name}{fault['msg'].removeprefix('Value error, ')}", err=True)
        sys.exit(EXIT_USAGE)
    if not settings.grafana_url:
        typer.echo("error: ENGAGE_GRAFANA_URL is not set; give it Grafana's address", err=True)
        sys.exit(EXIT_USAGE)
    if not settings.login():
        typer.echo(
            "error: ENGAGE_GRAFANA_TOKEN is not set; make a service account with the role Admin in Grafana, and "
            "give its token, or name a file that holds it with ENGAGE_GRAFANA_TOKEN_FILE",
            err=True,
        )
        sys.exit(EXIT_USAGE)
    return settings
