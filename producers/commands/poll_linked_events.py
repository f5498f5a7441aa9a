"""`engage import linked-events URL`: the pages of the API, one after the other, each sent as it comes."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from producers.commands.linked_events_report import tell
from producers.commands.session import EXIT_REFUSED, exit_code_of, explained, refused_when_sent, send
from producers.errors import InvalidEventError, ProducerError
from schemas.programmes import Programme

if TYPE_CHECKING:
    from producers.linked_events.fetching import Fetcher
    from producers.linked_events.polling import Poll
    from schemas.contract import Event

__all__ = ["poll_linked_events"]


def poll_linked_events(
    poll_of: Callable[["Fetcher", str], "Poll"],
    url: str,
    *,
    since: datetime | None,
    places: Sequence[Any],
    programme: Programme,
    dry_run: bool,
    as_json: bool,
    report: Path | None = None,
) -> NoReturn:
    """Poll, send each page's events as it comes, tell the outcome and end the command by it."""
    from producers.linked_events import LinkedEventsImport, import_linked_events
    from producers.linked_events.fetching import Fetcher
    from producers.linked_events.polling import first_address
    from producers.linked_events.tally import Tally

    tally = Tally()
    judged: list[Event] = []
    problems: list[ProducerError] = []
    emitted = 0

    def events(poll: "Poll") -> Iterator["Event"]:
        nonlocal emitted
        for records in poll:
            for event in tally.add(import_linked_events([records], places, programme)):
                emitted += 1
                yield event

    with explained(), Fetcher() as fetcher:
        asked = None if since is None else f"{since:%Y-%m-%dT%H:%M:%S.%fZ}"
        poll = poll_of(fetcher, first_address(url, asked))
        acknowledged = 0
        if dry_run:
            judged = list(events(poll))
            problems += refused_when_sent(judged)
        else:
            delivery, errors = send(events(poll), total=None, refuse=lambda error: typer.echo(str(error), err=True))
            acknowledged = delivery.acknowledged
            problems = [*errors, *(undelivered.error for undelivered in delivery.failed)]
    problems += [poll.stopped] if poll.stopped is not None else []
    following = None if problems and poll.stopped is None else poll.next_since
    following = following or since
    shown = f"{following:%Y-%m-%dT%H:%M:%S.%fZ}" if following is not None else None
    imported = LinkedEventsImport(tuple(judged), tuple(tally.refused), tally.counts, tuple(tally.doubtful))
    more = {"pages": poll.pages, "next_since": shown, "complete": not problems}
    more |= {} if dry_run else {"events": emitted}
    tell(imported, acknowledged, dry_run=dry_run, as_json=as_json, report=report, more=more)
    for problem in [one for one in problems if not isinstance(one, InvalidEventError)][:1]:
        typer.echo(f"{problem}. {acknowledged} events of {poll.pages} pages were sent before.", err=True)
    if shown is not None and not as_json:
        typer.echo(f"Next time: --since {shown}")
    raise typer.Exit(exit_code_of(problems) or (EXIT_REFUSED if tally.refused else 0))
