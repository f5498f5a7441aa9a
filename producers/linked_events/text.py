"""Names as people read them: without HTML, in one line, cut to length."""

import unicodedata
from collections.abc import Mapping
from html.parser import HTMLParser

from producers.linked_events.refusal import UnusableError

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
    """Give a text without tags, entities and control characters, in one line, with at most 300 characters.

    A longer one is cut at a space where one is near, and ends in `…`.
    """
    parser = _Text()
    parser.feed(text)
    parser.close()
    readable = (" " if unicodedata.category(c) in _UNREADABLE else c for c in "".join(parser.parts))
    words = " ".join("".join(readable).split())
    if len(words) <= LONGEST_TEXT:
        return words
    cut = words[: LONGEST_TEXT - 1]
    last_space = len(cut) if words[len(cut)] == " " else cut.rfind(" ")
    return (cut[:last_space] if last_space > LONGEST_TEXT // 2 else cut) + "…"


def name_of(names: object, field: str = "name") -> dict[str, str]:
    """Give a name in those of Finnish, Swedish and English that it is there in; other languages are left out.

    Raises:
        UnusableError: it is not an object of texts by language.
    """
    if names is None:
        return {}
    if not isinstance(names, Mapping):
        raise UnusableError(field, names, 'give the name by language, e.g. {"fi": "Perjantai-ilta"}')
    name: dict[str, str] = {}
    for language in _LANGUAGES:
        text = names.get(language)
        if isinstance(text, str) and (plain := plain_text(text)):
            name[language] = plain
    return name
