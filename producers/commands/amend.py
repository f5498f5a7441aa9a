"""`engage emit correct` and `engage emit retract`."""

from typing import Annotated, Any, Literal

import typer

from producers.commands.one_event import Ask, emit_one, pseudonym_of
from producers.commands.options import (
    DryRunOption,
    GatheringOption,
    IdOption,
    JsonOption,
    ProgrammeOption,
    SourceOption,
    TimeOption,
    card_number,
    instant,
    wrong,
)

__all__ = ["correct", "retract"]

EventOption = Annotated[str, typer.Option("--event", help="The name of the event that it amends, e.g. check-in.")]
RevisionOption = Annotated[
    int | None,
    typer.Option(
        help="Higher than any that the amended event had. Without it: now, in milliseconds; the last one told holds.",
        min=2,
    ),
]
AmendedSourceOption = Annotated[
    str, typer.Option(help="The source of the amended event, e.g. tablet:kallio-1; with its id it names the event.")
]


def correct(  # noqa: PLR0913  each parameter is an option
    *,
    corrects: Annotated[str, typer.Argument(metavar="ID", help="The id of the event that was wrong.")],
    programme: ProgrammeOption,
    gathering: GatheringOption,
    event: EventOption,
    amended_source: AmendedSourceOption,
    happened: Annotated[
        str, typer.Option("--happened", help="When the corrected event happened, e.g. 2026-09-04T17:05:00+03:00.")
    ],
    data: Annotated[str, typer.Option(help="The right data as a whole, as JSON.")] = "{}",
    card: Annotated[str | None, typer.Option(help="The right card's number, or - to be asked for it.")] = None,
    revision: RevisionOption = None,
    time: TimeOption = None,
    event_id: IdOption = None,
    source: SourceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """An event was wrong; this is what is right, as a whole. To correct it once more, name the same event again."""
    _refuse_amendment(corrects)
    right = _object(data)
    when = instant(happened, "--happened")
    if card is not None:
        right["visitor"] = pseudonym_of(card_number(card), programme, when)
    ask = Ask(programme, gathering, instant(time, "--time"), event_id, source, dry_run, as_json, revision)
    replacement = {"event": event, "time": when, "data": right}
    emit_one(ask, "correction", {"corrects": corrects, "source": amended_source, "replacement": replacement})


def retract(  # noqa: PLR0913  each parameter is an option
    *,
    retracts: Annotated[str, typer.Argument(metavar="ID", help="The id of the event that never happened.")],
    programme: ProgrammeOption,
    gathering: GatheringOption,
    event: EventOption,
    amended_source: AmendedSourceOption,
    reason: Annotated[
        Literal["mistake", "duplicate", "test", "requested", "other"] | None, typer.Option(help="Why.")
    ] = None,
    revision: RevisionOption = None,
    time: TimeOption = None,
    event_id: IdOption = None,
    source: SourceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """An event is taken back, with all its corrections; numbers are as if it had never been."""
    _refuse_amendment(retracts)
    ask = Ask(programme, gathering, instant(time, "--time"), event_id, source, dry_run, as_json, revision)
    data = {"retracts": retracts, "source": amended_source, "event": event, "reason": reason}
    emit_one(ask, "retraction", data)


def _refuse_amendment(named: str) -> None:
    from schemas.amendments import AMENDING

    name = next((name for name in sorted(AMENDING) if named.startswith(f"{name}-")), None)
    if name is not None:
        wrong("ID", f"{named} is a {name}; name the event that it was about, and what is told last holds")


def _object(text: str) -> dict[str, Any]:
    from producers.strict_json import RepeatedNameError, decoder

    try:
        read = decoder().decode(text)
    except RepeatedNameError as error:
        wrong("--data", str(error))
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        wrong("--data", "it is no JSON object; write e.g. '{\"people\": 34}'")
    return read
