"""What people write where a card's number belongs: their identity code, e-mail address, telephone number or name.

The check-in page has the same rule in `gateway/static/personal.js`; a test holds the two to the same answers.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal, NamedTuple

__all__ = [
    "Kind",
    "PersonalDetail",
    "contact_in",
    "is_dash",
    "is_identity_code",
    "personal_detail",
    "shows_something",
    "without_contacts",
]

Kind = Literal["identity-code", "email", "phone", "name"]


class PersonalDetail(NamedTuple):
    """What a text is. One that is not `certain` may be a card's number, too: digits alone have many meanings."""

    kind: Kind
    certain: bool


_CENTURIES = {"A": 2000} | dict.fromkeys("YXWVU", 1900) | dict.fromkeys("BCDEF", 2000)
_CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_SIGN = r"(-?[ABCDEFUVWXY]-?|-?)"
_ENDING = r"([0-9]{3})-?([0-9A-Z])(?=-|$)"
_YEAR_LAST = re.compile(rf"(?:^|-)([0-9]{{2}})-?([0-9]{{2}})-?([0-9]{{4}}|[0-9]{{2}}){_SIGN}{_ENDING}")
_YEAR_FIRST = re.compile(rf"(?:^|-)([0-9]{{4}}|[0-9]{{2}})-?([0-9]{{2}})-?([0-9]{{2}}){_SIGN}{_ENDING}")
_ESTONIAN = re.compile(r"(?:^|-)([1-8])([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{4})(?=-|$)")
_ESTONIAN_WEIGHTS = ((1, 2, 3, 4, 5, 6, 7, 8, 9, 1), (3, 4, 5, 6, 7, 8, 9, 1, 2, 3))
_PREFIX = re.compile(r"^(?:FIN?|SWE|SE|EST|EE|HETU|SOTU|HENKILÖTUNNUS|PERSONNUMMER|PNR|ISIKUKOOD)[\s:.-]*(?=[0-9])")
_COORDINATION_NUMBER = 60
"""Sweden adds this to the day in the number of somebody who is not in its population register."""

_LETTER = r"[^\W\d_]"
_EMAIL = re.compile(rf"\S@\S*{_LETTER}")
_PHONE_WORD = re.compile(r"^(?:TEL|PUH|GSM|MOB)[A-Z]*[\s.:]*(?=[+(0-9])")
_ABROAD = re.compile(r"^(?:\+|00(?:358|46|372|47|45|49|44|7))[0-9\s().\u2010-\u2015/-]*$")
_PHONE_SIGNS = re.compile(r"^[0-9\s().\u2010-\u2015\u2212/-]+$")
_MOBILE = re.compile(r"^(?:0|358)(?:4[0-9]|50)[0-9]{6,8}$")
_LANDLINE = re.compile(r"^\(?0(?:2|3|5|6|8|9|1[3-9])\)?[\s\u2010-\u2015\u2212/-]+[0-9][0-9\s-]{4,9}$")

