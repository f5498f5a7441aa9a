import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producers.errors import InvalidDocumentError
from producers.linked_events import Counts, LinkedEventsImport, import_linked_events
from producers.linked_events.links import fit, link_of
from producers.linked_events.tally import Tally
from producers.linked_events.text import LONGEST_TEXT, plain_text
from producers.outgoing import outgoing
from schemas.contract import Event, event_name
from schemas.envelope import as_message
from schemas.programmes import Programme

SAMPLES = Path(__file__).parent / "samples"


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def imported() -> LinkedEventsImport:
    return import_linked_events(
        read(SAMPLES / "linked_events_events.json"), read(SAMPLES / "linked_events_places.json")
    )


def plan_of(imported: LinkedEventsImport, name: str) -> Event:
    return next(event for event in imported.events if event["subject"] == f"linked-events:helsinki:{name}")


def record(**fields: object) -> dict[str, object]:
    return {"id": "a:1", "name": {"fi": "x"}, "last_modified_time": "2026-01-01T00:00:00Z", "start_time": None} | fields


def test_a_gathering_is_planned_as_they_have_it(imported: LinkedEventsImport) -> None:
    """Name in three languages without HTML, times, venue with its district and position, capacity; time is theirs."""
    event = plan_of(imported, "evening")
    assert json.loads(as_message(event)[1]) == {
        "specversion": "1.0",
        "id": "gathering-scheduled:helsinki:evening:20260820T080000123456Z",
        "source": "linked-events:helsinki",
        "type": "fi.hel.engagement.regional-event.gathering-scheduled.v1",
        "subject": "linked-events:helsinki:evening",
        "time": "2026-08-20T08:00:00.123+00:00",
        "datacontenttype": "application/json",
        "data": {
            "name": {"fi": "Perjantai-ilta & musiikkia", "sv": "Fredagskväll"},
            "starts": "2026-09-04T14:00:00.000+00:00",
            "ends": "2026-09-04T19:00:00.000+00:00",
            "venue": {
                "id": "tprek:1",
                "name": {"fi": "Kallion talo", "sv": "Berghälls hus"},
                "district": "kallio",
                "latitude": 60.184,
                "longitude": 24.95,
            },
            "capacity": 120,
        },
    }


def test_each_record_is_used_or_refused(imported: LinkedEventsImport) -> None:
    """The counts add up to the records of the file."""
    assert imported.counts == Counts(
        records=9, gatherings=6, cancelled=2, without_start=1, without_district=2, repeated=0
    )
    assert len(imported.refused) == 3


def test_every_event_fits_its_contract(imported: LinkedEventsImport) -> None:
    """What an import gives is what an emitter takes."""
    assert [outgoing(event).event_id for event in imported.events] == [event["id"] for event in imported.events]


def test_what_happens_online_is_in_no_district(imported: LinkedEventsImport) -> None:
    """The internet is a venue without a district."""
    venue = plan_of(imported, "online")["data"]["venue"]
    assert venue == {"id": "helsinki:internet", "name": {"fi": "Internet", "sv": "Internet", "en": "Internet"}}


def test_a_postponed_gathering_has_no_start(imported: LinkedEventsImport) -> None:
    """EventPostponed is a plan whose start is not known; its place in Espoo is outside Helsinki."""
    data = plan_of(imported, "postponed")["data"]
    assert (data["starts"], data["ends"], data["venue"]["district"]) == (None, None, "outside-helsinki")


def test_a_cancelled_gathering_is_planned_and_called_off(imported: LinkedEventsImport) -> None:
    """EventCancelled gives the plan and the cancellation; dates without a time are Helsinki's midnights."""
    plan, cancelled = (event for event in imported.events if event["subject"].endswith(":cancelled"))
    assert plan["data"]["starts"].isoformat() == "2026-09-05T21:00:00+00:00"
    assert event_name(cancelled["type"]) == "gathering-cancelled"
    assert (cancelled["data"], cancelled["time"]) == ({}, plan["time"])


def test_a_replaced_place_is_followed_to_its_successor(imported: LinkedEventsImport) -> None:
    """Two replacements on, the venue is the place that stands for it now."""
    assert plan_of(imported, "cancelled")["data"]["venue"]["id"] == "tprek:1"


