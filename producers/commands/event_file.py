"""`engage emit file`: CloudEvents out of JSON or JSON Lines; the bad ones are counted by kind, with their lines."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BufferedReader
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

import typer

from producers.commands.event_lines import UnreadableError, event_of, events_in
from producers.commands.gathering_times import GatheringTimes
from producers.commands.refusals import Refusal, Refusals
from producers.commands.session import EXIT_REFUSED, EXIT_USAGE, exit_code_of, explained, send
from producers.commands.subjects import Subjects
from producers.errors import InvalidError, InvalidEventError, ProducerError
from producers.other_files import other_kind
from producers.outgoing import outgoing
from producers.repeated_ids import RepeatedIds
from schemas.rejections import Rejection

__all__ = ["emit_file"]


_MAX_WARNINGS = 20


@dataclass(slots=True)
class _Reading:
    """A file that is read: where, and what its events so far come to."""

    refusals: Refusals
    place: str = ""
    times: GatheringTimes = field(default_factory=GatheringTimes)
    subjects: Subjects = field(default_factory=Subjects)
    ids: RepeatedIds = field(default_factory=RepeatedIds)

    def valid_events(self, file: IO[bytes]) -> Iterator[Mapping[str, Any]]:
        """Return the events that may be sent; the others are refused here."""
        for where, text in events_in(file):
            self.place = where
            try:
                event = event_of(text)
                message = outgoing(event, datetime.now(UTC))
            except UnreadableError as error:
                malformed = Rejection.MALFORMED
                self.refusals.add(Refusal(malformed.value, where, "", error.remedy or malformed.remedy, error.detail))
                continue
            except InvalidError as error:
                self.refusals.add(_refusal(error, where))
                continue
            earlier = self.ids.contradicted(message, where)
            if earlier is not None:
                detail = (
                    f"its id and source are those of {earlier}, which says something else and is the one that counts"
                )
                self.refusals.add(Refusal("one id twice", where, "", _TWICE, detail))
                continue
            self.times.add(message.event, where)
            self.subjects.add(message.event, where)
            self.times.note(message.doubts, message.event["subject"], where)
            yield event

    def warnings(self) -> list[str]:
        """Return what is likely wrong with the events that were taken."""
        return [*self.times.warnings(datetime.now(UTC)), *self.subjects.warnings()]


_TWICE = "Give each event an id of its own; where the later one is right, correct the first: engage emit correct"


def emit_file(path: Path, *, dry_run: bool, as_json: bool, report: Path | None = None) -> None:
    """Judge the events of a file and send the good ones; exit with 1 if any was refused, or if there is none."""
    with Refusals(report, keep_all=as_json) as refusals, _opened(path) as file:
        _require_text(file, path)
        reading = _Reading(refusals)
        events = reading.valid_events(file)
        first = list(islice(events, 1))
        if not first and not refusals.count:
            name = "stdin" if str(path) == "-" else path
            typer.echo(f"{name} holds no event; was it written to its end? Nothing was sent.", err=True)
            raise typer.Exit(EXIT_REFUSED)
        if dry_run:
            _print({"valid": sum(1 for _ in chain(first, events))}, reading, as_json=as_json)
            raise typer.Exit(EXIT_REFUSED if refusals.count else 0)
        with explained():
            delivery, errors = send(
                chain(first, events), total=None, refuse=lambda error: refusals.add(_refusal(error, reading.place))
            )
        stopped = [error for error in errors if not isinstance(error, InvalidError)]
        for undelivered in delivery.failed:
            refusals.add(_refusal(undelivered.error, f"event {undelivered.message}"))
    _print({"sent": delivery.sent, "acknowledged": delivery.acknowledged}, reading, as_json=as_json)
    for error in stopped:
        typer.echo(f"{error} It stopped at {reading.place}; start again with the whole file.", err=True)
    code = exit_code_of([*stopped, *(undelivered.error for undelivered in delivery.failed)])
    raise typer.Exit(code or (EXIT_REFUSED if refusals.count else 0))


def _refusal(error: ProducerError, place: str) -> Refusal:
    if isinstance(error, InvalidEventError):
        detail = f"{error.field}: {error.detail}" if error.field else error.detail
        return Refusal(error.rejection.value, place, "", error.rejection.remedy, detail)
    return Refusal(type(error).__name__, place, "", "", str(error).rstrip("."))


def _print(counts: dict[str, int], reading: _Reading, *, as_json: bool) -> None:
    refusals, warnings = reading.refusals, reading.warnings()
    counts["refused"] = refusals.count
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


def _require_text(file: IO[bytes], path: Path) -> None:
    """End the command with 1 where the file's beginning shows that it is of another kind."""
    head = file.peek(_HEAD)[:_HEAD] if isinstance(file, BufferedReader) else b""
    kind = "a workbook or another ZIP archive" if head.startswith(b"PK\x03\x04") else other_kind(head)
    if kind not in {None, "a JSON file"}:
        typer.echo(
            f"{path} is {kind}, and no JSON; counts in a sheet come in by `engage import sheet`. Nothing was sent.",
            err=True,
        )
        raise typer.Exit(EXIT_REFUSED)


_HEAD = 4096
