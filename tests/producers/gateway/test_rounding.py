"""Readers are told numbers by the terms of their programme; who counts at the door has exact ones."""

from typing import Any

import pytest

from producers.gateway.rounding import for_scope, rounded
from producers.gateway.scope import ROLES, Pattern, Role, Scope
from schemas.programmes import Programme

POLICE = Programme.POLICE_DIALOGUE.profile.privacy


def scope_of(role: Role) -> Scope:
    return Scope(frozenset(Programme), (Pattern("*"),), ROLES[role], (Pattern("*"),))


def standing(programme: Programme) -> dict[str, Any]:
    """Return how a gathering stands: 17 counted heads, 9 of whom left since."""
    counts = dict.fromkeys(("entries", "accompanied", "groups", "people_in_groups", "accompanying_groups"), None)
    heads = [{"id": "one", "time": 1, "people": 17, "since": -9}, {"id": "two", "time": 2, "people": 17, "since": 1}]
    more = {"contains": [[1, 3]], "taken_back": [], "arrivals": [{"quarter": "x", "entries": 3}]}
    return {
        "programme": programme.value,
        "inside": 8,
        "exits": 9,
        "balance": -12,
        "head_counts": heads,
        **counts,
        **more,
    }


@pytest.mark.parametrize(
    ("number", "told"), [(None, None), (0, 0), (9, None), (-9, None), (10, 10), (13, 15), (-13, -15)]
)
def test_small_numbers_are_not_told(number: int | None, told: int | None) -> None:
    """Ten is the threshold of police dialogues, five what they are rounded to; nobody recorded is not 0."""
    assert rounded(number, POLICE) == told


@pytest.mark.parametrize("programme", list(Programme))
@pytest.mark.parametrize("role", list(ROLES))
def test_who_counts_at_the_door_is_told_exactly(role: Role, programme: Programme) -> None:
    """And a reader of a programme that does not round."""
    exact = standing(programme)
    told = for_scope(exact, scope_of(role))
    if role == "reader" and programme.profile.privacy.rounding > 1:
        assert {name: told[name] for name in ("inside", "exits", "balance", "arrivals", "contains")} == {
            "inside": None,
            "exits": None,
            "balance": -10,
            "arrivals": [],
            "contains": [],
        }
        assert told["head_counts"] == [{"id": "two", "time": 2, "people": 20, "since": 0}]
        assert told["fewer_than"] == {"inside": 10, "exits": 10}
    else:
        assert told == {**exact, "rounded_to": 1, "fewer_than": {}}
