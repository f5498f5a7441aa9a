"""Words in the city's three languages."""

from dataclasses import dataclass
from typing import Literal, get_args

__all__ = ["LANGUAGES", "Language", "Text"]

Language = Literal["en", "fi", "sv"]

LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Text:
    """One text in English, Finnish and Swedish; none may be empty."""

    en: str
    fi: str
    sv: str

    def __post_init__(self) -> None:
        """Refuse a text that lacks a language.

        Raises:
            ValueError: One of them is empty.
        """
        if missing := [language for language in LANGUAGES if not self.in_(language).strip()]:
            raise ValueError(f"the text {self.en or self.fi or self.sv!r} lacks {', '.join(missing)}; write it too")

    def in_(self, language: Language) -> str:
        """Return the text in a language."""
        return {"en": self.en, "fi": self.fi, "sv": self.sv}[language]
