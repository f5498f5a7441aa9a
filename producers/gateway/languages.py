"""The language of an answer."""

from typing import Literal, get_args

__all__ = ["LANGUAGES", "Language", "language_of"]

Language = Literal["fi", "sv", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


def language_of(accept_language: str | None) -> Language:
    """Return the language that an `Accept-Language` header wants most, English where it wants none of ours."""
    wanted: list[tuple[float, int, Language]] = []
    for place, part in enumerate((accept_language or "").split(",")[:20]):
        tag, _, weight = part.partition(";")
        name = tag.strip().partition("-")[0].lower()
        quality = _quality(weight)
        wanted += [(-quality, place, language) for language in LANGUAGES if language == name and quality > 0]
    return min(wanted)[2] if wanted else "en"


def _quality(weight: str) -> float:
    name, _, value = weight.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(value) if name.strip() == "q" else 0.0
    except ValueError:
        return 0.0
