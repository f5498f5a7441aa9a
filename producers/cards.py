"""The number of a card, as it is read and typed: what may be one, and whether it fits the programme's format."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from producers.errors import PersonalDetailError, PersonalIdentityCodeError
from producers.personal_details import is_dash, personal_detail
from schemas.programmes import Programme

__all__ = ["CardFormat", "CardFormats", "CardNumber", "card_number", "number_without_signs", "refuse_personal_detail"]


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

    What is surely a personal detail is no card. What looks like one and may be a card's number too (ten digits, a word
    with digits) is a card only in a programme that declares such a format.

    Raises:
        PersonalDetailError: it is an identity code, an e-mail address, a telephone number or a name. The error does
            not show it.
    """
    fitting = None if format_ is None else _fitted(card, format_)
    refuse_personal_detail(card, declared=fitting is not None and fitting.fits)
    return CardNumber(card, fits=True) if fitting is None else fitting


def refuse_personal_detail(card: str, *, declared: bool) -> None:
    """Refuse a personal detail in the place of a card; `declared`: only what is surely one.

    Raises:
        PersonalDetailError: as for `card_number`.
    """
    detail = personal_detail(card)
    if detail is None or (declared and not detail.certain):
        return
    if detail.kind == "identity-code":
        raise PersonalIdentityCodeError(certain=detail.certain)
    raise PersonalDetailError(_WHAT[detail.kind], certain=detail.certain)


def number_without_signs(card: str) -> str:
    """Return a card's number without capitals, spaces and dashes of any kind, full-width digits made plain."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", card).casefold())
    return "".join(
        c for c in folded if not is_dash(c) and unicodedata.category(c) not in {"Zs", "Zl", "Zp", "Cc", "Cf"}
    )


def _fitted(card: str, format_: CardFormat) -> CardNumber:
    left_out = set(format_.leave_out.casefold())
    number = "".join(c for c in number_without_signs(card) if c not in left_out)
    return CardNumber(number, re.fullmatch(format_.pattern, number, re.IGNORECASE) is not None)


_WHAT = {"email": "an e-mail address", "phone": "a telephone number", "name": "a name"}
