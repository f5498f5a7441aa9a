import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from producers.cards import CardFormat
from producers.gateway.intake import Intake
from producers.gateway.refusals import Refused
from producers.gateway.scope import EVENT_NAMES, Pattern, Scope, split
from producers.keys import KeyRing
from producers.outgoing import OutgoingMessage
from producers.seasons import Season
from schemas.contract import contract_of
from schemas.programmes import Programme
from schemas.time_limits import KEPT_FOR_GOOD
from streams import judging

NOW = datetime(2026, 9, 4, 14, 5, tzinfo=UTC)
EVERYTHING = Scope(frozenset(Programme), (Pattern("*"),), frozenset(EVENT_NAMES), (Pattern("*"),))


@pytest.fixture(scope="module")
def intake(tmp_path_factory: pytest.TempPathFactory) -> Intake:
    return Intake(KeyRing(tmp_path_factory.mktemp("keys") / "keys"), lambda: NOW)


def event(name: str = "check-in", programme: str = "youth-centre", **attributes: Any) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": "1",
        "source": "door:1",
        "type": f"fi.hel.engagement.{programme}.{name}.v1",
        "subject": "kallio:1",
        "time": NOW.isoformat(),
        "data": {"direction": "entry"},
    } | attributes


def refused(intake: Intake, one: Any, scope: Scope = EVERYTHING) -> Refused:
    judged = intake.judge(one, scope)
    assert isinstance(judged, Refused)
    return judged


def test_a_plan_may_be_old_and_nothing_may_be_ahead(intake: Intake) -> None:
    """Plans have no age limit, as in the worker; an amendment is judged by what it amends."""
    old = (NOW - timedelta(days=200)).isoformat()
    plan = event("gathering-scheduled", time=old, data={"name": {"fi": "Ilta"}, "starts": old})
    assert isinstance(intake.judge(plan, EVERYTHING), OutgoingMessage)
    withdrawn = {"retracts": "1", "event": "gathering-scheduled"}
    assert isinstance(
        intake.judge(event("retraction", time=old, revision=2, data=withdrawn), EVERYTHING), OutgoingMessage
    )
    retraction = event("retraction", time=old, revision=2, data={"retracts": "1", "event": "check-in"})
    assert refused(intake, retraction).reason.value == "too-late"
    replacement = {"event": "check-in", "time": old, "data": {"direction": "exit"}}
    correction = event("correction", revision=2, data={"corrects": "1", "replacement": replacement})
    assert refused(intake, correction).field == "data.replacement.time"
    for late in ("2099-12-31T23:59:59Z", (NOW + timedelta(minutes=11)).isoformat(), "2031-01-01t00:00:00z"):
        assert refused(intake, event(time=late)).reason.value == "in-the-future"
    for none in ("9999-12-31T23:59:59-12:00", "2026-09-04T14:05:00\u221200:00", 1_788_000_000, "1788000000"):
        assert refused(intake, event(time=none)).reason.value == "wrong-envelope"
    for early in ("0001-01-01T00:00:00+14:00", "1970-01-01T00:00:00Z"):
        assert isinstance(intake.judge(event("gathering-opened", time=early, data={"card": "1"}), EVERYTHING), Refused)


def test_a_cards_pseudonym_is_of_its_season_and_programme(intake: Intake) -> None:
    """The same card is somebody else in another programme and another season."""
    keys = intake.keys

    def visitor(**attributes: Any) -> str:
        judged = intake.judge(event(data={"direction": "entry", "card": "12 34"}, **attributes), EVERYTHING)
        assert isinstance(judged, OutgoingMessage)
        data = json.loads(judged.value)["data"]
        assert set(data) == {"direction", "visitor"}
        return str(data["visitor"])

    autumn = Season(2026, "autumn")
    assert visitor() == keys.pseudonymiser(autumn, Programme.YOUTH_CENTRE).pseudonym("1234")
    assert visitor(time=(NOW - timedelta(days=60)).isoformat()) != visitor()
    other = intake.judge(event(programme="theme-night", data={"direction": "entry", "card": "1234"}), EVERYTHING)
    assert isinstance(other, OutgoingMessage)
    assert json.loads(other.value)["data"]["visitor"] != visitor()


@pytest.mark.parametrize("card", ["", " - ", 1234, None, ["1"], {"a": 1}, "x" * 121])
def test_what_is_no_card_is_refused_unseen(intake: Intake, card: Any) -> None:
    """The refusal names the field alone."""
    found = refused(intake, event(data={"direction": "entry", "card": card}))
    assert (found.reason.value, found.field) == ("invalid-card", "data.card")


