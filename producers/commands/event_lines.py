"""The events of a file of JSON or JSON Lines, each with its place; a wrong encoding is named, not guessed."""

import io
import json
import re
from collections.abc import Iterator
from itertools import chain
from typing import IO, Any

from producers.likely_encoding import likely_encoding
from producers.strict_json import RepeatedNameError, decoder

__all__ = ["UnreadableError", "event_of", "events_in"]

_BYTES = re.compile("[\udc80-\udcff]")
"""Bytes that are no UTF-8, as Python keeps them in a text (PEP 383)."""

_NAMES = {"cp1252": "Latin-1 (Windows-1252)", "cp850": "cp850 (DOS)", "mac-roman": "Mac Roman"}
_REST = "Make the file anew, and send it as a whole; what arrived already changes nothing"
_MAX_BROKEN = 1_000
"""The place of each is counted from the beginning, which takes longer from value to value."""

_SPACE = re.compile(r"[ \t\r\n\ufeff]*")
_NEXT_VALUE = re.compile(r"\n(?=([ \t\ufeff]*)[{\[])")
_QUOTES = frozenset("\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb'`\u00b4")
_DASHES = frozenset("\u2010\u2011\u2012\u2013\u2014\u2212")


class UnreadableError(Exception):
    """A line is no event at all. Never leaves the commands: it becomes a refusal."""

    def __init__(self, detail: str, remedy: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        self.remedy = remedy


def events_in(file: IO[bytes]) -> Iterator[tuple[str, Any]]:
    """Return each event's place in the file, and its text, the object itself, or the error that it is unreadable by.

    A file is JSON Lines if its first line is one whole value; it is read line by line then, however long. Else it is
    read as a whole: one array, or objects after each other, each over as many lines as it takes.

    Lines end in LF, CR LF or CR. A byte order mark of UTF-8 does no harm; of a file in UTF-16 one line is returned.
    """
    text = io.TextIOWrapper(file, encoding="utf-8", errors="surrogateescape", newline=None)
    try:
        lines = ((number, line) for number, line in enumerate(text, start=1) if line.strip(" \t\r\n\ufeff"))
        first = next(lines, None)
        if first is None:
            return
        if "\0" in first[1]:
            yield f"line {first[0]}", first[1]
            return
        if first[1].lstrip("\ufeff \t").startswith("[") or not _is_whole(first[1]):
            whole = "\n" * (first[0] - 1) + first[1] + text.read()
            yield from _values(whole)
            return
        for number, line in chain([first], lines):
            yield f"line {number}", line
    finally:
        text.detach()


def event_of(text: Any) -> dict[str, Any]:
    """Return the object that a line holds.

    Raises:
        UnreadableError: it is not in UTF-8, is no JSON, has a name twice, or is no object. The detail says where in
            the line, and shows no value.
    """
    if isinstance(text, UnreadableError):
        raise text
    if isinstance(text, str):
        _require_utf8(text)
        line = text.lstrip("\ufeff")
        try:
            text = decoder().decode(line)
        except json.JSONDecodeError as error:
            raise UnreadableError(f"it is not JSON: {_syntax(error)} at column {error.colno}") from None
        except (ValueError, RecursionError) as error:
            raise UnreadableError(_unreadable(error)) from None
    if not isinstance(text, dict):
        raise UnreadableError("it is not a JSON object")
    _require_utf8(json.dumps(text, ensure_ascii=False))
    _require_no_wrapper(text)
    return text


def _require_no_wrapper(event: dict[str, Any]) -> None:
    """Refuse an object that is no event but holds a list of events, with how they are taken out."""
    if "specversion" in event or "type" in event:
        return
    for name, value in event.items():
        if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
            is_plain = re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,39}", name)
            raise UnreadableError(
                f"it is an object around a list of {len(value)}{f', {name},' if is_plain else ''} and no event",
                f"Send the list alone: jq '.{name}' FILE > NEW" if is_plain else "Send the list alone",
            )


