from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producers.new_event import new_event, uuid7
from producers.outgoing import outgoing
from schemas.amendments import MAX_COUNTED_REVISION, instant_of_revision
from schemas.programmes import Programme

NOW = datetime(2026, 9, 4, 17, 5, tzinfo=timezone(timedelta(hours=3)))
instants = st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  UTC is added


def test_an_event_happens_now_unless_said_otherwise() -> None:
    """Without a time and an id, the clock and the ids given make them, in UTC."""
    event = new_event(
        Programme.YOUTH_CENTRE,
        "check-in",
        gathering="g",
        data={"direction": "entry"},
        source="s",
        clock=lambda: NOW,
        ids=lambda instant: f"id-{instant:%H%M}",
    )
    assert event == {
        "specversion": "1.0",
        "id": "id-1405",
        "source": "s",
        "type": "fi.hel.engagement.youth-centre.check-in.v1",
        "subject": "g",
        "time": datetime(2026, 9, 4, 14, 5, tzinfo=UTC),
        "datacontenttype": "application/json",
        "data": {"direction": "entry"},
    }
    outgoing(event)


def test_what_is_given_is_kept() -> None:
    """An offline upload keeps its own id, time, capture time and revision."""
    event = new_event(
        Programme.POLICE_DIALOGUE,
        "head-count",
        gathering="g",
        data={"people": 0},
        source="s",
        clock=lambda: NOW,
        time=NOW,
        id="mine",
        revision=3,
        recorded=NOW,
    )
    assert (event["id"], event["revision"]) == ("mine", 3)
    assert event["time"] == event["recordedtime"] == NOW


def test_an_instant_without_an_offset_is_refused() -> None:
    """A naive time would mean another instant on another machine."""
    with pytest.raises(ValueError, match="has no offset"):
        new_event(
            Programme.YOUTH_CENTRE,
            "gathering-opened",
            gathering="g",
            data={},
            source="s",
            clock=lambda: NOW.replace(tzinfo=None),
        )


@given(instants, st.binary(min_size=10, max_size=10))
def test_ids_are_uuids_of_version_7(instant: datetime, chance: bytes) -> None:
    """RFC 9562: version 7, the RFC's variant, the Unix time in milliseconds in front."""
    made = UUID(uuid7(instant, entropy=lambda size: chance[:size]))
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == int(instant.timestamp() * 1000)


@given(instants, instants)
def test_ids_sort_by_time(first: datetime, second: datetime) -> None:
    """An id of a later millisecond sorts after an earlier one."""
    if int(first.timestamp() * 1000) < int(second.timestamp() * 1000):
        assert uuid7(first) < uuid7(second)


@given(instants, st.integers(1, 10**9), st.sampled_from(["correction", "retraction"]))
def test_what_amends_later_has_the_higher_revision(first: datetime, milliseconds: int, name: str) -> None:
    """Without a revision asked for an amendment has its instant, so the last one holds; above any that is counted."""

    def revision(instant: datetime) -> int:
        made = new_event(Programme.YOUTH_CENTRE, name, gathering="g", data={}, source="s", clock=lambda: instant)
        return made["revision"]

    later = first + timedelta(milliseconds=milliseconds)
    assert MAX_COUNTED_REVISION < revision(first) < revision(later)
    assert instant_of_revision(revision(first)) == first - timedelta(microseconds=first.microsecond % 1000)


def test_what_is_emitted_first_has_no_revision() -> None:
    """It is the first."""
    made = new_event(Programme.YOUTH_CENTRE, "head-count", gathering="g", data={}, source="s", clock=lambda: NOW)
    assert "revision" not in made
