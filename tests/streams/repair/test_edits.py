"""Edits are JSON merge patches: the examples of RFC 7396, and assignments as an operator types them."""

from typing import Any

import pytest

from streams.repair.edits import Edits, merged, patch_of

RFC_7396_APPENDIX_A: list[tuple[Any, Any, Any]] = [
    ({"a": "b"}, {"a": "c"}, {"a": "c"}),
    ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
    ({"a": "b"}, {"a": None}, {}),
    ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
    ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
    ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
    ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
    ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
    (["a", "b"], ["c", "d"], ["c", "d"]),
    ({"a": "b"}, ["c"], ["c"]),
    ({"a": "foo"}, None, None),
    ({"a": "foo"}, "bar", "bar"),
    ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
    ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
    ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
]


@pytest.mark.parametrize(("target", "patch", "result"), RFC_7396_APPENDIX_A)
def test_patches_merge_as_the_standard_says(target: Any, patch: Any, result: Any) -> None:
    """Each example of RFC 7396, appendix A."""
    assert merged(target, patch) == result


def test_assignments_make_a_patch() -> None:
    """JSON where it is JSON, text where it is not, a dot goes below."""
    texts = ["people=34", "kind=school-class", "by_age_band.13-17=28", "by_age_band.7-12=6", "visitor=null"]
    assert patch_of(texts) == {
        "people": 34,
        "kind": "school-class",
        "by_age_band": {"13-17": 28, "7-12": 6},
        "visitor": None,
    }


@pytest.mark.parametrize("texts", [["people"], ["=34"], ["a..b=1"], ["a=1", "a.b=2"]])
def test_an_assignment_that_assigns_nothing_names_itself(texts: list[str]) -> None:
    """The message has the text and says what to write."""
    with pytest.raises(ValueError, match=r"write FIELD=VALUE|give one of the two"):
        patch_of(texts)


def test_edits_name_their_places_and_no_values() -> None:
    """So an act can say what was edited and nothing of what is in it."""
    edits = Edits({"people": 34, "by_age_band": {"13-17": 28}}, revision=2)
    assert edits.fields == ["data.people", "data.by_age_band.13-17", "revision"]
    event = {"id": "a", "data": {"people": "many"}}
    assert edits.applied_to(event) == {"id": "a", "revision": 2, "data": {"people": 34, "by_age_band": {"13-17": 28}}}
    assert event == {"id": "a", "data": {"people": "many"}}
