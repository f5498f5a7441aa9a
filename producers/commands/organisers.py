"""`engage organisers`: who may send events through the gateway, and the papers for their doors."""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal

import typer

from producers.commands.options import JsonOption, ProgrammeOption, wrong
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
def create(  # noqa: PLR0913  each parameter is an option
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
    link: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Where devices reach the gateway: in place of a key print a link that enrols one device, once.",
        ),
    ] = None,
    minutes: Annotated[int, typer.Option(min=1, max=1440, help="With --link: for how long it works.")] = 10,
    count: Annotated[int, typer.Option(min=1, max=300, help="With --link: for how many devices, a link each.")] = 1,
    sheet: Annotated[bool, typer.Option("--sheet", help="With --link: as codes to scan, HTML to print.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Make an API key. It is shown once, here on stdout; only a hash of it is kept.

    With --link it is shown to nobody: the device that opens the link first gets it.

    engage organisers create "Kallio youth centre" -p youth-centre --gathering "youth-centre:kallio:*"

    engage organisers create "Kallio youth centre" -p youth-centre --gathering "youth-centre:kallio:*"
    --link https://door.example.fi
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

    if link is not None:
        _must_be_address("--link", link)
    elif sheet or count > 1:
        wrong("--sheet or --count", "is of links; add --link https://door.example.fi")
    now = datetime.now(UTC)
    with explained():
        register = KeyRegister(GatewaySettings().organisers_file.expanduser())
        if link is not None:
            invited = [
                register.invite(organiser.strip(), scope, now=now, valid_for=timedelta(minutes=minutes))
                for _ in range(count)
            ]
            links = [f"{link.rstrip('/')}/#enrol={code}" for _, code in invited]
            _show_links(organiser.strip(), links, now + timedelta(minutes=minutes), sheet=sheet, as_json=as_json)
            return
        key, shown = register.create(organiser.strip(), scope, now=now)
    if as_json:
        typer.echo(json.dumps({"id": key.id, "organiser": key.organiser, "key": shown}))
    else:
        typer.echo(shown)
        typer.echo(f"The key of {key.organiser}, id {key.id}; it is not shown again.", err=True)


def _show_links(organiser: str, links: list[str], until: datetime, *, sheet: bool, as_json: bool) -> None:
    """Print links on stdout; a single one on a terminal with its code, to be scanned off the screen."""
    import segno

    from producers.gateway.poster import enrolment_sheet

    if as_json:
        typer.echo(json.dumps({"links": links, "until": until.isoformat(timespec="seconds")}))
    elif sheet:
        typer.echo(enrolment_sheet(organiser, links, until))
    else:
        typer.echo("\n".join(links))
        if len(links) == 1 and sys.stderr.isatty():
            segno.make(links[0], error="m", micro=False).terminal(out=sys.stderr, compact=True)
    typer.echo(
        f"Each link enrols one device of {organiser}, once, until {until.isoformat(timespec='seconds')}.", err=True
    )


def _must_be_address(option: str, address: str) -> None:
    if not address.startswith(("https://", "http://")):
        wrong(option, f"{address[:80]!r} is no address; write e.g. https://door.example.fi")


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
            "enrolment_until": key.enrolment.until.isoformat(timespec="seconds") if key.enrolment else None,
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
        if key.enrolment is not None and not key.revoked:
            state = f"no device yet, link until {key.enrolment.until.isoformat(timespec='seconds')}"
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
def poster(  # noqa: PLR0913  each parameter is an option
    *,
    programme: ProgrammeOption,
    gathering: Annotated[str | None, typer.Option("--gathering", "-g", help="The gathering's id.")] = None,
    venue: Annotated[
        str | None,
        typer.Option(
            help="In place of a gathering: what a venue's ids begin with, youth-centre:kallio, or its plans' venue."
        ),
    ] = None,
    address: Annotated[str, typer.Option(help="Where the gateway is reached, e.g. https://door.example.fi.")],
    name_fi: Annotated[str | None, typer.Option("--name-fi", help="Its name in Finnish.")] = None,
    name_sv: Annotated[str | None, typer.Option("--name-sv", help="Its name in Swedish.")] = None,
    name_en: Annotated[str | None, typer.Option("--name-en", help="Its name in English.")] = None,
    day: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The gathering's day.")] = None,
    place: Annotated[str | None, typer.Option(help="Where it is, in words.")] = None,
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
    """Print a poster on stdout: its code opens the check-in page with the gathering chosen, or a venue's of today.

    engage organisers poster -p youth-centre -g kallio:2026-09-04 --address https://door.example.fi > poster.html

    engage organisers poster -p youth-centre --venue youth-centre:kallio --address https://door.example.fi > wall.html
    """
    from producers.gateway.poster import gathering_poster, poster_html, venue_poster
    from producers.gateway.poster_pdf import poster_pdf

    _must_be_address("--address", address)
    names = {"fi": name_fi or "", "sv": name_sv or "", "en": name_en or ""}
    if (gathering is None) == (venue is None):
        wrong("--gathering or --venue", "one of the two says what the poster is of")
    if "*" in (gathering or venue or ""):
        wrong("--gathering or --venue", "a poster is of one gathering, or of a venue: --venue youth-centre:kallio")
    if venue is not None:
        made = venue_poster(address, programme.value, venue.removesuffix(":"), names)
    else:
        made = gathering_poster(address, programme.value, gathering or "", names, day=day and day.date(), place=place)
    if form == "html":
        typer.echo(poster_html(made))
        return
    if sys.stdout.isatty():
        wrong("--format", "a PDF is nothing for a terminal; add > poster.pdf")
    with explained():
        typer.echo(poster_pdf(made, font=font), nl=False)


@organisers_app.command("cards")
def cards(*, count: Annotated[int, typer.Option(min=1, max=300, help="How many cards.")] = 24) -> None:
    """Print cards for regulars as HTML on stdout: random numbers with their codes, which are kept nowhere."""
    from producers.gateway.poster import card_sheet

    typer.echo(card_sheet(count))
