"""The commands of repair: dead-letters, rebuild, backfill."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from streams.commands import read_settings
from streams.errors import ActRefusedError
from streams.repair.options import (
    AsJson,
    DryRun,
    Places,
    Programmes,
    Reasons,
    Since,
    Sources,
    States,
    Topics,
    Until,
    Who,
    edits_of,
    filters_of,
    instant_of,
    places_of,
    progress_of_messages,
    progress_of_roll_ups,
    stop_asked,
    telling_errors,
    who_of,
)
from streams.repair.states import State

if TYPE_CHECKING:
    from streams.repair.letters import Filters, Letter, Place

__all__ = ["backfill", "dead_letters_app", "rebuild"]

dead_letters_app = typer.Typer(
    name="dead-letters",
    help="List, show, replay and discard messages that could not be accepted.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@dead_letters_app.command("list")
def list_letters(  # noqa: PLR0913  one parameter an option
    *,
    reason: Reasons = None,
    topic: Topics = None,
    programme: Programmes = None,
    since: Since = None,
    until: Until = None,
    source: Sources = None,
    state: States = None,
    limit: Annotated[int, typer.Option(min=0, help="So many letters at most are shown one by one.")] = 50,
    as_json: AsJson = False,
) -> None:
    """Count dead letters by reason, then show them one by one, oldest first.

    Exit codes: 0 also where there are none; 2 wrong usage; 3 ClickHouse does not answer.
    """
    from streams.repair.letters import find, grouped
    from streams.repair.reports import group_as_dict, group_lines, letter_as_dict, letter_line
    from streams.store import Store

    with telling_errors():
        filters = filters_of((), reason, topic, programme, since, until, source, state)
        with Store(read_settings()) as store:
            groups, letters = grouped(store, filters), find(store, filters, limit)
    if as_json:
        found = {"groups": [*map(group_as_dict, groups)], "letters": [*map(letter_as_dict, letters)]}
        typer.echo(json.dumps(found))
        return
    typer.echo("\n".join([*group_lines(groups), *map(letter_line, letters)]))
    total = sum(group.letters for group in groups)
    if len(letters) < total:
        typer.echo(f"the first {len(letters)} of {total} are shown; --limit shows more", err=True)


@dead_letters_app.command("show")
def show_letter(
    place: Annotated[str, typer.Argument(metavar="TOPIC/PARTITION/OFFSET", help="Which letter, as list shows it.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Show a whole dead letter: detail, remedy, value, state, and what a replay would come to now.

    Of police dialogue no value was kept. Exit codes: 0; 1 there is no such letter; 2 wrong usage; 3 ClickHouse does not
    answer.
    """
    from streams.repair.edits import NO_EDITS
    from streams.repair.letters import Filters, find
    from streams.repair.reconsidering import reconsider
    from streams.repair.reports import letter_as_dict, letter_lines, refusal_as_dict
    from streams.store import Store

    wanted = places_of([place])
    with telling_errors(), Store(read_settings()) as store:
        letter = _all_there(find(store, Filters(places=wanted)), wanted)[0]
        refusals = reconsider(store, [letter], NO_EDITS, datetime.now(UTC)).refusals
        outcomes: list[str] = []
        if letter.sent_to is not None:
            outcomes = [row[0] for row in store.rows("repair/outcome_of_offset", asdict(letter.sent_to))]
    refusal = refusals[0] if refusals else None
    if as_json:
        now = refusal_as_dict(refusal) if refusal else None
        typer.echo(json.dumps({**letter_as_dict(letter), "outcome_there": outcomes, "refused_now": now}))
    else:
        typer.echo("\n".join(letter_lines(letter, refusal, outcomes)))


