"""Turn a card's number into a pseudonym, at the edge, at once."""

import hmac
from hashlib import sha256

from producers.cards import number_without_signs, refuse_personal_detail
from producers.errors import InvalidCardError

__all__ = ["KEY_BYTES", "Pseudonymiser"]

KEY_BYTES = 32
"""As long as the hash: RFC 2104, section 3."""

_PSEUDONYM_DIGITS = 32


class Pseudonymiser:
    """Pseudonyms under one key: the first 128 bits of HMAC-SHA256 (RFC 2104) over the normalised card number.

    Guarantees: the same card has the same pseudonym under the same key, however it is typed (capitals, spaces,
    dashes, full-width digits). Without the key no pseudonym can be computed or checked against a list of cards; once
    the key is gone, so is the link. The key is in no representation and no error.
    """

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes, not {len(key)}; take one from a KeyRing")
        self._key = key

    def __repr__(self) -> str:
        return "Pseudonymiser(key hidden)"

    def __reduce__(self) -> str:
        raise TypeError("a Pseudonymiser is not pickled: its key stays where it is")

    def pseudonym(self, card: str) -> str:
        """Return the pseudonym of a card as 32 lower-case hexadecimal digits.

        Raises:
            InvalidCardError: nothing is left of the number once spaces and dashes are gone, or it is surely a personal
                detail (see `producers.cards.card_number`). It does not show the card.
        """
        refuse_personal_detail(card, declared=True)
        number = number_without_signs(card)
        if not number:
            raise InvalidCardError
        return hmac.new(self._key, number.encode(errors="surrogatepass"), sha256).hexdigest()[:_PSEUDONYM_DIGITS]