def test_a_personal_identity_code_is_refused_as_a_card(intake: Intake) -> None:
    """In a check-in and in a correction of one; the refusal says what it is, and never shows it."""
    found = refused(intake, event(data={"direction": "entry", "card": "131052-308T"}))
    assert (found.reason.value, found.detail) == ("invalid-card", "it is a personal identity code, not a card's number")
    replacement = {"event": "check-in", "time": NOW.isoformat(), "data": {"direction": "entry", "card": "131052A308T"}}
    correction = event("correction", revision=2, data={"corrects": "1", "replacement": replacement})
    assert refused(intake, correction).detail == found.detail


@pytest.mark.parametrize("card", ["aino@example.fi", "+358 40 123 4567", "Aino Virtanen", "131052\u2212308t"])
def test_a_personal_detail_is_refused_as_a_card_unseen(intake: Intake, card: str) -> None:
    """An address, a telephone number, a name, a code with an odd dash: the field is named, the value is not shown."""
    found = refused(intake, event(data={"direction": "entry", "card": card}))
    assert (found.reason.value, found.field) == ("invalid-card", "data.card")
    assert card not in repr(found)


def test_a_card_of_another_format_is_taken_with_a_warning(intake: Intake) -> None:
    """What readers put in is left out, so that the same card is the same person; what does not fit is told."""
    formats = {Programme.YOUTH_CENTRE: CardFormat(pattern="[0-9a-f]{8}", leave_out=":")}
    strict = Intake(intake.keys, intake.clock, formats)

    def judged(card: str) -> OutgoingMessage:
        found = strict.judge(event(data={"direction": "entry", "card": card}), EVERYTHING)
        assert isinstance(found, OutgoingMessage)
        return found

    assert judged("04:A2:3B:99") == judged("04a23b99")
    assert (judged("04a23b99").warning, "format" in judged("\u00e0\u00e0&").warning) == ("", True)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
ATTRIBUTES = st.sampled_from(["specversion", "id", "source", "type", "subject", "time", "revision", "data", "more"])
TYPES = st.sampled_from([name for programme in Programme for name in contract_of(programme).types])


@settings(max_examples=150, deadline=None)
@given(
    start=TYPES,
    changes=st.dictionaries(ATTRIBUTES, JSON, max_size=3),
    data=st.dictionaries(
        st.sampled_from(["direction", "card", "visitor", "corrects", "retracts", "event", "replacement", "source"]),
        JSON,
        max_size=4,
    ),
)
def test_whatever_comes_is_taken_as_the_contract_says_or_refused(
    start: str, changes: dict[str, Any], data: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Nothing raises; what is taken fits its contract, and no card is in it."""
    intake = Intake(KeyRing(Path(tmp_path_factory.getbasetemp()) / "any-keys"), lambda: NOW)
    judged = intake.judge(event() | {"type": start, "data": data} | changes, EVERYTHING)
    if isinstance(judged, OutgoingMessage):
        written = json.loads(judged.value)
        assert "card" not in json.dumps(written["data"])
        contract_of(Programme(written["type"].split(".")[3])).one.validate_json(judged.value)


def test_patterns_are_whole_ids_or_beginnings() -> None:
    """A pattern without a star covers one id alone; what is no pattern is refused."""
    assert Pattern("kallio:*").covers("kallio:1")
    assert not Pattern("kallio:*").covers("kallio")
    assert not Pattern("kallio").covers("kallio:1")
    assert split((Pattern("a"), Pattern("b*"), Pattern("*"))) == (["a"], ["b", ""])
    for wrong in ("", "a*b", "**", "a b", "ä", "%", "a\n"):
        with pytest.raises(ValueError, match="no pattern"):
            Pattern(wrong)


def test_what_is_kept_for_good_has_no_age_limit(intake: Intake) -> None:
    """As in the worker: a sheet of 2008 is taken, an old check-in is not."""
    assert judging.Rules().ageless == KEPT_FOR_GOOD
    sheet = event("period-count", time="2008-04-30T21:00:00Z")
    sheet["data"] = {"period": "month", "first_day": "2008-04-01", "visits": 3}
    assert isinstance(intake.judge(sheet, EVERYTHING), OutgoingMessage)
    assert isinstance(intake.judge(event(time="2008-04-30T21:00:00Z"), EVERYTHING), Refused)
