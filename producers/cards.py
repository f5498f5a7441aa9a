"""The number of a card, as it is read and typed: what may be one, and whether it fits the programme's format."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from producers.errors import PersonalIdentityCodeError
from schemas.programmes import Programme

__all__ = ["CardFormat", "CardFormats", "CardNumber", "card_number", "is_personal_identity_code"]

_CENTURIES = {"+": 1800, "-": 1900, "A": 2000}
_CENTURIES |= dict.fromkeys("YXWVU", 1900) | dict.fromkeys("BCDEF", 2000)
_CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_WITH_SIGN = re.compile(r"(\d{2})(\d{2})(\d{2})([-+ABCDEFUVWXY])(\d{3})([0-9A-Y])")
_WITHOUT_SIGN = re.compile(r"(\d{2})(\d{2})(\d{2})()(\d{3})([A-Y])")
_WITH_ANOTHER_SIGN = re.compile(r"(\d{2})(\d{2})(\d{2})([^\w\s])(\d{3})([0-9A-Y])")


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"it is no regular expression ({error}); write e.g. [0-9]{{10}}") from error
    return pattern


class CardFormat(BaseModel):
    """How the numbers of a programme's cards are written.

    Declare it when a season begins: what is left out changes the pseudonyms of cards that hold it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    pattern: Annotated[str, AfterValidator(_compiles)] = Field(
        description="a regular expression of the whole number, without spaces, dashes and what is left out"
    )
    leave_out: str = Field(default="", max_length=20, description="signs that readers put in: `:` of 04:A2:3B:99")


CardFormats = Mapping[Programme, CardFormat]


class CardNumber(NamedTuple):
    """A card's number, ready for its pseudonym, and whether it fits the programme's format (True without one)."""

    number: str
    fits: bool


def card_number(card: str, format_: CardFormat | None = None) -> CardNumber:
    """Return the number of a card as its programme writes it.

    Raises:
        PersonalIdentityCodeError: it is a Finnish personal identity code. The error does not show it.
    """
    if is_personal_identity_code(card):
        raise PersonalIdentityCodeError
    if format_ is None:
        return CardNumber(card, fits=True)
    plain = unicodedata.normalize("NFKC", card).casefold()
    left_out = set(format_.leave_out.casefold())
    number = "".join(
        c for c in plain if c not in left_out and unicodedata.category(c) not in {"Zs", "Zl", "Zp", "Cc", "Cf", "Pd"}
    )
    return CardNumber(number, re.fullmatch(format_.pattern, number, re.IGNORECASE) is not None)


def is_personal_identity_code(text: str) -> bool:
    """Whether a text is a Finnish personal identity code, as the health insurance card and the driving licence show it.

    DDMMYY, a sign of the century (+, -, A, and since 2023 also Y X W V U and B C D E F), a number and a check
    character, the remainder by 31. One with another sign in that place counts too, as keyboards of other languages type
    it, and one without if its check character is a letter. Source: the Digital and Population Data Services Agency,
    https://dvv.fi/en/personal-identity-code.
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    signs = ("-" if unicodedata.category(c) == "Pd" or c == "\u2212" else c for c in plain)
    code = "".join(c for c in signs if unicodedata.category(c) not in {"Zs", "Zl", "Zp", "Cc", "Cf"})
    found = _WITH_SIGN.fullmatch(code) or _WITHOUT_SIGN.fullmatch(code) or _WITH_ANOTHER_SIGN.fullmatch(code)
    if found is None:
        return False
    day, month, year, sign, number, check = found.groups()
    if _CHECK[int(day + month + year + number) % len(_CHECK)] != check:
        return False
    centuries = [_CENTURIES[sign]] if sign in _CENTURIES else [1900, 2000]
    return any(_is_day(century + int(year), int(month), int(day)) for century in centuries)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
