import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, NotRequired

import pytest
from pydantic import Field, ValidationError
from typing_extensions import TypedDict

from schemas.contract import CORRECTION, RETRACTION, Contract, contract_of
from schemas.event_type import CLOSED, EventType
from schemas.events.check_in import CHECK_IN
from schemas.identifiers import Count, Instant, Pseudonym
from schemas.impersonal import DESCRIBES_NO_VISITOR, PersonalContractError, require_impersonal
from schemas.places import AGE_BANDS, DISTRICTS, AgeBand
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
    """Each value in its events is from a closed list, a count, an instant, or of a field that describes no visitor.

    Who adds a field must show in `schemas.impersonal` that it cannot hold a person.
    """
    schema = contract_of(Programme.POLICE_DIALOGUE).json_schema()
    require_impersonal(Programme.POLICE_DIALOGUE, schema)
    assert "visitor" not in json.dumps(schema)
    names = {name for shape in schemas_within(schema) for name in shape.get("properties", {})}
    assert set(DESCRIBES_NO_VISITOR) <= names, "no field is excused that is not there"


def shape(name: str, kind: Any) -> Any:
    make: Any = TypedDict
    made = make("Spoilt", {name: NotRequired[kind]})
    made.__pydantic_config__ = CLOSED
    return made


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (str, "is text, which can hold a name"),
        (Annotated[str, Field(max_length=40)], "is text, which can hold a name"),
        (str | None, "is text, which can hold a name"),
        (list[str], "is text, which can hold a name"),
        (Pseudonym, "is text, which can hold a name"),
        (int, "is a whole number without bounds"),
        (Annotated[int, Field(ge=0)], "is a whole number without bounds"),
        (Annotated[int, Field(ge=0, le=9_999_999)], "is a whole number up to 9,999,999"),
        (Annotated[int, Field(ge=-9_999_999, le=0)], "is a whole number up to 0"),
        (Annotated[float, Field(ge=0, le=1)], "is a number with decimals"),
        (dict[str, Count], "takes keys of anybody's choice"),
        (dict[Literal["0-6"], str], "is text, which can hold a name"),
        (Any, "takes anything"),
    ],
)
def test_a_field_with_room_for_a_person_is_refused_in_police_dialogue(kind: Any, why: str) -> None:
    """The contract is not even built; the error names the programme, the field and the reason. Elsewhere it is."""
    spoilt = EventType("group-visit", "A spoilt event", data=shape("remark", kind))
    with pytest.raises(PersonalContractError) as refused:
        Contract(Programme.POLICE_DIALOGUE, [CHECK_IN, spoilt])
    message = str(refused.value)
    assert message.startswith("police-dialogue says nothing of persons, but Spoilt.remark")
    assert why in message
    assert "carried_by" in message
    Contract(Programme.YOUTH_CENTRE, [CHECK_IN, spoilt])


def test_an_open_object_is_refused_in_police_dialogue() -> None:
    """Who forgets to close a shape is told so: it would take any field."""
    made = shape("people", Count)
    made.__pydantic_config__ = {}
    with pytest.raises(PersonalContractError, match="Spoilt takes fields that no contract names"):
        Contract(Programme.POLICE_DIALOGUE, [EventType("group-visit", "A spoilt event", data=made)])


@pytest.mark.parametrize(
    "kind", [Count, Instant, Literal["a", "b"], bool, dict[Literal["0-6", "7-12"], Count], AgeBand]
)
def test_counts_lists_and_instants_are_taken_in_police_dialogue(kind: Any) -> None:
    """What has no room for a person can be said."""
    Contract(Programme.POLICE_DIALOGUE, [EventType("group-visit", "Fine", data=shape("remark", kind))])


@pytest.mark.parametrize("programme", [programme for programme in Programme if programme.carries_persons])
def test_only_a_pseudonym_can_stand_for_a_visitor(programme: Programme) -> None:
    """A card number, a name or a phone number is refused in its place."""
    for not_a_pseudonym in ("2920 0142 8812 3301", "Matti Virtanen", "+358401234567", "F" * 32, "0" * 31):
        event = sample(programme, "check-in")
        event["data"]["visitor"] = not_a_pseudonym
        with pytest.raises(ValidationError):
            contract_of(programme).one.validate_json(json.dumps(event))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        (
            "head-count",
            {"people": 20, "by_age_band": {"13-17": 14, "18-29": 12}},
            "26 people have an age, but people is 20",
        ),
        ("head-count", {"people": 99_999}, "less than or equal to 50000"),
        (
            "outreach-contact",
            {"setting": "park", "people": 20, "by_age_band": {"13-17": 14, "18-29": 12}},
            "26 people have an age, but people is 20",
        ),
        (
            "dialogue-held",
            {"section": "extremism", "participants": 12, "by_age_band": {"13-17": 18}},
            "18 people have an age, but participants is 12",
        ),
        ("referral", {"from_agency": "police", "to_agency": "police", "people": 1}, "referred from police to itself"),
    ],
)
def test_what_contradicts_itself_is_refused(name: str, data: dict[str, Any], said: str) -> None:
    """As an event and within a correction; what nobody noted an age of may be left over."""
    event = sample(Programme.POLICE_DIALOGUE, name) | {"data": data}
    replacement = {"event": name, "time": event["time"], "data": data}
    correction = sample(Programme.POLICE_DIALOGUE, CORRECTION)
    correction["data"] |= {"replacement": replacement}
    for wrong in (event, correction):
        with pytest.raises(ValidationError, match=said):
            contract_of(Programme.POLICE_DIALOGUE).one.validate_json(json.dumps(wrong))


@pytest.mark.parametrize(
    ("revision", "valid"),
    [(2, True), (1_000_000, True), (1_000_001, False), (358_401_234_567, False), (1_764_281_000_000, True)],
)
def test_a_revision_is_a_small_number_or_an_instant(revision: int, valid: bool) -> None:  # noqa: FBT001
    """Between the two lie telephone numbers, and these have no place."""
    event = sample(Programme.POLICE_DIALOGUE, CORRECTION) | {"revision": revision}
    validate = contract_of(Programme.POLICE_DIALOGUE).one.validate_json
    if valid:
        assert validate(json.dumps(event))["revision"] == revision
    else:
        with pytest.raises(ValidationError, match="neither a number up to 1,000,000 nor an instant"):
            validate(json.dumps(event))


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


@pytest.mark.parametrize(
    ("period", "first_day", "begins"),
    [
        ("day", "2026-09-02", None),
        ("week", "2026-08-31", None),
        ("week", "2026-09-02", "2026-08-31"),
        ("week", "2026-01-01", "2025-12-29"),
        ("month", "2026-09-01", None),
        ("month", "2026-09-02", "2026-09-01"),
    ],
)
def test_a_total_begins_where_its_period_does(period: str, first_day: str, begins: str | None) -> None:
    """A week is named by its Monday and a month by its first; the refusal says which day that is."""
    event = sample(Programme.YOUTH_CENTRE, "period-count")
    event["data"] |= {"period": period, "first_day": first_day}
    contract = contract_of(Programme.YOUTH_CENTRE).one
    if begins is None:
        contract.validate_json(json.dumps(event))
        return
    with pytest.raises(ValidationError, match=f"the {period} begins on {begins}"):
        contract.validate_json(json.dumps(event))
