"""The options that the commands of `engage emit` share, and how their texts are read."""

import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated, NoReturn
from zoneinfo import ZoneInfo

import typer

from schemas.places import AgeBand, HomeDistrict
from schemas.programmes import Programme

__all__ = [
    "AgeBandOption",
    "DryRunOption",
    "GatheringOption",
    "HomeDistrictOption",
    "IdOption",
    "JsonOption",
    "ProgrammeOption",
    "SourceOption",
    "TimeOption",
    "card_number",
    "counts",
    "helsinki_instant",
    "instant",
    "wrong",
]

ProgrammeOption = Annotated[Programme, typer.Option("--programme", "-p", help="Which of the city's programmes.")]
GatheringOption = Annotated[str, typer.Option("--gathering", "-g", help="The gathering's id.")]
TimeOption = Annotated[
    str | None, typer.Option(help="When it happened, e.g. 2026-09-04T17:05:00+03:00.", show_default="now")
]
IdOption = Annotated[
    str | None, typer.Option("--id", help="The event's own id; the same one again changes nothing.", show_default="new")
]
SourceOption = Annotated[
    str | None, typer.Option(help="The device or system that says so.", show_default="ENGAGE_SOURCE")
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Judge and print the CloudEvent; send nothing.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
AgeBandOption = Annotated[AgeBand | None, typer.Option(help="The visitor's age.")]
HomeDistrictOption = Annotated[
    HomeDistrict | None, typer.Option(help="The district where the visitor lives, e.g. kallio.", metavar="DISTRICT")
]


def instant(text: str | None, option: str) -> datetime | None:
    """Read an RFC 3339 instant; exit with 2 where it is none."""
    if text is None:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        wrong(option, f"{text!r} is no time; write e.g. 2026-09-04T17:05:00+03:00")
    if read.tzinfo is None:
        wrong(option, f"{text!r} has no offset; add one, e.g. {text}+03:00 or {text}Z")
    return read.astimezone(UTC)


def helsinki_instant(text: str | None, option: str) -> datetime | None:
    """Read an RFC 3339 instant, or a date as its midnight in Helsinki; exit with 2 where it is neither."""
    if text is not None and len(text) == 10:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            wrong(option, f"{text!r} is no date; write e.g. 2026-09-04")
        return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Europe/Helsinki")).astimezone(UTC)
    return instant(text, option)


def card_number(card: str) -> str:
    """Return the card's number; `-` asks for it, unseen, on a terminal, and else reads a line of stdin."""
    if card != "-":
        return card
    if sys.stdin.isatty():
        return str(typer.prompt("Card", hide_input=True, err=True))
    return sys.stdin.readline()


def counts(texts: Sequence[str] | None) -> dict[str, int] | None:
    """Read counts of age bands, `13-17=28`; None where none is given; exit with 2 where one is none."""
    read = {}
    for text in texts or []:
        band, _, people = text.partition("=")
        if not people.isdecimal():
            wrong("--by-age-band", f"{text!r} is no count of an age band; write e.g. 13-17=28")
        if band in read:
            wrong("--by-age-band", f"{band!r} is there twice; give each age band once")
        read[band] = int(people)
    return read or None


def wrong(option: str, message: str) -> NoReturn:
    """End the command as wrongly used, naming the option."""
    raise typer.BadParameter(message, param_hint=option)