@dead_letters_app.command("replay")
def replay_letters(  # noqa: PLR0913  one parameter an option
    places: Places = None,
    *,
    reason: Reasons = None,
    topic: Topics = None,
    programme: Programmes = None,
    since: Since = None,
    until: Until = None,
    source: Sources = None,
    state: States = None,
    patch: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A JSON merge patch for the event's data, before it is judged.")
    ] = None,
    assign: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help="Set a field of the data: people=34. null takes it out."),
    ] = None,
    revision: Annotated[int | None, typer.Option(min=1, help="Give the event this revision.")] = None,
    time: Annotated[str | None, typer.Option(metavar="INSTANT", help="Give the event this time.")] = None,
    dry_run: DryRun = False,
    by: Who = None,
    as_json: AsJson = False,
) -> None:
    """Judge dead letters again by this release's rules, and send those that are acceptable to their programme's topic.

    Give places or filters. Source and id stay, so what is sent twice counts once; what was replayed or discarded is
    left unless --state asks for it. With --dry-run it says which published numbers would change, and by how much.

    Exit codes: 0 done, or everything was replayed already; 1 no letter fits, or one is refused again (the others are
    sent); 2 wrong usage; 3 Kafka or ClickHouse does not answer: run it again.
    """
    from streams.repair.letters import MOST_LETTERS, find
    from streams.repair.prediction import predict
    from streams.repair.reconsidering import reconsider
    from streams.repair.replaying import By, replay
    from streams.repair.reports import letter_line, prediction_as_dict, prediction_lines, refusal_as_dict, refusal_lines
    from streams.store import Store

    now = datetime.now(UTC)
    edits = edits_of(patch, assign, revision, time)
    with telling_errors():
        filters = filters_of(places, reason, topic, programme, since, until, source, state)
        settings = read_settings()
        with Store(settings) as store:
            found, done = _to_do(_some(find(store, filters), filters), filters)
            if not found:
                typer.echo(
                    json.dumps({"sent": [], "already": len(done)}) if as_json else "nothing to do: this was done before"
                )
                typer.echo("\n".join(map(letter_line, done)), err=as_json)
                return
            reconsidered = reconsider(store, found, edits, now)
            prediction, sent = None, []
            if dry_run:
                prediction = predict(settings, store, reconsidered.batch, now)
            else:
                sent = replay(settings, store, reconsidered, By(who_of(by), now, filters, edits))
    if as_json:
        told: dict[str, Any] = {
            "accepted": [str(message.letter.place) for message in reconsidered.messages],
            "refused": [*map(refusal_as_dict, reconsidered.refusals)],
            "sent": [str(place) for place in sent],
            "already": len(done),
        }
        typer.echo(json.dumps(told | ({"prediction": prediction_as_dict(prediction)} if prediction else {})))
    else:
        count, refused = len(reconsidered.messages), len(reconsidered.refusals)
        verb = "would be sent" if dry_run else "sent"
        typer.echo(f"{count} dead letters {verb}, {refused} refused again, {len(done)} left: done already")
        typer.echo("\n".join([*(prediction_lines(prediction) if prediction else []), *refusal_lines(reconsidered)]))
    if len(found) == MOST_LETTERS:
        typer.echo(f"these were the first {MOST_LETTERS}; run it again for the others", err=True)
    if reconsidered.refusals:
        sys.exit(1)


@dead_letters_app.command("discard")
def discard_letters(  # noqa: PLR0913  one parameter an option
    places: Places = None,
    *,
    why: Annotated[str, typer.Option(metavar="TEXT", help="The reason, kept with each letter. Nothing of a person.")],
    reason: Reasons = None,
    topic: Topics = None,
    programme: Programmes = None,
    since: Since = None,
    until: Until = None,
    source: Sources = None,
    dry_run: DryRun = False,
    by: Who = None,
    as_json: AsJson = False,
) -> None:
    """Mark open dead letters as given up, with the reason. Nothing is deleted early, and no number changes.

    Exit codes: 0 done, or done before; 1 no letter fits, or one was replayed; 2 wrong usage; 3 ClickHouse does not
    answer.
    """
    from streams.repair.edits import NO_EDITS
    from streams.repair.letters import find
    from streams.repair.replaying import By, discard
    from streams.store import Store

    with telling_errors():
        filters = filters_of(places, reason, topic, programme, since, until, source, None)
        with Store(read_settings()) as store:
            letters = _some(find(store, filters), filters)
            wanted = [letter for letter in letters if letter.state is State.OPEN or (filters.places and letter.sent_to)]
            if wanted and not dry_run:
                discard(store, wanted, why, By(who_of(by), datetime.now(UTC), filters, NO_EDITS))
    if as_json:
        typer.echo(json.dumps({"discarded": [str(letter.place) for letter in wanted], "dry_run": dry_run}))
    else:
        verb = "would be discarded" if dry_run else "discarded"
        typer.echo(f"{len(wanted)} dead letters {verb}, {len(letters) - len(wanted)} left: done already")


