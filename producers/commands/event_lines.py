"""The events of a file of JSON or JSON Lines, each with its place; a wrong encoding is named, not guessed."""

import io
import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import IO, Any

from producers.likely_encoding import likely_encoding

__all__ = ["UnreadableError", "event_of", "events_in"]

_BYTES = re.compile("[\udc80-\udcff]")
"""Bytes that are no UTF-8, as Python keeps them in a text (PEP 383)."""

_NAMES = {"cp1252": "Latin-1 (Windows-1252)", "cp850": "cp850 (DOS)", "mac-roman": "Mac Roman"}


class UnreadableError(Exception):
    """A line is no event at all. Never leaves the commands: it becomes a refusal."""

    def __init__(self, detail: str, remedy: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        self.remedy = remedy


def events_in(file: IO[bytes]) -> Iterator[tuple[str, Any]]:
    """Return each event's place in the file, and its text, or the object itself where it came out of an array.

    Lines end in LF, CR LF or CR. A byte order mark of UTF-8 does no harm; of a file in UTF-16 one line is returned.
    """
    text = io.TextIOWrapper(file, encoding="utf-8", errors="surrogateescape", newline=None)
    try:
        lines = ((number, line) for number, line in enumerate(text, start=1) if line.strip())
        first = next(lines, None)
        if first is None:
            return
        if "\0" in first[1]:
            yield f"line {first[0]}", first[1]
            return
        if first[1].lstrip("\ufeff \t").startswith("[") or not _is_whole(first[1]):
            yield from _document([first, *lines])
            return
        for number, line in chain([first], lines):
            yield f"line {number}", line
    finally:
        text.detach()


def event_of(text: Any) -> dict[str, Any]:
    """Return the object that a line holds.

    Raises:
        UnreadableError: it is not in UTF-8, is no JSON, or no object.
    """
    if isinstance(text, str):
        _require_utf8(text)
        try:
            text = json.loads(text.lstrip("\ufeff"))
        except (ValueError, RecursionError):
            raise UnreadableError("it is not JSON") from None
    if not isinstance(text, dict):
        raise UnreadableError("it is not a JSON object")
    _require_utf8(json.dumps(text, ensure_ascii=False))
    return text


def _require_utf8(text: str) -> None:
    if "\0" in text:
        utf16 = likely_encoding(text.encode(errors="surrogateescape")) or "utf-16"
        raise UnreadableError(f"the file is in {utf16.upper()}, not in UTF-8", _convert("utf-16"))
    if _BYTES.search(text):
        likely = likely_encoding(text.encode(errors="surrogatepass" if _has_lone(text) else "surrogateescape"))
        if likely is None:
            raise UnreadableError("it is not in UTF-8", "Save the file as UTF-8 and send it again")
        raise UnreadableError(f"it is not in UTF-8, but likely in {_NAMES.get(likely, likely)}", _convert(likely))
    if "\ufffd" in text:
        raise UnreadableError(
            "it holds U+FFFD, which stands for letters that were lost when the file was read in a wrong encoding",
            "Make the file anew from its source, as UTF-8",
        )


def _has_lone(text: str) -> bool:
    """Whether a surrogate is in the text that stands for no byte: an escape of JSON may hold one."""
    return any("\ud800" <= character <= "\udfff" and not _BYTES.match(character) for character in text)


def _convert(encoding: str) -> str:
    return f"Convert the file: iconv -f {encoding} -t utf-8 FILE > NEW"


def _document(lines: list[tuple[int, str]]) -> Iterable[tuple[str, Any]]:
    """Return the events of one JSON document; where it is none, its lines, of which each is judged by itself."""
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
