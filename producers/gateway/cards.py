"""A card stands in an event only until it is a pseudonym, here, before anything else is done with it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from producers.cards import CardFormats, card_number
from producers.errors import InvalidCardError
from producers.keys import KeyRing
from producers.seasons import season_of
from schemas.programmes import Programme

__all__ = ["CARD", "MISFIT", "without_card"]

CARD = "card"
"""The field of a check-in's data that a sender may give in place of `visitor`."""

_LONGEST = 120


MISFIT = "the card does not fit the format of the programme's cards; if it was read wrongly, it is another person's"


def without_card(
    data: Mapping[str, Any], keys: KeyRing, programme: Programme, time: datetime, formats: CardFormats
) -> tuple[dict[str, Any], bool]:
    """Return a check-in's data with the card replaced by its pseudonym, and whether the card fits its format.

    The pseudonym is that of the programme and the season of `time`.

    The key is read for each card, not kept, so that a key that is destroyed is gone from here too.

    Raises:
        InvalidCardError: the card is no text of 1 to 120 characters, nothing is left once it is normalised, or it is
            a personal detail (see `producers.cards.card_number`).
        PersonKeyError: the programme says nothing of persons.
        KeyFileError: the key cannot be read.
    """
    card = data[CARD]
    if not isinstance(card, str) or len(card) > _LONGEST:
        raise InvalidCardError
    rest = {name: value for name, value in data.items() if name != CARD}
    number, fits = card_number(card, formats.get(programme))
    return rest | {"visitor": keys.pseudonymiser(season_of(time), programme).pseudonym(number)}, fits
