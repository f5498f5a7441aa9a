"""Dead letters are found by filters that neither overlap nor leave one out."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.programmes import TOPICS
from schemas.rejections import Rejection
from streams.errors import ActRefusedError
from streams.repair.acts import set_states
from streams.repair.letters import Filters, Place, find, grouped
from streams.repair.states import State
from streams.store import Store
from tests.streams.record_of import NOW, FakeRecord
from tests.streams.repair.happenings import check_in, event
from tests.streams.stored import Letters, store_batch

pytestmark = pytest.mark.engines

AT = datetime.fromtimestamp(NOW / 1000, UTC)
SOURCES = ("tablet:a", "tablet:b", "")


@pytest.fixture(scope="module")
def kept(store: Store) -> Store:
    """Sixty dead letters of many kinds, some replayed or discarded."""
    records = []
    for offset in range(60):
        topic = list(TOPICS)[offset % 4]
        programme = TOPICS[topic].value
        wrong = check_in("g", offset, programme=programme, source=SOURCES[offset % 3])
        kind = offset % 5
        if kind == 0:
            wrong["data"] = {"direction": "sideways"}
        elif kind == 1:
            wrong["type"] = "fi.hel.engagement.nothing.v1"
        elif kind == 2:
            wrong["time"] = (AT + timedelta(days=2)).isoformat()
        elif kind == 3:
            wrong["subject"] = ""
        value = b"{broken" if kind == 4 else json.dumps(wrong).encode()
        records.append(FakeRecord(value, offset, topic, timestamp=NOW - 60_000 * (offset % 7)))
    store_batch(store, Letters(), records)
    letters = find(store, Filters())
    assert len(letters) == 60
    set_states(store, letters[:9], State.REPLAYED, who="aino", at=AT, sent_to=[Place("t", 1, n) for n in range(9)])
    set_states(store, letters[9:20], State.DISCARDED, who="aino", at=AT, why="tests")
    return store


def places(store: Store, filters: Filters) -> set[Place]:
    return {letter.place for letter in find(store, filters)}


filters = st.builds(
    Filters,
    reasons=st.lists(st.sampled_from(Rejection), max_size=2, unique=True),
    topics=st.lists(st.sampled_from([*TOPICS]), max_size=2, unique=True),
    sources=st.lists(st.sampled_from(SOURCES[:2]), max_size=1),
    states=st.lists(st.sampled_from(State), max_size=2, unique=True),
)


@given(filters, st.integers(-1, 8))
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_filters_partition_the_dead_letters(kept: Store, chosen: Filters, minutes: int) -> None:
    """What fits is what fits each value of a filter, in parts that do not overlap; groups count the same."""
    whole = places(kept, chosen)
    instant = AT - timedelta(minutes=minutes)
    parts = [
        [replace(chosen, reasons=[reason]) for reason in chosen.reasons or Rejection],
        [replace(chosen, topics=[topic]) for topic in chosen.topics or TOPICS],
        [replace(chosen, states=[state]) for state in chosen.states or State],
        [replace(chosen, until=instant), replace(chosen, since=instant)],
    ]
    for split in parts:
        found = [places(kept, part) for part in split]
        assert set().union(*found) == whole
        assert sum(map(len, found)) == len(whole)
    groups = grouped(kept, chosen)
    assert sum(group.letters for group in groups) == len(whole)
    assert [group.reason for group in groups] == sorted(group.reason for group in groups)
    some = sorted(whole)[:3]
    assert not some or places(kept, Filters(places=some)) == set(some)


def test_a_source_is_found_in_either_mode(kept: Store) -> None:
    """In the JSON of structured mode and in the header of binary mode."""
    binary = event("youth-centre", "check-in", "g", "1", {"direction": "sideways"}, source="tablet:binary")
    headers = [(f"ce_{name}", str(value).encode()) for name, value in binary.items() if name != "data"]
    headers.append(("content-type", b"application/json"))
    store_batch(kept, Letters(), [FakeRecord(b'{"direction": "sideways"}', 900, headers=headers)])
    (letter,) = find(kept, Filters(sources=["tablet:binary"]))
    assert (letter.place.offset, letter.headers, letter.value) == (900, headers, b'{"direction": "sideways"}')
    kept.run_text("ALTER TABLE engagement.quarantine DELETE WHERE offset = 900 SETTINGS mutations_sync = 2")


def test_a_time_that_ends_before_it_begins_is_refused() -> None:
    """The message has both, and the next step."""
    with pytest.raises(ActRefusedError, match="give a --since that is before --until"):
        Filters(since=AT, until=AT)


@pytest.mark.parametrize("text", ["", "topic", "topic/0", "topic/x/1", "topic/0/-1", "a b/0/1"])
def test_what_is_no_place_is_refused(text: str) -> None:
    """With an example of one."""
    with pytest.raises(ValueError, match="no place in Kafka"):
        Place.parse(text)
