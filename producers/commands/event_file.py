"""`engage emit file`: CloudEvents out of JSON or JSON Lines, the bad ones told with their line."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

import typer

from producers.commands.session import EXIT_REFUSED, EXIT_USAGE, exit_code_of, explained, send
from producers.errors import InvalidError, InvalidEventError, ProducerError
from producers.outgoing import outgoing
from schemas.rejections import Rejection

__all__ = ["emit_file"]


@dataclass(slots=True)
class _Refusals:
    """What was refused so far: told at once as text, kept for JSON. `place` is where in the file it is read now."""

    as_json: bool
    place: str = ""
    count: int = 0
    kept: list[dict[str, str]] = field(default_factory=list)

    def add(self, error: ProducerError, place: str = "") -> None:
        place = place or self.place
        self.count += 1
        reason, detail, remedy = str(type(error).__name__), str(error), ""
        if isinstance(error, InvalidEventError):
            reason = error.rejection.value
            detail = f"{error.field}: {error.detail}" if error.field else error.detail
            remedy = error.rejection.remedy
        if self.as_json:
            self.kept.append({"place": place, "reason": reason, "detail": detail, "remedy": remedy})
        else:
            typer.echo(f"{place}: {reason}: {detail}. {remedy}".rstrip(" ."))


def emit_file(path: Path, *, dry_run: bool, as_json: bool) -> None:
    """Judge the events of a file and send the good ones; exit with 1 if any was refused."""
    refusals = _Refusals(as_json)
    with _opened(path) as file:
        if dry_run:
            valid = sum(1 for event in _read(file, refusals) if _judged(event, refusals))
            _tell({"valid": valid}, refusals)
            raise typer.Exit(EXIT_REFUSED if refusals.count else 0)
        with explained():
            report, errors = send(_read(file, refusals), total=None, refuse=refusals.add)
    stopped = [error for error in errors if not isinstance(error, InvalidError)]
    for undelivered in report.failed:
        refusals.add(undelivered.error, f"event {undelivered.message}")
    _tell({"sent": report.sent, "acknowledged": report.acknowledged}, refusals)
    for error in stopped:
        typer.echo(f"{error} It stopped at {refusals.place}; start again with the whole file.", err=True)
    code = exit_code_of([*stopped, *(undelivered.error for undelivered in report.failed)])
    raise typer.Exit(code or (EXIT_REFUSED if refusals.count else 0))


def _read(file: TextIO, refusals: _Refusals) -> Iterator[Mapping[str, Any]]:
    """Give the events of a file; what is no JSON object is refused here."""
    for place, text in _events(file):
        refusals.place = place
        try:
            event = _parsed(text)
        except InvalidEventError as error:
            refusals.add(error)
        else:
            yield event


def _judged(event: Mapping[str, Any], refusals: _Refusals) -> bool:
    try:
        outgoing(event, datetime.now(UTC))
    except InvalidError as error:
        refusals.add(error)
        return False
    return True


def _tell(counts: dict[str, int], refusals: _Refusals) -> None:
    counts["refused"] = refusals.count
    if refusals.as_json:
        typer.echo(json.dumps({**counts, "refusals": refusals.kept}, ensure_ascii=False))
    else:
        typer.echo(", ".join(f"{number} {name}" for name, number in counts.items()))


def _opened(path: Path) -> Any:
    if str(path) == "-":
        return nullcontext(sys.stdin)
    try:
        return path.open(encoding="utf-8", errors="replace")
    except OSError as error:
        typer.echo(f"{path} cannot be read: {error.strerror}", err=True)
        raise typer.Exit(EXIT_USAGE) from error


def _events(file: TextIO) -> Iterator[tuple[str, Any]]:
    """Give each event's place in the file and its text, or the object itself where it came out of an array."""
    lines = ((number, line) for number, line in enumerate(file, start=1) if line.strip())
    first = next(lines, None)
    if first is None:
        return
    if first[1].lstrip("\ufeff \t").startswith("[") or not _is_whole(first[1]):
        yield from _document([first, *lines])
        return
    for number, line in chain([first], lines):
        yield f"line {number}", line


def _document(lines: list[tuple[int, str]]) -> Iterable[tuple[str, Any]]:
    """Give the events of one JSON document; where it is none, its lines, of which each is judged by itself."""
    try:
        document = json.loads("".join(line for _, line in lines).lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return [(f"line {number}", line) for number, line in lines]
    events = document if isinstance(document, list) else [document]
    return [(f"event {number}", event) for number, event in enumerate(events, start=1)]


def _is_whole(line: str) -> bool:
    try:
        json.loads(line.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return False
    return True


def _parsed(text: Any) -> Mapping[str, Any]:
    if isinstance(text, str):
        try:
            text = json.loads(text.lstrip("\ufeff"))
        except (ValueError, RecursionError):
            raise InvalidEventError("(no id)", "", "it is not JSON", Rejection.MALFORMED) from None
    if not isinstance(text, dict):
        raise InvalidEventError("(no id)", "", "it is not a JSON object", Rejection.MALFORMED)
    return text