def rebuild(
    roll_ups: Annotated[list[str] | None, typer.Argument(metavar="[ROLL_UP]...", help="Which; else all.")] = None,
    *,
    gatherings: Annotated[
        list[str] | None, typer.Option("--gathering", "-g", metavar="ID", help="Only this one; may be repeated.")
    ] = None,
    accept_fewer: Annotated[
        bool,
        typer.Option("--accept-fewer-facts", help="Also rows that were made from more facts than there are."),
    ] = False,
    dry_run: DryRun = False,
    by: Who = None,
    as_json: AsJson = False,
) -> None:
    """Recompute roll-ups from facts beside those that stand, compare, and exchange them; workers may run meanwhile.

    With --dry-run it says which numbers would change, and why. Unless roll-ups are named, events that were moved are
    first retracted where an older release left them.

    Rows of gatherings whose facts may be deleted already stay as they are. Ctrl-C leaves the roll-up that is being
    rebuilt untouched.

    Exit codes: 0 all is right, or was put right; 1 rows are wrong (--dry-run) or lack their facts, no such roll-up or
    gathering, or stopped; 2 wrong usage; 3 ClickHouse does not answer.
    """
    from streams.repair.changes import counted_once, moved_away
    from streams.repair.rebuilding import Rebuilding
    from streams.repair.rebuilding import rebuild as rebuild_one
    from streams.repair.reports import counted_once_lines, rebuilt_as_dict, rebuilt_lines
    from streams.roll_ups import ROLL_UPS
    from streams.store import Store

    known = {roll_up.name: roll_up for roll_up in ROLL_UPS}
    results = []
    with telling_errors(), stop_asked() as stopping:
        for name in roll_ups or []:
            if name not in known:
                raise ActRefusedError(f"there is no roll-up {name!r}; there are {', '.join(known)}")
        asked = Rebuilding(gatherings or (), accept_fewer, dry_run, stopping, progress_of_roll_ups)
        settings = read_settings()
        with Store(settings) as store:
            moved = {} if roll_ups else moved_away(settings, store, asked, who_of(by), datetime.now(UTC))
            for name in dict.fromkeys(roll_ups or known):
                found = rebuild_one(settings, store, known[name], asked, who_of(by), datetime.now(UTC))
                changes = moved.get(name, ())
                found = replace(found, moved=len(changes), changes=[*found.changes, *changes])
                results.append(found)
                if not as_json:
                    typer.echo("\n".join(rebuilt_lines(found, dry_run=dry_run)))
            if dry_run and not as_json:
                for line in counted_once_lines(counted_once(store)):
                    typer.echo(line)
        for gathering in gatherings or ():
            if all(gathering in found.unknown for found in results):
                raise ActRefusedError(
                    f"there is neither a row nor a fact of gathering {gathering}; an id is that of the events' subject"
                )
    if as_json:
        typer.echo(json.dumps([rebuilt_as_dict(found) for found in results]))
    if not all(found.in_order for found in results):
        sys.exit(1)


def backfill(
    *,
    from_offsets: Annotated[
        list[str] | None,
        typer.Option(metavar="TOPIC/PARTITION/OFFSET", help="From this place on, only its partition; may be repeated."),
    ] = None,
    from_time: Annotated[
        str | None, typer.Option(metavar="INSTANT|DATE", help="From the first message that Kafka appended then on.")
    ] = None,
    from_beginning: Annotated[bool, typer.Option("--from-beginning", help="From the first message on.")] = False,
    until_time: Annotated[
        str | None, typer.Option(metavar="INSTANT|DATE", help="Only what Kafka appended before that.")
    ] = None,
    dry_run: DryRun = False,
    by: Who = None,
    as_json: AsJson = False,
) -> None:
    """Read Kafka again and store what is missing: e.g. after facts were lost. No worker's offset is moved.

    It reads what workers have consumed and Kafka still has. What is stored stays; the books stay as they are.

    Exit codes: 0 done; 1 there is nothing to read, stopped, or messages that were accepted would be refused now; 2
    wrong usage; 3 Kafka or ClickHouse does not answer: run it again.
    """
    from streams.repair.backfilling import Backfilling
    from streams.repair.backfilling import backfill as read_again
    from streams.repair.consuming import Reach, spans_of
    from streams.repair.reports import backfilled_lines
    from streams.store import Store

    if sum((bool(from_offsets), from_time is not None, from_beginning)) != 1:
        raise typer.BadParameter("give one of --from-offsets, --from-time and --from-beginning")
    begins, ends = instant_of(from_time, "--from-time"), instant_of(until_time, "--until-time")
    reach = Reach(places_of(from_offsets or []), begins, ends)
    with telling_errors(), stop_asked() as stopping:
        settings = read_settings()
        asked = Backfilling(reach, spans_of(settings, reach), dry_run, stopping, progress_of_messages)
        with Store(settings) as store:
            found = read_again(settings, store, asked, who_of(by), datetime.now(UTC))
    if as_json:
        typer.echo(json.dumps({**asdict(found), "dry_run": dry_run}))
    else:
        typer.echo("\n".join(backfilled_lines(found, dry_run=dry_run)))
    if found.stopped or found.refused:
        sys.exit(1)


def _to_do(letters: Sequence["Letter"], filters: "Filters") -> tuple[list["Letter"], list["Letter"]]:
    """Split letters into those to replay and those that are done: unless a state was asked for, the open ones."""
    if filters.states:
        return [*letters], []
    return [one for one in letters if one.state is State.OPEN], [one for one in letters if one.state is not State.OPEN]


def _some(letters: Sequence["Letter"], filters: "Filters") -> Sequence["Letter"]:
    if filters.places:
        return _all_there(letters, filters.places)
    if not letters:
        raise ActRefusedError(
            f"no dead letter fits {filters.described}; `engage dead-letters list` shows which there are"
        )
    return letters


def _all_there(letters: Sequence["Letter"], places: Sequence["Place"]) -> Sequence["Letter"]:
    there = {letter.place for letter in letters}
    for place in places:
        if place not in there:
            raise ActRefusedError(
                f"there is no dead letter {place}; they are kept for 30 days, and `engage dead-letters list` shows them"
            )
    return letters
