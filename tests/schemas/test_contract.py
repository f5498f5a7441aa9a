import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from schemas.contract import CORRECTION, RETRACTION, contract_of
from schemas.places import AGE_BANDS, DISTRICTS
from schemas.programmes import Programme

SAMPLES = Path(__file__).parents[2] / "schemas" / "samples"
sample_files = sorted(SAMPLES.glob("*.json"))


def sample(programme: Programme, name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SAMPLES / f"{programme}.{name}.json").read_text())
    return loaded


def schemas_within(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for inner in schema.values():
            yield from schemas_within(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from schemas_within(inner)


@pytest.mark.parametrize("programme", Programme)
def test_each_event_type_of_each_programme_has_a_valid_sample(programme: Programme) -> None:
    """The golden samples are exactly the types of the contract, and each is valid."""
    contract = contract_of(programme)
    names = [kind.name for kind in contract.event_types] + [CORRECTION, RETRACTION]
    assert {file.name for file in sample_files if file.name.startswith(f"{programme}.")} == {
        f"{programme}.{name}.json" for name in names
    }
    for name in names:
        contract.one.validate_json(json.dumps(sample(programme, name)))


@pytest.mark.parametrize("file", sample_files, ids=lambda file: file.stem)
def test_unknown_fields_are_refused_everywhere(file: Path) -> None:
    """No object of an event takes a field that its contract does not name."""
    event = json.loads(file.read_text())
    programme = Programme(file.name.partition(".")[0])
    for path in object_paths(event):
        spoilt = json.loads(file.read_text())
        place = spoilt
        for step in path:
            place = place[step]
        place["surname"] = "Virtanen"
        with pytest.raises(ValidationError) as caught:
            contract_of(programme).one.validate_python(spoilt)
        assert "surname" in str(caught.value) or "by_age_band" in path


def object_paths(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(value, dict):
        yield path
        for name, inner in value.items():
            yield from object_paths(inner, (*path, name))


@pytest.mark.parametrize("programme", Programme)
def test_no_event_holds_an_array_of_objects(programme: Programme) -> None:
    """What makes it sound to validate joined payloads: a payload cannot go on inside its neighbour's array."""
    for schema in schemas_within(contract_of(programme).json_schema()):
        if schema.get("type") == "array":
            assert schema["items"].get("type") in {"string", "integer", "number", "boolean"}, schema


def test_police_dialogue_has_no_place_for_a_person() -> None:
    """Each text in its events is from a closed list, an instant, or one of the few fields that describe no visitor.

    Who adds a text field must show here that it cannot hold a person: events of police dialogue say nothing of persons.
    """
    describes_no_visitor = {
        "id": "an event's or a venue's id",
        "source": "a device or a system",
        "subject": "the gathering",
        "corrects": "an event's id",
        "retracts": "an event's id",
        "fi": "the name of a gathering or a venue",
        "sv": "the name of a gathering or a venue",
        "en": "the name of a gathering or a venue",
    }
    schema = contract_of(Programme.POLICE_DIALOGUE).json_schema()
    free_text = set()
    for shape in schemas_within(schema):
        for name, field in shape.get("properties", {}).items():
            kinds = [field, *field.get("anyOf", [])]
            if any(kind.get("type") == "string" and not {"enum", "const", "format"} & set(kind) for kind in kinds):
                free_text.add(name)
    assert free_text <= set(describes_no_visitor)
    assert "visitor" not in json.dumps(schema)


@pytest.mark.parametrize("programme", [programme for programme in Programme if programme.carries_persons])
def test_only_a_pseudonym_can_stand_for_a_visitor(programme: Programme) -> None:
    """A card number, a name or a phone number is refused in its place."""
    for not_a_pseudonym in ("2920 0142 8812 3301", "Matti Virtanen", "+358401234567", "F" * 32, "0" * 31):
        event = sample(programme, "check-in")
        event["data"]["visitor"] = not_a_pseudonym
        with pytest.raises(ValidationError):
            contract_of(programme).one.validate_json(json.dumps(event))


@pytest.mark.parametrize("revision", [None, 0, 1])
def test_an_amendment_has_a_revision_above_one(revision: int | None) -> None:
    """A correction or retraction that could not win over the first revision is refused."""
    for name in (CORRECTION, RETRACTION):
        event = sample(Programme.YOUTH_CENTRE, name)
        event.pop("revision")
        if revision is not None:
            event["revision"] = revision
        with pytest.raises(ValidationError):
            contract_of(Programme.YOUTH_CENTRE).one.validate_json(json.dumps(event))


def test_the_districts_are_those_of_helsinki(shared_data: Path) -> None:
    """The table in the code is the published one, to the last resident."""
    rows = [line.split(",") for line in (shared_data / "helsinki_districts.csv").read_text().splitlines()[1:]]
    assert len(rows) == len(DISTRICTS) == 34
    assert sum(district.population for district in DISTRICTS.values()) == 565_432
    for code, ocd_id, name_fi, name_sv, major, latitude, longitude, population, *by_band in rows:
        district = DISTRICTS[ocd_id.rpartition(":")[2]]
        assert (district.code, district.ocd_id, district.name_fi, district.name_sv, district.major_district) == (
            int(code), ocd_id, name_fi, name_sv, major,
        )  # fmt: skip
        assert (district.latitude, district.longitude) == (float(latitude), float(longitude))
        assert district.population == int(population)
        assert dict(zip(AGE_BANDS, district.population_by_age_band, strict=True)) == dict(
            zip(AGE_BANDS, map(int, by_band), strict=True)
        )
