"""A published period changes only where each number changes by nobody, or by as many people as a number counts."""

from collections.abc import Mapping
from typing import Any

import pytest

from streams.releases.revision import is_revisable

K = 5


def rows(total: int, north: int | None, south: int | None, west: int | None) -> Mapping[str, list[Mapping[str, Any]]]:
    """A month of three districts."""
    return {
        "months": [{"visits": total, "family_visits": None, "state": "counted", "edition": 1}],
        "districts": [
            {"district": name, "visits": visits, "state": "suppressed" if visits is None else "counted", "edition": 1}
            for name, visits in (("north", north), ("south", south), ("west", west))
        ],
    }


@pytest.mark.parametrize(
    ("why", "new", "may"),
    [
        ("nothing changes", (60, 40, None, None), True),
        ("one person more", (61, 41, None, None), False),
        ("five more", (65, 45, None, None), True),
        ("one of those who are suppressed more", (66, 45, None, None), False),
        ("five of those who are suppressed more", (65, 40, None, None), True),
        ("what was suppressed is shown", (60, 40, 12, None), False),
        ("what was shown is suppressed", (60, None, None, None), False),
        ("two moved from a shown district to others", (60, 38, None, None), False),
    ],
)
def test_what_may_change(why: str, new: tuple[int, int | None, int | None, int | None], *, may: bool) -> None:
    """Of a month of 60 visits, 40 of them shown by district."""
    assert is_revisable(rows(60, 40, None, None), rows(*new), K) is may, why


def test_no_row_comes_or_goes() -> None:
    """A district that appears tells of those who came there."""
    old, new = rows(60, 40, None, None), rows(65, 45, None, None)
    new["districts"].append({"district": "east", "visits": 5, "state": "counted", "edition": 2})
    assert not is_revisable(old, new, K)


def test_a_mean_changes_only_with_its_answers() -> None:
    """A corrected answer changes a mean and no count: it would be told."""

    def pulse(answers: int, mean: float) -> Mapping[str, list[Mapping[str, Any]]]:
        key = {"question": "safety", "moment": "after", "area": "helsinki"}
        return {"pulse": [{**key, "answers": answers, "mean": mean}]}

    assert not is_revisable(pulse(60, 4.1), pulse(60, 4.2), K)
    assert is_revisable(pulse(60, 4.1), pulse(70, 4.2), K)


def gatherings(total: int, kallio: int, *visits: int | None) -> Mapping[str, list[Mapping[str, Any]]]:
    """A month of a district that is shown, where three gatherings were, and one that is not, where the others were."""
    return {
        "months": [{"visits": total, "family_visits": None}],
        "districts": [{"district": "kallio", "visits": kallio}, {"district": "malmi", "visits": None}],
        "counts": [
            {"gathering": str(place), "piece": "", "district": "kallio" if place < 3 else "malmi", "visits": one}
            for place, one in enumerate(visits)
        ],
    }


@pytest.mark.parametrize(
    ("why", "new", "may"),
    [
        ("five more at a gathering that is shown", (205, 65, 45, None, None, 30, None), True),
        ("two of seven more at suppressed ones", (207, 67, 45, None, None, 30, None), False),
        ("five of ten more at suppressed ones", (210, 70, 45, None, None, 30, None), True),
        ("seven more in a suppressed district where they are shown", (207, 60, 40, None, None, 37, None), True),
        ("two fewer in a suppressed district beside them", (205, 60, 40, None, None, 37, None), False),
    ],
)
def test_suppressed_gatherings_change_by_enough_people_too(
    why: str, new: tuple[int, int, int | None, int | None, int | None, int | None, int | None], *, may: bool
) -> None:
    """Who subtracts what is shown finds the suppressed ones of a district, and of all suppressed districts together."""
    assert is_revisable(gatherings(200, 60, 40, None, None, 30, None), gatherings(*new), K) is may, why


def test_no_number_becomes_small() -> None:
    """Nine people become three: a change of six, and yet three would be told."""
    assert not is_revisable(rows(60, 9, None, None), rows(54, 3, None, None), K)