def test_a_replaced_gathering_is_called_off_as_replaced(imported: LinkedEventsImport) -> None:
    """replaced_by gives the reason; a place embedded in the event is taken as it stands."""
    plan, cancelled = (event for event in imported.events if event["subject"].endswith(":replaced"))
    assert cancelled["data"] == {"reason": "replaced"}
    assert plan["data"]["venue"] == {
        "id": "tprek:2",
        "name": {"fi": "Upotettu paikka"},
        "district": "taka-töölö",
    }


def test_an_umbrella_without_a_place_is_a_gathering(imported: LinkedEventsImport) -> None:
    """A festival of a month, nowhere in particular, is planned like any other."""
    assert "venue" not in plan_of(imported, "umbrella")["data"]


def test_refused_records_say_what_to_mend(imported: LinkedEventsImport) -> None:
    """Each refusal names the record, the field by their name, the value and the remedy."""
    assert [(refused.id, refused.field) for refused in imported.refused] == [
        ("helsinki:backwards", "end_time"),
        ("helsinki:nameless", "name"),
        ("helsinki:circle", "replaced_by"),
    ]
    assert "break the circle" in imported.refused[2].remedy
    assert imported.refused[2].value == "helsinki:circle → helsinki:circle"
    assert imported.refused[0].value == "2026-09-04T14:00:00Z"


def test_importing_again_changes_nothing_and_a_change_is_a_new_plan() -> None:
    """The same file gives the same bytes; a later modification gives other ids for the same gathering."""
    before = import_linked_events([record()])
    assert [as_message(event) for event in import_linked_events([record()]).events] == [
        as_message(event) for event in before.events
    ]
    after = import_linked_events([record(last_modified_time="2026-01-02T00:00:00Z")])
    assert after.events[0]["subject"] == before.events[0]["subject"]
    assert after.events[0]["id"] != before.events[0]["id"]
    assert after.events[0]["time"] > before.events[0]["time"]


def test_pages_that_overlap_count_a_record_once() -> None:
    """Pages may be given together; the same version of an event in two of them is one gathering."""
    result = import_linked_events([{"data": [record()]}, {"meta": {}, "data": [record(), record(id="a:2")]}])
    assert (len(result.events), result.counts.records, result.counts.repeated) == (2, 3, 1)


def test_another_programme_may_be_chosen() -> None:
    """The gatherings go to the programme that is asked for."""
    event = import_linked_events([record()], programme=Programme.THEME_NIGHT).events[0]
    assert outgoing(event).topic == "engagement.theme-night.v1"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"id": None}, "id"),
        ({"last_modified_time": None}, "last_modified_time"),
        ({"last_modified_time": "yesterday"}, "last_modified_time"),
        ({"last_modified_time": "1999-12-31T00:00:00Z"}, "last_modified_time"),
        ({"start_time": "2026-09-04T14:00:00"}, "start_time"),
        ({"start_time": "2126-09-04T14:00:00Z"}, "start_time"),
        ({"end_time": 7}, "end_time"),
        ({"event_status": "EventMoved"}, "event_status"),
        ({"publication_status": "draft"}, "publication_status"),
        ({"name": "a text"}, "name"),
        ({"name": {"fi": "<p></p>"}}, "name"),
        ({"location": 7}, "location"),
        ({"location": {"name": {"fi": "no id"}}}, "location"),
        ({"maximum_attendee_capacity": -1}, "maximum_attendee_capacity"),
        ({"maximum_attendee_capacity": "many"}, "maximum_attendee_capacity"),
        ({"replaced_by": 7}, "replaced_by"),
    ],
)
def test_a_record_that_cannot_be_used_is_refused_alone(fields: dict[str, object], field: str) -> None:
    """The field is named as they name it, and the good record beside it is kept."""
    result = import_linked_events([record(**fields), record(id="a:good")])
    assert [refused.field for refused in result.refused] == [field]
    assert result.refused[0].remedy
    assert [event["subject"] for event in result.events] == ["linked-events:a:good"]


def test_places_that_replace_each_other_in_a_circle_are_refused() -> None:
    """A circle of places has no last one, so the event says where to break it."""
    places = [{"id": "p:1", "replaced_by": "p:2"}, {"id": "p:2", "replaced_by": "p:1"}]
    (refused,) = import_linked_events([record(location={"@id": "…/place/p:1/"})], places).refused
    assert (refused.field, refused.value) == ("location.replaced_by", "p:1 → p:2 → p:1")