_LETTERS_ALONE = re.compile(rf"^(?:{_LETTER}|[\s'\u2019\u00b4`.,\u2010-\u2015\u2212-])+$")
_WORD = re.compile(rf"(?:^|[^\w]|_)({_LETTER}{{3,}})(?=[^\w]|_|$)")
_NAME_AND_DIGITS = re.compile(rf"^({_LETTER}{{3,}})[\s._\u2010-\u2015\u2212-]*[0-9]{{1,8}}$")
_BEYOND_HEXADECIMAL = re.compile(r"[^0-9A-Fa-f]")
_VOWEL = re.compile(r"[aeiouyåäöAEIOUYÅÄÖ]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_KEPT_CONTROLS = frozenset("\t\n\v\f\r")

_EMAIL_IN_TEXT = re.compile(
    r"[^\s@<>()\[\],;:\"']+(?:@|\s+@\s+|\s*[(\[]\s*at\s*[)\]]\s*)[^\s@<>()\[\],;:\"']+\.[^\s@<>()\[\],;:\"'.!?]+",
    re.IGNORECASE,
)
_PHONE_IN_TEXT = re.compile(
    r"(?<![\w+])(?:"
    r"\+[0-9]{1,3}[\s./-]?(?:\(0\)[\s./-]?)?[0-9](?:[\s./-]?[0-9]){5,11}"
    r"|00(?:358|46|372)[\s./-]?[0-9](?:[\s./-]?[0-9]){5,10}"
    r"|0(?:4[0-9]|50)(?:[\s./-]{0,2}[0-9]){6,8}"
    r"|\(?0(?:2|3|5|6|8|9|1[3-9])\)?[\s/-][0-9]{3}(?:[\s/-]?[0-9]){3,5}"
    r")(?![\w])"
)


def personal_detail(text: str) -> PersonalDetail | None:
    """Return what of a person a text is, or None if it may well be a card's number.

    Certain are identity codes with their own sign, letter or century, e-mail addresses, and telephone numbers with
    their country: no card has such a number. Uncertain are the ten or eleven digits of a code or a telephone number
    alone, and names, which the number of a card may look like.

    An identity code is Finnish (DDMMYY, a sign of the century, three digits and a check character, the remainder by
    31), Swedish (Luhn) or Estonian (by 11), with its check right and its day in the calendar, however it is parted:
    dots, dashes of any kind, spaces, a century in four digits, `FI` before it. Sources: https://dvv.fi/en/personal-identity-code,
    Skatteverket SKV 704, Estonia's standard EVS 585.
    """
    clean = _clean(text)
    return _identity_code(clean.upper()) or _email(clean) or _phone(clean.upper()) or _name(clean)


def is_dash(character: str) -> bool:
    """Whether a character is a dash: those that Unicode calls so, and the minus sign."""
    return unicodedata.category(character) == "Pd" or character == "\u2212"


def contact_in(text: str) -> Kind | None:
    """Return what somebody can be reached or known by that stands within a text, such as a gathering's name."""
    clean = _clean(text)
    seen = _with_plain_digits(clean)
    if _EMAIL_IN_TEXT.search(seen):
        return "email"
    if _PHONE_IN_TEXT.search(seen):
        return "phone"
    found = _identity_code(clean.upper())
    return found.kind if found is not None and found.certain else None


def without_contacts(text: str) -> str:
    """Return a text with `…` in the place of each e-mail address and telephone number."""
    seen, parts, end = _with_plain_digits(text), [], 0
    spans = sorted(found.span() for pattern in (_EMAIL_IN_TEXT, _PHONE_IN_TEXT) for found in pattern.finditer(seen))
    for start, stop in spans:
        if start >= end:
            parts += [text[end:start], "…"]
            end = stop
    return "".join([*parts, text[end:]])


def shows_something(text: str) -> bool:
    """Whether a text holds a letter, a digit or a symbol: not only spaces, marks and what cannot be seen."""
    return any(unicodedata.category(character)[0] in "LNS" for character in text)


def is_identity_code(text: str) -> bool:
    """Whether a text is surely an identity code, and nothing beside it."""
    found = _identity_code(_clean(text).upper())
    return found is not None and found.certain


def _with_plain_digits(text: str) -> str:
    """Return a text of the same length with ASCII's digits, dashes and @ in the place of their likes."""
    return "".join(_PLAIN.get(c) or ("-" if is_dash(c) else _digit(c)) for c in text)


def _digit(character: str) -> str:
    return character if character.isascii() else str(unicodedata.decimal(character, character))


_PLAIN = {"\uff20": "@", "\ufe6b": "@", "\uff0b": "+", "\uff0e": "."}


def _clean(text: str) -> str:
    """Return the text without what cannot be seen, full-width digits and the like made plain."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if c in _KEPT_CONTROLS or unicodedata.category(c) not in {"Cc", "Cf"}).strip()


def _identity_code(text: str) -> PersonalDetail | None:
    bare = _PREFIX.sub("", text)
    named = bare != text
    uncertain = False
    for form in _forms(bare):
        for certain in (*_finnish(form), *_swedish(form), *_estonian(form)):
            if certain or named:
                return PersonalDetail("identity-code", certain=True)
            uncertain = True
    return PersonalDetail("identity-code", certain=False) if uncertain else None


def _forms(text: str) -> Iterator[str]:
    """Return the text with one `-` where signs and spaces part it, only where signs do, and without any."""
    for form in (text, re.sub(r"\s+", "", text), re.sub(r"[^0-9A-Z]+", "", text)):
        yield re.sub(r"[^0-9A-Z]+", "-", form).strip("-")


def _finnish(form: str) -> Iterator[bool]:
    for pattern in (_YEAR_LAST, _YEAR_FIRST):
        for found in pattern.finditer(form):
            first, month, last, sign, number, check = found.groups()
            day, year = (first, last) if pattern is _YEAR_LAST else (last, first)
            if len(day) != 2 or not (sign or check.isalpha()):
                continue
            if _CHECK[int(day + month + year[-2:] + number) % len(_CHECK)] != check:
                continue
            century = _CENTURIES.get(sign.strip("-"))
            if _is_day(_years(year, (1800, 1900, 2000) if century is None else (century,)), month, int(day)):
                yield True


def _swedish(form: str) -> Iterator[bool]:
    for found in _YEAR_FIRST.finditer(form):
        year, month, day, sign, number, check = found.groups()
        if sign.strip("-") or not check.isdecimal():
            continue
        digits = [int(digit) for digit in year[-2:] + month + day + number]
        doubled = [digit if place % 2 else digit * 2 for place, digit in enumerate(digits)]
        if (sum(digit // 10 + digit % 10 for digit in doubled) + int(check)) % 10:
            continue
        years = _years(year, (1800, 1900, 2000))
        if _is_day(years, month, int(day)) or _is_day(years, month, int(day) - _COORDINATION_NUMBER):
            yield len(year) == 4 or sign != ""


def _estonian(form: str) -> Iterator[bool]:
    for found in _ESTONIAN.finditer(form):
        century, year, month, day, _ = found.groups()
        digits = [int(digit) for digit in "".join(found.groups())]
        remainder = 10
        for weights in _ESTONIAN_WEIGHTS:
            if remainder == 10:
                remainder = sum(map(int.__mul__, digits, weights)) % 11
        if remainder % 10 == digits[10] and _is_day(
            [1800 + (int(century) - 1) // 2 * 100 + int(year)], month, int(day)
        ):
            yield False


def _years(year: str, centuries: Iterable[int]) -> list[int]:
    return [int(year)] if len(year) == 4 else [century + int(year) for century in centuries]


def _is_day(years: Iterable[int], month: str, day: int) -> bool:
    for year in years:
        try:
            found = date(year, int(month), day)
        except ValueError:
            continue
        if 1800 <= found.year < 2100:
            return True
    return False


def _email(text: str) -> PersonalDetail | None:
    return PersonalDetail("email", certain=True) if _EMAIL.search(re.sub(r"\s+", "", text)) else None


def _phone(text: str) -> PersonalDetail | None:
    number = _PHONE_WORD.sub("", text)
    digits = re.sub(r"[^0-9]", "", number)
    if 8 <= len(digits) <= 17 and (_ABROAD.search(number) or (number != text and _PHONE_SIGNS.search(number))):
        return PersonalDetail("phone", certain=True)
    if _PHONE_SIGNS.search(number) and (_MOBILE.search(digits) or _LANDLINE.search(number)):
        return PersonalDetail("phone", certain=False)
    return None


def _name(text: str) -> PersonalDetail | None:
    name = PersonalDetail("name", certain=False)
    if _LETTERS_ALONE.search(text):
        return name if len(re.findall(_LETTER, text)) >= 2 else None
    words = _WORD.findall(text)
    if len(words) >= 2 and any(_BEYOND_HEXADECIMAL.search(word) for word in words):
        return name
    found = _NAME_AND_DIGITS.search(text)
    if found is None:
        return None
    word = found[1]
    spoken = word != word.upper() and _VOWEL.search(word) and _BEYOND_HEXADECIMAL.search(word)
    return name if spoken or _BEYOND_ASCII.search(word) else None
