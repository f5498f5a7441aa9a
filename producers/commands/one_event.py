"""Make, judge and send one event from the command line."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import typer

from producers.commands.session import EXIT_UNAVAILABLE, exit_code_of, explained, send, settings
from schemas.programmes import Programme

__all__ = ["Ask", "emit_one", "pseudonym_of"]


@dataclass(frozen=True, slots=True)
class Ask:
    """What was asked for beside the event's data."""

    programme: Programme
    gathering: str
    time: datetime | None
    id: str | None
    source: str | None
    dry_run: bool
    as_json: bool
    revision: int | None = None


def emit_one(ask: Ask, name: str, data: Mapping[str, Any]) -> None:
    """Emit an event, or print it for a dry run; print the outcome on stdout, warnings on stderr, and exit by it."""
    from producers.commands.subjects import subject_slip
    from producers.new_event import new_event
    from producers.outgoing import outgoing
    from producers.plans import plan_doubts
    from schemas.amendments import AMENDING, subject_of

    with explained():
        event = new_event(
            ask.programme,
            name,
            gathering=ask.gathering,
            data={field: value for field, value in data.items() if value is not None},
            source=ask.source or settings().source,
            clock=lambda: datetime.now(UTC),
            time=ask.time,
            id=ask.id,
            revision=ask.revision,
        )
        message = outgoing(event, datetime.now(UTC))
        doubts = [subject_slip(message.event), *(f"{field}: {said}" for field, said in plan_doubts(message.event))]
        doubts.append(message.warning)
        for doubt in filter(None, doubts):
            typer.echo(f"warning: {doubt}", err=True)
        if ask.dry_run:
            shown = json.loads(message.value)
            typer.echo(json.dumps(shown, ensure_ascii=False, indent=None if ask.as_json else 2))
            return
        report, errors = send([event], total=1)
        problems = [*errors, *(undelivered.error for undelivered in report.failed)]
        again = f"--id {message.event_id}"
        if name in AMENDING:
            again = f"{again} --revision {event['revision']}"
        if exit_code_of(problems) == EXIT_UNAVAILABLE:
            typer.echo(f"To send the same event again, add {again}: it then counts once.", err=True)
        if problems:
            raise problems[0]
    if ask.as_json:
        typer.echo(json.dumps({"id": message.event_id, "topic": message.topic, "type": event["type"]}))
    else:
        about = f" of {subject_of(name, message.event).id}" if name in AMENDING else ""
        typer.echo(f"Emitted {name} {message.event_id}{about} for {ask.gathering}")
    raise typer.Exit(exit_code_of(problems))


def pseudonym_of(card: str, programme: Programme, time: datetime | None) -> str:
    """Turn a card into the pseudonym of the season in which the event falls; warn of one of another format."""
    from producers.cards import card_number
    from producers.keys import KeyRing
    from producers.seasons import season_of

    with explained():
        card, fits = card_number(card, settings().card_formats.get(programme))
        if not fits:
            typer.echo(
                f"warning: the card does not fit the format of {programme} cards (ENGAGE_CARD_FORMATS); if it was "
                "read wrongly, it counts as another person. Is the reader set to this keyboard's language?",
                err=True,
            )
        ring = KeyRing(settings().key_dir.expanduser())
        return ring.pseudonymiser(season_of(time or datetime.now(UTC)), programme).pseudonym(card)