def test_a_place_that_nobody_described_keeps_its_id() -> None:
    """The venue is known by its id alone, without a district."""
    (event,) = import_linked_events([record(location={"@id": "https://api.hel.fi/place/tprek:404/"})]).events
    assert event["data"]["venue"] == {"id": "tprek:404", "name": {}}


@pytest.mark.parametrize("document", ["text", 7, None, {"data": "text"}])
def test_a_file_of_another_shape_is_refused_as_a_whole(document: object) -> None:
    """What is no page of Linked Events is said to be none."""
    with pytest.raises(InvalidDocumentError, match="are not Linked Events"):
        import_linked_events(document)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2),
    max_leaves=4,
)
odd_records = st.fixed_dictionaries(
    {},
    optional={
        field: json_values | st.dictionaries(st.sampled_from(["fi", "id", "@id", "name"]), json_values, max_size=2)
        for field in record(location=0, replaced_by=0, event_status=0, end_time=0, maximum_attendee_capacity=0)
    },
)


@given(st.lists(odd_records, max_size=4), st.lists(odd_records, max_size=2))
def test_no_record_brings_an_import_down(odd: list[dict[str, Any]], places: list[dict[str, Any]]) -> None:
    """Whatever stands in the fields, each record ends in exactly one of the counts, or refused."""
    result = import_linked_events([*odd, record()], places)
    counts = result.counts
    assert counts.records == (
        counts.gatherings + counts.deleted + counts.series + counts.repeated + len(result.refused)
    )
    assert result.counts.gatherings >= 1
    for event in result.events:
        outgoing(event)


@given(st.text(max_size=800))
def test_any_text_becomes_one_short_line(text: str) -> None:
    """No line break, no control character, at most 300 characters, and what is plain already stays as it is."""
    plain = plain_text(text)
    assert len(plain) <= LONGEST_TEXT
    assert plain == " ".join(plain.split())
    plain.encode()


def test_a_long_text_is_cut_between_words() -> None:
    """It ends in an ellipsis, after a whole word."""
    plain = plain_text("sana " * 100)
    assert (plain[-6:], len(plain)) == (" sana…", 300)


def test_scripts_are_no_text() -> None:
    """What a browser would run is not read as a name."""
    assert plain_text("Ilta<script>alert(1)</script> <style>b{}</style>a &lt; b < c") == "Ilta a < b < c"


@given(st.text(min_size=1, max_size=120), st.text(min_size=1, max_size=120), st.integers(20, 80))
def test_ids_are_made_to_fit_and_stay_apart(one: str, other: str, longest: int) -> None:
    """Two ids that differ still differ, and each is short enough."""
    assert (fit(one, longest) == fit(other, longest)) == (one == other)
    assert 1 <= len(fit(one, longest)) <= longest


def test_links_are_read_in_each_of_their_forms() -> None:
    """An @id, an embedded object's id and a plain id name the same place."""
    forms = [{"@id": "https://api.hel.fi/linkedevents/v1/place/tprek%3A1/"}, {"id": "tprek:1"}, "tprek:1", "…/tprek:1"]
    assert {link_of(form, "location") for form in forms} == {"tprek:1"}


def test_the_real_page_of_events_is_imported(shared_data: Path) -> None:
    """Both real events become plans: one online, one postponed."""
    result = import_linked_events(
        read(shared_data / "linked_events_events.json"), read(shared_data / "linked_events_places.json")
    )
    assert result.refused == ()
    assert (result.counts.gatherings, result.counts.without_start) == (2, 1)
    assert result.events[0]["data"]["venue"]["id"] == "helsinki:internet"


def test_every_real_place_is_in_a_district_or_outside_helsinki(shared_data: Path) -> None:
    """A gathering at each of the 189 real places: 180 in districts of Helsinki, 9 outside."""
    places = read(shared_data / "linked_events_places.json")
    events = [record(id=f"at:{place['id']}", location={"@id": place["@id"]}) for place in places["data"]]
    result = import_linked_events(events, places)
    districts = [event["data"]["venue"]["district"] for event in result.events]
    assert (len(districts), districts.count("outside-helsinki")) == (189, 9)
    assert all("latitude" in event["data"]["venue"] for event in result.events)


