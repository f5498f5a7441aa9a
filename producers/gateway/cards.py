"""A card stands in an event only until it is a pseudonym, here, before anything else is done with it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from producers.errors import InvalidCardError
from producers.keys import KeyRing
from producers.seasons import season_of
from schemas.programmes import Programme

__all__ = ["CARD", "without_card"]

CARD = "card"
"""The field of a check-in's data that a sender may give in place of `visitor`."""

_LONGEST = 120


def without_card(data: Mapping[str, Any], keys: KeyRing, programme: Programme, time: datetime) -> dict[str, Any]:
    """Give a check-in's data with the card replaced by its pseudonym of the programme and the season of `time`.

    The key is read for each card, not kept, so that a key that is destroyed is gone from here too.

    Raises:
        InvalidCardError: the card is no text of 1 to 120 characters, or nothing is left once it is normalised.
        PersonKeyError: the programme says nothing of persons.
        KeyFileError: the key cannot be read.
    """
    card = data[CARD]
    if not isinstance(card, str) or len(card) > _LONGEST:
        raise InvalidCardError
    rest = {name: value for name, value in data.items() if name != CARD}
    return rest | {"visitor": keys.pseudonymiser(season_of(time), programme).pseudonym(card)}
