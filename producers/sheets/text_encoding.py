"""The encoding of a text file: what a mark says, what is said about it, or what it must be."""

import codecs

from producers.errors import SheetUnreadableError

__all__ = ["decoded"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NORTHERN = frozenset("ÅÄÖåäöÉéÜü€\u2013\u2014\u2019\u201d\u00a0".encode("cp1252"))
"""The bytes beyond ASCII that Finnish and Swedish sheets of old spreadsheets have."""


def decoded(content: bytes, name: str, encoding: str | None = None) -> str:
    """Give the text of a file.

    A byte order mark says what it is. Without one it is what `encoding` says; without that UTF-8 where it can be, and
    else cp1252, provided that its letters beyond ASCII are those of Finnish and Swedish. Anything else is not guessed.

    Raises:
        SheetUnreadableError: the bytes are not in that encoding, or it cannot be told.
    """
    mark = next((known for start, known in _MARKS if content.startswith(start)), None)
    chosen = mark or encoding or "utf-8"
    try:
        return content.decode(chosen)
    except UnicodeDecodeError as error:
        if mark is not None or encoding is not None:
            line = content.count(b"\n", 0, error.start) + 1
            raise SheetUnreadableError(
                f"{name} is not in {chosen}: line {line} has other bytes. Set file.encoding in the mapping"
            ) from error
    if {byte for byte in content if byte >= 0x80} <= _NORTHERN:
        return content.decode("cp1252")
    raise SheetUnreadableError(
        f'{name} is not in UTF-8, and what else it is cannot be told. Set file.encoding in the mapping, e.g. "cp1252" '
        "for a CSV file of Excel"
    )
