"""Names of months and weekdays, out of Unicode's CLDR by way of Babel."""

from collections.abc import Mapping, Sequence
from functools import cache

__all__ = ["KNOWN_LANGUAGES", "is_language", "month_numbers", "other_months", "weekday_numbers"]

KNOWN_LANGUAGES = ("fi", "sv", "en")
"""The languages that names are read in if a mapping names none."""


def is_language(code: str) -> bool:
    """Whether Babel knows the language, e.g. `et`."""
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(code)
    except (UnknownLocaleError, ValueError, TypeError):
        return False
    return True


def month_numbers(languages: Sequence[str] = KNOWN_LANGUAGES) -> Mapping[str, int]:
    """Return the months' numbers, from 1, by name: `lokakuu`, `lokakuuta`, `loka`, `oktober`, `okt`, `sept`."""
    return _names("months", tuple(languages))


def weekday_numbers(languages: Sequence[str] = KNOWN_LANGUAGES) -> Mapping[str, int]:
    """Return the weekdays' numbers, Monday is 0, by name: `maanantai`, `maanantaina`, `ma`, `mån`, `Monday`."""
    return _names("days", tuple(languages))


def other_months(word: str, number: int, languages: Sequence[str] = KNOWN_LANGUAGES) -> list[str]:
    """Return the Finnish months that begin with an abbreviation of another month's name: `mar` is marraskuu too."""
    if "fi" not in languages or word.casefold() in month_numbers(("fi",)):
        return []
    return [
        name
        for name, other in month_numbers(("fi",)).items()
        if name.endswith("kuu") and other != number and name.startswith(word.casefold())
    ]


@cache
def _names(what: str, languages: tuple[str, ...]) -> Mapping[str, int]:
    from babel import Locale

    names: dict[str, int] = {}
    for language in languages:
        for code in (language, "en_GB") if language == "en" else (language,):
            for of_width in getattr(Locale.parse(code), what).values():
                for width in of_width.keys() - {"narrow"}:
                    for number, name in of_width[width].items():
                        names.setdefault(_key(name), number)
    if what == "months" and "fi" in languages:
        for name, number in tuple(names.items()):
            if name.endswith("kuu"):  # lokak., lokakuun, lokakuussa: CLDR has lokakuu, lokakuuta and loka
                names |= dict.fromkeys((name[:-2], f"{name}n", f"{name}ssa"), number)
    return names


def _key(name: str) -> str:
    return name.casefold().rstrip(".")
