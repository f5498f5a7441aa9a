"""What the repairing commands are given, read: filters, places, edits, instants, and who does it."""

import getpass
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from schemas.programmes import Programme
from schemas.rejections import Rejection
from streams.commands import fail
from streams.errors import ActRefusedError, StreamError
from streams.repair.states import State

if TYPE_CHECKING:
    from streams.repair.edits import Edits
    from streams.repair.letters import Filters, Place

__all__ = [
    "AsJson",
    "DryRun",
    "Places",
    "Programmes",
    "Reasons",
    "Since",
    "Sources",
    "States",
    "Topics",
    "Until",
    "Who",
    "edits_of",
    "filters_of",
    "instant_of",
    "places_of",
    "progress_of_messages",
    "progress_of_roll_ups",
    "stop_asked",
    "telling_errors",
    "who_of",
]

Reasons = Annotated[list[Rejection] | None, typer.Option("--reason", help="Only this reason; may be repeated.")]
Topics = Annotated[
    list[str] | None, typer.Option("--topic", metavar="TOPIC", help="Only what came on this topic; may be repeated.")
]
Programmes = Annotated[
    list[Programme] | None, typer.Option("--programme", "-p", help="Only this programme's topic; may be repeated.")
]
Sources = Annotated[
    list[str] | None, typer.Option("--source", metavar="SOURCE", help="Only from this source; may be repeated.")
]
Since = Annotated[
    str | None,
    typer.Option(metavar="INSTANT|DATE", help="Only what Kafka appended from then on; a date is Helsinki's midnight."),
]
Until = Annotated[str | None, typer.Option(metavar="INSTANT|DATE", help="Only what Kafka appended before that.")]
States = Annotated[list[State] | None, typer.Option("--state", help="Only what is in this state; may be repeated.")]
Places = Annotated[
    list[str] | None, typer.Argument(metavar="[TOPIC/PARTITION/OFFSET]...", help="These letters, as list shows them.")
]
Who = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who does it; else the user of this machine.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change; change nothing.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def filters_of(
    places: Sequence[str] | None,
    reasons: Sequence[Rejection] | None,
    topics: Sequence[str] | None,
    programmes: Sequence[Programme] | None,
    since: str | None,
    until: str | None,
    sources: Sequence[str] | None,
    states: Sequence[State] | None,
) -> "Filters":
    """Read the filters.

    Raises:
        ActRefusedError: no letter can fit all of them.
    """
    from schemas.programmes import TOPICS
    from streams.repair.letters import Filters

    if places and any((reasons, topics, programmes, since, until, sources)):
        raise typer.BadParameter("give places or filters, not both")
    for topic in topics or []:
        if topic not in TOPICS:
            raise typer.BadParameter(f"{topic!r} is no programme's topic; there are {', '.join(TOPICS)}")
    of_programmes = [programme.topic for programme in programmes or []]
    both = [topic for topic in topics or of_programmes if not of_programmes or topic in of_programmes]
    if topics and of_programmes and not both:
        raise ActRefusedError(
            f"--topic {topics[0]} and --programme, whose topic is {of_programmes[0]}, cannot both be; leave one out"
        )
    return Filters(
        reasons=reasons or (),
        topics=both,
        sources=sources or (),
        states=states or (),
        places=places_of(places or []),
        since=instant_of(since, "--since"),
        until=instant_of(until, "--until"),
    )


def edits_of(patch: Path | None, assign: Sequence[str] | None, revision: int | None, time: str | None) -> "Edits":
    """Read the edits: `--set` over `--patch`; exit with 2 where one cannot be read."""
    from streams.repair.edits import Edits, merged, patch_of

    data: Any = {}
    if patch is not None:
        try:
            data = json.loads(patch.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise typer.BadParameter(f"{patch} cannot be read as JSON: {error}", param_hint="--patch") from error
        if not isinstance(data, dict):
            raise typer.BadParameter(f"{patch} holds no JSON object", param_hint="--patch")
    try:
        data = {**data, **_over(data, patch_of(assign or []), merged)}
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--set") from error
    instant = instant_of(time, "--time")
    return Edits(data, revision, instant.isoformat(timespec="milliseconds") if instant else None)


def _over(patch: dict[str, Any], further: dict[str, Any], merged: Callable[[Any, Any], Any]) -> dict[str, Any]:
    """Put one merge patch over another; a null of it stays one."""
    return {
        name: merged(patch.get(name), value) if isinstance(value, dict) else value for name, value in further.items()
    }


def places_of(texts: Sequence[str]) -> list["Place"]:
    """Read places; exit with 2 where one is none."""
    from streams.repair.letters import Place

    try:
        return [Place.parse(text) for text in texts]
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def instant_of(text: str | None, option: str) -> datetime | None:
    """Read an instant with its offset, or a date as its midnight in Helsinki."""
    if text is None:
        return None
    try:
        if len(text) == len("2026-11-24"):
            day = date.fromisoformat(text)
            return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Europe/Helsinki")).astimezone(UTC)
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(
            f"{text!r} is no instant; write e.g. 2026-11-24 or 2026-11-24T18:00:00+02:00", param_hint=option
        ) from error
    if instant.tzinfo is None:
        raise typer.BadParameter(f"{text!r} has no offset; write e.g. {text}+02:00", param_hint=option)
    return instant.astimezone(UTC)


def who_of(by: str | None) -> str:
    """Give who does it: as told, else the user of this machine."""
    try:
        return by or getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def progress_of_roll_ups(name: str, done: int, total: int) -> None:
    """Say on stderr how far it is."""
    typer.echo(f"{name}: {done:,} of {total:,} gatherings", err=True)


def progress_of_messages(done: int, total: int) -> None:
    """Say on stderr how far it is."""
    typer.echo(f"{done:,} of {total:,} messages", err=True)


@contextmanager
def telling_errors() -> Iterator[None]:
    """Tell an error of ours on stderr and exit with its code."""
    try:
        yield
    except StreamError as error:
        fail(error)


@contextmanager
def stop_asked() -> Iterator[Callable[[], bool]]:
    """Let Ctrl-C and SIGTERM ask for a stop between two steps, in place of breaking one off."""
    import signal

    asked: list[int] = []
    names = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(name, lambda number, _frame: asked.append(number)) for name in names]
    try:
        yield lambda: bool(asked)
    finally:
        for name, handler in zip(names, before, strict=True):
            signal.signal(name, handler)