def deleted(**fields: object) -> dict[str, object]:
    """What the API keeps of a deleted event."""
    return {
        "id": "helsinki:gone",
        "last_modified_time": "2026-09-02T08:00:00Z",
        "deleted": True,
        "replaced_by": None,
        "name": {"fi": "POISTETTU", "sv": "RADERAD", "en": "DELETED"},
    } | fields


@pytest.mark.parametrize(
    ("starts", "ends", "until"),
    [
        ("2026-12-04", "2026-12-06", "2026-12-06T22:00:00+00:00"),
        ("2026-12-04", "2026-12-04", "2026-12-04T22:00:00+00:00"),
        ("2026-12-04T15:00:00Z", "2026-12-04", "2026-12-04T22:00:00+00:00"),
        ("2026-06-04T15:00:00Z", "2026-06-05", "2026-06-05T21:00:00+00:00"),
        ("2026-10-25", "2026-10-25", "2026-10-25T22:00:00+00:00"),
        ("2026-12-04T15:00:00Z", "2026-12-05T22:00:00Z", "2026-12-05T22:00:00+00:00"),
    ],
)
def test_an_end_without_a_time_is_the_end_of_that_day(starts: str, ends: str, until: str) -> None:
    """The API means the last day; in summer, in winter and on the day on which the clocks change."""
    (plan,) = import_linked_events([record(start_time=starts, end_time=ends)]).events
    assert plan["data"]["ends"].isoformat() == until


@pytest.mark.parametrize("replaced_by", [None, {"@id": "https://api.hel.fi/event/helsinki:new/"}])
def test_a_deletion_cancels_and_changes_nothing_else(replaced_by: object) -> None:
    """No plan is made of a deleted record, whatever it still holds: its placeholder would wipe name and district."""
    for one in (deleted(replaced_by=replaced_by), record(deleted=True, replaced_by=replaced_by)):
        result = import_linked_events([one])
        (event,) = result.events
        outgoing(event)
        assert event_name(event["type"]) == "gathering-cancelled"
        assert event["data"] == ({"reason": "replaced"} if replaced_by else {})
        assert (result.counts.gatherings, result.counts.deleted) == (0, 1)


@pytest.mark.parametrize(
    "whole",
    [
        record(id="helsinki:whole", super_event_type="recurring"),
        record(id="helsinki:whole", super_event_type="umbrella"),
        record(id="helsinki:whole", super_event_type="umbrella", sub_events=[{"@id": "/event/helsinki:part-1/"}]),
    ],
    ids=["a series", "an umbrella", "an umbrella that names its parts"],
)
def test_a_whole_is_no_gathering_when_its_parts_are(whole: dict[str, Any]) -> None:
    """Two evenings of a series are two gatherings, in whichever order the records stand."""
    parts = [
        record(id=f"helsinki:part-{one}", super_event={"@id": "https://api.hel.fi/v1/event/helsinki:whole/"})
        for one in (1, 2)
    ]
    for records in ([whole, *parts], [*parts, whole]):
        result = import_linked_events(records)
        assert {event["subject"] for event in result.events} == {
            "linked-events:helsinki:part-1",
            "linked-events:helsinki:part-2",
        }
        assert (result.counts.gatherings, result.counts.series) == (2, 1)


def test_an_umbrella_without_parts_is_a_gathering_of_its_own() -> None:
    """A series always has evenings, here or on another page; an umbrella whose parts nobody names may have none."""
    alone = import_linked_events([record(super_event_type="umbrella", sub_events=[])])
    assert (alone.counts.gatherings, alone.counts.series) == (1, 0)
    elsewhere = import_linked_events([record(super_event_type="recurring")])
    assert (elsewhere.counts.gatherings, elsewhere.counts.series) == (0, 1)


def page(*records: object, count: int | None = None, following: str | None = None) -> dict[str, object]:
    return {"meta": {"count": count, "next": following, "previous": None}, "data": list(records)}


