"""The contracts as documents."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, Draft202012Validator
from jsonschema.exceptions import ValidationError

from schemas.asyncapi import DEAD_LETTER_HEADERS
from schemas.contract import contract_of
from schemas.export import exported, json_schema_of, text_of
from schemas.export_format import Format
from schemas.programmes import DEAD_LETTER_TOPIC, TOPICS, Programme
from schemas.rejections import Rejection
from streams.dead_letters import DeadLetter
from streams.records import Run
from tests.streams.record_of import FakeRecord

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SAMPLES = sorted((ROOT / "schemas" / "samples").glob("*.json"))


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return dict(exported(Format.ASYNCAPI)["asyncapi.json"])


def references_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "$ref":
                yield inner
            else:
                yield from references_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references_in(inner)


def at(document: Any, reference: str) -> Any:
    for step in reference.removeprefix("#/").split("/"):
        document = document[step]
    return document


@pytest.mark.parametrize("programme", Programme)
def test_each_export_is_json_schema_and_takes_each_golden_sample(programme: Programme) -> None:
    """The specification's own metaschema takes the schema, the schema each sample, and no sample with a field more."""
    schema = json_schema_of(programme)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    samples = [file for file in SAMPLES if file.name.startswith(f"{programme}.")]
    assert len(samples) == len(contract_of(programme).types)
    for file in samples:
        sample = json.loads(file.read_text(encoding="utf-8"))
        validator.validate(sample)
        with pytest.raises(ValidationError):
            validator.validate({**sample, "surname": "Virtanen"})


def test_asyncapi_is_taken_by_the_specifications_own_schema(document: dict[str, Any]) -> None:
    """The schema that AsyncAPI publishes takes the document, and refuses in any part what it has no word for."""
    validator = Draft7Validator(json.loads((HERE / "asyncapi" / "3.0.0.json").read_text(encoding="utf-8")))
    validator.validate(document)
    for path, wrong in (
        (("operations", "send-dead-letter", "action"), "shout"),
        (("channels", "youth-centre", "topic"), "engagement.youth-centre.v1"),
        (("components", "messages", "dead-letter", "payload"), 7),
        (("asyncapi",), "3.1.0"),
    ):
        spoilt: Any = json.loads(json.dumps(document))
        place = spoilt
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = wrong
        assert not validator.is_valid(spoilt), path


def test_asyncapi_refers_to_nothing_that_is_not_there(document: dict[str, Any]) -> None:
    """Each reference leads to a place within the document."""
    references = set(references_in(document))
    assert references
    for reference in references:
        assert at(document, reference) is not None, reference


def test_asyncapi_has_every_topic_and_every_type(document: dict[str, Any]) -> None:
    """A channel a topic, a message a type of it, and the dead letters."""
    assert {one["address"] for one in document["channels"].values()} == {*TOPICS, DEAD_LETTER_TOPIC}
    for programme in Programme:
        messages = document["channels"][programme.value]["messages"].values()
        names = [at(document, one["$ref"])["name"] for one in messages]
        assert names == list(contract_of(programme).types)


def test_each_example_of_asyncapi_is_valid_by_its_own_payload(document: dict[str, Any]) -> None:
    """The payload's schema, with the whole document for its references, takes the example."""
    for name, message in document["components"]["messages"].items():
        for example in message.get("examples", ()):
            validator = Draft202012Validator({**document, **message["payload"]["schema"]})
            validator.validate(example["payload"])
            assert example["payload"]["type"] == message["name"], name


def test_the_headers_of_dead_letters_are_those_that_the_worker_sends() -> None:
    """By name and order; the reasons are the closed list."""
    record = FakeRecord(b"{", topic=Programme.YOUTH_CENTRE.topic)
    letter = DeadLetter.of(Run(record.topic, 0, [record]), record, Rejection.MALFORMED, "not JSON")
    sent = [name for name, _ in letter.message.headers[: len(DEAD_LETTER_HEADERS)]]
    assert sent == list(DEAD_LETTER_HEADERS)
    assert DEAD_LETTER_HEADERS["engagement-reason"]["enum"] == [reason.value for reason in Rejection]


def test_the_export_is_the_same_whatever_the_order_of_sets() -> None:
    """Two processes with other hash seeds print the same."""
    printed = {
        subprocess.run(
            [sys.executable, "-m", "engage", "contracts", "export"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1


def test_docs_contracts_holds_the_contracts_of_this_code() -> None:
    """If this fails: `engage contracts diff docs/contracts` says what changed; agree on it, then export anew."""
    agreed = {file.name: file.read_text(encoding="utf-8") for file in (ROOT / "docs" / "contracts").iterdir()}
    assert agreed == {name: text_of(document) for name, document in exported(Format.JSON_SCHEMA).items()}, (
        "run `engage contracts diff docs/contracts`, then "
        "`engage contracts export --format json-schema --folder docs/contracts`"
    )


@pytest.mark.parametrize("name", exported())
def test_the_text_of_a_contract_has_a_line_a_definition(name: str) -> None:
    """So that a change of one definition is a change of one line; read again, every document is the same."""
    document = exported()[name]
    lines = text_of(document).splitlines()
    assert json.loads("\n".join(lines)) == document
    for definition in document.get("$defs", {}):
        assert sum(line.startswith(f'    "{definition}": {{') and line.rstrip(",").endswith("}") for line in lines) == 1
