"""`engage emit`: one command for each event type, and one for files of events.

Those below have something of their own: a card, a positional number, a plan in parts. The others are made from the
contracts (`contract_commands`).
"""

from pathlib import Path
from typing import Annotated, Literal

import typer

from producers.commands.amend import correct, retract
from producers.commands.contract_commands import ContractGroup
from producers.commands.examples import epilog
from producers.commands.one_event import Ask, emit_one, pseudonym_of
from producers.commands.options import (
    AgeBandOption,
    DryRunOption,
    GatheringOption,
    HomeDistrictOption,
    IdOption,
    JsonOption,
    ProgrammeOption,
    SourceOption,
    TimeOption,
    card_number,
    counts,
    instant,
)
from producers.commands.plan import gathering_scheduled
from producers.commands.refusals import ReportOption

__all__ = ["emit_app"]

emit_app = typer.Typer(
    name="emit",
    cls=ContractGroup,
    help="Emit one event, or a file of events. Exit codes: 0 arrived, 1 refused, 2 usage, 3 broker unavailable.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@emit_app.command("check-in", epilog=epilog("check-in"))
def check_in(  # noqa: PLR0913  each parameter is an option
    *,
    programme: ProgrammeOption,
    gathering: GatheringOption,
    direction: Annotated[Literal["entry", "exit"], typer.Option(help="In or out.")] = "entry",
    card: Annotated[
        str | None,
        typer.Option(
            help="The card's number, or - to be asked for it (on a pipe: a line of stdin), which keeps it out of the "
            "shell's history. It becomes a pseudonym here; the number goes nowhere."
        ),
    ] = None,
    age_band: AgeBandOption = None,
    home_district: HomeDistrictOption = None,
    method: Annotated[
        Literal["card", "qr-code", "number", "tap", "clicker"] | None, typer.Option(help="How it was captured.")
    ] = None,
    accompanied_by: Annotated[
        int | None, typer.Option(help="How many came along who do not check in: a parent with two, 2.", min=0, max=50)
    ] = None,
    time: TimeOption = None,
    event_id: IdOption = None,
    source: SourceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """One person came in or went out."""
    ask = Ask(programme, gathering, instant(time, "--time"), event_id, source, dry_run, as_json)
    visitor = None if card is None else pseudonym_of(card_number(card), programme, ask.time)
    data = {
        "direction": direction,
        "visitor": visitor,
        "age_band": age_band,
        "home_district": home_district,
        "method": method or (None if card is None else "card"),
        "accompanied_by": accompanied_by,
    }
    emit_one(ask, "check-in", data)


@emit_app.command("head-count", epilog=epilog("head-count"))
def head_count(  # noqa: PLR0913  each parameter is an option
    *,
    people: Annotated[int, typer.Argument(help="How many people are inside.", min=0)],
    programme: ProgrammeOption,
    gathering: GatheringOption,
    by_age_band: Annotated[
        list[str] | None, typer.Option("--by-age-band", help="How many of an age, e.g. 13-17=28. May be repeated.")
    ] = None,
    time: TimeOption = None,
    event_id: IdOption = None,
    source: SourceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Somebody counted how many are inside."""
    ask = Ask(programme, gathering, instant(time, "--time"), event_id, source, dry_run, as_json)
    emit_one(ask, "head-count", {"people": people, "by_age_band": counts(by_age_band)})


@emit_app.command("gathering-opened", epilog=epilog("gathering-opened"))
def gathering_opened(
    *,
    programme: ProgrammeOption,
    gathering: GatheringOption,
    time: TimeOption = None,
    event_id: IdOption = None,
    source: SourceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """The doors opened."""
    ask = Ask(programme, gathering, instant(time, "--time"), event_id, source, dry_run, as_json)
    emit_one(ask, "gathering-opened", {})


@emit_app.command("gathering-closed", epilog=epilog("gathering-closed"))
def gathering_closed(
    *,
    programme: ProgrammeOption,
    gathering: GatheringOption,
    time: TimeOption = None,
    event_id: IdOption = None,
    source: SourceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """The doors closed; nobody is inside any more."""
    ask = Ask(programme, gathering, instant(time, "--time"), event_id, source, dry_run, as_json)
    emit_one(ask, "gathering-closed", {})


@emit_app.command("gathering-cancelled", epilog=epilog("gathering-cancelled"))
def gathering_cancelled(
    *,
    programme: ProgrammeOption,
    gathering: GatheringOption,
    reason: Annotated[
        Literal["weather", "staff", "venue", "safety", "no-interest", "replaced", "other"] | None,
        typer.Option(help="Why, where that is known."),
    ] = None,
    time: TimeOption = None,
    event_id: IdOption = None,
    source: SourceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """A gathering was called off."""
    ask = Ask(programme, gathering, instant(time, "--time"), event_id, source, dry_run, as_json)
    emit_one(ask, "gathering-cancelled", {"reason": reason})


@emit_app.command("file", epilog=epilog("file"))
def file(
    *,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="CloudEvents as JSON or JSON Lines; - is stdin.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Judge every event; send nothing.")] = False,
    report: ReportOption = None,
    as_json: JsonOption = False,
) -> None:
    """Emit a file of CloudEvents. Bad ones are counted by kind, three of each shown; the good ones are sent.

    The file is in UTF-8. A line in another encoding is refused, and the likely one named.
    """
    from producers.commands.event_file import emit_file

    emit_file(path, dry_run=dry_run, as_json=as_json, report=report)


emit_app.command("gathering-scheduled", epilog=epilog("gathering-scheduled"))(gathering_scheduled)
emit_app.command("correct", epilog=epilog("correct"))(correct)
emit_app.command("retract", epilog=epilog("retract"))(retract)
