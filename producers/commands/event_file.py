"""`engage emit file`: CloudEvents out of JSON or JSON Lines; the bad ones are counted by kind, with their lines."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import typer

from producers.commands.event_lines import UnreadableError, event_of, events_in
from producers.commands.gathering_times import GatheringTimes
from producers.commands.refusals import Refusal, Refusals
from producers.commands.session import EXIT_REFUSED, EXIT_USAGE, exit_code_of, explained, send
from producers.errors import InvalidError, InvalidEventError, ProducerError
from producers.outgoing import outgoing
from schemas.rejections import Rejection

__all__ = ["emit_file"]


_MAX_WARNINGS = 20


class _Place:
    """Where in the file it is read now."""

    now = ""


def emit_file(path: Path, *, dry_run: bool, as_json: bool, report: Path | None = None) -> None:
    """Judge the events of a file and send the good ones; exit with 1 if any was refused."""
    place, times = _Place(), GatheringTimes()
    with Refusals(report, keep_all=as_json) as refusals, _opened(path) as file:
        if dry_run:
            valid = sum(1 for event in _read(file, refusals, place) if _is_valid(event, refusals, place, times))
            _print({"valid": valid}, refusals, times, as_json=as_json)
            raise typer.Exit(EXIT_REFUSED if refusals.count else 0)
        with explained():
            delivery, errors = send(
                (event for event in _read(file, refusals, place) if _is_valid(event, refusals, place, times)),
                total=None,
                refuse=lambda error: refusals.add(_refusal(error, place.now)),
            )
        stopped = [error for error in errors if not isinstance(error, InvalidError)]
        for undelivered in delivery.failed:
            refusals.add(_refusal(undelivered.error, f"event {undelivered.message}"))
    _print({"sent": delivery.sent, "acknowledged": delivery.acknowledged}, refusals, times, as_json=as_json)
    for error in stopped:
        typer.echo(f"{error} It stopped at {place.now}; start again with the whole file.", err=True)
    code = exit_code_of([*stopped, *(undelivered.error for undelivered in delivery.failed)])
    raise typer.Exit(code or (EXIT_REFUSED if refusals.count else 0))


def _read(file: IO[bytes], refusals: Refusals, place: _Place) -> Iterator[Mapping[str, Any]]:
    """Return the events of a file; what is no JSON object is refused here."""
    for where, text in events_in(file):
        place.now = where
        try:
            event = event_of(text)
        except UnreadableError as error:
            malformed = Rejection.MALFORMED
            refusals.add(Refusal(malformed.value, where, "", error.remedy or malformed.remedy, error.detail))
        else:
            yield event


def _is_valid(event: Mapping[str, Any], refusals: Refusals, place: _Place, times: GatheringTimes) -> bool:
    try:
        outgoing(event, datetime.now(UTC))
    except InvalidError as error:
        refusals.add(_refusal(error, place.now))
        return False
    times.add(event, place.now)
    return True


def _refusal(error: ProducerError, place: str) -> Refusal:
    if isinstance(error, InvalidEventError):
        detail = f"{error.field}: {error.detail}" if error.field else error.detail
        return Refusal(error.rejection.value, place, "", error.rejection.remedy, detail)
    return Refusal(type(error).__name__, place, "", "", str(error).rstrip("."))


def _print(counts: dict[str, int], refusals: Refusals, times: GatheringTimes, *, as_json: bool) -> None:
    counts["refused"] = refusals.count
    warnings = list(times.warnings(datetime.now(UTC)))
    if as_json:
        kept = [
            {"place": one.place, "reason": one.kind, "detail": one.detail, "remedy": one.remedy} for one in refusals.all
        ]
        shown = {**counts, "refused_by_reason": refusals.counts, "refusals": kept, "warnings": warnings}
        typer.echo(json.dumps(shown, ensure_ascii=False))
        return
    typer.echo(", ".join(f"{number} {name}" for name, number in counts.items()))
    refusals.print()
    for warning in warnings[:_MAX_WARNINGS]:
        typer.echo(f"warning: {warning}", err=True)
    if len(warnings) > _MAX_WARNINGS:
        typer.echo(f"and {len(warnings) - _MAX_WARNINGS:,} more warnings; --json shows all of them", err=True)


def _opened(path: Path) -> Any:
    if str(path) == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return path.open("rb")
    except OSError as error:
        typer.echo(f"{path} cannot be read: {error.strerror}", err=True)
        raise typer.Exit(EXIT_USAGE) from error
