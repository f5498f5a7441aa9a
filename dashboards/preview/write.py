"""Previews of dashboards, written into a folder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from dashboards.errors import PreviewError
from dashboards.periods import instant
from dashboards.preview.index import index
from dashboards.preview.page import Theme, page
from dashboards.preview.reading import read
from dashboards.reader import Reader
from dashboards.text import Language

__all__ = ["Wanted", "Written", "write_previews"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is previewed, and how.

    Attributes:
        built: The dashboards with their languages, in the order of reading.
        folder: Where the pages go; it is made where it is missing.
        now: What `now` means.
        start: From when, in Grafana's terms or as an ISO day; empty for each dashboard's own.
        end: Until when, likewise.
        earliest: No dashboard begins before; None for no such limit.
        theme: How the pages look when opened.
        chosen: Values of variables; all of those that are not named.
    """

    built: Sequence[tuple[Language, Mapping[str, Any]]]
    folder: Path
    now: datetime
    start: str = ""
    end: str = ""
    earliest: datetime | None = None
    theme: Theme = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class Written:
    """What was written: the pages, how many panels are on them, and which statements were refused and why."""

    pages: list[Path] = field(default_factory=list)
    panels: int = 0
    refusals: list[str] = field(default_factory=list)


def write_previews(wanted: Wanted, reader: Reader) -> Written:
    """Write a page a dashboard and `index.html`. A panel whose statement is refused says so on its page.

    Raises:
        PreviewError: A variable, its value or an instant is not known, nothing is to be drawn with, or the folder
            cannot be written; pages before it may have been written.
        ReaderUnavailableError: ClickHouse did not answer.
    """
    _known(wanted)
    done = Written()
    try:
        wanted.folder.mkdir(parents=True, exist_ok=True)
        for language, dashboard in wanted.built:
            start, end = _period(wanted, dashboard["time"])
            found = read(dashboard, reader, start, end, wanted.chosen)
            beside = {one["uid"]: str(one["title"]) for its, one in wanted.built if its == language}
            path = wanted.folder / f"{dashboard['uid']}.html"
            text = page(dashboard, found, language, beside, theme=wanted.theme, made=wanted.now)
            path.write_text(text, encoding="utf-8")
            done.pages.append(path)
            done.panels += len(found.answers)
            done.refusals += found.refusals.values()
        (wanted.folder / "index.html").write_text(index(wanted.built, theme=wanted.theme), encoding="utf-8")
    except OSError as error:
        raise PreviewError(f"{wanted.folder} cannot be written: {error}; name another --folder") from error
    return done


def _known(wanted: Wanted) -> None:
    names = {
        variable["name"]
        for _, dashboard in wanted.built
        for variable in dashboard["templating"]["list"]
        if variable["type"] == "query"
    }
    if unknown := [name for name in wanted.chosen if name not in names]:
        raise PreviewError(f"no dashboard has a variable {unknown[0]!r}; there are {', '.join(sorted(names))}")


def _period(wanted: Wanted, own: Mapping[str, str]) -> tuple[datetime, datetime]:
    start, end = (_instant(text, wanted.now) for text in (wanted.start or own["from"], wanted.end or own["to"]))
    if wanted.earliest is not None:
        start = max(start, wanted.earliest)
    if start >= end:
        raise PreviewError(f"the period begins at {start} and ends at {end}; let it begin before it ends")
    return start, end


def _instant(text: str, now: datetime) -> datetime:
    try:
        return instant(text, now) if text.startswith("now") else _zoned(datetime.fromisoformat(text))
    except ValueError as error:
        raise PreviewError(f"{text!r} is no instant; write e.g. now-30d, now-1y/M or 2026-05-01") from error


def _zoned(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("Europe/Helsinki"))
