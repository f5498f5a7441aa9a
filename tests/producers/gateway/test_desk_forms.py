"""Every event type has a form in three languages, an example and a line of history; the page refuses what it must."""

import json
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from producers.commands.examples import EXAMPLES
from producers.gateway.desk.forms import WITHOUT_FORM, forms
from producers.gateway.desk.presentation import Presentation, presentation_of
from producers.gateway.scope import EVENT_NAMES
from schemas.contract import contract_of
from schemas.event_type import EventType
from schemas.events import EVENT_TYPES
from schemas.places import AGE_BANDS
from schemas.plausibility import limits_of
from schemas.programmes import Programme
from tests.producers.gateway.door_page import needs_chromium
from tests.producers.gateway.gateway_process import GatewayProcess

SAMPLES = Path(__file__).parents[3] / "schemas" / "samples"
OF_OTHER_CONTROLS = frozenset({"gathering-scheduled"})
"""Its fields are controls of the plan's own screen."""


@pytest.mark.parametrize("event", EVENT_NAMES)
def test_each_event_type_has_a_form_or_the_reason_why_it_has_none(event: str) -> None:
    """A form has a text in each language for all that it shows, an example, and a line of history."""
    if event in WITHOUT_FORM:
        assert event not in forms()
        return
    form = forms()[event]
    shown = [form["name"], form["help"], *(field["label"] for field in form["fields"])]
    shown += [label for field in form["fields"] for label in field.get("labels", {}).values()]
    for words in shown:
        assert len(words) == 3
        assert all(word.strip() for word in words)
    assert set(form["history"]) <= {field["name"] for field in form["fields"]}
    assert bool(form["history"]) == bool(form["fields"])
    assert EXAMPLES[event]
    assert form["programmes"]


def test_a_form_that_its_contract_outgrew_is_found() -> None:
    """A field without a place on the form, and one without a place in the contract."""
    from producers.gateway.desk.forms import _form

    schema = TypeAdapter(contract_of(Programme.YOUTH_CENTRE).event_types[5].data).json_schema()
    presentation = presentation_of("head-count")
    assert presentation is not None
    without = Presentation.model_validate(
        presentation.model_dump() | {"fields": presentation.model_dump()["fields"][:1]}
    )
    with pytest.raises(ValueError, match="by_age_band"):
        _form("head-count", without, schema)


def test_no_form_of_police_dialogue_has_a_place_for_a_person() -> None:
    """Neither a free text nor a field that the contract of police dialogue lacks."""
    for kind in EVENT_TYPES:
        form = forms()[kind.name]
        if "police-dialogue" in form["programmes"] and form["screen"] != "plan":
            fields = TypeAdapter(kind.data_for(Programme.POLICE_DIALOGUE)).json_schema()["properties"]
            assert {field["name"] for field in form["fields"]} <= set(fields)
            assert not {field["control"] for field in form["fields"]} & {"name", "text", "venue"}


def variants(kind: EventType, data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield data near a sample's: fields absent, at and beyond limits, of another kind; rules broken and kept."""
    form = forms()[kind.name]
    data = {name: value for name, value in data.items() if name in {field["name"] for field in form["fields"]}}
    yield dict(data)
    for field in form["fields"]:
        name = field["name"]
        yield {one: value for one, value in data.items() if one != name}
        limits = [field.get("min", 0), field.get("max", 1_000_000)]
        values: list[Any] = [limits[0] - 1, *limits, limits[1] + 1, 2.5, "x", "7", True, False, [], {}]
        values += field.get("values", [])[:3]
        values += [[one] for one in field.get("values", [])[:2]] + [field.get("values", []) * 2, ["nobody"]]
        values += [{"13-17": 3}, {"13-17": -1}, {"13-17": 1.5}, {"14": 1}, {"7-12": 2_000_000}]
        values += ["2026-11-02", "2026-02-30", "1999-12-31", "2100-01-01", "2026-11-1", "20261102"]
        yield from ({**data, name: value} for value in values)
    names = {field["name"] for field in form["fields"]}
    for rule in kind.rules:
        said = rule.described()
        if said["rule"] == "sum-within":
            for total, known in product((0, 1, 5), (0, 1, 5, 6)):
                yield {**data, said["total"]: total, said["parts"]: {AGE_BANDS[2]: known}}
                yield {**data, said["total"]: total, said["parts"]: {AGE_BANDS[1]: known, AGE_BANDS[5]: 1}}
        elif said["rule"] == "different":
            agencies = next(field["values"] for field in form["fields"] if field["name"] == said["one"])
            for one, other in product(agencies[:3], agencies[:3]):
                yield {**data, said["one"]: one, said["other"]: other}
        elif said["rule"] == "begins-its-period":
            days = ("2026-03-01", "2026-03-02", "2026-06-01", "2024-02-29", "2026-12-28", "2027-01-01")
            for period, day in product(("day", "week", "month"), days):
                yield {**data, said["period"]: period, said["day"]: day}
        else:
            assert said["rule"] == "not-before"
    assert names


def accepted(kind: EventType, data: Mapping[str, Any]) -> bool:
    programme = next(one for one in Programme if one in kind.carried_by)
    given = {"concern": "concern-1"} if kind.name == "concern-handled" else {}
    try:
        TypeAdapter(kind.data_for(programme)).validate_json(json.dumps({**data, **given}))
    except ValidationError:
        return False
    return True


def doubted(kind: EventType, programme: Programme, data: Mapping[str, Any]) -> list[str]:
    """Return the fields of which the gateway would warn on 28 November 2026, by the rule that producers share."""
    many = [field for field, most in limits_of(kind.name, programme).items() if data.get(field, 0) > most]
    return many + (["first_day"] if data.get("first_day", "") > "2026-11-28" else [])


CHECKED = """
(cases) => Promise.all([import('/check.js'), import('/forms.js')]).then(([{ faults, doubts }, { FORMS }]) =>
  cases.map(([event, programme, data]) =>
    [faults(FORMS[event], data).length === 0, doubts(FORMS[event], data, programme, "2026-11-28")]))
"""


class TestInThePage:
    pytestmark = needs_chromium

    def test_the_page_refuses_what_the_contract_refuses_and_nothing_else(
        self, browser: Any, gateway: GatewayProcess
    ) -> None:
        """The same answers to the same data, thousands of them, by the contracts here and by the page's own check."""
        cases = []
        for kind in EVENT_TYPES:
            if kind.name in OF_OTHER_CONTROLS:
                continue
            programme = next(one for one in Programme if one in kind.carried_by)
            sample = json.loads((SAMPLES / f"{programme}.{kind.name}.json").read_text())["data"]
            cases += (
                [(kind, programme, data) for data in variants(kind, sample)] if forms()[kind.name]["fields"] else []
            )
        with browser.new_context() as context:
            page = context.new_page()
            page.goto(f"{gateway.url}/desk")
            answers = page.evaluate(CHECKED, [[kind.name, programme, data] for kind, programme, data in cases])
        for (kind, programme, data), (fine, asked) in zip(cases, answers, strict=True):
            assert fine == accepted(kind, data), (
                kind.name,
                data,
                "the page lets it through" if fine else "the page refuses it",
            )
            if fine:
                assert [field for field, _ in asked] == doubted(kind, programme, data), (kind.name, data)
        verdicts = [fine for fine, _ in answers]
        assert len(cases) > 700
        assert 100 < sum(verdicts) < len(cases) - 100
