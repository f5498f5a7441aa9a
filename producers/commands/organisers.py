"""`engage organisers`: who may send events through the gateway, and the papers for their doors."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from producers.commands.options import GatheringOption, JsonOption, ProgrammeOption, wrong
from producers.commands.session import explained
from schemas.programmes import Programme

__all__ = ["organisers_app"]

organisers_app = typer.Typer(
    name="organisers",
    help="Organisers' API keys for the gateway, and posters. Exit codes: 0 done, 1 refused, 2 usage.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@organisers_app.command("create")
def create(
    organiser: Annotated[str, typer.Argument(help="Whose key it is: a place or a team, never a person.")],
    *,
    programme: Annotated[list[Programme], typer.Option("--programme", "-p", help="What it may send; may be repeated.")],
    gathering: Annotated[
        list[str], typer.Option(help="An id, or its beginning and a star: youth-centre:kallio:* is a venue.")
    ],
    event: Annotated[
        list[str] | None,
        typer.Option(help="The events it may send; may be repeated.", show_default="those of the role"),
    ] = None,
    role: Annotated[
        Literal["reporter", "coordinator", "reader"],
        typer.Option(help="reporter: all but plans; coordinator: plans too; reader: reads numbers, sends nothing."),
    ] = "coordinator",
    source: Annotated[
        list[str] | None,
        typer.Option(help="The sources it may send as, like gatherings.", show_default="door:<key id>-*"),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Make an API key. It is shown once, here on stdout; only a hash of it is kept.

    engage organisers create "Kallio youth centre" -p youth-centre --gathering "youth-centre:kallio:*"
    """
    from producers.gateway.key_register import KeyRegister
    from producers.gateway.scope import EVENT_NAMES, ROLES, Pattern, Scope
    from producers.gateway.settings import GatewaySettings

    unknown = sorted(set(event or ()) - set(EVENT_NAMES))
    if unknown:
        wrong("--event", f"{unknown[0]!r} is no event; choose of {', '.join(EVENT_NAMES)}")
    if event and role == "reader":
        wrong("--event", "a reader sends nothing; leave --event out, or choose another role")
    if not 1 <= len(organiser.strip()) <= 100:
        wrong("ORGANISER", "a name has 1 to 100 characters")
    try:
        gatherings = tuple(map(Pattern, gathering))
        sources = tuple(map(Pattern, source or ()))
    except ValueError as error:
        wrong("--gathering or --source", str(error))

    def scope(key_id: str) -> Scope:
        own = sources or (Pattern(f"door:{key_id}-*"),)
        return Scope(frozenset(programme), gatherings, frozenset(event or ROLES[role]), own)

    with explained():
        register = KeyRegister(GatewaySettings().organisers_file.expanduser())
        key, shown = register.create(organiser.strip(), scope, now=datetime.now(UTC))
    if as_json:
        typer.echo(json.dumps({"id": key.id, "organiser": key.organiser, "key": shown}))
    else:
        typer.echo(shown)
        typer.echo(f"The key of {key.organiser}, id {key.id}; it is not shown again.", err=True)


@organisers_app.command("list")
def list_keys(*, as_json: JsonOption = False) -> None:
    """List the API keys and what they cover; never a key itself."""
    from producers.gateway.key_register import KeyRegister
    from producers.gateway.settings import GatewaySettings

    with explained():
        keys = KeyRegister(GatewaySettings().organisers_file.expanduser()).list()
    rows = [
        {
            "id": key.id,
            "organiser": key.organiser,
            "programmes": sorted(programme.value for programme in key.scope.programmes),
            "gatherings": [pattern.text for pattern in key.scope.gatherings],
            "events": sorted(key.scope.events),
            "sources": [pattern.text for pattern in key.scope.sources],
            "created": key.created.isoformat(timespec="seconds"),
            "revoked": key.revoked.isoformat(timespec="seconds") if key.revoked else None,
        }
        for key in keys
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    if not rows:
        typer.echo("no API keys yet: `engage organisers create` makes one")
    for key, row in zip(keys, rows, strict=True):
        state = f"revoked {row['revoked']}" if key.revoked else "valid"
        programmes = ",".join(sorted(programme.value for programme in key.scope.programmes))
        gatherings = ",".join(pattern.text for pattern in key.scope.gatherings)
        typer.echo(f"{key.id}  {state}  {key.organiser}  {programmes}  {gatherings}")


@organisers_app.command("revoke")
def revoke(key_id: Annotated[str, typer.Argument(help="The key's id, as `engage organisers list` shows it.")]) -> None:
    """Take an API key out of use, from the next request on. Events that it sent stay."""
    from producers.gateway.key_register import KeyRegister
    from producers.gateway.settings import GatewaySettings

    with explained():
        key = KeyRegister(GatewaySettings().organisers_file.expanduser()).revoke(key_id, now=datetime.now(UTC))
    typer.echo(f"revoked the key {key.id} of {key.organiser}")


@organisers_app.command("poster")
def poster(
    *,
    programme: ProgrammeOption,
    gathering: GatheringOption,
    address: Annotated[str, typer.Option(help="Where the gateway is reached, e.g. https://door.example.fi.")],
    name_fi: Annotated[str | None, typer.Option("--name-fi", help="Its name in Finnish.")] = None,
    name_sv: Annotated[str | None, typer.Option("--name-sv", help="Its name in Swedish.")] = None,
    name_en: Annotated[str | None, typer.Option("--name-en", help="Its name in English.")] = None,
    form: Annotated[Literal["html", "pdf"], typer.Option("--format", help="What it is written as.")] = "html",
    font: Annotated[
        Path | None,
        typer.Option(
            help="PDF: a .ttf or .otf file, for names in letters beyond those of Western Europe.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
) -> None:
    """Print a poster on stdout: its code opens the check-in page with the gathering chosen.

    engage organisers poster -p youth-centre -g kallio:2026-09-04 --address https://door.example.fi > poster.html
    """
    from producers.gateway import poster as papers
    from producers.gateway.poster_pdf import poster_pdf

    if not address.startswith(("https://", "http://")):
        wrong("--address", f"{address[:80]!r} is no address; write e.g. https://door.example.fi")
    names = {"fi": name_fi or "", "sv": name_sv or "", "en": name_en or ""}
    if form == "html":
        typer.echo(papers.poster(address, programme.value, gathering, names))
        return
    if sys.stdout.isatty():
        wrong("--format", "a PDF is nothing for a terminal; add > poster.pdf")
    with explained():
        typer.echo(poster_pdf(address, programme.value, gathering, names, font=font), nl=False)


@organisers_app.command("cards")
def cards(*, count: Annotated[int, typer.Option(min=1, max=300, help="How many cards.")] = 24) -> None:
    """Print cards for regulars as HTML on stdout: random numbers with their codes, which are kept nowhere."""
    from producers.gateway.poster import card_sheet

    typer.echo(card_sheet(count))
