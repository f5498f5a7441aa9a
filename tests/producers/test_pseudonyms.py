import pickle
import re
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from producers.cards import CardFormat, card_number
from producers.errors import InvalidCardError, PersonalDetailError
from producers.personal_details import personal_detail
from producers.pseudonyms import KEY_BYTES, Pseudonymiser

keys = st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES)
cards = st.from_regex(r"[A-Z0-9]{0,12}[0-9][A-Z0-9]{0,11}", fullmatch=True).filter(
    lambda card: not personal_detail(card)
)


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


@pytest.mark.parametrize(
    "card", ["131052-308T", "131052\u2212308t", "13.10.52 - 308T", "811218-9876", "aino@example.fi"]
)
def test_a_personal_detail_has_no_pseudonym(card: str) -> None:
    """However it comes here, and in whatever format; it stands in no message."""
    for given_format in (None, CardFormat(pattern=".*")):
        with pytest.raises(PersonalDetailError) as refused:
            card_number(card, given_format)
        assert card not in str(refused.value)
    with pytest.raises(PersonalDetailError):
        Pseudonymiser(b"k" * KEY_BYTES).pseudonym(card)


@pytest.mark.parametrize(
    ("card", "pattern"),
    [("0401234567", "[0-9]{10}"), ("8112189876", "[0-9]{10}"), ("kallio12", "[a-z]+[0-9]{2}"), ("aino", "[a-z]{4}")],
)
def test_what_only_looks_like_a_personal_detail_is_a_card_where_a_format_says_so(card: str, pattern: str) -> None:
    """Without one it is refused, with how to declare it; the declared card is taken."""
    with pytest.raises(PersonalDetailError, match=r"looks like .* ENGAGE_CARD_FORMATS") as refused:
        card_number(card)
    assert card not in str(refused.value)
    with pytest.raises(PersonalDetailError):
        card_number(card, CardFormat(pattern="HK[0-9]{4}"))
    assert card_number(card, CardFormat(pattern=pattern)) == (card, True)
    assert len(Pseudonymiser(b"k" * KEY_BYTES).pseudonym(card)) == 32


def test_a_minus_sign_is_a_dash() -> None:
    """A card typed with U+2212 is the card typed with a hyphen, with a format and without one."""
    pseudonymiser = Pseudonymiser(b"k" * KEY_BYTES)
    assert pseudonymiser.pseudonym("HK\u22120012") == pseudonymiser.pseudonym("HK-0012")
    assert card_number("HK\u22120012", CardFormat(pattern="HK[0-9]{4}")) == ("hk0012", True)


@pytest.mark.parametrize(
    ("format_", "card", "number", "fits"),
    [
        (CardFormat(pattern="[0-9a-f]{8}", leave_out=":"), "04:A2:3B:99", "04a23b99", True),
        (CardFormat(pattern="[0-9a-f]{8}", leave_out=":"), "04 a2 3b 99", "04a23b99", True),
        (CardFormat(pattern="HK[0-9]{4}"), "HK-0012", "hk0012", True),
        (CardFormat(pattern="HK[0-9]{4}"), "HK+0012", "hk+0012", False),
        (CardFormat(pattern="HK[0-9]{4}", leave_out="+"), "HK+0012", "hk0012", True),
        (CardFormat(pattern="[0-9]{10}"), "\u00e0\u00e0&\u00e9\"\u00e8'", "\u00e0\u00e0&\u00e9\"\u00e8'", False),
        (CardFormat(pattern="[0-9]{10}"), "00137489110", "00137489110", False),
        (None, "HK+0012", "HK+0012", True),
    ],
)
def test_a_format_brings_cards_together_and_shows_misfits(
    format_: CardFormat | None, card: str, number: str, fits: Any
) -> None:
    """What readers put in is left out; another keyboard's signs do not fit."""
    assert card_number(card, format_) == (number, fits)
