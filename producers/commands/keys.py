"""`engage keys`: the keys of the pseudonyms, by season and programme."""

import json
from typing import Annotated

import typer

from producers.commands.options import JsonOption, ProgrammeOption, wrong
from producers.commands.session import explained, settings

__all__ = ["keys_app"]

keys_app = typer.Typer(
    name="keys",
    help="The keys that turn cards into pseudonyms, by season and programme. Exit codes: 0 done, 1 refused, 2 usage.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@keys_app.command("list")
def list_keys(*, as_json: JsonOption = False) -> None:
    """List the keys that are here; the keys themselves are never shown."""
    from producers.keys import KeyRing

    with explained():
        stored = KeyRing(settings().key_dir.expanduser()).list()
    if as_json:
        typer.echo(json.dumps([{"season": str(key.season), "programme": key.programme.value} for key in stored]))
    elif not stored:
        typer.echo("no keys yet: the first check-in with a card makes its season's")
    else:
        for key in stored:
            typer.echo(f"{key.season}  {key.programme.value}")


@keys_app.command("destroy")
def destroy_key(
    *,
    season: Annotated[str, typer.Option(help="E.g. 2026-autumn.")],
    programme: ProgrammeOption,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Destroy a season's key. Its pseudonyms can then never be linked to a card again; numbers stay as they are."""
    from producers.keys import KeyRing
    from producers.seasons import Season

    try:
        which = Season.parse(season)
    except ValueError as error:
        wrong("--season", str(error))
    if not yes:
        typer.confirm(f"Destroy the key of {which} for {programme.value}? There is no way back.", abort=True, err=True)
    with explained():
        destroyed = KeyRing(settings().key_dir.expanduser()).destroy(which, programme)
    typer.echo("destroyed" if destroyed else "there is no such key; nothing was destroyed")