@pytest.mark.parametrize(
    ("pages", "missing"),
    [
        ([page(record(), count=1)], "none"),
        ([page(record(), count=300, following="https://api.hel.fi/2")], 299),
        ([page(record(), count=2, following="https://a/2"), page(record(id="helsinki:2"), count=2)], "none"),
        ([page(record(), count=3, following="https://a/2"), page(record(), count=3, following="https://a/3")], 2),
        ([page(record(), following="https://a/2")], None),
        ([page(record(), following="https://a/2"), page(record(id="helsinki:2"))], "none"),
    ],
)
def test_pages_that_go_on_are_noticed(pages: list[Any], missing: object) -> None:
    """How many events are in none of the files, None where the API does not count them."""
    more = import_linked_events(pages).more
    assert ("none" if more is None else more.missing) == missing
    assert more is None or "engage import linked-events https://" in str(more)


@pytest.mark.parametrize(
    ("document", "what"),
    [
        ({"detail": "Not found."}, "'Not found.'"),
        ({"error": "rate limit"}, "'rate limit'"),
        ({"results": [{"id": 1, "title": "x"}], "next": None}, "another API"),
        ({"type": "FeatureCollection", "features": []}, "GeoJSON"),
        ({"events": [{"id": "1"}], "pagination": {}}, "Eventbrite"),
        ([{"@context": "https://schema.org", "@type": "Event", "name": "x"}], r"schema\.org"),
        (page({"id": "tprek:1", "divisions": [], "street_address": {}}), "--places"),
        (page({"id": "tprek:1", "divisions": [], "deleted": False, "last_modified_time": "2026-01-01"}), "--places"),
        (page({"id": "yso:p1", "alt_labels": [], "deleted": False}), "keywords"),
        ([{"tapahtuma": "Kalliofest", "paikka": "Kallio"}], "the fields tapahtuma, paikka"),
    ],
)
def test_files_of_other_apis_are_told_for_what_they_are(document: object, what: str) -> None:
    """Not record by record: nobody is sent to fetch an event again that the API does not have."""
    with pytest.raises(InvalidDocumentError, match=what):
        import_linked_events(document)


def test_the_real_places_are_no_events(shared_data: Path) -> None:
    """Places have names and times of change like events; each would be a gathering that never was."""
    places = json.loads((shared_data / "linked_events_places.json").read_text(encoding="utf-8"))
    with pytest.raises(InvalidDocumentError, match="--places"):
        import_linked_events(places)


def test_a_record_that_contradicts_another_of_the_same_time_is_refused() -> None:
    """The first is taken, the other told; the same once more is a repeat. So on one page and across pages."""
    first, other = record(), record(name={"fi": "y"})
    found = import_linked_events([first, first, other])
    assert (found.counts.records, found.counts.gatherings, found.counts.repeated) == (3, 1, 1)
    assert [(one.id, one.field) for one in found.refused] == [("a:1", "last_modified_time")]
    assert "says something else" in found.refused[0].remedy
    tally = Tally()
    fresh = [tally.add(import_linked_events([one])) for one in (first, first, other, record(id="a:2"))]
    assert list(map(len, fresh)) == [1, 0, 0, 1]
    assert (tally.counts.records, tally.counts.repeated, len(tally.refused)) == (4, 1, 1)
    assert tally.refused[0].id == "linked-events:a:1"


@pytest.mark.parametrize("wrong", ["cp1252", "latin-1", "mac-roman", "cp850"])
def test_a_name_that_was_read_in_a_wrong_encoding_is_refused(wrong: str) -> None:
    """With what it likely is; the record's neighbours are taken."""
    name = "Töölön kevätilta".encode().decode(wrong)
    found = import_linked_events([record(name={"fi": name}), record(id="a:2", name={"fi": "Töölön kevätilta"})])
    assert [(one.id, one.field, one.value) for one in found.refused] == [("a:1", "name.fi", "")]
    assert "likely it is 'Töölön kevätilta'" in found.refused[0].remedy
    assert found.counts.gatherings == 1
    lost = import_linked_events([record(name={"fi": "T\ufffd\ufffdl\ufffd"})])
    assert "U+FFFD" in lost.refused[0].remedy


@pytest.mark.parametrize(
    "name",
    [
        "Вечер в Итакескусе",
        "Ilta 🎉 “Kalliossa”",
        "Näytös ”Yö”",
        "Café Ärlig \u2013 ½ päivää",
        "حفلة",
        "Soirée à Kallio",
    ],
)
def test_names_in_any_language_are_taken(name: str) -> None:
    """Only what makes sense in another encoding is told of."""
    found = import_linked_events([record(name={"fi": name})])
    assert (found.events[0]["data"]["name"], found.refused) == ({"fi": name}, ())


