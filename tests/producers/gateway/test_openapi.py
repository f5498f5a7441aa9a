import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from producers.gateway.docs_page import docs_page
from producers.gateway.openapi import openapi
from producers.gateway.problems import Problem
from schemas.contract import contract_of
from schemas.programmes import Programme
from tests.producers.gateway.gateway_process import GatewayProcess


def test_every_type_of_event_is_in_the_document() -> None:
    """The document is made of the contracts, with all types, and each reference leads somewhere."""
    document = openapi()
    written = json.dumps(document)
    for programme in Programme:
        assert all(f'"{name}"' in written for name in contract_of(programme).types)
    for part in written.split('"$ref": "#/components/schemas/')[1:]:
        assert part.partition('"')[0] in document["components"]["schemas"]


def test_only_programmes_with_persons_have_a_place_for_a_card() -> None:
    """Police dialogue has none, in the document either."""
    with_card = [
        name for name, shape in openapi()["components"]["schemas"].items() if "card" in shape.get("properties", {})
    ]
    assert with_card
    assert not any(name.startswith("PoliceDialogue") or name == "ImpersonalCheckIn" for name in with_card)


def test_the_page_shows_every_status_with_its_meaning() -> None:
    """What an answer means can be read without a tool, and without a script."""
    page = docs_page()
    assert "<script" not in page
    for problem in (Problem.TOO_MANY, Problem.UNAVAILABLE, Problem.TOO_LARGE):
        assert f"<td>{problem.status}</td>" in page


@pytest.mark.engines
@pytest.mark.skipif(find_spec("schemathesis") is None, reason="schemathesis is not installed")
def test_the_gateway_does_what_its_document_says(gateway: GatewayProcess, tmp_path: Path) -> None:
    """Schemathesis: requests made from the document, right and wrong ones, get answers that the document has."""
    run = subprocess.run(
        [
            *(sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()", "run"),
            *(f"{gateway.url}/openapi.json", "-H", f"Authorization: Bearer {gateway.new_key()}"),
            *("--max-examples", "4", "--seed", "1", "--checks", "all", "--phases", "fuzzing"),
            *("--no-color", "--generation-database", "none"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-6000:]
