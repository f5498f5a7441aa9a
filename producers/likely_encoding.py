"""Which encoding bytes are likely in, and whether a text was read in a wrong one: known by the city's languages.

General detectors (charset-normalizer 3.5.2, chardet's successors) were tried and guess wrongly at the few letters of a
sheet: `Töölö` in cp850 came out as cp1250, `Itäkeskus` as Shift JIS. Finnish and Swedish have four letters beyond ASCII
that matter, and each encoding puts them somewhere else.
"""

import re
import unicodedata
from collections.abc import Iterator

__all__ = ["TURNING", "likely_encoding", "misread", "odd_word_read_as", "plausible_encodings", "reread"]

TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of the text after them, so that it is shown in another order."""

_LETTERS = frozenset("ÅÄÖåäöÉéÜü")
_FURTHER_LETTERS = frozenset("ŠšŽžÀàÁáÈèÊêËëÍíÎîÏïÓóÔôÚúÇçÑñÆæØøŒœß")
"""Letters of names in Finnish, Swedish and English that a guess of an encoding does not count on."""

_SIGNS = frozenset("\u00a0\u202f\u2009§°½\u00d7€\u2013\u2014\u2019\u2018“”…·\u00b4")
_JOINING = frozenset("\u2019\u2018\u2013\u2014\u00b4·\u00a0\u202f\u2009-")
"""Signs that may stand between two letters of one name."""

_CANDIDATES = ("cp1252", "cp850", "mac-roman")
_WRONG_AND_RIGHT = (
    ("cp1252", "utf-8"),
    ("latin-1", "utf-8"),
    ("mac-roman", "utf-8"),
    ("cp850", "utf-8"),
    ("cp1252", "cp850"),
    ("latin-1", "cp850"),
    ("latin-1", "mac-roman"),
    ("cp1252", "mac-roman"),
    ("cp850", "cp1252"),
    ("mac-roman", "cp1252"),
    ("mac-roman", "cp850"),
    ("cp850", "mac-roman"),
)
_HALF = 0.4
"""UTF-16 of European text has a zero in nearly every second byte."""


def likely_encoding(content: bytes) -> str | None:
    """Return the likely encoding of text in Finnish, Swedish or English, by Python's name, or None if it is not clear.

    `ascii` and `utf-8` are certain, `utf-16`, `utf-16-le` and `utf-16-be` nearly; `cp1252` (Windows), `cp850` (DOS) and
    `mac-roman` are told apart by where the letters å, ä, ö, é and ü lie, and are right only for these languages.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    even, odd = content[::2].count(0), content[1::2].count(0)
    if max(even, odd) > _HALF * len(content) / 2:
        return "utf-16-le" if odd > even else "utf-16-be"
    for certain in ("ascii", "utf-8"):
        if _read_as(content, certain) is not None:
            return certain
    return next(iter(plausible_encodings(content)), None)


def plausible_encodings(content: bytes) -> list[str]:
    """Return those of `cp1252`, `cp850` and `mac-roman` in which the text is one of the city's languages."""
    texts = ((candidate, _read_as(content, candidate)) for candidate in _CANDIDATES)
    return [candidate for candidate, text in texts if text is not None and _is_plausible(text)]


def odd_word_read_as(content: bytes, encoding: str) -> str:
    """Return the first word with a letter beyond ASCII, as it reads in an encoding."""
    found = re.search(rb"[^\s;,|\t\"]*[\x80-\xff][^\s;,|\t\"]*", content)
    return found[0].decode(encoding, errors="replace") if found else ""


def misread(name: str) -> str | None:
    """Return why a name was likely read in a wrong encoding, or None if all its letters are of the city's languages.

    It holds no other letters, no control characters, and no signs inside of words, e.g. `T”öl”`.
    """
    likely = reread(name)
    if likely is not None:
        return likely
    odd = "".join(dict.fromkeys(_odd_characters(name)))
    return f"{odd!a} is in no name of the city's languages" if odd else None


def reread(name: str) -> str | None:
    """Return what a name likely is and how it was read wrongly, or None if no such reading is plausible.

    Unlike `misread` it takes names in any language and signs of any kind: only what makes sense when it is read in
    another encoding is told.
    """
    if not _is_twice_encoded(name) and next(_odd_characters(name), None) is None:
        return None
    for wrong, right in _WRONG_AND_RIGHT:
        try:
            text = name.encode(wrong).decode(right)
        except UnicodeError:
            continue
        if text != name and _is_plausible(text) and any(c in _LETTERS for c in text):
            return f"likely it is {text!r}, written in {right} and read as {wrong}"
    return None


def _odd_characters(name: str) -> Iterator[str]:
    if not _quotes_match(name):
        yield "”"
    for place, character in enumerate(name):
        before, after = name[place - 1 : place] if place else "", name[place + 1 : place + 2]
        if character.isascii():
            odd = not character.isprintable() and character not in "\t\r\n"
        elif character.isalpha():
            within_a_word = character.isupper() and character not in _LETTERS and before.islower()
            odd = character not in _LETTERS | _FURTHER_LETTERS or within_a_word
        else:
            joined = before.isalpha() and after.isalpha() and character not in _JOINING
            odd = not unicodedata.combining(character) and (character not in _SIGNS or joined)
        if odd:
            yield character


def _is_twice_encoded(name: str) -> bool:
    return "Ã" in name or "Â" in name or "â€" in name


def _is_plausible(text: str) -> bool:
    """Whether the letters beyond ASCII are Finnish and Swedish, and signs stand where they do in these languages."""
    for line in text.splitlines():
        if not _quotes_match(line):
            return False
        for found in re.finditer(r"[^\x00-\x7f]", line):
            character, place = found[0], found.start()
            before, after = line[place - 1 : place] if place else "", line[place + 1 : place + 2]
            if character in _LETTERS:
                if character.isupper() and before.islower():
                    return False
                continue
            if character not in _SIGNS:
                return False
            if character in _JOINING:
                continue
            if before.isalpha() and after.isalpha():
                return False
            if character not in "“”°½\u00d7§" and after.isalpha():
                return False
    return True


def _quotes_match(line: str) -> bool:
    """Whether each quotation mark at the beginning of a word has one at an end: Finnish has the same mark for both."""
    opened = len(re.findall(r"(?<!\w)[“”](?=\w)", line))
    return opened == len(re.findall(r"(?<=[\w.!?])[“”](?!\w)", line))


def _read_as(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None
