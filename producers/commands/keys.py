"""`engage keys`: the keys of the pseudonyms, by season and programme."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from producers.commands.options import JsonOption, ProgrammeOption, wrong
from producers.commands.session import EXIT_REFUSED, explained, settings

if TYPE_CHECKING:
    from producers.keys import KeyRing
    from producers.seasons import Season

__all__ = ["keys_app"]

keys_app = typer.Typer(
    name="keys",
    help="The keys that turn cards into pseudonyms, by season and programme. Exit codes: 0 done and in order, "
    "1 refused or not in order, 2 usage.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

SeasonOption = Annotated[str, typer.Option(help="E.g. 2026-autumn.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


@keys_app.command("status")
def key_status(*, as_json: JsonOption = False) -> None:
    """List which keys are here, since when, and what helps where something is amiss. Never a key itself.

    Exit code 1 if something is amiss: a file is open to others or broken, a past season's key is no longer needed, or a
    destruction was broken off.
    """
    from datetime import UTC, datetime

    from producers.key_status import examine_keys

    with explained():
        findings = list(examine_keys(_ring(), datetime.now(UTC)))
    if as_json:
        typer.echo(
            json.dumps(
                [
                    {
                        "season": str(finding.season) if finding.season else None,
                        "programme": finding.programme.value if finding.programme else None,
                        "state": finding.state,
                        "since": finding.since.isoformat(timespec="seconds") if finding.since else None,
                        "healthy": finding.healthy,
                        "remedy": finding.remedy,
                    }
                    for finding in findings
                ]
            )
        )
    else:
        for finding in findings:
            subject = f"{finding.season}  {finding.programme}: " if finding.season else ""
            since = f", since {finding.since:%Y-%m-%d}" if finding.since and finding.healthy else ""
            typer.echo(f"{'✓' if finding.healthy else '✗'} {subject}{finding.state}{since}")
            if finding.remedy:
                typer.echo(f"    {finding.remedy}")
    if not all(finding.healthy for finding in findings):
        raise typer.Exit(EXIT_REFUSED)


@keys_app.command("create")
def create_key(*, season: SeasonOption, programme: ProgrammeOption) -> None:
    """Make a season's key before the first check-in. One that is there already stays."""
    which = _season(season)
    with explained():
        new = _ring().create(which, programme)
    typer.echo(f"the key of {which} for {programme} is {'made' if new else 'there already; nothing was changed'}")


@keys_app.command("rotate")
def rotate_key(*, season: SeasonOption, programme: ProgrammeOption, yes: YesOption = False) -> None:
    """Replace a season's key that leaked: destroy it, with a receipt, and make a new one.

    Visitors of that season are counted anew from then on: who comes again is one visitor more.
    """
    which = _season(season)
    _ask(f"Replace the key of {which} for {programme}? Its visitors are then counted anew.", yes=yes)
    with explained():
        ring = _ring()
        destroyed = ring.rotate(which, programme)
    if destroyed:
        typer.echo(f"the old key is destroyed, and a new one made; the receipt is in {ring.receipts.path}")
        typer.echo(f"visitors of {which} in {programme} are counted anew from now on")
    else:
        typer.echo(f"there was no key of {which} for {programme}; one is made")


@keys_app.command("destroy")
def destroy_key(*, season: SeasonOption, programme: ProgrammeOption, yes: YesOption = False) -> None:
    """Destroy a season's key, with a receipt. Its pseudonyms can then never be linked to a card again.

    Numbers stay as they are.
    """
    which = _season(season)
    _ask(f"Destroy the key of {which} for {programme}? There is no way back.", yes=yes)
    with explained():
        ring = _ring()
        destroyed = ring.destroy(which, programme)
    if destroyed:
        typer.echo(f"destroyed; the receipt is in {ring.receipts.path}")
    else:
        typer.echo("there is no such key; nothing was destroyed")


def _ring() -> "KeyRing":
    from producers.keys import KeyRing

    return KeyRing(settings().key_dir.expanduser())


def _season(text: str) -> "Season":
    from producers.seasons import Season

    try:
        return Season.parse(text)
    except ValueError as error:
        wrong("--season", str(error))


def _ask(question: str, *, yes: bool) -> None:
    if not yes:
        typer.confirm(question, abort=True, err=True)