def test_contacts_are_cut_from_names_and_told() -> None:
    """Of a gathering and of its place; nothing else of the name changes, and no output shows them."""
    place = {"id": "tprek:9", "name": {"sv": "Huset, tfn 09 310 12345"}}
    found = import_linked_events(
        [record(name={"fi": "Ilta \u2013 ilmoittaudu <b>aino@example.fi</b> tai +358 40 123 4567"}, location=place)]
    )
    data = found.events[0]["data"]
    assert data["name"] == {"fi": "Ilta \u2013 ilmoittaudu … tai …"}
    assert data["venue"]["name"] == {"sv": "Huset, tfn …"}
    assert [(one.id, one.field) for one in found.doubtful] == [("a:1", "name.fi"), ("a:1", "location.name.sv")]
    assert "cut" in str(found.doubtful[0])
    nothing_left = import_linked_events([record(name={"fi": "aino@example.fi"})])
    assert [one.field for one in nothing_left.refused] == ["name"]
    assert "aino" not in repr(nothing_left.refused)
    code = import_linked_events([record(name={"fi": "Ohjaaja 131052-308T"})])
    assert ("308T" in repr(code), len(code.refused)) == (False, 1)


def test_what_is_open_for_months_is_taken_with_a_word() -> None:
    """A venue's opening is no gathering; a camp of three weeks and a month of dates alone are."""
    year = record(start_time="2026-01-01T00:00:00Z", end_time="2026-12-31T22:00:00Z")
    camp = record(id="a:2", start_time="2026-06-01T00:00:00Z", end_time="2026-06-22T00:00:00Z")
    month = record(id="a:3", start_time="2026-07-01", end_time="2026-07-31")
    found = import_linked_events([year, camp, month])
    assert (found.counts.gatherings, [one.id for one in found.doubtful]) == (3, ["a:1"])
    assert "goes on for 364 days" in str(found.doubtful[0])


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"start_time": "0026-09-04T17:00:00Z"}, "start_time"),
        ({"start_time": "9999-12-31T23:59:59-12:00"}, "start_time"),
        ({"start_time": "2026-09-04T17:00:00Z", "end_time": "2026-09-04T16:00:00Z"}, "end_time"),
        ({"start_time": "2026-09-04", "end_time": "2026-09-03"}, "end_time"),
        ({"start_time": "2026-09-04T17:00:00\u221203:00"}, "start_time"),
        ({"start_time": 1_788_000_000}, "start_time"),
        ({"last_modified_time": "0026-01-01T00:00:00Z"}, "last_modified_time"),
    ],
)
def test_a_time_that_cannot_be_is_told_by_the_field_of_theirs(fields: dict[str, Any], field: str) -> None:
    """Years before 2000, ends before beginnings, other signs and kinds."""
    found = import_linked_events([record(**fields)])
    assert ([one.field for one in found.refused], found.events) == ([field], ())
    assert found.refused[0].remedy


def test_what_says_two_things_or_nothing_is_refused() -> None:
    """Deleted and alive at once, a deletion in words, prose in the place of a link, a name of spaces nobody sees."""
    both = import_linked_events([record(), record(deleted=True)])
    assert (both.counts.gatherings, both.counts.cancelled, len(both.refused)) == (1, 0, 1)
    for field, value in (("deleted", "false"), ("location", "Huset, tfn 040 123 4567"), ("name", {"fi": " \u200b "})):
        found = import_linked_events([record(**{field: value})])
        assert ([one.field for one in found.refused], found.events) == ([field], ())
        assert "4567" not in repr(found)
    own = import_linked_events([record(super_event={"@id": "https://api/v1/event/a:1/"})])
    assert (own.counts.gatherings, own.counts.series) == (1, 0)


def test_a_persons_code_is_not_shown_as_a_records_id() -> None:
    """The record is refused, and its id is told as what it is."""
    found = import_linked_events([record(id="131052-308T")])
    assert ([one.id for one in found.refused], found.events) == (["(an identity code)"], ())
