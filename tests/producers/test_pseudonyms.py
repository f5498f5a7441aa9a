import pickle
import re
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from producers.errors import InvalidCardError
from producers.pseudonyms import KEY_BYTES, Pseudonymiser

keys = st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES)
cards = st.from_regex(r"[A-Z0-9]{1,24}", fullmatch=True)


@given(keys, cards)
def test_a_card_has_one_pseudonym_under_one_key(key: bytes, card: str) -> None:
    """The same card under the same key is the same 32 hexadecimal digits."""
    pseudonym = Pseudonymiser(key).pseudonym(card)
    assert pseudonym == Pseudonymiser(bytes(key)).pseudonym(card)
    assert re.fullmatch(r"[0-9a-f]{32}", pseudonym)


@given(keys, keys, cards)
def test_another_key_gives_another_pseudonym(key: bytes, other: bytes, card: str) -> None:
    """Seasons and programmes cannot be linked: under another key the same card is somebody else."""
    assume(key != other)
    assert Pseudonymiser(key).pseudonym(card) != Pseudonymiser(other).pseudonym(card)


@given(keys, cards, cards)
def test_other_cards_have_other_pseudonyms(key: bytes, card: str, other: str) -> None:
    """Two cards are two visitors."""
    assume(card != other)
    assert Pseudonymiser(key).pseudonym(card) != Pseudonymiser(key).pseudonym(other)


@given(keys, cards, st.lists(st.sampled_from(" -\t\u00a0\u2013\u200b\n"), max_size=6), st.randoms())
def test_how_a_card_is_typed_does_not_matter(key: bytes, card: str, noise: list[str], random: Random) -> None:
    """Spaces, dashes and capitals are no part of a card's number."""
    typed = list(card.lower())
    for character in noise:
        typed.insert(random.randint(0, len(typed)), character)
    assert Pseudonymiser(key).pseudonym("".join(typed)) == Pseudonymiser(key).pseudonym(card)


def test_full_width_digits_are_digits() -> None:
    """A reader that types full-width digits reads the same card."""
    pseudonymiser = Pseudonymiser(b"k" * KEY_BYTES)
    assert pseudonymiser.pseudonym("\uff11\uff12\uff13") == pseudonymiser.pseudonym("123")


def test_it_is_hmac_sha256_cut_to_128_bits() -> None:
    """The pseudonym is what RFC 2104 says, so that another producer with the same key agrees."""
    key = bytes(range(KEY_BYTES))
    assert Pseudonymiser(key).pseudonym("2100-0001") == "503a2e53351fdd9291cc2faa0b4f1e4c"


@pytest.mark.parametrize("card", ["", "   ", "- -", "\u200b\n"])
def test_an_empty_card_is_refused(card: str) -> None:
    """Nothing is no card: it would make one visitor of all who have none."""
    with pytest.raises(InvalidCardError, match="empty"):
        Pseudonymiser(b"k" * KEY_BYTES).pseudonym(card)


def test_the_key_is_shown_nowhere() -> None:
    """Neither the representation nor a pickle gives the key away, and a wrong one is not in the error."""
    pseudonymiser = Pseudonymiser(b"secretsecretsecretsecretsecretse")
    assert "secret" not in repr(pseudonymiser) + str(pseudonymiser)
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(pseudonymiser)
    with pytest.raises(ValueError, match="32 bytes, not 6") as refused:
        Pseudonymiser(b"secret")
    assert "secret" not in str(refused.value)
