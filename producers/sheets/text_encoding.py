"""The encoding of a text file: what a mark says, what is said about it, or what it must be."""

import codecs

from producers.errors import SheetUnreadableError
from producers.likely_encoding import likely_encoding, odd_word_read_as, plausible_encodings

__all__ = ["decoded"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMES = {
    "cp850": "cp850 (DOS)",
    "mac-roman": "mac-roman (an old Macintosh)",
    "utf-16-le": "UTF-16 without a byte order mark",
    "utf-16-be": "UTF-16 without a byte order mark",
}


def decoded(content: bytes, name: str, encoding: str | None = None) -> str:
    """Return the text of a file.

    A byte order mark says what it is. Without one it is what `encoding` says; without that UTF-8 where it can be, and
    else cp1252, provided that its letters beyond ASCII are those of Finnish and Swedish, where such letters stand.
    Anything else is not guessed.

    Raises:
        SheetUnreadableError: the bytes are not in that encoding, or it cannot be told; the message names the likely
            one.
    """
    mark = next((known for start, known in _MARKS if content.startswith(start)), None)
    likely = likely_encoding(content)
    if mark is None and encoding is None and likely in {"ascii", "utf-8", "cp1252"}:
        return content.decode(likely)
    if mark is None and encoding is None:
        several = plausible_encodings(content) if likely in _NAMES else []
        if len(several) > 1:
            raise SheetUnreadableError(f"{name} is not in UTF-8; {_which_of(several, content)}")
        raise SheetUnreadableError(f"{name} is not in UTF-8{_what_else(likely)}")
    chosen = mark or encoding or "utf-8"
    try:
        text = content.decode(chosen)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        hint = f"likely it is {_NAMES.get(likely, likely)}" if likely else "it is in another"
        raise SheetUnreadableError(
            f"{name} is not in {chosen}: line {line} has other bytes; {hint}. Set file.encoding in the mapping"
        ) from error
    if mark is None and likely == "utf-8" and codecs.lookup(chosen).name != "utf-8":
        raise SheetUnreadableError(
            f"{name} is in UTF-8, while the mapping says {chosen}. Leave file.encoding out of the mapping"
        )
    return text


def _which_of(encodings: list[str], content: bytes) -> str:
    """Return what tells encodings apart in which the text is plausible: how its first odd word reads in each."""
    read = " or ".join(
        f"{odd_word_read_as(content, encoding)!r} in {_NAMES.get(encoding, encoding)}" for encoding in encodings
    )
    keys = " or ".join(f'"{encoding}"' for encoding in encodings)
    return f"is its first such word {read}? Set file.encoding = {keys} in the mapping, the one that reads rightly"


def _what_else(likely: str | None) -> str:
    if likely is not None:
        named = _NAMES.get(likely, likely)
        advice = f'Set file.encoding = "{likely}" in the mapping, and look at the names in a dry run'
        return f", but likely in {named}. {advice}"
    return (
        ", and what else it is cannot be told. Save it as CSV UTF-8, or set file.encoding in the mapping, e.g. "
        '"cp1252" for Windows, "cp850" for DOS, "mac-roman" for an old Macintosh'
    )
