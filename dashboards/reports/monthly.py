"""Every published month's reports in a folder, made anew only where a month's numbers changed."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from dashboards.errors import ReportError
from dashboards.reader import Reader
from dashboards.reports.as_json import as_json
from dashboards.reports.build import read_report
from dashboards.reports.make import Format, file_name, made
from dashboards.reports.model import Report
from dashboards.reports.period import Period
from dashboards.reports.published import released_months
from dashboards.text import Language

__all__ = ["Done", "write_file", "write_months"]

_NOTES = "made.json"


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one file."""

    path: Path
    what: Literal["written", "unchanged"]


def write_months(
    reader: Reader, folder: Path, languages: Sequence[Language], formats: Sequence[Format]
) -> Iterator[Done]:
    """Write the reports of each closed month below `folder/2026-10`, and yield each file when it is there.

    A file whose report is the one that it was made of stays untouched, so that running it again changes nothing; a
    revision of a month replaces its files. `made.json` beside them says of which numbers they are.

    Raises:
        ReportError: The folder cannot be written, or this machine lacks what a format needs.
        ReaderUnavailableError: ClickHouse did not answer.
        QueryRefusedError: It refuses a statement.
    """
    for month in released_months(reader):
        if month.running:
            continue
        period = Period.parse(f"{month.month:%Y-%m}")
        place = folder / period.id
        notes = _notes(place)
        for language in languages:
            report = read_report(reader, period, language)
            mark = _mark(report)
            for format_ in formats:
                path = place / file_name(period.id, language, format_)
                if notes.get(path.name) == mark and path.exists():
                    yield Done(path, "unchanged")
                    continue
                write_file(path, made(report, format_))
                notes[path.name] = mark
                write_file(place / _NOTES, json.dumps(notes, indent=1, sort_keys=True).encode() + b"\n")
                yield Done(path, "written")


def write_file(path: Path, content: bytes) -> None:
    """Write a file so that it is whole or as it was before; its folder is made where it is missing.

    Raises:
        ReportError: It cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise ReportError(f"{path} cannot be written: {error.strerror or error}; name another place") from error


def _mark(report: Report) -> str:
    """Return what changes with the report, and with the release of the product that makes files of it."""
    return sha256(version("engagement-pipeline").encode() + as_json(report)).hexdigest()


def _notes(folder: Path) -> dict[str, str]:
    with suppress(OSError, ValueError):
        found = json.loads((folder / _NOTES).read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return {str(name): str(mark) for name, mark in found.items()}
    return {}
