"""What people type where a card's number belongs is seen for what it is, here and on the check-in page alike."""

import json
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright._impl._driver import compute_driver_executable

from producers.personal_details import contact_in, personal_detail, without_contacts

VECTORS: list[dict[str, Any]] = json.loads((Path(__file__).parent / "card_vectors.json").read_text(encoding="utf-8"))


def test_each_vector_is_what_it_is() -> None:
    """Identity codes of three countries however they are typed, addresses, telephone numbers, names; cards are none."""
    found = {vector["card"]: personal_detail(vector["card"]) for vector in VECTORS}
    wrong = {
        card: detail
        for vector in VECTORS
        if (detail := found[card := vector["card"]]) != (vector["kind"] and (vector["kind"], vector["certain"]))
    }
    assert wrong == {}


def test_the_page_has_the_same_rule(tmp_path: Path) -> None:
    """The page's JavaScript, run by itself, answers as the gateway does, vector by vector."""
    module, script = tmp_path / "personal.mjs", tmp_path / "answers.mjs"
    module.write_bytes((files("producers.gateway") / "static" / "personal.js").read_bytes())
    script.write_text(
        'import { readFileSync } from "node:fs"; import { personalDetail } from "./personal.mjs";'
        "const answers = JSON.parse(readFileSync(0)).map((card) => personalDetail(card) ?? null);"
        "console.log(JSON.stringify(answers));",
        encoding="utf-8",
    )
    node, _ = compute_driver_executable()
    cards = json.dumps([vector["card"] for vector in VECTORS])
    done = subprocess.run([node, script], input=cards, capture_output=True, text=True, check=True, timeout=60)
    told = {vector["card"]: answer for vector, answer in zip(VECTORS, json.loads(done.stdout), strict=True)}
    assert told == {
        vector["card"]: vector["kind"] and {"kind": vector["kind"], "certain": vector["certain"]} for vector in VECTORS
    }


@pytest.mark.parametrize(
    ("text", "kind", "left"),
    [
        ("Ilta, kysy aino@example.fi", "email", "Ilta, kysy …"),
        ("Tiedustelut: 040 123 4567.", "phone", "Tiedustelut: …."),
        ("Soita +358 9 310 1234!", "phone", "Soita …!"),
        ("Infopuhelin 09 310 12345", "phone", "Infopuhelin …"),
        ("Discon ohjaaja 131052-308T", "identity-code", "Discon ohjaaja 131052-308T"),
        ("Kalliossa 1.9.2026 klo 17-20, 00530 Helsinki", None, "Kalliossa 1.9.2026 klo 17-20, 00530 Helsinki"),
        ("Kesä 2026-2027: 100 000 askelta, @hki", None, "Kesä 2026-2027: 100 000 askelta, @hki"),
        ("Klo 09 - 12 ja 13-16, 04.05.2026", None, "Klo 09 - 12 ja 13-16, 04.05.2026"),
    ],
)
def test_a_name_of_a_gathering_holds_no_contact(text: str, kind: str | None, left: str) -> None:
    """An address and a telephone number are seen within a text and cut; dates, hours and postcodes are neither."""
    assert contact_in(text) == kind
    assert without_contacts(text) == left
