"""What of a contract may change, and what that breaks."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import engage
from schemas.contract import Contract
from schemas.events import EVENT_TYPES
from schemas.evolution import Change, changes
from schemas.export import json_schema_of, text_of
from schemas.programmes import Programme

YOUTH = Programme.YOUTH_CENTRE
Spoil = Callable[[dict[str, Any]], object]

CASES: list[tuple[str, Spoil, str, str, bool]] = [
    (
        "an optional field",
        lambda d: d["HeadCount"]["properties"].update(x={}),
        "data.x",
        "optional field is new",
        False,
    ),
    ("a field less", lambda d: d["HeadCount"]["properties"].pop("people"), "data.people", "field is gone", True),
    (
        "a field that must be there",
        lambda d: d["HeadCount"]["required"].append("by_age_band"),
        "data.by_age_band",
        "field became required",
        True,
    ),
    (
        "a field that may be left out",
        lambda d: d["HeadCount"]["required"].remove("people"),
        "data.people",
        "field became optional",
        False,
    ),
    (
        "a lower maximum",
        lambda d: d["HeadCount"]["properties"]["people"].update(maximum=10),
        "data.people",
        "maximum 50000 became 10",
        True,
    ),
    (
        "a higher maximum",
        lambda d: d["HeadCount"]["properties"]["people"].update(maximum=2_000_000),
        "data.people",
        "maximum 50000 became 2000000",
        False,
    ),
    (
        "a word less",
        lambda d: d["HeadCount"]["properties"]["by_age_band"]["propertyNames"]["enum"].remove("65+"),
        "data.by_age_band{}",
        "value 65+ is gone",
        True,
    ),
    (
        "a word more",
        lambda d: d["HeadCount"]["properties"]["by_age_band"]["propertyNames"]["enum"].append("90+"),
        "data.by_age_band{}",
        "value 90+ is new",
        False,
    ),
    (
        "another type",
        lambda d: d["HeadCount"]["properties"]["people"].update(type="string"),
        "data.people",
        "type integer became string",
        True,
    ),
    (
        "a type that holds the old one",
        lambda d: d["HeadCount"]["properties"]["people"].update(type="number"),
        "data.people",
        "type integer became number",
        False,
    ),
    (
        "a keyword that is not weighed",
        lambda d: d["HeadCount"]["properties"]["people"].update(multipleOf=2),
        "data.people",
        "multipleOf 2 is new",
        True,
    ),
]


@pytest.mark.parametrize(
    ("spoil", "field", "what", "breaking"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_a_change_is_told_once_and_judged(spoil: Spoil, field: str, what: str, breaking: bool) -> None:  # noqa: FBT001
    """The event and its corrections change together; whether events that were valid still are decides."""
    older = json_schema_of(YOUTH)
    newer = copy.deepcopy(older)
    spoil(newer["$defs"])
    assert changes(YOUTH.value, older, newer) == [Change(YOUTH.value, "head-count", field, what, breaking)]


def test_an_event_type_comes_and_goes() -> None:
    """A new one breaks nothing; one that is gone does. Its corrections and retractions are not told apart."""
    fewer = Contract(YOUTH, [kind for kind in EVENT_TYPES if kind.name != "pulse"]).json_schema()
    whole = json_schema_of(YOUTH)
    assert changes(YOUTH.value, fewer, whole) == [Change(YOUTH.value, "pulse", "", "event is new", breaking=False)]
    assert changes(YOUTH.value, whole, fewer) == [Change(YOUTH.value, "pulse", "", "event is gone", breaking=True)]


def test_words_of_a_schema_are_no_change() -> None:
    """Titles and descriptions refuse nothing."""
    newer = copy.deepcopy(json_schema_of(YOUTH))
    newer["$defs"]["HeadCount"].update(description="In other words.", title="Other")
    assert changes(YOUTH.value, json_schema_of(YOUTH), newer) == []


def diff(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(engage.app, ["contracts", "diff", *arguments], prog_name="engage")
    return result.exit_code, result.output


def older_file(folder: Path, spoil: Spoil) -> str:
    schema = copy.deepcopy(json_schema_of(YOUTH))
    spoil(schema["$defs"])
    file = folder / "older.json"
    file.write_text(text_of(schema), encoding="utf-8")
    return str(file)


def test_diff_says_what_a_breaking_change_touches(tmp_path: Path) -> None:
    """From the contract's field over table and roll-up to the panels that show it; the exit code is 1."""
    older = older_file(tmp_path, lambda d: d["Pulse"]["properties"].update(mood={"type": "integer"}))
    code, printed = diff(older, "--json")
    assert code == 1
    (change,) = json.loads(printed)["changes"]
    assert (change["event"], change["field"], change["breaking"]) == ("pulse", "data.mood", True)
    touches = change["touches"]
    assert (touches["tables"], touches["roll_ups"]) == (["pulses"], ["sentiment"])
    assert touches["views"] == ["pulse", "pulse_age_bands", "pulse_change"]
    assert "Safety and trust / How many feel safe?" in touches["panels"]
    assert not any(panel.startswith("Pipeline health") for panel in touches["panels"] + touches["further_panels"])


def test_diff_lets_a_compatible_change_pass(tmp_path: Path) -> None:
    """A field that an older release lacked is no harm: exit code 0."""
    code, printed = diff(older_file(tmp_path, lambda d: d["HeadCount"]["properties"].pop("by_age_band")))
    assert code == 0
    assert "compatible: youth-centre head-count data.by_age_band: optional field is new" in printed


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is not JSON"),
        ("[]", "is not the JSON Schema of a programme"),
        ('{"$id": "urn:engagement:youth-centre:v1", "oneOf": [{"$ref": "#/$defs/Gone"}]}', "lacks the definition Gone"),
    ],
)
def test_diff_says_what_is_wrong_with_a_file(tmp_path: Path, text: str, said: str) -> None:
    """The file, what is wrong, and the command that makes a right one; the exit code is 2."""
    file = tmp_path / "x.json"
    file.write_text(text, encoding="utf-8")
    code, printed = diff(str(file))
    assert code == 2
    assert said in " ".join(printed.split())
    assert "engage contracts export --folder" in " ".join(printed.split())
