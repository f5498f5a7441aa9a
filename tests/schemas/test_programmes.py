"""The programmes, each a value of its own."""

import re

import pytest

from schemas.programmes import TOPICS, Programme


@pytest.mark.parametrize("programme", Programme)
def test_a_programme_is_its_profile(programme: Programme) -> None:
    """It is found by its id, which is words and hyphens, and its topic follows from that."""
    assert Programme(programme.profile.id) is programme
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", programme.value)
    assert TOPICS[programme.topic] is programme
    assert programme.topic == f"engagement.{programme}.v1"


def test_no_two_programmes_are_called_alike() -> None:
    """Whoever chooses one sees which it is, in every language."""
    for language in ("en", "fi", "sv"):
        for words in ("name", "plural"):
            called = [getattr(programme.profile, words).in_(language) for programme in Programme]
            assert len(set(called)) == len(called)