def _require_utf8(text: str) -> None:
    if "\0" in text:
        utf16 = likely_encoding(text.encode(errors="surrogateescape")) or "utf-16"
        if not utf16.startswith("utf-16"):
            raise UnreadableError("it holds a NUL character, which no text has", _REST)
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


def _values(text: str) -> Iterator[tuple[str, Any]]:
    """Return the values of a document, each with the line on which it begins; elements of an array one by one.

    After what is no JSON it goes on with the next line that begins with `{` or `[`, no deeper than the broken value.
    """
    decode = decoder().raw_decode
    in_array, number, lines_before, counted, broken = False, 0, 1, 0, 0
    place = _after_space(text, 0)
    if text.startswith("[", place):
        in_array, place = True, _after_space(text, place + 1)
    while place < len(text):
        if in_array and text[place] in ",]":
            in_array = text[place] == ","
            place = _after_space(text, place + 1)
            continue
        lines_before, counted = lines_before + text.count("\n", counted, place), place
        number += 1
        where = f"event {number}" if in_array else f"line {lines_before}"
        try:
            value, end = decode(text, place)
        except (ValueError, RecursionError) as error:
            yield _broken(text, place, lines_before, error)
            broken += 1
            if broken == _MAX_BROKEN:
                yield (
                    f"line {lines_before}",
                    UnreadableError(f"{broken} values are no JSON; the rest is not read", _REST),
                )
                return
            place = _resumed(text, place)
            in_array = in_array and place < len(text)
        else:
            yield where, value
            place = _after_space(text, end)
    if in_array:
        yield "the end", UnreadableError("the array has no end: the file is likely cut off", _REST)


def _broken(text: str, start: int, line: int, error: Exception) -> tuple[str, UnreadableError | str]:
    where, end = f"line {line}", text.find("\n", start)
    first = text[start : end if end >= 0 else len(text)]
    if "\0" in first or _BYTES.search(first):
        return where, first  # the encoding is what is wrong; `event_of` says so
    if isinstance(error, json.JSONDecodeError):
        detail = f"it is not JSON: {_syntax(error)} at line {error.lineno}, column {error.colno}"
        return where, UnreadableError(detail)
    return where, UnreadableError(_unreadable(error))


def _resumed(text: str, start: int) -> int:
    """Return where the next value begins, by its line: no deeper than the one that begins at `start`."""
    depth = start - (text.rfind("\n", 0, start) + 1)
    for found in _NEXT_VALUE.finditer(text, start):
        if len(found[1]) <= depth:
            return _after_space(text, found.end())
    return len(text)


def _after_space(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return place if found is None else found.end()


def _unreadable(error: Exception) -> str:
    if isinstance(error, RepeatedNameError):
        return str(error)
    if isinstance(error, RecursionError):
        return "it nests too deep"
    reason = str(error) if "JSON" in str(error) else "a number has too many digits"
    return f"it is not JSON: {reason}"


def _syntax(error: json.JSONDecodeError) -> str:
    """Return what is wrong, in few words; a typographic sign that an editor put in is named."""
    sign = error.doc[error.pos : error.pos + 1]
    if sign in _QUOTES and sign:
        return f'{sign} (U+{ord(sign):04X}) is not the quotation mark of JSON, ",'
    if sign in _DASHES and sign:
        return f"{sign} (U+{ord(sign):04X}) is not the minus of JSON, -,"
    if error.pos == 0 and sign not in "{[":
        return "JSON begins with { or [; counts in a sheet come in by `engage import sheet`; it fails"
    message = error.msg[:1].lower() + error.msg[1:].removesuffix(" at")
    return f"{message}, the text ends" if error.pos >= len(error.doc.rstrip()) else message


def _is_whole(line: str) -> bool:
    try:
        decoder().decode(line.lstrip("\ufeff"))
    except RepeatedNameError:
        return True
    except (ValueError, RecursionError):
        return False
    return True
