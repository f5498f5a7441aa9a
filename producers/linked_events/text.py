"""Names as people read them: without HTML, in one line, cut to length."""

import unicodedata
from collections.abc import Mapping
from html.parser import HTMLParser

from producers.likely_encoding import TURNING, reread
from producers.linked_events.refusal import UnusableError
from producers.personal_details import shows_something, without_contacts

__all__ = ["LONGEST_TEXT", "name_of", "plain_text"]

LONGEST_TEXT = 300
"""Characters; the contract's limit of a name."""

_LANGUAGES = ("fi", "sv", "en")
_UNREADABLE = frozenset({"Cc", "Cs", "Cn", "Co"})
_UNREAD = frozenset({"script", "style"})


class _Text(HTMLParser):
    """Keeps the text of HTML; a tag parts words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._unread += tag in _UNREAD
        self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in _UNREAD and self._unread > 0
        self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.parts.append(data)


def plain_text(text: str) -> str:
    """Return a text without tags, entities and control characters, in one line, with at most 300 characters.

    A longer one is cut at a space where one is near, and ends in `…`.
    """
    return _shortened(_in_one_line(text))


def _in_one_line(text: str) -> str:
    parser = _Text()
    parser.feed(text)
    parser.close()
    readable = (" " if c in TURNING or unicodedata.category(c) in _UNREADABLE else c for c in "".join(parser.parts))
    return " ".join("".join(readable).split())


def _shortened(words: str) -> str:
    if len(words) <= LONGEST_TEXT:
        return words
    cut = words[: LONGEST_TEXT - 1]
    last_space = len(cut) if words[len(cut)] == " " else cut.rfind(" ")
    return (cut[:last_space] if last_space > LONGEST_TEXT // 2 else cut) + "…"


def name_of(names: object, field: str = "name", cut: list[str] | None = None) -> dict[str, str]:
    """Return a name in those of Finnish, Swedish and English that it is there in; other languages are left out.

    E-mail addresses and telephone numbers are cut from it, since names are shown to everybody; `cut` gets the fields.

    Raises:
        UnusableError: it is not an object of texts by language, or was read in a wrong encoding.
    """
    if names is None:
        return {}
    if not isinstance(names, Mapping):
        raise UnusableError(field, names, 'give the name by language, e.g. {"fi": "Perjantai-ilta"}')
    name: dict[str, str] = {}
    for language in _LANGUAGES:
        text = names.get(language)
        if not isinstance(text, str):
            continue
        whole = _in_one_line(text)
        shown = without_contacts(whole)
        if shown != whole and cut is not None:
            cut.append(f"{field}.{language}")
        likely = reread(shown) or ("letters are lost (U+FFFD)" if "\ufffd" in shown else None)
        if likely is not None:
            raise UnusableError(
                f"{field}.{language}", "", f"{likely}; save what the API gives as UTF-8, or mend it there"
            )
        if shows_something(shown):
            name[language] = _shortened(shown)
    return name
